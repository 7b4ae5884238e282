/**
 * Lets the visitor choose a part of the image to read: a frame is dragged over it with a mouse, a
 * pen or a finger, or moved and resized with the arrow keys.
 *
 * @typedef {[number, number]} Point
 */

import { part } from "../shared/dom.js";
import { fill, texts } from "../shared/language.js";

const LEAST_DRAG = 8; // pixels of the screen: less is a press, not a frame
const START_SHARE = 0.5; // of the image's sides, for the frame that keys move
const STEPS = 40; // of the keys from one end of the longer side to the other

/** @type {Record<string, Point>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class CropTool {
  #button;
  #area;
  #frame;
  #help;
  #onCrop;

  /** Of the image, in its pixels. */
  #width = 1;
  #height = 1;

  /** Left, top, right, bottom of the frame in pixels of the image. */
  #box = [0, 0, 0, 0];

  /** @type {Point} Where the drag began. */
  #start = [0, 0];

  /** @type {number | null} The pointer that is dragging. */
  #pointerId = null;

  /**
   * @param {HTMLElement} root with the parts of the tool
   * @param {(crop: number[]) => void} onCrop called with the part: left, top, right, bottom in
   *   whole pixels of the image
   */
  constructor(root, onCrop) {
    this.#button = part(root, "crop", HTMLButtonElement);
    this.#area = part(root, "crop_area", HTMLElement);
    this.#frame = part(root, "selection", HTMLElement);
    this.#help = part(root, "crop_help", HTMLElement);
    this.#onCrop = onCrop;
    this.#button.addEventListener("click", ({ detail }) => {
      if (this.#isActive) this.close();
      else this.#open(detail === 0); // only keys press a button without a click
    });
    this.#area.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#area.addEventListener("pointermove", (event) => this.#drag(event));
    this.#area.addEventListener("pointerup", (event) => this.#end(event));
    // A drag that the browser cancels loses the pointer capture.
    this.#area.addEventListener("lostpointercapture", () => this.#cancelDrag());
    this.#frame.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#isActive) return;
      this.close();
      this.#button.focus();
    });
  }

  /**
   * Offer to crop an image.
   * @param {number} width in pixels
   * @param {number} height in pixels
   */
  offer(width, height) {
    this.close();
    this.#width = width;
    this.#height = height;
  }

  /** Stop choosing a part. */
  close() {
    this.#pointerId = null;
    this.#area.hidden = true;
    this.#help.textContent = "";
    this.#button.textContent = texts.pictures_crop;
  }

  get #isActive() {
    return !this.#area.hidden;
  }

  /** @param {boolean} isByKey whether the frame is to be moved with keys */
  #open(isByKey) {
    const [x, y] = [this.#width * START_SHARE, this.#height * START_SHARE].map((side) => side / 2);
    this.#area.hidden = false;
    this.#button.textContent = texts.pictures_cancel;
    this.#help.textContent = isByKey ? texts.pictures_crop_keys : texts.pictures_crop_help;
    this.#show([x, y, this.#width - x, this.#height - y]);
    this.#frame.classList.toggle("unset", !isByKey);
    if (isByKey) this.#frame.focus({ preventScroll: true });
  }

  /** @param {number[]} box */
  #show(box) {
    this.#box = box;
    const [left, top, right, bottom] = box;
    const { style } = this.#frame;
    style.left = `${(100 * left) / this.#width}%`;
    style.top = `${(100 * top) / this.#height}%`;
    style.width = `${(100 * (right - left)) / this.#width}%`;
    style.height = `${(100 * (bottom - top)) / this.#height}%`;
    this.#frame.classList.remove("unset");
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#pointerId !== null || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    this.#area.setPointerCapture(event.pointerId);
    this.#pointerId = event.pointerId;
    this.#start = this.#pointOf(event);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (event.pointerId !== this.#pointerId) return;
    const [x, y] = this.#pointOf(event);
    const [startX, startY] = this.#start;
    const [left, right] = x < startX ? [x, startX] : [startX, x];
    const [top, bottom] = y < startY ? [y, startY] : [startY, y];
    this.#show([left, top, right, bottom]);
  }

  /** @param {PointerEvent} event */
  #end(event) {
    if (event.pointerId !== this.#pointerId) return;
    this.#drag(event);
    this.#pointerId = null;
    const { width, height } = this.#frame.getBoundingClientRect();
    if (Math.min(width, height) < LEAST_DRAG) this.#frame.classList.add("unset");
    else this.#finish();
  }

  #cancelDrag() {
    if (this.#pointerId === null) return; // the drag has ended as it should
    this.#pointerId = null;
    this.#frame.classList.add("unset");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.#finish();
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault(); // the page does not scroll
    const step = Math.max(1, Math.round(Math.max(this.#width, this.#height) / STEPS));
    const [right, down] = direction.map((way) => way * step);
    if (event.shiftKey) this.#resizeBy(right, down, step);
    else this.#moveBy(right, down);
    const [left, top, width, height] = rounded(this.#box);
    this.#help.textContent = fill("pictures_crop_place", {
      width: width - left,
      height: height - top,
      left,
      top,
    });
  }

  /**
   * @param {number} right in pixels of the image, negative to the left
   * @param {number} down
   */
  #moveBy(right, down) {
    const [left, top, end, bottom] = this.#box;
    const x = clamp(left + right, 0, this.#width - (end - left)) - left;
    const y = clamp(top + down, 0, this.#height - (bottom - top)) - top;
    this.#show([left + x, top + y, end + x, bottom + y]);
  }

  /**
   * Move the right and the bottom side.
   * @param {number} right
   * @param {number} down
   * @param {number} least the shortest side
   */
  #resizeBy(right, down, least) {
    const [left, top, end, bottom] = this.#box;
    const newEnd = clamp(end + right, Math.min(left + least, this.#width), this.#width);
    const newBottom = clamp(bottom + down, Math.min(top + least, this.#height), this.#height);
    this.#show([left, top, newEnd, newBottom]);
  }

  #finish() {
    const crop = rounded(this.#box);
    this.close();
    this.#onCrop(crop);
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point} where the pointer is, in pixels of the image, and inside it
   */
  #pointOf({ clientX, clientY }) {
    const { left, top, width, height } = this.#area.getBoundingClientRect();
    return [
      clamp((clientX - left) / width, 0, 1) * this.#width,
      clamp((clientY - top) / height, 0, 1) * this.#height,
    ];
  }
}

/**
 * @param {number[]} box inside the image
 * @returns {number[]} the smallest box of whole pixels around it
 */
function rounded([left, top, right, bottom]) {
  return [Math.floor(left), Math.floor(top), Math.ceil(right), Math.ceil(bottom)];
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
