/**
 * Shows a reading: the number, its digits, and for the one of them that is chosen the three
 * likeliest with their bars and what the network saw. It asks nobody anything.
 *
 * @typedef {import("./reader.js").Reading} Reading
 */

import { announcementOf } from "./announcement.js";
import { Digits, showImage } from "./digits.js";
import { texts } from "./language.js";
import { part } from "./part.js";
import { Rows } from "./rows.js";

/** @type {Reading} */
const NOTHING = { text: "", digits: [] };

export class Answer {
  #root;
  #best;
  #digits;
  #rows;
  #seen;
  #note;
  #announcement;

  #reading = NOTHING;
  #noteStays = false;

  /** The place of the digit that is shown in full. */
  chosen = 0;

  /**
   * @param {HTMLElement} root the element with the parts of the answer
   * @param {(place: number) => void} onChoose called when the visitor chooses a digit
   */
  constructor(root, onChoose) {
    this.#root = root;
    this.#best = part(root, "best", HTMLElement);
    this.#digits = new Digits(part(root, "digits", HTMLElement), (place) => {
      this.#choose(place);
      onChoose(place);
    });
    this.#rows = new Rows(part(root, "top", HTMLElement));
    this.#seen = part(root, "seen", HTMLCanvasElement);
    this.#note = part(root, "note", HTMLElement);
    this.#announcement = part(root, "announcement", HTMLElement);
  }

  /**
   * @param {Reading} reading
   * @param {number} points how many points the drawing had that was read
   * @param {number} [x] where the pen was last: the digit there is the one shown in full
   */
  show(reading, points, x = 0) {
    const { text, digits } = reading;
    // Lifting the pen asks again; what the visitor chose meanwhile stays chosen.
    const isNew = this.#root.dataset.points !== String(points) || text !== this.#reading.text;
    this.#reading = reading;
    this.#best.textContent = text;
    this.#best.style.setProperty("--digits", String(text.length));
    this.#best.classList.toggle("unsure", digits.every((digit) => !digit.is_digit));
    const unsure = digits.length > 1 ? texts.unsure_some : texts.unsure;
    if (isNew || !this.#noteStays) {
      this.#note.textContent = digits.some((digit) => !digit.is_digit) ? unsure : "";
      this.#noteStays = false;
    }
    const atPen = nearest(digits.map(({ box: [left, , right] }) => away(x, left, right)));
    this.#choose(isNew ? atPen : this.chosen);
    this.#root.dataset.points = String(points);
  }

  /**
   * @param {string} sentence to show and tell, until the next answer
   * @param {boolean} [stays] until one to another drawing
   */
  say(sentence, stays = false) {
    this.#noteStays = stays;
    this.#note.textContent = sentence;
    this.#announcement.textContent = sentence;
  }

  /** Tell the answer to those who listen to the page; once a stroke, not at every move. */
  announce() {
    const isEmpty = this.#reading.digits.length === 0;
    const sentence = isEmpty ? texts.announcement_empty : announcementOf(this.#reading);
    // Setting the same text again would have it read out again.
    if (this.#announcement.textContent !== sentence) this.#announcement.textContent = sentence;
  }

  /** @param {number} place of the digit to show in full */
  #choose(place) {
    this.chosen = place;
    const { digits } = this.#reading;
    const digit = digits[place];
    this.#digits.show(digits, place);
    this.#rows.show(digit?.predictions ?? []);
    this.#root.classList.toggle("unsure", digit?.is_digit === false);
    showImage(this.#seen, digit?.image);
  }
}

/**
 * @param {number} x
 * @param {number} left
 * @param {number} right
 * @returns {number} how far x is from what lies between left and right
 */
function away(x, left, right) {
  return Math.max(left - x, x - right, 0);
}

/**
 * @param {number[]} distances
 * @returns {number} the place of the least of them, the last of several; 0 where there is none
 */
function nearest(distances) {
  return Math.max(0, distances.lastIndexOf(Math.min(...distances)));
}
