/**
 * The parts of the report that the page shows, and their names in the visitor's language.
 * `training/evaluation/measurement.py` defines each figure.
 *
 * @typedef {{ digits: number, right: number, accuracy: number, accepted_as_digit: number,
 *   confusion: number[][],
 *   per_digit: { precision: number, recall: number, f1: number, support: number }[] }} Evaluation
 * @typedef {{ digits: number, confidence: number, accuracy: number }} Bin
 * @typedef {{ ece_after: number, bins_after: Bin[] }} Calibration
 * @typedef {{ parameters: number, keras_bytes: number, inference_ms: number,
 *   training_minutes: number | null, mnist_test: number, pen_digits: number | null }}
 *   ComparedNetwork
 * @typedef {{ brush: number, side: number, colours: string, accuracy: number }} ImageKind
 * @typedef {{ mnist_test: number, pen_digits: number, auroc_letters: number }} AblationStep
 * @typedef {{ digit: number, read: number, probability: number }} GalleryDigit
 * @typedef {{ model: { network: string },
 *   training: { epochs: { accuracy: number, val_accuracy: number }[] } | null,
 *   mnist_test: Evaluation, pen_digits: Evaluation | null,
 *   gallery?: { mistakes: GalleryDigit[], examples: GalleryDigit[] },
 *   calibration: { mnist: Calibration, pen_digits: Calibration | null },
 *   rejection: { refused: Record<string, number> },
 *   pictures: { kinds: ImageKind[] } | null,
 *   corruptions: { accuracy: Record<string, Record<string, number[]>>,
 *     strengths: Record<string, { unit: string, values: number[] }> },
 *   comparison: Record<string, ComparedNetwork> | null,
 *   ablation: { epochs: number, steps: Record<string, AblationStep> } | null,
 *   made: { date: string, machine: string, python: string, versions: Record<string, string> }
 * }} Report
 */

import { texts } from "../shared/language.js";

const AS_IMAGE = ", as an image";

/**
 * @param {Report} report
 * @returns the data sets that were evaluated; pen digits are optional
 */
export function dataSets({ mnist_test: mnist, pen_digits: pen, calibration }) {
  const sets = [{ name: texts.results_mnist, evaluation: mnist, calibration: calibration.mnist }];
  if (pen && calibration.pen_digits) {
    sets.push({ name: texts.results_pen, evaluation: pen, calibration: calibration.pen_digits });
  }
  return sets;
}

/**
 * Give each network the same series, and so the same colour and marker, in every chart.
 * @param {Report} report
 * @returns {(network: string) => number}
 */
export function seriesOfNetworks({ corruptions }) {
  const networks = Object.keys(corruptions.accuracy);
  return (network) => networks.indexOf(network);
}

/**
 * @param {Report} report
 * @param {string} network as the report calls it
 */
export function nameOfNetwork({ model }, network) {
  if (network === model.network) return texts.results_ours;
  if (network === model.network + AS_IMAGE) return texts.results_ours_as_picture;
  return network;
}

/** @param {string} colours of ink and background, as the report calls them */
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

/** @param {string} step of the ablation, as the report calls it */
export function nameOfStep(step) {
  /** @type {Record<string, string>} */
  const names = {
    "MNIST only": texts.results_step_mnist,
    "+ affine and pen width": texts.results_step_affine,
    "+ elastic": texts.results_step_elastic,
    "+ synthetic digits": texts.results_step_synthetic,
    "+ some with a broad brush": texts.results_step_broad,
    "+ synthetic non-digits": texts.results_step_non_digits,
  };
  return names[step] ?? step;
}

/** @param {string} kind of rejected drawings, as the report calls it */
export function nameOfNonDigits(kind) {
  /** @type {Record<string, string>} */
  const names = {
    letters: texts.results_letters,
    scribbles: texts.results_scribbles,
    dots: texts.results_dots,
  };
  return names[kind] ?? kind;
}
