/**
 * Shows counts and shares without axes: bars, the matrix of what was read as what, and digits cut
 * from a strip of them.
 *
 * @typedef {{ name: string, share: number, text: string, look: number }} Bar
 *   `share` in [0, 1] is its length
 * @typedef {{ digit: number, read: number, probability: number }} Shown
 */

import { number, share } from "./formats.js";
import { fill, texts } from "./language.js";
import { make } from "./table.js";

/**
 * Bars below one another, each with its name and its figure in words.
 * @param {string} title
 * @param {Bar[]} rows
 */
export function bars(title, rows) {
  const items = rows.map(({ name, share: length, text, look }) => {
    const filled = make("i", { class: `look-${look}`, style: `width: ${100 * length}%` });
    const bar = make("div", { class: "bar" }, filled);
    return make("li", {}, make("span", {}, name), bar, make("b", {}, text));
  });
  return make("div", { class: "bars" }, make("h3", {}, title), make("ul", {}, ...items));
}

/**
 * How often each digit was read as each; mistakes are coloured, the more of them the stronger.
 * @param {string} title
 * @param {number[][]} counts by true digit and by what was read
 */
export function matrix(title, counts) {
  const most = Math.max(1, ...confusions(counts).map(({ times }) => times));
  const heads = counts.map((_, digit) => make("th", { scope: "col" }, String(digit)));
  const rows = counts.map((row, digit) => {
    const cells = row.map((times, read) => {
      if (digit === read) return make("td", { class: "right" }, number(times));
      if (times === 0) return make("td");
      return make(
        "td",
        {
          class: "wrong",
          style: `--strength: ${Math.round(20 + (50 * times) / most)}%`,
          title: fill("results_times", { digit, read, times: number(times) }),
        },
        number(times),
      );
    });
    return make("tr", {}, make("th", { scope: "row" }, String(digit)), ...cells);
  });
  const said = make("span", { class: "announcement" }, texts.results_digit);
  const corner = make("th", { scope: "col" }, said);
  return make(
    "table",
    { class: "matrix" },
    make("caption", {}, title),
    make("thead", {}, make("tr", {}, corner, ...heads)),
    make("tbody", {}, ...rows),
  );
}

/**
 * @param {number[][]} counts
 * @returns {{ digit: number, read: number, times: number }[]} mistakes, the most frequent first
 */
export function confusions(counts) {
  return counts
    .flatMap((row, digit) => row.map((times, read) => ({ digit, read, times })))
    .filter(({ digit, read, times }) => digit !== read && times > 0)
    .sort((one, other) => other.times - one.times);
}

/**
 * Digits from a strip of images side by side, each with what it was read as.
 * @param {URL} strip
 * @param {Shown[]} shown in the order of the strip
 */
export function gallery(strip, shown) {
  const figures = shown.map(({ digit, read, probability }, place) => {
    const image = make("img", {
      src: strip.href,
      alt: fill("results_digit_alt", { digit, read }),
      loading: "lazy",
      style: `width: ${100 * shown.length}%; left: ${-100 * place}%`,
    });
    const reading = make("b", {}, `${digit} → ${read}`);
    const caption = make("figcaption", {}, reading, " ", make("span", {}, share(probability)));
    return make("li", {}, make("figure", {}, make("div", { class: "pixels" }, image), caption));
  });
  return make("ul", { class: "gallery" }, ...figures);
}
