/**
 * Shows one of three things: the progress of a request, the camera, or the image with a box around
 * each detected digit and an outline around each row. `data-state` tells the style sheet which.
 *
 * @typedef {import("../shared/reading.js").Digit} Digit
 * @typedef {import("./upload.js").ImageReading} ImageReading
 * @typedef {{ onHover: (index: number | null) => void, onChoose: (index: number) => void }} Handlers
 *   called with the index of a digit: the pointer is over it, or it was pressed
 */

import { make, part } from "../shared/dom.js";
import { fill } from "../shared/language.js";
import { labelOf, spoken } from "../shared/reading.js";

const MAX_PIXELATED_SIDE = 100; // larger images are shown smooth
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

// Pixels of the screen.
const SMALL_BOX = 64; // the height of the median digit: smaller ones have thin boxes
const TINY_BOX = 26; // smaller ones have a label only while they are highlighted
const LABEL_SHARE = 0.3; // of that height, for the size of the labels' digits
const [LEAST_LABEL, MOST_LABEL] = [11, 19];
const LABEL_ROOM = 1.8; // a label's height with its distance from the box, in sizes of its digits

export class Stage {
  #root;
  #step;
  #progress;
  #shown;
  #image;
  #boxes;
  #rows;
  #ignored;
  #partRead;
  #handlers;

  /** @type {ImageReading | null} */
  #reading = null;

