/**
 * What each section of the Results tab shows of a report, by the part it plays in the markup. A
 * section of which the report knows nothing stays empty. Figures are the report's; none is here.
 * Sections with axes are in `curves.js`.
 *
 * @typedef {import("./report.js").Report} Report
 * @typedef {import("./report.js").Reading} Reading
 */

import { bars, confusions, gallery, matrix } from "./counts.js";
import { perturbations, reliability, training } from "./curves.js";
import * as formats from "./formats.js";
import { fill, texts } from "./language.js";
import { dataSets, looks, nameOf, nameOfColours, nameOfStep } from "./report.js";
import { folded, make, table } from "./table.js";

const MOST_CONFUSED = 3;

/** @type {Record<string, (report: Report) => HTMLElement[]>} */
export const SECTIONS = {
  accuracy,
  comparison,
  confusion,
  mistakes: (report) => digits("mistakes", report),
  reliability,
  perturbations,
  others,
  training,
  additions,
  examples: (report) => digits("examples", report),
  made,
};

/** @param {Report} report */
function accuracy(report) {
  const facts = dataSets(report).map(({ name, reading }) => {
    const [right, all] = [reading.right, reading.digits].map(formats.number);
    const counted = fill("results_right", { right, digits: all });
    return fact(name, formats.fineShare(reading.accuracy), counted);
  });
  if (report.pictures) {
    const kinds = report.pictures.kinds.map((kind) => kind.accuracy);
    const aside = fill("results_kinds", { kinds: formats.number(kinds.length) });
    const least = fill("results_at_least", { share: formats.fineShare(Math.min(...kinds)) });
    facts.push(fact(texts.results_pictures, least, aside));
  }
  const main = make("dl", { class: "facts" }, ...facts);
  return report.pictures ? [main, folded(byKind(report.pictures.kinds))] : [main];
}

/** @param {import("./report.js").PictureKind[]} kinds */
function byKind(kinds) {
  const rows = kinds.map(({ brush, side, colours, accuracy: right }) => [
    fill("results_kind", { brush, side, colours: nameOfColours(colours) }),
    formats.fineShare(right),
  ]);
  return table(texts.results_pictures, [texts.results_drawn_with, texts.results_accurate], rows);
}

/** @param {Report} report */
function comparison(report) {
  const { comparison: compared } = report;
  if (!compared) return [];
  const look = looks(report);
  const names = Object.keys(compared);
  const sets = /** @type {const} */ ([
    ["mnist_test", texts.results_mnist],
    ["pen_digits", texts.results_pen],
  ]);
  const charts = sets.flatMap(([key, title]) => {
    const wrong = names.map((name) => 1 - (compared[name][key] ?? Number.NaN));
    if (wrong.some(Number.isNaN)) return [];
    const most = Math.max(...wrong) || 1;
    const rows = names.map((name, place) => ({
      name: nameOf(report, name),
      share: wrong[place] / most,
      text: formats.tenths(1000 * wrong[place]),
      look: look(name),
    }));
    return [bars(title, rows)];
  });
  const columns = Object.values(compared);
  /** @type {[string, (one: import("./report.js").Compared) => string][]} */
  const measures = [
    ["results_mnist", ({ mnist_test: right }) => formats.fineShare(right)],
    ["results_pen", ({ pen_digits: right }) => (right === null ? "" : formats.fineShare(right))],
    ["network_parameters", ({ parameters }) => formats.number(parameters)],
    ["results_size", ({ keras_bytes: bytes }) => formats.megabytes(bytes)],
    ["network_time", ({ inference_ms: time }) => formats.milliseconds(time)],
    ["results_trained", ({ training_minutes: by }) => (by === null ? "" : formats.minutes(by))],
  ];
  const figures = table(
    texts.results_compared,
    ["", ...names.map((name) => nameOf(report, name))],
    measures.map(([key, figure]) => [texts[key], ...columns.map(figure)]),
  );
  return [make("div", { class: "beside" }, ...charts), folded(figures)];
}

/** @param {Report} report */
function confusion(report) {
  const sets = dataSets(report).map(({ name, reading }) => {
    const frequent = confusions(reading.confusion).slice(0, MOST_CONFUSED);
    const pairs = frequent.map(({ digit, read, times }) =>
      fill("results_times", { digit, read, times: formats.number(times) }),
    );
    const often = fill("results_often", { pairs: formats.list(pairs) });
    return make(
      "div",
      {},
      matrix(name, reading.confusion),
      make("p", {}, pairs.length > 0 ? often : texts.results_no_mistakes),
      folded(perDigit(name, reading)),
    );
  });
  return [make("div", { class: "beside" }, ...sets)];
}

/**
 * @param {string} name
 * @param {Reading} reading
 */
function perDigit(name, reading) {
  const rows = reading.per_digit.map(({ precision, recall, f1, support }, digit) => [
    String(digit),
    ...[precision, recall, f1].map(formats.share),
    formats.number(support),
  ]);
  const heads = [
    texts.results_digit,
    texts.results_precision,
    texts.results_recall,
    texts.results_f1,
    texts.results_support,
  ];
  return table(name, heads, rows);
}

/**
 * @param {"mistakes" | "examples"} name
 * @param {Report} report
 */
function digits(name, { gallery: galleries }) {
  const shown = galleries?.[name] ?? [];
  if (shown.length === 0) return [];
  return [gallery(new URL(`report/${name}-strip.png`, document.baseURI), shown)];
}

/** @param {Report} report */
function others(report) {
  /** @type {Record<string, string>} */
  const kinds = {
    letters: texts.results_letters,
    scribbles: texts.results_scribbles,
    dots: texts.results_dots,
  };
  const taken = dataSets(report).map(({ name, reading }) => ({
    name,
    taken: reading.accepted_as_digit,
    look: 0,
  }));
  for (const [kind, refused] of Object.entries(report.is_digit.refused)) {
    taken.push({ name: kinds[kind] ?? kind, taken: 1 - refused, look: 2 });
  }
  const rows = taken.map(({ name, taken: part, look }) => {
    return { name, share: part, text: formats.share(part), look };
  });
  return [bars(texts.results_taken, rows)];
}

/** @param {Report} report */
function additions({ ablation }) {
  if (!ablation) return [];
  const heads = [
    texts.results_added,
    texts.results_added_mnist,
    texts.results_added_pen,
    texts.results_added_letters,
  ];
  const rows = Object.entries(ablation.steps).map(([name, step]) => [
    nameOfStep(name),
    formats.fineShare(step.mnist_test),
    formats.fineShare(step.pen_digits),
    formats.number(step.auroc_letters),
  ]);
  const caption = fill("results_epochs", { epochs: ablation.epochs });
  return [make("div", { class: "additions" }, table(caption, heads, rows))];
}

/** @param {Report} report */
function made({ made: { date, machine, python, versions } }) {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const made = { date: formats.day(date), machine, python, packages: packages.join(", ") };
  return [make("p", { class: "made" }, fill("results_made", made))];
}

/**
 * @param {string} name
 * @param {string} figure
 * @param {string} aside
 */
function fact(name, figure, aside) {
  const asideOf = make("dd", { class: "aside" }, aside);
  return make("div", {}, make("dt", {}, name), make("dd", {}, figure), asideOf);
}
