/**
 * A reading as the API gives it, and what the Draw and the Pictures tab share to show one.
 *
 * @typedef {{ digit: number, probability: number }} Prediction
 * @typedef {{ predictions: Prediction[], is_digit: boolean, image: string, box: number[] }} Digit
 *   `predictions` are the three likeliest, best first; `image` is base64 of the 784 bytes that the
 *   network sees; `box` is left, top, right, bottom
 * @typedef {{ text: string, digits: Digit[] }} Reading
 */

import { contextOf } from "./dom.js";
import { fill, percent, texts } from "./language.js";

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
 * @returns {string} the likeliest digit, with a question mark if it is unsure
 */
export function labelOf({ predictions, is_digit: isDigit }) {
  return isDigit ? String(predictions[0].digit) : `${predictions[0].digit}?`;
}

/**
 * @param {Digit[]} digits
 * @returns {string} a sentence about unsure digits, empty if there are none
 */
export function unsureNote(digits) {
  if (digits.every((digit) => digit.is_digit)) return "";
  return digits.length > 1 ? texts.unsure_some : texts.unsure;
}

/**
 * @param {Reading} reading with at least one digit
 * @returns {string} for screen readers: the number and the probability of all its digits together
 */
export function announcementOf({ text, digits }) {
  const isSure = digits.every((digit) => digit.is_digit);
  const probability = digits.reduce(
    (product, digit) => product * digit.predictions[0].probability,
    1,
  );
  return fill(isSure ? "announcement" : "announcement_unsure", {
    digit: text,
    percent: percent(probability),
  });
}