  /**
   * @param {HTMLElement} root
   * @param {Handlers} handlers
   */
  constructor(root, handlers) {
    this.#root = root;
    this.#step = part(root, "step", HTMLElement);
    this.#progress = part(root, "progress", HTMLProgressElement);
    this.#shown = part(root, "shown", HTMLElement);
    this.#image = part(root, "picture", HTMLImageElement);
    this.#boxes = part(root, "boxes", HTMLElement);
    this.#rows = part(root, "rows", SVGElement);
    this.#ignored = part(root, "ignored", HTMLElement);
    this.#partRead = part(root, "part_read", HTMLElement);
    this.#handlers = handlers;
    new ResizeObserver(() => this.#fit()).observe(this.#shown);
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
   * @param {boolean} [keepsImage] whether the image stays, as a part of it is being read
   */
  showProgress(text, share, keepsImage = false) {
    this.#root.dataset.state = "working";
    if (!keepsImage) this.#clear();
    this.#root.classList.toggle("kept", keepsImage);
    // A screen reader would repeat the same text if it were set again.
    if (this.#step.textContent !== text) this.#step.textContent = text;
    if (share === undefined) this.#progress.removeAttribute("value");
    else this.#progress.value = share;
  }

  /** @param {ImageReading} reading */
  showImage(reading) {
    const { picture, width, height, lines, digits, ignored, crop } = reading;
    this.#root.dataset.state = "picture";
    this.#root.classList.remove("kept");
    this.#reading = reading;
    this.#shown.style.setProperty("--ratio", String(width / height));
    if (this.#image.src !== picture) this.#image.src = picture;
    this.#image.alt = fill("pictures_alt", { text: spoken(lines) || "–" });
    this.#image.classList.toggle("pixelated", Math.max(width, height) <= MAX_PIXELATED_SIDE);
    const place = (/** @type {number[]} */ box) => placed(make("div"), box, width, height);
    this.#boxes.replaceChildren(
      ...digits.map((digit, index) => {
        const box = place(digit.box);
        box.append(make("b", {}, labelOf(digit)));
        box.classList.toggle("unsure", !digit.is_digit);
        box.addEventListener("pointerenter", () => this.#handlers.onHover(index));
        box.addEventListener("pointerleave", () => this.#handlers.onHover(null));
        box.addEventListener("click", () => this.#handlers.onChoose(index));
        return box;
      }),
    );
    this.#rows.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const rows = lines.length > 1 ? lines : []; // a single row needs no outline
    this.#rows.replaceChildren(
      ...rows.map((line) => outlineOf(line.digits.map((index) => digits[index]))),
    );
    this.#ignored.replaceChildren(...ignored.map(place));
    this.#partRead.hidden = crop === null;
    if (crop) placed(this.#partRead, crop, width, height);
    this.#fit();
  }

  /** @param {boolean} isShown whether frames and rules that were left out are outlined */
  showIgnored(isShown) {
    this.#ignored.hidden = !isShown;
  }

  /** @param {number | null} highlighted the index of the digit whose box is highlighted */
  highlight(highlighted) {
    this.#boxes.querySelector(".chosen")?.classList.remove("chosen");
    if (highlighted !== null) this.#boxes.children[highlighted]?.classList.add("chosen");
  }

  /** Fit lines and labels to the size at which the digits are shown. */
  #fit() {
    const { clientWidth } = this.#shown;
    if (!this.#reading || clientWidth === 0) return;
    const { width, height, digits } = this.#reading;
    const scale = clientWidth / width;
    // The longer side, as the image may lie on its side.
    const sides = digits.map(({ box: [left, top, right, bottom] }) =>
      Math.max(right - left, bottom - top),
    );
    const side = scale * (sides.sort((a, b) => a - b)[Math.floor(sides.length / 2)] ?? 0);
    const isTiny = side < TINY_BOX;
    const label = isTiny
      ? MOST_LABEL
      : Math.min(Math.max(side * LABEL_SHARE, LEAST_LABEL), MOST_LABEL);
    for (const { classList } of [this.#boxes, this.#rows]) {
      classList.toggle("small", side < SMALL_BOX);
      classList.toggle("tiny", isTiny);
    }
    this.#boxes.style.setProperty("--label", `${label}px`);
    digits.forEach(({ box: [, top, , bottom] }, index) => {
      // Above the box there may be no room for its label: then it is below, or else inside.
      const isHigh = top * scale < label * LABEL_ROOM;
      const isLow = (height - bottom) * scale < label * LABEL_ROOM;
      const { classList } = this.#boxes.children[index];
      classList.toggle("high", isHigh && !isLow);
      classList.toggle("full", isHigh && isLow);
    });
  }

  #clear() {
    this.#reading = null;
    this.#root.classList.remove("kept");
    this.#image.removeAttribute("src");
    this.#boxes.replaceChildren();
    this.#rows.replaceChildren();
    this.#ignored.replaceChildren();
    this.#partRead.hidden = true;
  }
}

/**
 * @param {HTMLElement} element
 * @param {number[]} box in pixels of the image
 * @param {number} width of the image
 * @param {number} height
 * @returns {HTMLElement} the element, placed where the box is
 */
function placed(element, [left, top, right, bottom], width, height) {
  element.style.left = `${(100 * left) / width}%`;
  element.style.top = `${(100 * top) / height}%`;
  element.style.width = `${(100 * (right - left)) / width}%`;
  element.style.height = `${(100 * (bottom - top)) / height}%`;
  return element;
}

/**
 * @param {Digit[]} digits of a row, which may slope
 * @returns {SVGElement} the convex hull of their boxes
 */
function outlineOf(digits) {
  const corners = digits.flatMap(({ box: [left, top, right, bottom] }) => [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ]);
  corners.sort(([x, y], [otherX, otherY]) => x - otherX || y - otherY);
  const hull = [...halfHull(corners), ...halfHull(corners.reverse())];
  const outline = document.createElementNS(SVG_NAMESPACE, "polygon");
  outline.setAttribute("points", hull.map((corner) => corner.join(",")).join(" "));
  return outline;
}

/**
 * @param {number[][]} points in the order of one axis
 * @returns {number[][]} the corners of one side of their hull, without the last point
 */
function halfHull(points) {
  /** @type {number[][]} */
  const chain = [];
  for (const [x, y] of points) {
    for (;;) {
      const [[x1, y1], [x2, y2]] = chain.length > 1 ? chain.slice(-2) : [[], []];
      if (chain.length < 2 || (x2 - x1) * (y - y1) > (y2 - y1) * (x - x1)) break;
      chain.pop();
    }
    chain.push([x, y]);
  }
  return chain.slice(0, -1);
}
