/**
 * Where the picture is seen: how far it is, what the camera sees, or the picture with the digits
 * found in it boxed. Which of them, it tells its style sheet by `data-state`.
 *
 * @typedef {import("./picture_reader.js").PictureReading} PictureReading
 */

import { fill } from "./language.js";
import { part } from "./part.js";

const PIXELS_ARE_SEEN = 100; // up to so many a side
const LABEL_SHARE = 0.12; // of the picture's height, beside a box

export class Stage {
  #root;
  #step;
  #progress;
  #shown;
  #picture;
  #boxes;
  #onPoint;

  /**
   * @param {HTMLElement} root
   * @param {(place: number | null) => void} onPoint called with the place of the digit whose box
   *   the pointer is on
   */
  constructor(root, onPoint) {
    this.#root = root;
    this.#step = part(root, "step", HTMLElement);
    this.#progress = part(root, "progress", HTMLProgressElement);
    this.#shown = part(root, "shown", HTMLElement);
    this.#picture = part(root, "picture", HTMLImageElement);
    this.#boxes = part(root, "boxes", HTMLElement);
    this.#onPoint = onPoint;
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
   * @param {string} text what is being done
   * @param {number} [share] how much of it is done, in [0, 1], where that is known
   */
  showWorking(text, share) {
    this.#root.dataset.state = "working";
    this.#clear();
    // Setting the same text again would have it read out again.
    if (this.#step.textContent !== text) this.#step.textContent = text;
    if (share === undefined) this.#progress.removeAttribute("value");
    else this.#progress.value = share;
  }

  /** @param {PictureReading} reading */
  showPicture({ picture, width, height, digits, text }) {
    this.#root.dataset.state = "picture";
    this.#shown.style.setProperty("--ratio", String(width / height));
    this.#picture.src = picture;
    this.#picture.alt = fill("pictures_alt", { text: text || "–" });
    this.#picture.classList.toggle("pixelated", Math.max(width, height) <= PIXELS_ARE_SEEN);
    this.#boxes.replaceChildren(
      ...digits.map((digit, place) => {
        const [left, top, right, bottom] = digit.box;
        const best = digit.predictions[0].digit;
        const box = document.createElement("div");
        box.style.left = `${(100 * left) / width}%`;
        box.style.top = `${(100 * top) / height}%`;
        box.style.width = `${(100 * (right - left)) / width}%`;
        box.style.height = `${(100 * (bottom - top)) / height}%`;
        box.classList.toggle("unsure", !digit.is_digit);
        const isHigh = top / height < LABEL_SHARE;
        const isLow = 1 - bottom / height < LABEL_SHARE;
        box.classList.toggle("high", isHigh && !isLow);
        box.classList.toggle("full", isHigh && isLow);
        const name = document.createElement("b");
        name.textContent = digit.is_digit ? String(best) : `${best}?`;
        box.append(name);
        box.addEventListener("pointerenter", () => this.#onPoint(place));
        box.addEventListener("pointerleave", () => this.#onPoint(null));
        return box;
      }),
    );
  }

  /** @param {number | null} chosen the place of the digit whose box stands out */
  point(chosen) {
    [...this.#boxes.children].forEach((box, place) => {
      box.classList.toggle("chosen", place === chosen);
    });
  }

  #clear() {
    this.#picture.removeAttribute("src");
    this.#boxes.replaceChildren();
  }
}
