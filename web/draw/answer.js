/**
 * Shows a reading: the number, its digits, and for the selected digit the top three and the image
 * that the network sees.
 *
 * @typedef {import("../shared/reading.js").Digit} Digit
 * @typedef {import("../shared/reading.js").Reading} Reading
 */

import { make, part } from "../shared/dom.js";
import { texts } from "../shared/language.js";
import { IMAGE_SIDE, announcementOf, labelOf, showImage, unsureNote } from "../shared/reading.js";
import { TopThree } from "../shared/top_three.js";

/** @type {Reading} */
const EMPTY = { text: "", digits: [] };

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
   * @param {number} [penX] where the pen was last; the digit nearest to it is selected
   */
  show(reading, pointCount, penX = 0) {
    const { text, digits } = reading;
    // Lifting the pen asks again. The same drawing keeps the digit that the visitor selected.
    const isNew = this.#root.dataset.points !== String(pointCount) || text !== this.#reading.text;
    this.#reading = reading;
    this.#best.textContent = text;
    this.#best.style.setProperty("--digits", String(text.length));
    this.#best.classList.toggle(
      "unsure",
      digits.every((digit) => !digit.is_digit),
    );
    if (isNew || !this.#notePersists) {
      this.#note.textContent = unsureNote(digits);
      this.#notePersists = false;
    }
    this.#select(isNew ? nearestDigit(digits, penX) : this.selected);
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
    const sentence = isEmpty ? texts.announcement_empty : announcementOf(this.#reading);
    // A screen reader would repeat the same text if it were set again.
    if (this.#announcement.textContent !== sentence) this.#announcement.textContent = sentence;
  }

  /** @param {number} index of the digit to show in full */
  #select(index) {
    this.selected = index;
    const { digits } = this.#reading;
    const digit = digits[index];
    this.#digits.show(digits, index);
    this.#topThree.show(digit?.predictions ?? []);
    this.#root.classList.toggle("unsure", digit?.is_digit === false);
    showImage(this.#seen, digit?.image);
  }
}

/** Buttons for the digits of a number, each with its image. A single digit needs none. */
class Digits {
  #root;
  #onSelect;

  /**
   * @param {HTMLElement} root an empty element for the buttons
   * @param {(index: number) => void} onSelect called with the index of the digit that is pressed
   */
  constructor(root, onSelect) {
    this.#root = root;
    this.#onSelect = onSelect;
  }

  /**
   * @param {Digit[]} digits from left to right
   * @param {number} selected the index of the digit that is shown in full
   */
  show(digits, selected) {
    const count = digits.length > 1 ? digits.length : 0;
    // Existing buttons are kept, so that the one that is pressed or focused stays.
    while (this.#root.children.length > count) this.#root.lastElementChild?.remove();
    while (this.#root.children.length < count) this.#root.append(this.#button());
    [...this.#root.children].forEach((button, index) => {
      const digit = digits[index];
      const [canvas, label] = button.children;
      button.setAttribute("aria-pressed", String(index === selected));
      button.classList.toggle("unsure", !digit.is_digit);
      label.textContent = labelOf(digit);
      if (canvas instanceof HTMLCanvasElement) showImage(canvas, digit.image);
    });
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
 * @param {Digit[]} digits
 * @param {number} x
 * @returns {number} the index of the digit nearest to x, the last one of several; 0 without digits
 */
function nearestDigit(digits, x) {
  const distances = digits.map(({ box: [left, , right] }) => Math.max(left - x, x - right, 0));
  return Math.max(0, distances.lastIndexOf(Math.min(...distances)));
}
