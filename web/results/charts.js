/**
 * Draws charts in the theme's colours: line charts as SVG, bar charts, their legend, and the table
 * with the exact figures behind a chart.
 *
 * A series is a number. It decides the colour, and in line charts the marker, too.
 *
 * @typedef {{ x: number, y: number, low?: number, high?: number, title: string }} Point
 *   `low` and `high` are the ends of an interval; `title` is the tooltip
 * @typedef {{ series: number, points: Point[], isLine: boolean }} Plot
 * @typedef {{ min: number, max: number, format: (value: number) => string, name: string }} Axis
 * @typedef {{ name: string, share: number, text: string, series: number }} Bar
 *   `share` in [0, 1] is its length
 */

import { make } from "../shared/dom.js";
import { texts } from "../shared/language.js";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

const WIDTH = 320;
const HEIGHT = 220;
const LEFT = 46;
const RIGHT = 24;
const TOP = 8;
const BOTTOM = 40;
const MAX_TICKS = 6;
const TICK_STEPS = [1, 2, 5, 10]; // times a power of ten

/** Markers of similar area around the origin, so that series differ in more than colour. */
const MARKERS = [
  "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0z",
  "M0-4.2L4.2 0L0 4.2L-4.2 0z",
  "M-3-3H3V3H-3z",
  "M0-4L4 3H-4z",
];

/**
 * @param {string} label a description for screen readers
 * @param {Axis} xAxis
 * @param {Axis} yAxis
 * @param {Plot[]} plots
 * @param {boolean} [withDiagonal] whether to draw the line where x equals y
 */
export function lineChart(label, xAxis, yAxis, plots, withDiagonal = false) {
  const x = (/** @type {number} */ value) => {
    return LEFT + position(xAxis, value) * (WIDTH - LEFT - RIGHT);
  };
  const y = (/** @type {number} */ value) => {
    return HEIGHT - BOTTOM - position(yAxis, value) * (HEIGHT - TOP - BOTTOM);
  };
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  for (const value of ticks(yAxis)) {
    chart.append(
      svg("path", { class: "line", d: `M${LEFT} ${y(value)}H${WIDTH - RIGHT}` }),
      svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, yAxis.format(value)),
    );
  }
  for (const value of ticks(xAxis)) {
    const place = { x: x(value), y: HEIGHT - BOTTOM + 16, "text-anchor": "middle" };
    chart.append(svg("text", place, xAxis.format(value)));
  }
  const center = { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" };
  chart.append(svg("text", center, xAxis.name));
  if (withDiagonal) {
    const { min, max } = xAxis;
    const line = `M${x(min)} ${y(min)}L${x(max)} ${y(max)}`;
    chart.append(svg("path", { class: "diagonal", d: line }));
  }
  chart.append(...plots.map((plot) => drawPlot(plot, x, y)));
  return chart;
}

/** @param {string[]} names of the series 0, 1, … */
export function legend(names) {
  const entries = names.map((name, series) => {
    const line = svg("path", { class: "curve", d: "M-14 0H14" });
    const frame = { viewBox: "-14 -7 28 14", width: 28, height: 14, "aria-hidden": "true" };
    const sample = svg("g", { class: `series-${series}` }, line, marker(series));
    return make("li", {}, svg("svg", frame, sample), name);
  });
  return make("ul", { class: "legend" }, ...entries);
}

/**
 * @param {string} title
 * @param {Bar[]} rows
 */
export function barChart(title, rows) {
  const items = rows.map(({ name, share, text, series }) => {
    const filled = make("i", { class: `series-${series}`, style: `width: ${100 * share}%` });
    const bar = make("div", { class: "bar" }, filled);
    return make("li", {}, make("span", {}, name), bar, make("b", {}, text));
  });
  return make("div", { class: "bars" }, make("h3", {}, title), make("ul", {}, ...items));
}

/**
 * @param {HTMLTableElement} table
 * @returns {HTMLElement} the table, folded until the visitor opens it
 */
export function exactFigures(table) {
  return make("details", {}, make("summary", {}, texts.results_exact), table);
}

/**
 * @param {Axis} axis
 * @returns {number[]} a few round numbers on the axis
 */
function ticks({ min, max }) {
  const target = (max - min) / (MAX_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(target));
  const step = power * (TICK_STEPS.find((factor) => factor * power >= target * 0.999) ?? 10);
  const values = [];
  // Multiples of the step, not sums: 0.3 must not become 0.30000000000000004.
  for (let count = Math.ceil(min / step - 1e-9); count * step <= max * (1 + 1e-9); count += 1) {
    values.push(Number((count * step).toPrecision(12)));
  }
  return values;
}

/**
 * @param {Plot} plot
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function drawPlot({ series, points, isLine }, x, y) {
  const group = svg("g", { class: `series-${series}` });
  if (isLine) {
    const corners = points.map((point) => `${x(point.x)} ${y(point.y)}`);
    group.append(svg("path", { class: "curve", d: `M${corners.join("L")}` }));
  }
  for (const point of points) {
    const { low, high } = point;
    if (low !== undefined && high !== undefined) {
      group.append(svg("path", { class: "interval", d: `M${x(point.x)} ${y(low)}V${y(high)}` }));
    }
    const mark = marker(series, point.title);
    mark.setAttribute("transform", `translate(${x(point.x)} ${y(point.y)})`);
    group.append(mark);
  }
  return group;
}

/**
 * @param {number} series
 * @param {string} [title]
 */
function marker(series, title) {
  const shape = svg("path", { class: "mark", d: MARKERS[series % MARKERS.length] });
  if (title) shape.append(svg("title", {}, title));
  return shape;
}

/**
 * @param {Axis} axis
 * @param {number} value
 * @returns {number} its position along the axis in [0, 1]
 */
function position({ min, max }, value) {
  return (value - min) / (max - min || 1);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(string | Node)[]} content
 */
function svg(name, attributes, ...content) {
  const element = document.createElementNS(SVG_NAMESPACE, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, typeof value === "number" ? String(+value.toFixed(2)) : value);
  }
  element.append(...content);
  return element;
}
