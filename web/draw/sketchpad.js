/**
 * A drawing area that keeps strokes, not pixels. It knows nothing of digits or servers.
 *
 * Points are in drawing units: 1,000 to a side, y down. So a drawing stays the same when the canvas
 * is resized.
 *
 * @typedef {[number, number]} Point
 * @typedef {Point[]} Stroke
 * @typedef {import("./strokes.js").Tint} Tint
 */

import { contextOf } from "../shared/dom.js";
import { DRAWING_SIDE, drawStrokes } from "./strokes.js";
import { play } from "./player.js";

const MIN_DISTANCE = 2; // between two points: closer ones add bytes, not shape

export class Sketchpad {
  /** @type {Stroke[]} Finished strokes and, last, the current one. */
  strokes = [];

  /** @type {Stroke[][]} The drawings that undo restores, the next one last. */
  #undoStack = [];

  /** @type {Stroke[][]} The drawings that redo restores, the next one last. */
  #redoStack = [];

  /** @type {Stroke} The current stroke, or the last one. */
  #stroke = [];

  /** @type {number | null} The pointer that is drawing. */
  #pointerId = null;

  /** @type {AbortController | null} Stops the animation. */
  #animation = null;

  /** @type {number | null} The requested animation frame. */
  #frame = null;

  /** @type {Tint | null} */
  #tint = null;

  #canvas;
  #context;
  #onChange;

  /**
   * @param {HTMLCanvasElement} canvas square, sized by its style sheet
   * @param {(change: "draw" | "end" | "replace") => void} onChange called after every change: the
   *   pen moved, the pen was lifted, or the drawing was replaced (undo, redo, clear)
   */
  constructor(canvas, onChange) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
    this.#onChange = onChange;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#end(event));
    // Every other end of a stroke, such as a cancelled touch, loses the pointer capture.
    canvas.addEventListener("lostpointercapture", (event) => this.#end(event));
    new ResizeObserver(() => this.#resize()).observe(canvas);
    // The ink has the theme's colour, and the theme can change at any time.
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
    new MutationObserver(() => this.#redraw()).observe(document.body, {
      attributeFilter: ["class"],
    });
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
    return this.#pointerId !== null || this.#animation !== null;
  }

  get canUndo() {
    return this.#undoStack.length > 0;
  }

  get canRedo() {
    return this.#redoStack.length > 0;
  }

  /** Undo the last stroke or replacement. */
  undo() {
    this.#restore(this.#undoStack, this.#redoStack);
  }

  /** Redo what `undo` took back. */
  redo() {
    this.#restore(this.#redoStack, this.#undoStack);
  }

  /** Empty the drawing area; `undo` restores the drawing. */
  clear() {
    if (!this.isEmpty) this.load([]);
  }

  /**
   * Show the first drawing, which `undo` does not remove.
   * @param {Stroke[]} strokes
   */
  start(strokes) {
    if (strokes.length > 0) this.#replace(strokes);
  }

  /**
   * Replace the drawing; `undo` restores it.
   * @param {Stroke[]} strokes
   */
  load(strokes) {
    this.#saveForUndo();
    this.#replace(strokes);
  }

  /**
   * Replace the drawing by an animation.
   * @param {Stroke[]} strokes
   */
  async play(strokes) {
    this.load([]);
    const animation = new AbortController();
    this.#animation = animation;
    const isFinished = await play(strokes, animation.signal, (drawn) => {
      this.strokes = drawn;
      this.#changed("draw");
    });
    if (!isFinished) return;
    this.#animation = null;
    this.#changed("end");
  }

  /** @param {Tint | null} tint of the ink until the drawing changes */
  setTint(tint) {
    this.#tint = tint;
    this.#redraw();
  }

  #saveForUndo() {
    this.#undoStack.push(this.strokes);
    this.#redoStack = [];
  }

  /**
   * @param {Stroke[][]} from the stack with the drawing to restore
   * @param {Stroke[][]} to the stack for the present drawing
   */
  #restore(from, to) {
    const drawing = from.pop();
    if (drawing === undefined) return;
    to.push(this.strokes);
    this.#replace(drawing);
  }

  /** @param {Stroke[]} strokes */
  #replace(strokes) {
    this.#pointerId = null;
    this.#stopAnimation();
    this.strokes = strokes;
    this.#changed("replace");
  }

  #stopAnimation() {
    this.#animation?.abort();
    this.#animation = null;
  }

  /** @param {"draw" | "end" | "replace"} change */
  #changed(change) {
    this.#tint = null;
    this.#redraw();
    this.#onChange(change);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#pointerId !== null || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    this.#stopAnimation();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointerId = event.pointerId;
    this.#saveForUndo();
    this.#stroke = [this.#pointOf(event)];
    this.strokes = [...this.strokes, this.#stroke];
    this.#changed("draw");
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointerId) return;
    const stroke = this.#stroke;
    const count = stroke.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) {
      const [x, y] = this.#pointOf(each);
      const [lastX, lastY] = stroke[stroke.length - 1];
      if (Math.hypot(x - lastX, y - lastY) >= MIN_DISTANCE) stroke.push([x, y]);
    }
    if (stroke.length > count) this.#changed("draw");
  }

  /** @param {PointerEvent} event */
  #end(event) {
    if (event.pointerId !== this.#pointerId) return;
    this.#pointerId = null;
    this.#onChange("end");
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point} where the pointer is, clamped to the drawing area
   */
  #pointOf(event) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const clamped = (/** @type {number} */ share) =>
      Math.round(Math.min(Math.max(share, 0), 1) * DRAWING_SIDE);
    return [clamped((event.clientX - left) / width), clamped((event.clientY - top) / height)];
  }

  /** Give the canvas as many pixels as the screen uses for it. */
  #resize() {
    const side = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    const { width, height } = this.#canvas;
    if (side === 0 || (side === width && side === height)) return;
    this.#canvas.width = side;
    this.#canvas.height = side;
    this.#redraw();
  }

  /** Redraw in the next frame, only once however often this is called before. */
  #redraw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
      drawStrokes(this.#context, this.strokes, getComputedStyle(this.#canvas).color, this.#tint);
    });
  }
}
