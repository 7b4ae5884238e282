/**
 * The likeliest digits of a reading, best first, each with a bar and its percentage.
 *
 * @typedef {import("./reader.js").Prediction} Prediction
 */

import { percent } from "./language.js";
import { part } from "./part.js";

export class Rows {
  #rows;

  /** @param {HTMLElement} list the rows, as `web/component.py` has them */
  constructor(list) {
    this.#rows = [...list.children].map((row) => ({
      digit: part(row, "digit", HTMLElement),
      bar: part(row, "bar", HTMLElement),
      percent: part(row, "percent", HTMLElement),
    }));
  }

  /** @param {Prediction[]} predictions best first; none to empty the rows */
  show(predictions) {
    this.#rows.forEach((row, rank) => {
      const prediction = predictions[rank];
      row.digit.textContent = prediction ? String(prediction.digit) : "";
      row.bar.style.transform = `scaleX(${prediction?.probability ?? 0})`;
      row.percent.textContent = prediction ? percent.format(prediction.probability) : "";
    });
  }
}
