/**
 * Shows why the drawing reads as it does: the ink tinted by what it speaks for, a hint where
 * something is wrong, and, while that is open, what goes on inside the network.
 *
 * @typedef {import("./sketchpad.js").Sketchpad} Sketchpad
 * @typedef {import("./insight.js").Insight} Insight
 */

import { Insights, tintOf } from "./insight.js";
import { fill } from "./language.js";
import { showLayers } from "./layers.js";
import { part } from "./part.js";

export class Explained {
  #pad;
  #canvas;
  #why;
  #best;
  #second;
  #toggle;
  #advice;
  #inside;
  #layers;
  #insights;

  /** The place of the digit that is explained. */
  #place = 0;

  /**
   * @param {HTMLElement} element with the parts that show it
   * @param {Sketchpad} pad whose drawing is explained
   */
  constructor(element, pad) {
    this.#pad = pad;
    this.#canvas = part(element, "canvas", HTMLCanvasElement);
    this.#why = part(element, "why", HTMLElement);
    this.#best = part(element, "why_best", HTMLElement);
    this.#second = part(element, "why_second", HTMLElement);
    this.#toggle = part(element, "why_toggle", HTMLInputElement);
    this.#advice = part(element, "advice", HTMLElement);
    this.#inside = part(element, "inside", HTMLDetailsElement);
    this.#layers = part(element, "layers", HTMLElement);
    this.#insights = new Insights(new URL("api/explain", document.baseURI), (insight) =>
      this.#show(insight),
    );
    this.#toggle.addEventListener("change", () => this.at(this.#place));
    this.#inside.addEventListener("toggle", () => this.at(this.#place));
  }

  /** @param {number} place of the digit to explain, if the drawing rests */
  at(place) {
    this.#place = place;
    if (this.#pad.isEmpty || this.#pad.isDrawing) return;
    this.#insights.ask(this.#pad.strokes, place, this.#inside.open);
  }

  /** The drawing has changed. */
  drop() {
    this.#insights.drop();
    this.#why.classList.add("idle");
    this.#advice.textContent = "";
    if (this.#pad.isEmpty) showLayers(this.#layers, []);
  }

  /** @param {Insight} insight */
  #show({ why, hint, layers }) {
    const { forBest, forSecond, ink } = this.#colours();
    this.#pad.setTint(
      why && this.#toggle.checked ? tintOf(why, ink, forBest, forSecond) : null,
    );
    this.#why.classList.toggle("idle", why === null);
    if (why) {
      this.#best.textContent = fill("why_digit", { digit: why.best });
      this.#second.textContent = fill("why_digit", { digit: why.second });
    }
    this.#advice.textContent = hint ? fill(`advice_${hint.kind}`, { digits: hint.text }) : "";
    if (this.#inside.open) showLayers(this.#layers, layers);
  }

  #colours() {
    const style = getComputedStyle(this.#canvas);
    return {
      ink: style.color,
      forBest: style.getPropertyValue("--for-best").trim(),
      forSecond: style.getPropertyValue("--for-second").trim(),
    };
  }
}
