/**
 * Shows what was read in an image: the number, and for each digit a card with the image that the
 * network sees and its top three. Otherwise it shows an error, or what kind of image can be read.
 *
 * @typedef {import("../shared/reading.js").Digit} Digit
 * @typedef {import("./upload.js").ImageReading} ImageReading
 */

import { part } from "../shared/dom.js";
import { fill, fillTexts, texts } from "../shared/language.js";
import { announcementOf, showImage, unsureNote } from "../shared/reading.js";
import { TopThree } from "../shared/top_three.js";

export class Detections {
  #root;
  #error;
  #about;
  #number;
  #label;
  #note;
  #cards;
  #card;
  #announcement;
  #onHover;

  /**
   * @param {HTMLElement} root
   * @param {string} about what can be read, shown while there is no reading
   * @param {(index: number | null) => void} onHover called with the index of the digit whose card
   *   is under the pointer
   */
  constructor(root, about, onHover) {
    this.#root = root;
    this.#error = part(root, "error", HTMLElement);
    this.#about = part(root, "about", HTMLElement);
    this.#number = part(root, "number", HTMLElement);
    this.#label = part(root, "label", HTMLElement);
    this.#note = part(root, "note", HTMLElement);
    this.#cards = part(root, "cards", HTMLElement);
    this.#card = part(root, "card", HTMLTemplateElement);
    this.#announcement = part(root, "announcement", HTMLElement);
    this.#onHover = onHover;
    this.#about.textContent = about;
  }

  /** @param {string} [error] a sentence, if something went wrong */
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

  /** @param {ImageReading} reading */
  show({ text, digits, label }) {
    this.showNothing();
    this.#about.hidden = true;
    this.#number.textContent = text;
    this.#number.style.setProperty("--digits", String(text.length));
    this.#number.classList.toggle(
      "unsure",
      digits.every((digit) => !digit.is_digit),
    );
    if (label !== undefined) {
      const isRight = text === String(label);
      this.#label.textContent = fill(isRight ? "pictures_right" : "pictures_wrong", { label });
    }
    const isEmpty = digits.length === 0;
    this.#note.textContent = isEmpty ? texts.pictures_none : unsureNote(digits);
    this.#cards.append(...digits.map((digit, index) => this.#cardOf(digit, index)));
    const announcement = isEmpty ? texts.pictures_none : announcementOf({ text, digits });
    const sentences = [announcement, this.#label.textContent];
    this.#announcement.textContent = sentences.filter(Boolean).join(". ");
    this.#root.dataset.state = "found";
  }

  /** @param {number | null} highlighted the index of the digit whose card is highlighted */
  highlight(highlighted) {
    [...this.#cards.children].forEach((card, index) => {
      card.classList.toggle("chosen", index === highlighted);
    });
  }

  /**
   * @param {Digit} digit
   * @param {number} index
   */
  #cardOf(digit, index) {
    const copy = this.#card.content.cloneNode(true);
    const card = copy instanceof DocumentFragment ? copy.firstElementChild : null;
    if (!(card instanceof HTMLElement)) throw new TypeError("Expected an element in the template.");
    fillTexts(card);
    showImage(part(card, "seen", HTMLCanvasElement), digit.image);
    new TopThree(part(card, "top", HTMLElement)).show(digit.predictions);
    card.classList.toggle("unsure", !digit.is_digit);
    card.addEventListener("pointerenter", () => this.#onHover(index));
    card.addEventListener("pointerleave", () => this.#onHover(null));
    return card;
  }
}
