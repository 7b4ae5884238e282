/**
 * The content of each section of the Results tab, by the section's `data-part`. All figures come
 * from the report. Sections with line charts are in `curves.js`.
 *
 * @typedef {import("./report.js").Report} Report
 */

import { make } from "../shared/dom.js";
import * as formats from "../shared/formats.js";
import { fill, texts } from "../shared/language.js";
import { table } from "../shared/table.js";
import { barChart, exactFigures } from "./charts.js";
import { confusionMatrix, confusions, describe } from "./confusion_matrix.js";
import { corruptions, reliability, training } from "./curves.js";
import {
  dataSets,
  nameOfColours,
  nameOfNetwork,
  nameOfNonDigits,
  nameOfStep,
  seriesOfNetworks,
} from "./report.js";

const MAX_CONFUSIONS = 3;

// In the bar chart of rejection.
const DIGITS_SERIES = 0;
const NON_DIGITS_SERIES = 2;

/** @type {Record<string, (report: Report) => HTMLElement[]>} No elements if there is no data. */
export const SECTIONS = {
  accuracy,
  comparison,
  confusion,
  mistakes: (report) => gallery("mistakes", report),
  reliability,
  corruptions,
  rejection,
  training,
  ablation,
  examples: (report) => gallery("examples", report),
  made,
};

/** @param {Report} report */
function accuracy(report) {
  const figures = dataSets(report).map(({ name, evaluation }) => {
    const [right, digits] = [evaluation.right, evaluation.digits].map(formats.number);
    const counts = fill("results_right", { right, digits });
    return keyFigure(name, formats.precisePercent(evaluation.accuracy), counts);
  });
  if (!report.pictures) return [make("dl", { class: "facts" }, ...figures)];
  const { kinds } = report.pictures;
  const min = Math.min(...kinds.map((kind) => kind.accuracy));
  const figure = fill("results_at_least", { share: formats.precisePercent(min) });
  const note = fill("results_kinds", { kinds: formats.number(kinds.length) });
  figures.push(keyFigure(texts.results_pictures, figure, note));
  return [make("dl", { class: "facts" }, ...figures), exactFigures(imageKindTable(kinds))];
}

/**
 * @param {string} name
 * @param {string} figure
 * @param {string} note
 */
function keyFigure(name, figure, note) {
  const details = make("dd", { class: "aside" }, note);
  return make("div", {}, make("dt", {}, name), make("dd", {}, figure), details);
}

/** @param {import("./report.js").ImageKind[]} kinds */
function imageKindTable(kinds) {
  const headers = [texts.results_drawn_with, texts.results_accurate];
  const rows = kinds.map(({ brush, side, colours, accuracy: share }) => [
    fill("results_kind", { brush, side, colours: nameOfColours(colours) }),
    formats.precisePercent(share),
  ]);
  return table(texts.results_pictures, headers, rows);
}

/** @param {Report} report */
function comparison(report) {
  const { comparison: compared } = report;
  if (!compared) return [];
  const seriesOf = seriesOfNetworks(report);
  const sets = /** @type {const} */ ([
    ["mnist_test", texts.results_mnist],
    ["pen_digits", texts.results_pen],
  ]);
  const charts = sets.flatMap(([key, title]) => {
    const networks = Object.entries(compared).map(([network, figures]) => {
      return { network, error: 1 - (figures[key] ?? Number.NaN) };
    });
    if (networks.some(({ error }) => Number.isNaN(error))) return [];
    const max = Math.max(...networks.map(({ error }) => error)) || 1;
    const rows = networks.map(({ network, error }) => ({
      name: nameOfNetwork(report, network),
      share: error / max,
      text: formats.oneDecimal(1000 * error),
      series: seriesOf(network),
    }));
    return [barChart(title, rows)];
  });
  const exact = exactFigures(comparisonTable(report, compared));
  return [make("div", { class: "columns" }, ...charts), exact];
}

/**
 * @param {Report} report
 * @param {NonNullable<Report["comparison"]>} compared
 */
