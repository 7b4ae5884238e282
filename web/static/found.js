/**
 * What was found in a picture: the number, and each of its digits with what the network saw and its
 * three likeliest; or why nothing was.
 *
 * @typedef {import("./picture_reader.js").PictureReading} PictureReading
 * @typedef {import("./reader.js").Digit} Digit
 */

import { announcementOf } from "./announcement.js";
import { showImage } from "./digits.js";
import { fill, fillTexts, texts } from "./language.js";
import { part } from "./part.js";
import { Rows } from "./rows.js";

export class Found {
  #root;
  #error;
  #about;
  #number;
  #label;
  #note;
  #cards;
  #card;
  #announcement;
  #onPoint;

  /**
   * @param {HTMLElement} root
   * @param {string} about what can be read, shown while there is nothing
   * @param {(place: number | null) => void} onPoint called with the place of the digit whose card
   *   the pointer is on
   */
  constructor(root, about, onPoint) {
    this.#root = root;
    this.#error = part(root, "error", HTMLElement);
    this.#about = part(root, "about", HTMLElement);
    this.#number = part(root, "number", HTMLElement);
    this.#label = part(root, "label", HTMLElement);
    this.#note = part(root, "note", HTMLElement);
    this.#cards = part(root, "cards", HTMLElement);
    this.#card = part(root, "card", HTMLTemplateElement);
    this.#announcement = part(root, "announcement", HTMLElement);
    this.#onPoint = onPoint;
    this.#about.textContent = about;
  }

  /** @param {string} [error] a sentence, where something went wrong */
  showNothing(error = "") {
    this.#error.textContent = error;
    this.#about.hidden = false;
    this.#number.textContent = "";
    this.#label.textContent = "";
    this.#note.textContent = "";
    this.#cards.replaceChildren();
    this.#announcement.textContent = "";
    this.#root.dataset.state = error ? "error" : "empty";
  }

  /** @param {PictureReading} reading */
  show({ text, digits, label }) {
    this.showNothing();
    this.#about.hidden = true;
    this.#number.textContent = text;
    this.#number.style.setProperty("--digits", String(text.length));
    this.#number.classList.toggle("unsure", digits.every((digit) => !digit.is_digit));
    if (label !== undefined) {
      const isRight = text === String(label);
      this.#label.textContent = fill(isRight ? "pictures_right" : "pictures_wrong", { label });
    }
    this.#note.textContent = noteOn(digits);
    this.#cards.append(...digits.map((digit, place) => this.#cardOf(digit, place)));
    const likeliest = digits.length > 0 ? announcementOf({ text, digits }) : "";
    const told = [likeliest || this.#note.textContent, this.#label.textContent];
    this.#announcement.textContent = told.filter(Boolean).join(". ");
    this.#root.dataset.state = "found";
  }

  /** @param {number | null} chosen the place of the digit whose card stands out */
  point(chosen) {
    [...this.#cards.children].forEach((card, place) => {
      card.classList.toggle("chosen", place === chosen);
    });
  }

  /**
   * @param {Digit} digit
   * @param {number} place
   */
  #cardOf(digit, place) {
    const copy = this.#card.content.cloneNode(true);
    const card = copy instanceof DocumentFragment ? copy.firstElementChild : null;
    if (!(card instanceof HTMLElement)) throw new TypeError("Expected an element in the template.");
    fillTexts(card);
    showImage(part(card, "seen", HTMLCanvasElement), digit.image);
    new Rows(part(card, "top", HTMLElement)).show(digit.predictions);
    card.classList.toggle("unsure", !digit.is_digit);
    card.addEventListener("pointerenter", () => this.#onPoint(place));
    card.addEventListener("pointerleave", () => this.#onPoint(null));
    return card;
  }
}

/**
 * @param {Digit[]} digits
 * @returns {string} what there is to say of them; nothing where all is well
 */
function noteOn(digits) {
  if (digits.length === 0) return texts.pictures_none;
  if (digits.every((digit) => digit.is_digit)) return "";
  return digits.length > 1 ? texts.unsure_some : texts.unsure;
}
