/**
 * A drawing surface that keeps strokes, not pixels. It knows nothing of digits or servers.
 *
 * Coordinates are thousandths of the surface's side, y down, so that a drawing stays the same
 * when the surface is resized.
 *
 * @typedef {[number, number]} Point
 * @typedef {Point[]} Stroke
 * @typedef {import("./ink.js").Tint} Tint
 */

import { SIDE, drawInk } from "./ink.js";
import { penOf } from "./part.js";
import { play } from "./player.js";

const CLOSEST_POINTS = 2; // nearer ones add bytes, not shape

export class Sketchpad {
  /** @type {Stroke[]} Finished strokes and, last, the one under the pen. */
  strokes = [];

  /** @type {Stroke[][]} What undo goes back to, oldest first. */
  #past = [];

  /** @type {Stroke[][]} What redo goes on to, oldest last. */
  #future = [];

  /** @type {Stroke} The stroke under the pen, or the last one that was. */
  #stroke = [];

  /** @type {number | null} The pointer that is drawing. */
  #pointer = null;

  /** @type {AbortController | null} Ends the drawing that draws itself. */
  #playing = null;

  /** @type {number | null} The frame that will be drawn. */
  #frame = null;

  /** @type {Tint | null} */
  #tint = null;

  #canvas;
  #pen;
  #onChange;

  /**
   * @param {HTMLCanvasElement} canvas square, sized by its style sheet
   * @param {(change: "draw" | "end" | "replace") => void} onChange called after every change: the
   *   pen moved, the pen was lifted, or the drawing became another one (undo, redo, clear)
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

  /** @returns {Point | undefined} where the pen was last */
  get lastPoint() {
    return this.strokes.at(-1)?.at(-1);
  }

  get isDrawing() {
    return this.#pointer !== null || this.#playing !== null;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Take back the last stroke, or whatever else was last. */
  undo() {
    this.#step(this.#past, this.#future);
  }

  /** Do again what `undo` took back. */
  redo() {
    this.#step(this.#future, this.#past);
  }

  /** Empty the surface; `undo` brings the drawing back. */
  clear() {
    if (!this.isEmpty) this.load([]);
  }

  /** @param {Stroke[]} strokes to begin with, if any; nothing lies before them */
  start(strokes) {
    if (strokes.length > 0) this.#replace(strokes);
  }

  /** @param {Stroke[]} strokes to show instead of the drawing; `undo` brings that back */
  load(strokes) {
    this.#remember();
    this.#replace(strokes);
  }

  /**
   * Show strokes instead of the drawing, drawn before the visitor's eyes.
   * @param {Stroke[]} strokes
   */
  async play(strokes) {
    this.load([]);
    const playing = new AbortController();
    this.#playing = playing;
    const isWhole = await play(strokes, playing.signal, (drawn) => {
      this.strokes = drawn;
      this.#changed("draw");
    });
    if (!isWhole) return;
    this.#playing = null;
    this.#changed("end");
  }

  /** @param {Tint | null} tint of the ink, until the drawing changes */
  setTint(tint) {
    this.#tint = tint;
    this.#redraw();
  }

  #remember() {
    this.#past.push(this.strokes);
    this.#future = [];
  }

  /**
   * @param {Stroke[][]} from
   * @param {Stroke[][]} to
   */
  #step(from, to) {
    const other = from.pop();
    if (other === undefined) return;
    to.push(this.strokes);
    this.#replace(other);
  }

  /** @param {Stroke[]} strokes */
  #replace(strokes) {
    this.#pointer = null;
    this.#stopPlaying();
    this.strokes = strokes;
    this.#changed("replace");
  }

  #stopPlaying() {
    this.#playing?.abort();
    this.#playing = null;
  }

  /** @param {"draw" | "end" | "replace"} change */
  #changed(change) {
    this.#tint = null;
    this.#redraw();
    this.#onChange(change);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#pointer !== null || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    this.#stopPlaying();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#remember();
    this.#stroke = [this.#pointAt(event)];
    this.strokes = [...this.strokes, this.#stroke];
    this.#changed("draw");
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
    if (stroke.length > already) this.#changed("draw");
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
      this.#pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
      drawInk(this.#pen, this.strokes, getComputedStyle(this.#canvas).color, this.#tint);
    });
  }
}
