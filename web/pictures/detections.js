/**
 * Shows what was read in an image: its rows, and for each digit a card with the image that the
 * network sees and its top three. Many digits share one card, and have a grid of small buttons.
 * Otherwise it shows an error, or what kind of image can be read.
 *
 * @typedef {import("../shared/reading.js").Digit} Digit
 * @typedef {import("../shared/reading.js").Line} Line
 * @typedef {import("./stage.js").Handlers} Handlers
 * @typedef {import("./upload.js").ImageReading} ImageReading
 */

import { make, part } from "../shared/dom.js";
import { fill, fillTexts, texts } from "../shared/language.js";
import { announcementOf, labelOf, setExtent, showImage, unsureNote } from "../shared/reading.js";
import { mountRowExport } from "../shared/rows.js";
import { TopThree } from "../shared/top_three.js";

const MAX_CARDS = 12;

export class Detections {
  #root;
  #error;
  #about;
  #number;
  #export;
  #updateExport;
  #said;
  #label;
  #truncated;
  #turned;
  #note;
  #cards;
  #card;
  #grid;
  #announcement;
  #handlers;

  /** @type {Digit[]} */
  #digits = [];

  /** @type {Line[]} */
  #lines = [];

  /** @type {HTMLElement[]} The cards or the grid's buttons, in the order of the digits. */
  #items = [];

  /** @type {HTMLElement | null} */
  #highlighted = null;

  /**
   * @param {HTMLElement} root
   * @param {string} about what can be read, shown while there is no reading
   * @param {Handlers} handlers
   */
  constructor(root, about, handlers) {
    this.#root = root;
    this.#error = part(root, "error", HTMLElement);
    this.#about = part(root, "about", HTMLElement);
    this.#number = part(root, "number", HTMLElement);
    this.#export = part(root, "export", HTMLElement);
    this.#said = part(root, "said", HTMLElement);
    this.#label = part(root, "label", HTMLElement);
    this.#truncated = part(root, "truncated", HTMLElement);
    this.#turned = part(root, "turned", HTMLElement);
    this.#note = part(root, "note", HTMLElement);
    this.#cards = part(root, "cards", HTMLElement);
    this.#card = part(root, "card", HTMLTemplateElement);
    this.#grid = part(root, "grid", HTMLElement);
    this.#announcement = part(root, "announcement", HTMLElement);
    this.#handlers = handlers;
    this.#updateExport = mountRowExport(root, (sentence) => {
      this.#said.textContent = ""; // a screen reader announces the same sentence again
      requestAnimationFrame(() => (this.#said.textContent = sentence));
    });
    this.#grid.addEventListener("keydown", (event) => this.#press(event));
    this.#about.textContent = about;
  }

  /** @param {string} [error] a sentence, if something went wrong */
  showNothing(error = "") {
    this.#clear();
    this.#error.textContent = error;
    this.#about.hidden = false;
    this.#root.dataset.state = error ? "error" : "empty";
  }

  /**
   * @param {ImageReading} reading
   * @param {string} [error] a sentence, if another part of the image could not be read
   */
  show(reading, error = "") {
    this.#clear();
    const { text, lines, digits, label, truncated, rotation } = reading;
    this.#digits = digits;
    this.#lines = lines;
    this.#error.textContent = error;
    this.#about.hidden = true;
    this.#number.replaceChildren(
      ...lines.flatMap((line, row) => [row > 0 ? "\n" : "", make("span", {}, line.text)]),
    );
    setExtent(this.#number, lines);
    this.#number.classList.toggle(
      "unsure",
      digits.every((digit) => !digit.is_digit),
    );
    this.#updateExport(lines);
    const isEmpty = !/\d/.test(text); // signs alone are no digits
    this.#export.hidden = isEmpty;
    if (label !== undefined) {
      const isRight = text === String(label);
      this.#label.textContent = fill(isRight ? "pictures_right" : "pictures_wrong", { label });
    }
    if (truncated) {
      this.#truncated.textContent = fill("pictures_truncated", { count: digits.length });
    }
    if (rotation) this.#turned.textContent = fill("pictures_turned", { degrees: rotation });
    this.#note.textContent = isEmpty ? texts.pictures_none : unsureNote(digits);
    if (digits.length > MAX_CARDS) this.#showGrid();
    else this.#showCards();
    const announcement = isEmpty ? texts.pictures_none : announcementOf(reading);
    const others = [this.#label, this.#truncated, this.#turned].map((each) => each.textContent);
    this.#announcement.textContent = [announcement, ...others].filter(Boolean).join(". ");
    this.#root.dataset.state = "found";
  }

