/**
 * Shows a reading: its rows, its digits, and for the selected digit the top three and the image
 * that the network sees.
 *
 * @typedef {import("../shared/reading.js").Digit} Digit
 * @typedef {import("../shared/reading.js").Line} Line
 * @typedef {import("../shared/reading.js").Reading} Reading
 * @typedef {import("./sketchpad.js").Point} Point
 */

import { make, part } from "../shared/dom.js";
import { fill, texts } from "../shared/language.js";
import {
  EMPTY,
  IMAGE_SIDE,
  announcementOf,
  labelOf,
  setExtent,
  showImage,
  unsureNote,
} from "../shared/reading.js";
import { TopThree } from "../shared/top_three.js";

const MANY = 16; // digits: more scroll
const MAX_LARGE = 8; // characters in a row: longer numbers take the whole width, and rows part

export class Answer {
  #root;
  #best;
  #digits;
  #topThree;
  #seen;
  #note;
  #announcement;

  #reading = EMPTY;
  #notePersists = false;

  /** The index of the digit that is shown in full. */
  selected = 0;

  /**
   * @param {HTMLElement} root the element with the parts of the answer
   * @param {(index: number) => void} onSelect called when the visitor selects a digit
   */
  constructor(root, onSelect) {
    this.#root = root;
    this.#best = part(root, "best", HTMLElement);
    this.#digits = new Digits(part(root, "digits", HTMLElement), (index) => {
      this.#select(index);
      onSelect(index);
    });
    this.#topThree = new TopThree(part(root, "top", HTMLElement));
    this.#seen = part(root, "seen", HTMLCanvasElement);
    this.#note = part(root, "note", HTMLElement);
    this.#announcement = part(root, "announcement", HTMLElement);
  }

  /**
   * @param {Reading} reading
   * @param {number} pointCount the number of points in the drawing that was read
   * @param {Point} [pen] where it was last; the digit nearest to it is selected
   */
  show(reading, pointCount, pen = [0, 0]) {
    const { text, lines, digits } = reading;
    // Lifting the pen asks again. The same drawing keeps the digit that the visitor selected.
    const isNew = this.#root.dataset.points !== String(pointCount) || text !== this.#reading.text;
    this.#reading = reading;
    this.#best.textContent = text;
    setExtent(this.#best, lines);
    this.#root.classList.toggle(
      "long",
      lines.some((line) => line.text.length > MAX_LARGE),
    );
    this.#best.classList.toggle(
      "unsure",
      digits.every((digit) => !digit.is_digit),
    );
    if (isNew || !this.#notePersists) {
      this.#note.textContent = noteOn(reading);
      this.#notePersists = false;
    }
    this.#select(isNew ? nearestDigit(digits, pen) : this.selected);
    this.#root.dataset.points = String(pointCount);
  }

  /**
   * Show a sentence, and announce it, until the next answer.
   * @param {string} sentence
   * @param {boolean} [persists] until the answer to another drawing
   */
  showNote(sentence, persists = false) {
    this.#notePersists = persists;
    this.#note.textContent = sentence;
    this.#announcement.textContent = sentence;
  }

  /** Announce the answer to screen readers: after each stroke, not while the pen moves. */
  announce() {
    const isEmpty = this.#reading.digits.length === 0;
    const sentence = isEmpty ? texts.announcement_empty : sentencesOn(this.#reading);
    // A screen reader would repeat the same text if it were set again.
    if (this.#announcement.textContent !== sentence) this.#announcement.textContent = sentence;
  }

  /** @param {number} index of the digit to show in full */
  #select(index) {
    this.selected = index;
    const { lines, digits } = this.#reading;
    const digit = digits[index];
    this.#digits.show(digits, index, lines);
    this.#topThree.show(digit?.predictions ?? []);
    this.#root.classList.toggle("unsure", digit?.is_digit === false);
    showImage(this.#seen, digit?.image);
  }
}

/** Buttons for the digits, each with its image, in rows. A single digit needs none. */
class Digits {
  #root;
  #onSelect;

  /** @type {string[]} The images on the buttons. While the pen moves, only one of them changes. */
  #images = [];

  /**
   * @param {HTMLElement} root an empty element for the buttons
   * @param {(index: number) => void} onSelect called with the index of the digit that is pressed
   */
  constructor(root, onSelect) {
    this.#root = root;
    this.#onSelect = onSelect;
  }

  /**
   * @param {Digit[]} digits in reading order
   * @param {number} selected the index of the digit that is shown in full
   * @param {Line[]} lines
   */
  show(digits, selected, lines) {
    const count = digits.length > 1 ? digits.length : 0;
    // Existing buttons are kept, so that the one that is pressed or focused stays.
    while (this.#root.children.length > count) this.#root.lastElementChild?.remove();
    while (this.#root.children.length < count) this.#root.append(this.#button());
    this.#images.length = count;
    const firsts = new Set(count > MAX_LARGE ? lines.map((line) => line.digits[0]) : []);
    [...this.#root.children].forEach((button, index) => {
      const digit = digits[index];
      const [canvas, label] = button.children;
      button.setAttribute("aria-pressed", String(index === selected));
      button.classList.toggle("unsure", !digit.is_digit);
      button.classList.toggle("first", firsts.has(index));
      const text = labelOf(digit);
      if (label.textContent !== text) label.textContent = text;
      if (this.#images[index] === digit.image || !(canvas instanceof HTMLCanvasElement)) return;
      this.#images[index] = digit.image;
      showImage(canvas, digit.image);
    });
    if (count > MANY) this.#scrollTo(selected);
  }

  /** @param {number} index of the digit to bring into view; the page itself does not scroll */
  #scrollTo(index) {
    const button = this.#root.children[index];
    if (!(button instanceof HTMLElement)) return;
    const { offsetTop, offsetHeight } = button;
    const { scrollTop, clientHeight } = this.#root;
    if (offsetTop < scrollTop) this.#root.scrollTop = offsetTop;
    const bottom = offsetTop + offsetHeight;
    if (bottom > scrollTop + clientHeight) this.#root.scrollTop = bottom - clientHeight;
  }

  #button() {
    const side = String(IMAGE_SIDE);
    const button = make(
      "button",
      { type: "button" },
      make("canvas", { class: "pixels", width: side, height: side, "aria-hidden": "true" }),
      make("b"),
    );
    button.addEventListener("click", () => {
      this.#onSelect([...this.#root.children].indexOf(button));
    });
    return button;
  }
}

/**
 * @param {Reading} reading
 * @returns {string} what is shown below the answer, empty if there is nothing to say
 */
function noteOn({ digits, truncated }) {
  const sentences = [unsureNote(digits)];
  if (truncated) sentences.unshift(fill("truncated", { count: digits.length }));
  return sentences.filter(Boolean).join(" ");
}

/** @param {Reading} reading with at least one digit */
function sentencesOn(reading) {
  const announcement = announcementOf(reading);
  if (!reading.truncated) return announcement;
  return `${announcement}. ${fill("truncated", { count: reading.digits.length })}`;
}

/**
 * @param {Digit[]} digits
 * @param {Point} point
 * @returns {number} the index of the digit nearest to the point, the last one of several; 0 without
 *   digits
 */
function nearestDigit(digits, [x, y]) {
  const distances = digits.map(({ box: [left, top, right, bottom] }) =>
    Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)),
  );
  return Math.max(0, distances.lastIndexOf(Math.min(...distances)));
}
