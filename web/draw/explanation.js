/**
 * Asks the server why a drawing gets its answer, and shows the explanation: the ink coloured by its
 * evidence, a hint if something may be wrong, and the feature maps if their panel is open.
 *
 * @typedef {import("./sketchpad.js").Sketchpad} Sketchpad
 * @typedef {import("./strokes.js").Tint} Tint
 * @typedef {import("./feature_maps.js").Layer} Layer
 * @typedef {{ best: number, second: number, evidence: string, frame: number[] }} Why
 *   `evidence` is base64 of 784 signed bytes, positive for the best digit and negative for the
 *   second; `frame` is where the 28 × 28 image lies in the drawing: left, top, right, bottom
 * @typedef {{ kind: string, text: string }} Hint
 * @typedef {{ why: Why | null, hint: Hint | null, layers: Layer[] }} ExplainResponse
 *   of `/api/explain`
 */

import { part } from "../shared/dom.js";
import { fill } from "../shared/language.js";
import { IMAGE_SIDE } from "../shared/reading.js";
import { showLayers } from "./feature_maps.js";

const MAX_EVIDENCE = 127;
const TIMEOUT_MS = 10_000;

export class Explanation {
  #sketchpad;
  #canvas;
  #why;
  #best;
  #second;
  #toggle;
  #advice;
  #panel;
  #layers;

  #url = new URL("api/explain", document.baseURI);

  /** The index of the digit that is explained. */
  #index = 0;

  /** @type {AbortController | null} Cancels the pending request. */
  #pending = null;

  /**
   * @param {HTMLElement} element with the parts that show the explanation
   * @param {Sketchpad} sketchpad
   */
  constructor(element, sketchpad) {
    this.#sketchpad = sketchpad;
    this.#canvas = part(element, "canvas", HTMLCanvasElement);
    this.#why = part(element, "why", HTMLElement);
    this.#best = part(element, "why_best", HTMLElement);
    this.#second = part(element, "why_second", HTMLElement);
    this.#toggle = part(element, "why_toggle", HTMLInputElement);
    this.#advice = part(element, "advice", HTMLElement);
    this.#panel = part(element, "feature_maps_panel", HTMLDetailsElement);
    this.#layers = part(element, "layers", HTMLElement);
    this.#toggle.addEventListener("change", () => this.explain(this.#index));
    this.#panel.addEventListener("toggle", () => this.explain(this.#index));
  }

  /**
   * Explain a digit, unless the drawing is empty or still being drawn.
   * @param {number} index
   */
  explain(index) {
    this.#index = index;
    if (!this.#sketchpad.isEmpty && !this.#sketchpad.isDrawing) void this.#request();
  }

  /** Remove the explanation: the drawing has changed. */
  clear() {
    this.#cancel();
    this.#why.classList.add("idle");
    this.#advice.textContent = "";
    if (this.#sketchpad.isEmpty) showLayers(this.#layers, []);
  }

  #cancel() {
    this.#pending?.abort();
    this.#pending = null;
  }

  /** A newer request replaces the pending one. */
  async #request() {
    this.#cancel();
    const controller = new AbortController();
    this.#pending = controller;
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          strokes: this.#sketchpad.strokes,
          digit: this.#index,
          inside: this.#panel.open,
        }),
        signal: controller.signal,
      });
      const content = await response.json();
      if (response.ok && this.#pending === controller) this.#show(content);
    } catch {
      // The answer stands without its explanation. The reader reports an unreachable server.
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {ExplainResponse} content */
  #show({ why, hint, layers }) {
    this.#sketchpad.setTint(why && this.#toggle.checked ? this.#tintOf(why) : null);
    this.#why.classList.toggle("idle", why === null);
    if (why) {
      this.#best.textContent = fill("why_digit", { digit: why.best });
      this.#second.textContent = fill("why_digit", { digit: why.second });
    }
    this.#advice.textContent = hint ? fill(`advice_${hint.kind}`, { digits: hint.text }) : "";
    if (this.#panel.open) showLayers(this.#layers, layers);
  }

  /**
   * @param {Why} why
   * @returns {Tint} the colour of the digit that the ink at a point supports
   */
  #tintOf({ evidence, frame }) {
    const style = getComputedStyle(this.#canvas);
    const ink = style.color;
    const forBest = style.getPropertyValue("--for-best").trim();
    const forSecond = style.getPropertyValue("--for-second").trim();
    const evidenceAt = sampler(evidence, frame);
    return (point) => {
      const value = evidenceAt(point);
      if (value === null) return null;
      // The square root makes faint evidence visible.
      const share = Math.round(100 * Math.sqrt(Math.abs(value)));
      return `color-mix(in srgb, ${value > 0 ? forBest : forSecond} ${share}%, ${ink})`;
    };
  }
}

/**
 * @param {string} evidence
 * @param {number[]} frame
 * @returns {(point: number[]) => number | null} the mean evidence in [-1, 1] of the ink around a
 *   point, null if there is no ink of this digit
 */
function sampler(evidence, [left, top, right, bottom]) {
  const bytes = Int8Array.from(atob(evidence), (character) => character.charCodeAt(0));
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row < 0 || column < 0 || row >= IMAGE_SIDE || column >= IMAGE_SIDE
      ? 0
      : bytes[row * IMAGE_SIDE + column];
  return ([x, y]) => {
    const column = Math.floor(((x - left) / (right - left)) * IMAGE_SIDE);
    const row = Math.floor(((y - top) / (bottom - top)) * IMAGE_SIDE);
    const values = [-1, 0, 1]
      .flatMap((down) => [-1, 0, 1].map((across) => at(row + down, column + across)))
      .filter((value) => value !== 0);
    if (values.length === 0) return null;
    return values.reduce((sum, value) => sum + value, 0) / values.length / MAX_EVIDENCE;
  };
}
