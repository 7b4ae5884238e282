/**
 * Shows how often each digit was read as each other.
 *
 * @typedef {{ digit: number, read: number, times: number }} Confusion
 */

import { make } from "../shared/dom.js";
import { number } from "../shared/formats.js";
import { fill, texts } from "../shared/language.js";

/**
 * @param {string} caption
 * @param {number[][]} counts by true digit and by predicted digit
 * @returns {HTMLTableElement} the more frequent a mistake, the stronger the colour of its cell
 */
export function confusionMatrix(caption, counts) {
  const max = Math.max(1, ...confusions(counts).map(({ times }) => times));
  const headers = counts.map((_, digit) => make("th", { scope: "col" }, String(digit)));
  const rows = counts.map((row, digit) => {
    const cells = row.map((times, read) => cellOf({ digit, read, times }, max));
    return make("tr", {}, make("th", { scope: "row" }, String(digit)), ...cells);
  });
  const cornerText = make("span", { class: "announcement" }, texts.results_digit);
  const corner = make("th", { scope: "col" }, cornerText);
  return make(
    "table",
    { class: "matrix" },
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, corner, ...headers)),
    make("tbody", {}, ...rows),
  );
}

/**
 * @param {number[][]} counts
 * @returns {Confusion[]} the mistakes, the most frequent first
 */
export function confusions(counts) {
  return counts
    .flatMap((row, digit) => row.map((times, read) => ({ digit, read, times })))
    .filter(({ digit, read, times }) => digit !== read && times > 0)
    .sort((one, other) => other.times - one.times);
}

/** @param {Confusion} confusion */
export function describe({ digit, read, times }) {
  return fill("results_times", { digit, read, times: number(times) });
}

/**
 * @param {Confusion} confusion
 * @param {number} max the count of the most frequent mistake
 */
function cellOf(confusion, max) {
  const { digit, read, times } = confusion;
  if (digit === read) return make("td", { class: "right" }, number(times));
  if (times === 0) return make("td");
  const strength = `--strength: ${Math.round(20 + (50 * times) / max)}%`;
  const attributes = { class: "wrong", style: strength, title: describe(confusion) };
  return make("td", attributes, number(times));
}