function comparisonTable(report, compared) {
  /** @type {[string, (network: import("./report.js").ComparedNetwork) => string][]} */
  const measures = [
    ["results_mnist", ({ mnist_test: share }) => formats.precisePercent(share)],
    ["results_pen", ({ pen_digits: share }) => optional(share, formats.precisePercent)],
    ["parameters", ({ parameters }) => formats.number(parameters)],
    ["results_size", ({ keras_bytes: bytes }) => formats.megabytes(bytes)],
    ["time_per_digit", ({ inference_ms: time }) => formats.milliseconds(time)],
    ["results_trained", ({ training_minutes: time }) => optional(time, formats.minutes)],
  ];
  const names = Object.keys(compared).map((network) => nameOfNetwork(report, network));
  const rows = measures.map(([key, measure]) => [
    texts[key],
    ...Object.values(compared).map(measure),
  ]);
  return table(texts.results_compared, ["", ...names], rows);
}

/**
 * @param {number | null} value
 * @param {(value: number) => string} format
 */
function optional(value, format) {
  return value === null ? "" : format(value);
}

/** @param {Report} report */
function confusion(report) {
  const sets = dataSets(report).map(({ name, evaluation }) => {
    const frequent = confusions(evaluation.confusion).slice(0, MAX_CONFUSIONS).map(describe);
    const summary = fill("results_often", { pairs: formats.list(frequent) });
    return make(
      "div",
      {},
      confusionMatrix(name, evaluation.confusion),
      make("p", {}, frequent.length > 0 ? summary : texts.results_no_mistakes),
      exactFigures(digitTable(name, evaluation)),
    );
  });
  return [make("div", { class: "columns" }, ...sets)];
}

/**
 * @param {string} caption
 * @param {import("./report.js").Evaluation} evaluation
 */
function digitTable(caption, evaluation) {
  const headers = [
    texts.results_digit,
    texts.results_precision,
    texts.results_recall,
    texts.results_f1,
    texts.results_support,
  ];
  const rows = evaluation.per_digit.map(({ precision, recall, f1, support }, digit) => [
    String(digit),
    ...[precision, recall, f1].map(formats.percent),
    formats.number(support),
  ]);
  return table(caption, headers, rows);
}

/**
 * Cut digits from a strip of images side by side.
 * @param {"mistakes" | "examples"} name of the strip
 * @param {Report} report with the digits in the strip's order
 */
function gallery(name, report) {
  const digits = report.gallery?.[name] ?? [];
  if (digits.length === 0) return [];
  const strip = new URL(`report/${name}-strip.png`, document.baseURI);
  const items = digits.map(({ digit, read, probability }, index) => {
    const image = make("img", {
      src: strip.href,
      alt: fill("results_digit_alt", { digit, read }),
      loading: "lazy",
      style: `width: ${100 * digits.length}%; left: ${-100 * index}%`,
    });
    const reading = make("b", {}, `${digit} → ${read}`);
    const sure = make("span", {}, formats.percent(probability));
    const caption = make("figcaption", {}, reading, " ", sure);
    return make("li", {}, make("figure", {}, make("div", { class: "pixels" }, image), caption));
  });
  return [make("ul", { class: "gallery" }, ...items)];
}

/** @param {Report} report */
function rejection(report) {
  const digits = dataSets(report).map(({ name, evaluation }) => {
    return { name, share: evaluation.accepted_as_digit, series: DIGITS_SERIES };
  });
  const nonDigits = Object.entries(report.rejection.refused).map(([kind, refused]) => {
    return { name: nameOfNonDigits(kind), share: 1 - refused, series: NON_DIGITS_SERIES };
  });
  const rows = [...digits, ...nonDigits].map((row) => {
    return { ...row, text: formats.percent(row.share) };
  });
  return [barChart(texts.results_taken, rows)];
}

/** @param {Report} report */
function ablation({ ablation: measured }) {
  if (!measured) return [];
  const headers = [
    texts.results_added,
    texts.results_added_mnist,
    texts.results_added_pen,
    texts.results_added_letters,
  ];
  const rows = Object.entries(measured.steps).map(([name, step]) => [
    nameOfStep(name),
    formats.precisePercent(step.mnist_test),
    formats.precisePercent(step.pen_digits),
    formats.number(step.auroc_letters),
  ]);
  const caption = fill("results_epochs", { epochs: measured.epochs });
  return [make("div", { class: "ablation" }, table(caption, headers, rows))];
}

/** @param {Report} report */
function made({ made: { date, machine, python, versions } }) {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const sentence = fill("results_made", {
    date: formats.date(date),
    machine,
    python,
    packages: packages.join(", "),
  });
  return [make("p", { class: "made" }, sentence)];
}
