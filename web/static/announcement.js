/**
 * What those who listen to the page are told of a reading.
 *
 * @typedef {import("./reader.js").Reading} Reading
 */

import { fill, percent } from "./language.js";

/**
 * @param {Reading} reading with at least one digit
 * @returns {string} the number, and how likely all of it is
 */
export function announcementOf({ text, digits }) {
  const isSure = digits.every((digit) => digit.is_digit);
  const probability = digits.reduce((product, digit) => {
    return product * digit.predictions[0].probability;
  }, 1);
  return fill(isSure ? "announcement" : "announcement_unsure", {
    digit: text,
    percent: percent.format(probability),
  });
}
