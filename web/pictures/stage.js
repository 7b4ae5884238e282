/**
 * Shows one of three things: the progress of a request, the camera, or the image with a box around
 * each detected digit. `data-state` tells the style sheet which.
 *
 * @typedef {import("../shared/reading.js").Digit} Digit
 * @typedef {import("./upload.js").ImageReading} ImageReading
 */

import { make, part } from "../shared/dom.js";
import { fill } from "../shared/language.js";
import { labelOf } from "../shared/reading.js";

const MAX_PIXELATED_SIDE = 100; // larger images are shown smooth
const LABEL_HEIGHT = 0.12; // of a box's label, as a share of the image's height

export class Stage {
  #root;
  #step;
  #progress;
  #shown;
  #image;
  #boxes;
  #onHover;

  /**
   * @param {HTMLElement} root
   * @param {(index: number | null) => void} onHover called with the index of the digit whose box
   *   is under the pointer
   */
  constructor(root, onHover) {
    this.#root = root;
    this.#step = part(root, "step", HTMLElement);
    this.#progress = part(root, "progress", HTMLProgressElement);
    this.#shown = part(root, "shown", HTMLElement);
    this.#image = part(root, "picture", HTMLImageElement);
    this.#boxes = part(root, "boxes", HTMLElement);
    this.#onHover = onHover;
  }

  showNothing() {
    this.#root.dataset.state = "empty";
    this.#clear();
  }

  showCamera() {
    this.#root.dataset.state = "camera";
    this.#clear();
  }

  /**
   * @param {string} text the present step
   * @param {number} [share] of the step that is done, in [0, 1], if it is known
   */
  showProgress(text, share) {
    this.#root.dataset.state = "working";
    this.#clear();
    // A screen reader would repeat the same text if it were set again.
    if (this.#step.textContent !== text) this.#step.textContent = text;
    if (share === undefined) this.#progress.removeAttribute("value");
    else this.#progress.value = share;
  }

  /** @param {ImageReading} reading */
  showImage(reading) {
    const { picture, width, height, digits, text } = reading;
    this.#root.dataset.state = "picture";
    this.#shown.style.setProperty("--ratio", String(width / height));
    this.#image.src = picture;
    this.#image.alt = fill("pictures_alt", { text: text || "–" });
    this.#image.classList.toggle("pixelated", Math.max(width, height) <= MAX_PIXELATED_SIDE);
    const boxes = digits.map((digit, index) => {
      const box = boxOf(digit, width, height);
      box.addEventListener("pointerenter", () => this.#onHover(index));
      box.addEventListener("pointerleave", () => this.#onHover(null));
      return box;
    });
    this.#boxes.replaceChildren(...boxes);
  }

  /** @param {number | null} highlighted the index of the digit whose box is highlighted */
  highlight(highlighted) {
    [...this.#boxes.children].forEach((box, index) => {
      box.classList.toggle("chosen", index === highlighted);
    });
  }

  #clear() {
    this.#image.removeAttribute("src");
    this.#boxes.replaceChildren();
  }
}

/**
 * @param {Digit} digit
 * @param {number} width of the image that the digit's box refers to
 * @param {number} height
 */
function boxOf(digit, width, height) {
  const [left, top, right, bottom] = digit.box;
  const box = make("div", {}, make("b", {}, labelOf(digit)));
  box.style.left = `${(100 * left) / width}%`;
  box.style.top = `${(100 * top) / height}%`;
  box.style.width = `${(100 * (right - left)) / width}%`;
  box.style.height = `${(100 * (bottom - top)) / height}%`;
  box.classList.toggle("unsure", !digit.is_digit);
  // Above the box there may be no room for its label: then it is below, or else inside.
  const isHigh = top / height < LABEL_HEIGHT;
  const isLow = 1 - bottom / height < LABEL_HEIGHT;
  box.classList.toggle("high", isHigh && !isLow);
  box.classList.toggle("full", isHigh && isLow);
  return box;
}
