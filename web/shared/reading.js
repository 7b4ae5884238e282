/**
 * A reading as the API gives it, and what the Draw and the Pictures tab share to show one.
 *
 * @typedef {{ digit: number, probability: number }} Prediction
 * @typedef {{
 *   predictions: Prediction[], is_digit: boolean, text: string, image: string, box: number[]
 * }} Digit
 *   `predictions` are the three likeliest, best first; `text` is the likeliest, or "·" for another
 *   sign; `image` is base64 of the 784 bytes that the network sees; `box` is left, top, right,
 *   bottom
 * @typedef {{ text: string, digits: number[] }} Line
 *   a row, its numbers with spaces between them; `digits` are indices into those of the reading
 * @typedef {{ text: string, lines: Line[], truncated: boolean, digits: Digit[] }} Reading
 *   `truncated` says that there was more than is read at once
 */

import { contextOf } from "./dom.js";
import { fill, percent, texts } from "./language.js";

/** Stands in a text for ink that is another sign than a digit. */
const PLACEHOLDER = "·";

/** @type {Reading} */
export const EMPTY = { text: "", lines: [], truncated: false, digits: [] };

/** The side in pixels of the image that the network sees. */
export const IMAGE_SIDE = 28;

/**
 * Show what the network sees: white ink on black, in any theme.
 * @param {HTMLCanvasElement} canvas 28 by 28
 * @param {string | undefined} base64 of 784 bytes, row by row, 255 for ink; if missing, all black
 */
export function showImage(canvas, base64) {
  const bytes = base64 === undefined ? "" : atob(base64);
  const image = grayscaleImage(IMAGE_SIDE, IMAGE_SIDE, bytes);
  contextOf(canvas).putImageData(image, 0, 0);
}

/**
 * @param {number} width
 * @param {number} height
 * @param {string} bytes one character a pixel, row by row; missing ones are black
 * @returns {ImageData}
 */
export function grayscaleImage(width, height, bytes) {
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    image.data.fill(bytes.charCodeAt(pixel) || 0, 4 * pixel, 4 * pixel + 3);
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}

/**
 * @param {Digit} digit
 * @returns {string} the likeliest digit, with a question mark if it is unsure; "·" for a sign
 */
export function labelOf({ text, is_digit: isDigit }) {
  return isDigit || text === PLACEHOLDER ? text : `${text}?`;
}

/**
 * @param {Digit[]} digits
 * @returns {string} sentences about unsure digits and other signs, empty if there are none
 */
export function unsureNote(digits) {
  const others = digits.filter((digit) => !digit.is_digit);
  if (others.length === 0) return "";
  if (digits.length === 1) return texts.unsure;
  const signs = others.filter(({ text }) => text === PLACEHOLDER).length;
  const notes = [];
  if (signs < others.length) notes.push(texts.unsure_some);
  if (signs > 0) notes.push(texts.signs_some);
  return notes.join(" ");
}

/**
 * Set the properties by which a style sheet shrinks a number to its place.
 * @param {HTMLElement} element
 * @param {Line[]} lines
 */
export function setExtent(element, lines) {
  const longest = Math.max(1, ...lines.map(({ text }) => text.length));
  element.style.setProperty("--digits", String(longest));
  element.style.setProperty("--rows", String(Math.max(1, lines.length)));
}

/**
 * @param {Line[]} lines
 * @returns {string} the rows in one sentence, with words for signs, and pauses between the rows
 */
export function spoken(lines) {
  const sign = ` ${texts.other_sign} `;
  const rows = lines.map(({ text }) => text.replaceAll(PLACEHOLDER, sign).trim());
  return rows.join("; ").replace(/ +/g, " ");
}

/**
 * @param {Reading} reading with at least one digit
 * @returns {string} for screen readers: the rows and the probability of all digits together
 */
export function announcementOf({ lines, digits }) {
  const sought = digits.filter(({ text }) => text !== PLACEHOLDER);
  if (sought.length === 0) return texts.unsure;
  const isSure = sought.every((digit) => digit.is_digit);
  const probability = sought.reduce(
    (product, digit) => product * digit.predictions[0].probability,
    1,
  );
  return fill(isSure ? "announcement" : "announcement_unsure", {
    digit: spoken(lines),
    percent: percent(probability),
  });
}
