/**
 * The sections of the Results tab with line charts: reliability, corruptions and training.
 *
 * @typedef {import("./report.js").Report} Report
 */

import { make } from "../shared/dom.js";
import * as formats from "../shared/formats.js";
import { fill, texts } from "../shared/language.js";
import { table } from "../shared/table.js";
import { exactFigures, legend, lineChart } from "./charts.js";
import { dataSets, nameOfNetwork, seriesOfNetworks } from "./report.js";

const SHARE_AXIS = { min: 0, max: 1, format: formats.wholePercent, name: "" };

/** The 97.5 % quantile of the normal distribution, for an interval of 95 %. */
const Z_SCORE = 1.96;

/**
 * The text keys of each corruption and of the unit of its strength, and the unit's format.
 * @type {Record<string, [string, string, (value: number) => string]>}
 */
const CORRUPTIONS = {
  rotation: ["results_rotation", "results_degrees", formats.number],
  shift: ["results_shift", "results_pixels", formats.number],
  "pen width": ["results_pen_width", "results_pixels_more", formats.number],
  noise: ["results_noise", "results_deviation", formats.number],
  contrast: ["results_contrast", "results_lost", formats.wholePercent],
  blur: ["results_blur", "results_pixels", formats.number],
  polarity: ["results_polarity", "results_negative", formats.wholePercent],
};

/** @param {Report} report */
export function reliability(report) {
  const xAxis = { ...SHARE_AXIS, name: texts.results_sure };
  const figures = dataSets(report).map(({ name, calibration }) => {
    const { bins_after: bins, ece_after: ece } = calibration;
    const points = bins.map(({ digits, confidence, accuracy }) => {
      const [low, high] = wilsonInterval(accuracy, digits);
      const title = fill("results_bin", {
        sure: formats.percent(confidence),
        right: formats.percent(accuracy),
        digits: formats.number(digits),
      });
      return { x: confidence, y: accuracy, low, high, title };
    });
    const error = fill("results_ece", { ece: formats.precisePercent(ece) });
    const plots = [{ series: 0, points, isLine: false }];
    const chart = lineChart(`${name}: ${error}`, xAxis, SHARE_AXIS, plots, true);
    const headers = [texts.results_sure, texts.results_was_right, texts.results_support];
    const rows = bins.map(({ digits, confidence, accuracy }) => [
      formats.percent(confidence),
      formats.percent(accuracy),
      formats.number(digits),
    ]);
    const exact = exactFigures(table(name, headers, rows));
    return figure(name, chart, make("p", {}, error), exact);
  });
  return [make("div", { class: "columns" }, ...figures)];
}

/** @param {Report} report */
export function corruptions(report) {
  const { strengths, accuracy } = report.corruptions;
  const networks = Object.keys(accuracy);
  const names = networks.map((network) => nameOfNetwork(report, network));
  const seriesOf = seriesOfNetworks(report);
  const figures = Object.entries(strengths).map(([corruption, { unit, values }]) => {
    const [nameKey, unitKey, format] = CORRUPTIONS[corruption] ?? [
      corruption,
      unit,
      formats.number,
    ];
    const name = texts[nameKey] ?? corruption;
    const xAxis = {
      min: Math.min(...values),
      max: Math.max(...values),
      format,
      name: texts[unitKey] ?? unit,
    };
    const plots = networks.map((network, index) => ({
      series: seriesOf(network),
      isLine: true,
      points: accuracy[network][corruption].map((share, step) => ({
        x: values[step],
        y: share,
        title: `${names[index]}, ${format(values[step])}: ${formats.percent(share)}`,
      })),
    }));
    const ours = accuracy[report.model.network][corruption];
    const label = fill("results_curve_alt", {
      name,
      least: formats.percent(Math.min(...ours)),
      most: formats.percent(Math.max(...ours)),
    });
    const chart = lineChart(label, xAxis, SHARE_AXIS, plots);
    const rows = values.map((value, step) => [
      format(value),
      ...networks.map((network) => formats.percent(accuracy[network][corruption][step])),
    ]);
    return figure(name, chart, exactFigures(table(name, [xAxis.name, ...names], rows)));
  });
  return [legend(names), make("div", { class: "columns small" }, ...figures)];
}

/** @param {Report} report */
export function training(report) {
  if (!report.training) return [];
  const { epochs } = report.training;
  const curves = /** @type {const} */ ([
    ["val_accuracy", texts.results_validation],
    ["accuracy", texts.results_training_digits],
  ]);
  const names = curves.map(([, name]) => name);
  const shares = epochs.flatMap((epoch) => curves.map(([key]) => epoch[key]));
  const xAxis = {
    min: 1,
    max: epochs.length,
    format: formats.number,
    name: texts.results_epoch,
  };
  const yAxis = { ...SHARE_AXIS, min: Math.floor(10 * Math.min(...shares)) / 10 };
  const plots = curves.map(([key, name], series) => ({
    series,
    isLine: true,
    points: epochs.map((epoch, index) => ({
      x: index + 1,
      y: epoch[key],
      title: `${name}, ${formats.number(index + 1)}: ${formats.percent(epoch[key])}`,
    })),
  }));
  const label = fill("results_training_alt", {
    epochs: formats.number(epochs.length),
    last: formats.precisePercent(epochs[epochs.length - 1].val_accuracy),
  });
  const chart = lineChart(label, xAxis, yAxis, plots);
  const rows = epochs.map((epoch, index) => [
    formats.number(index + 1),
    ...curves.map(([key]) => formats.precisePercent(epoch[key])),
  ]);
  const exact = table(texts.results_training, [texts.results_epoch, ...names], rows);
  const content = make("figure", {}, legend(names), chart, exactFigures(exact));
  return [make("div", { class: "columns" }, content)];
}

/**
 * @param {string} heading
 * @param {Element[]} content
 */
function figure(heading, ...content) {
  return make("figure", {}, make("h3", {}, heading), ...content);
}

/**
 * The 95 % confidence interval of a share (Wilson, "Probable inference", 1927).
 * @param {number} share observed, in [0, 1]
 * @param {number} count of observations
 * @returns {[number, number]}
 */
function wilsonInterval(share, count) {
  const square = Z_SCORE ** 2;
  const center = (share + square / (2 * count)) / (1 + square / count);
  const half =
    (Z_SCORE / (1 + square / count)) *
    Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2));
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
