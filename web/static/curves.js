/**
 * The sections of the Results tab that have axes: reliability, perturbations and training.
 *
 * @typedef {import("./report.js").Report} Report
 */

import { chart, legend } from "./charts.js";
import * as formats from "./formats.js";
import { fill, texts } from "./language.js";
import { dataSets, looks, nameOf } from "./report.js";
import { folded, make, table } from "./table.js";

const UP = { least: 0, most: 1, format: formats.roundShare, name: "" };

/** 95 % of a normal distribution are so many standard deviations around its mean. */
const DEVIATIONS = 1.96;

/**
 * How perturbations and what their strengths count are called, and how those are written.
 * @type {Record<string, [string, string, (value: number) => string]>}
 */
const PERTURBATIONS = {
  rotation: ["results_rotation", "results_degrees", formats.number],
  shift: ["results_shift", "results_pixels", formats.number],
  "pen width": ["results_pen_width", "results_pixels_more", formats.number],
  noise: ["results_noise", "results_deviation", formats.number],
  contrast: ["results_contrast", "results_lost", formats.roundShare],
  blur: ["results_blur", "results_pixels", formats.number],
  polarity: ["results_polarity", "results_negative", formats.roundShare],
};

/** @param {Report} report */
export function reliability(report) {
  const across = { ...UP, name: texts.results_sure };
  const charts = dataSets(report).map(({ name, calibration }) => {
    const { bins_after: bins, ece_after: ece } = calibration;
    const points = bins.map(({ digits, confidence, accuracy }) => {
      const [low, high] = interval(accuracy, digits);
      const sure = { sure: formats.share(confidence), right: formats.share(accuracy) };
      const title = fill("results_bin", { ...sure, digits: formats.number(digits) });
      return { x: confidence, y: accuracy, low, high, title };
    });
    const error = fill("results_ece", { ece: formats.fineShare(ece) });
    const series = [{ look: 0, points, joined: false }];
    const drawn = chart(`${name}: ${error}`, across, UP, series, true);
    const rows = bins.map(({ digits, confidence, accuracy }) => {
      return [formats.share(confidence), formats.share(accuracy), formats.number(digits)];
    });
    const heads = [texts.results_sure, texts.results_was_right, texts.results_support];
    return figure(name, drawn, make("p", {}, error), folded(table(name, heads, rows)));
  });
  return [make("div", { class: "beside" }, ...charts)];
}

/** @param {Report} report */
export function perturbations(report) {
  const { strengths, accuracy } = report.perturbations;
  const networks = Object.keys(accuracy);
  const names = networks.map((network) => nameOf(report, network));
  const look = looks(report);
  const charts = Object.entries(strengths).map(([kind, { unit, values }]) => {
    const [nameKey, unitKey, format] = PERTURBATIONS[kind] ?? [kind, unit, formats.number];
    const name = texts[nameKey] ?? kind;
    const across = {
      least: Math.min(...values),
      most: Math.max(...values),
      format,
      name: texts[unitKey] ?? unit,
    };
    const series = networks.map((network, place) => ({
      look: look(network),
      joined: true,
      points: accuracy[network][kind].map((right, step) => ({
        x: values[step],
        y: right,
        title: `${names[place]}, ${format(values[step])}: ${formats.share(right)}`,
      })),
    }));
    const label = fill("results_curve_alt", {
      name,
      least: formats.share(Math.min(...accuracy[report.model.network][kind])),
      most: formats.share(Math.max(...accuracy[report.model.network][kind])),
    });
    const rows = values.map((value, step) => [
      format(value),
      ...networks.map((network) => formats.share(accuracy[network][kind][step])),
    ]);
    const exact = table(name, [across.name, ...names], rows);
    return figure(name, chart(label, across, UP, series), folded(exact));
  });
  return [legend(names), make("div", { class: "beside small" }, ...charts)];
}

/** @param {Report} report */
export function training({ training: trained }) {
  if (!trained) return [];
  const { epochs } = trained;
  const curves = /** @type {const} */ ([
    ["val_accuracy", texts.results_validation],
    ["accuracy", texts.results_training_digits],
  ]);
  const right = epochs.flatMap((epoch) => curves.map(([key]) => epoch[key]));
  const up = { ...UP, least: Math.floor(10 * Math.min(...right)) / 10 };
  const passes = { least: 1, most: epochs.length };
  const across = { ...passes, format: formats.number, name: texts.results_epoch };
  const series = curves.map(([key, name], look) => ({
    look,
    joined: true,
    points: epochs.map((epoch, place) => ({
      x: place + 1,
      y: epoch[key],
      title: `${name}, ${formats.number(place + 1)}: ${formats.share(epoch[key])}`,
    })),
  }));
  const last = formats.fineShare(epochs[epochs.length - 1].val_accuracy);
  const label = fill("results_training_alt", { epochs: formats.number(epochs.length), last });
  const names = curves.map(([, name]) => name);
  const rows = epochs.map((epoch, place) => [
    formats.number(place + 1),
    ...curves.map(([key]) => formats.fineShare(epoch[key])),
  ]);
  const exact = folded(table(texts.results_training, [texts.results_epoch, ...names], rows));
  const drawn = make("figure", {}, legend(names), chart(label, across, up, series), exact);
  return [make("div", { class: "beside" }, drawn)];
}

/**
 * @param {string} name
 * @param {Element[]} content
 */
function figure(name, ...content) {
  return make("figure", {}, make("h3", {}, name), ...content);
}

/**
 * Between which shares the true one lies 19 times in 20 (Wilson, "Probable inference", 1927).
 * @param {number} share that was counted
 * @param {number} count of how many
 * @returns {[number, number]}
 */
export function interval(share, count) {
  const square = DEVIATIONS ** 2;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const half =
    (DEVIATIONS / (1 + square / count)) *
    Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
