/**
 * The bars of the three likeliest digits; `top_three.css` styles them.
 *
 * @typedef {import("./reading.js").Prediction} Prediction
 */

import { part } from "./dom.js";
import { percent } from "./language.js";

/** The three likeliest digits, best first, each with a bar and a percentage. */
export class TopThree {
  #rows;

  /** @param {HTMLElement} list as in `web/shared/component.py` */
  constructor(list) {
    this.#rows = [...list.children].map((row) => ({
      digit: part(row, "digit", HTMLElement),
      bar: part(row, "bar", HTMLElement),
      percent: part(row, "percent", HTMLElement),
    }));
  }

  /** @param {Prediction[]} predictions best first; an empty list empties the rows */
  show(predictions) {
    this.#rows.forEach((row, rank) => {
      const prediction = predictions[rank];
      row.digit.textContent = prediction ? String(prediction.digit) : "";
      row.bar.style.transform = `scaleX(${prediction?.probability ?? 0})`;
      row.percent.textContent = prediction ? percent(prediction.probability) : "";
    });
  }
}
