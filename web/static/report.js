/**
 * What a report holds, as far as the page shows it, and what its parts are called in the visitor's
 * language. `training/measurement.py` says how each figure comes about.
 *
 * @typedef {{ digits: number, right: number, accuracy: number, accepted_as_digit: number,
 *   confusion: number[][],
 *   per_digit: { precision: number, recall: number, f1: number, support: number }[] }} Reading
 * @typedef {{ digits: number, confidence: number, accuracy: number }} Bin
 * @typedef {{ ece_after: number, bins_after: Bin[] }} Calibration
 * @typedef {{ parameters: number, keras_bytes: number, inference_ms: number,
 *   training_minutes: number | null, mnist_test: number, pen_digits: number | null }} Compared
 * @typedef {{ brush: number, side: number, colours: string, accuracy: number }} PictureKind
 * @typedef {{ mnist_test: number, pen_digits: number, auroc_letters: number }} Step
 * @typedef {import("./counts.js").Shown} Shown
 * @typedef {{ model: { network: string },
 *   training: { epochs: { accuracy: number, val_accuracy: number }[] } | null,
 *   mnist_test: Reading, pen_digits: Reading | null,
 *   gallery?: { mistakes: Shown[], examples: Shown[] },
 *   calibration: { mnist: Calibration, pen_digits: Calibration | null },
 *   is_digit: { refused: Record<string, number> },
 *   pictures: { kinds: PictureKind[] } | null,
 *   perturbations: { accuracy: Record<string, Record<string, number[]>>,
 *     strengths: Record<string, { unit: string, values: number[] }> },
 *   comparison: Record<string, Compared> | null,
 *   ablation: { epochs: number, steps: Record<string, Step> } | null,
 *   made: { date: string, machine: string, python: string, versions: Record<string, string> }
 * }} Report
 */

import { texts } from "./language.js";

const AS_A_PICTURE = ", as a picture";

/**
 * The collections of digits that were read, those that were not at hand left out.
 * @param {Report} report
 */
export function dataSets({ mnist_test: mnist, pen_digits: pen, calibration }) {
  const sets = [{ name: texts.results_mnist, reading: mnist, calibration: calibration.mnist }];
  if (pen && calibration.pen_digits) {
    sets.push({ name: texts.results_pen, reading: pen, calibration: calibration.pen_digits });
  }
  return sets;
}

/**
 * @param {Report} report
 * @param {string} network as the report names it
 */
export function nameOf({ model }, network) {
  if (network === model.network) return texts.results_ours;
  if (network === model.network + AS_A_PICTURE) return texts.results_ours_as_picture;
  return network;
}

/**
 * Each network looks the same in every chart.
 * @param {Report} report
 * @returns {(network: string) => number}
 */
export function looks({ perturbations }) {
  const networks = Object.keys(perturbations.accuracy);
  return (network) => networks.indexOf(network);
}

/** @param {string} colours of pictures, as the report names them */
export function nameOfColours(colours) {
  /** @type {Record<string, string>} */
  const names = {
    "black on white": texts.results_black_on_white,
    "white on black": texts.results_white_on_black,
    "colour on colour": texts.results_colour_on_colour,
    "black on transparent": texts.results_black_on_transparent,
    "white on transparent": texts.results_white_on_transparent,
  };
  return names[colours] ?? colours;
}

/** @param {string} step what was added to the training, as the report names it */
export function nameOfStep(step) {
  /** @type {Record<string, string>} */
  const names = {
    "MNIST only": texts.results_step_mnist,
    "+ affine and pen width": texts.results_step_affine,
    "+ elastic": texts.results_step_elastic,
    "+ drawn digits": texts.results_step_drawn,
    "+ some with a broad brush": texts.results_step_broad,
    "+ drawn non-digits": texts.results_step_others,
  };
  return names[step] ?? step;
}