  /** @param {number | null} highlighted the index of the digit whose card is highlighted */
  highlight(highlighted) {
    this.#highlighted?.classList.remove("chosen");
    this.#highlighted = highlighted === null ? null : (this.#items[highlighted] ?? null);
    this.#highlighted?.classList.add("chosen");
    if (highlighted !== null && this.#hasGrid) this.#showInFull(highlighted);
  }

  get #hasGrid() {
    return this.#digits.length > MAX_CARDS;
  }

  #clear() {
    for (const sentence of [this.#said, this.#label, this.#truncated, this.#turned, this.#note]) {
      sentence.textContent = "";
    }
    this.#number.textContent = "";
    this.#announcement.textContent = "";
    this.#export.hidden = true;
    this.#cards.replaceChildren();
    this.#grid.replaceChildren();
    [this.#digits, this.#lines, this.#items] = [[], [], []];
    this.#highlighted = null;
  }

  #showCards() {
    this.#items = this.#digits.map((digit, index) => {
      const card = this.#cardOf(digit);
      card.tabIndex = 0;
      this.#link(card, index);
      card.addEventListener("focus", () => this.#handlers.onHover(index));
      card.addEventListener("blur", () => this.#handlers.onHover(null));
      return card;
    });
    this.#cards.replaceChildren(...this.#items);
  }

  #showGrid() {
    this.#items = this.#digits.map((digit, index) => {
      const button = make("button", { type: "button" }, labelOf(digit));
      button.classList.toggle("unsure", !digit.is_digit);
      button.tabIndex = index === 0 ? 0 : -1; // one stop for Tab; the arrow keys go on from there
      this.#link(button, index);
      button.addEventListener("focus", () => this.#handlers.onChoose(index));
      button.addEventListener("click", () => this.#handlers.onChoose(index)); // not all focus it
      return button;
    });
    const rows = this.#lines.map(({ digits }) => {
      return make("div", {}, ...digits.map((index) => this.#items[index]));
    });
    this.#grid.replaceChildren(...rows);
    this.#showInFull(0);
  }

  /**
   * @param {HTMLElement} item
   * @param {number} index
   */
  #link(item, index) {
    item.addEventListener("pointerenter", () => this.#handlers.onHover(index));
    item.addEventListener("pointerleave", () => this.#handlers.onHover(null));
  }

  /** @param {number} index of the digit that has the only card */
  #showInFull(index) {
    for (const item of this.#grid.querySelectorAll("[tabindex='0']")) {
      if (item instanceof HTMLElement) item.tabIndex = -1;
    }
    this.#items[index].tabIndex = 0;
    this.#cards.replaceChildren(this.#cardOf(this.#digits[index]));
  }

  /** @param {KeyboardEvent} event on one of the grid's buttons */
  #press(event) {
    const index = this.#items.findIndex((item) => item === event.target);
    const row = this.#lines.findIndex(({ digits }) => digits.includes(index));
    if (row < 0) return;
    const own = this.#lines[row].digits;
    const column = own.indexOf(index);
    const inRow = (/** @type {number} */ other) => {
      const digits = this.#lines[other]?.digits;
      return digits?.[Math.min(column, digits.length - 1)];
    };
    const targets = /** @type {Record<string, number | undefined>} */ ({
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      ArrowUp: inRow(row - 1),
      ArrowDown: inRow(row + 1),
      Home: own[0],
      End: own.at(-1),
    });
    if (!(event.key in targets)) return;
    event.preventDefault(); // the page does not scroll
    this.#items[targets[event.key] ?? index]?.focus();
  }

  /** @param {Digit} digit */
  #cardOf(digit) {
    const copy = this.#card.content.cloneNode(true);
    const card = copy instanceof DocumentFragment ? copy.firstElementChild : null;
    if (!(card instanceof HTMLElement)) throw new TypeError("Expected an element in the template.");
    fillTexts(card);
    showImage(part(card, "seen", HTMLCanvasElement), digit.image);
    new TopThree(part(card, "top", HTMLElement)).show(digit.predictions);
    card.classList.toggle("unsure", !digit.is_digit);
    return card;
  }
}
