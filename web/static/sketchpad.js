/**
 * A drawing surface that keeps strokes, not pixels. It knows nothing of digits or servers.
 *
 * Coordinates are thousandths of the surface's side, y down, so that a drawing stays the same
 * when the surface is resized.
 *
 * @typedef {[number, number]} Point
 * @typedef {Point[]} Stroke
 */

import { penOf } from "./part.js";

const SIDE = 1000;
const PEN_WIDTH = 40;
const CLOSEST_POINTS = 2; // nearer ones add bytes, not shape

export class Sketchpad {
  /** @type {Stroke[]} Finished strokes and, last, the one under the pen. */
  strokes = [];

  /** @type {Stroke[][]} What undo goes back to, oldest first. */
  #history = [];

  /** @type {Stroke} The stroke under the pen, or the last one that was. */
  #stroke = [];

  /** @type {number | null} The pointer that is drawing. */
  #pointer = null;

  /** @type {number | null} The frame that will be drawn. */
  #frame = null;

  #canvas;
  #pen;
  #onChange;

  /**
   * @param {HTMLCanvasElement} canvas square, sized by its style sheet
   * @param {(change: "draw" | "end" | "replace") => void} onChange called after every change: the
   *   pen moved, the pen was lifted, or the drawing became another one (undo, clear)
   */
  constructor(canvas, onChange) {
    this.#canvas = canvas;
    this.#pen = penOf(canvas);
    this.#onChange = onChange;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#end(event));
    // However else the pointer goes, a cancelled touch included, its capture is lost.
    canvas.addEventListener("lostpointercapture", (event) => this.#end(event));
    new ResizeObserver(() => this.#fitToScreen()).observe(canvas);
    // The ink follows the theme, which may change under the page.
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
    new MutationObserver(() => this.#redraw()).observe(document.body, { attributeFilter: ["class"] });
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get pointCount() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  get isDrawing() {
    return this.#pointer !== null;
  }

  get canUndo() {
    return this.#history.length > 0;
  }

  /** Take back the last stroke, or the last clear. */
  undo() {
    const before = this.#history.pop();
    if (before === undefined) return;
    this.#replace(before);
  }

  /** Empty the surface; `undo` brings the drawing back. */
  clear() {
    if (this.isEmpty) return;
    this.#history.push(this.strokes);
    this.#replace([]);
  }

  /** @param {Stroke[]} strokes */
  #replace(strokes) {
    this.#pointer = null;
    this.strokes = strokes;
    this.#redraw();
    this.#onChange("replace");
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.isDrawing || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#history.push(this.strokes);
    this.#stroke = [this.#pointAt(event)];
    this.strokes = [...this.strokes, this.#stroke];
    this.#redraw();
    this.#onChange("draw");
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const stroke = this.#stroke;
    const already = stroke.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) {
      const [x, y] = this.#pointAt(each);
      const [lastX, lastY] = stroke[stroke.length - 1];
      if (Math.hypot(x - lastX, y - lastY) >= CLOSEST_POINTS) stroke.push([x, y]);
    }
    if (stroke.length === already) return;
    this.#redraw();
    this.#onChange("draw");
  }

  /** @param {PointerEvent} event */
  #end(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#onChange("end");
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point} where the pointer is, kept within the surface
   */
  #pointAt(event) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const within = (/** @type {number} */ part) => Math.round(Math.min(Math.max(part, 0), 1) * SIDE);
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  }

  /** Give the canvas as many pixels as the screen shows of it. */
  #fitToScreen() {
    const pixels = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    const { width, height } = this.#canvas;
    if (pixels === 0 || (pixels === width && pixels === height)) return;
    this.#canvas.width = pixels;
    this.#canvas.height = pixels;
    this.#redraw();
  }

  /** Draw everything anew with the next frame, however often this is called before it. */
  #redraw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      const { width, height } = this.#canvas;
      const pen = this.#pen;
      pen.clearRect(0, 0, width, height);
      pen.save();
      pen.scale(width / SIDE, height / SIDE);
      pen.lineWidth = PEN_WIDTH;
      pen.lineCap = "round";
      pen.lineJoin = "round";
      pen.strokeStyle = getComputedStyle(this.#canvas).color;
      for (const stroke of this.strokes) pen.stroke(smoothPath(stroke));
      pen.restore();
    });
  }
}

/**
 * @param {Stroke} stroke
 * @returns {Path2D} a curve through the middles of the stroke's segments, as a pen would draw it
 */
function smoothPath(stroke) {
  const path = new Path2D();
  path.moveTo(...stroke[0]);
  for (let i = 1; i < stroke.length - 1; i += 1) {
    const [x, y] = stroke[i];
    const [nextX, nextY] = stroke[i + 1];
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  const [endX, endY] = stroke[stroke.length - 1];
  path.lineTo(endX, endY + (stroke.length === 1 ? 0.01 : 0)); // no length would be no dot
  return path;
}
