/**
 * Draws charts as SVG, in the theme's colours: points and lines on two axes, and what tells the
 * lines apart. Knows nothing of what is drawn.
 *
 * @typedef {{ x: number, y: number, low?: number, high?: number, title: string }} Point
 *   `low` and `high` are the ends of an interval, `title` is told when it is pointed at
 * @typedef {{ look: number, points: Point[], joined: boolean }} Series
 *   `look` is its place in the legend
 * @typedef {{ least: number, most: number, format: (value: number) => string, name: string }} Axis
 */

import { make } from "./table.js";

const SVG = "http://www.w3.org/2000/svg";

const WIDTH = 320;
const HEIGHT = 220;
const LEFT = 46;
const RIGHT = 24;
const TOP = 8;
const BOTTOM = 40;
const MOST_TICKS = 6;
const ROUND = [1, 2, 5, 10]; // steps between ticks, times a power of ten

/** Marks of about the same area around 0, 0, so that lines differ by more than colour. */
const MARKS = [
  "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0z",
  "M0-4.2L4.2 0L0 4.2L-4.2 0z",
  "M-3-3H3V3H-3z",
  "M0-4L4 3H-4z",
];

/**
 * @param {string} label what there is to see, for those who do not
 * @param {Axis} across
 * @param {Axis} up
 * @param {Series[]} series
 * @param {boolean} [diagonal] whether to draw where both are the same
 */
export function chart(label, across, up, series, diagonal = false) {
  const x = (/** @type {number} */ value) => LEFT + along(across, value) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ value) =>
    HEIGHT - BOTTOM - along(up, value) * (HEIGHT - TOP - BOTTOM);
  const drawn = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  for (const value of ticks(up)) {
    drawn.append(
      svg("path", { class: "line", d: `M${LEFT} ${y(value)}H${WIDTH - RIGHT}` }),
      svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, up.format(value)),
    );
  }
  for (const value of ticks(across)) {
    const place = { x: x(value), y: HEIGHT - BOTTOM + 16, "text-anchor": "middle" };
    drawn.append(svg("text", place, across.format(value)));
  }
  const middle = { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" };
  drawn.append(svg("text", middle, across.name));
  if (diagonal) {
    const [from, to] = [across.least, across.most];
    const line = `M${x(from)} ${y(from)}L${x(to)} ${y(to)}`;
    drawn.append(svg("path", { class: "diagonal", d: line }));
  }
  for (const each of series) drawn.append(plotted(each, x, y));
  return drawn;
}

/**
 * What each look stands for.
 * @param {string[]} names in the order of the looks
 */
export function legend(names) {
  const entries = names.map((name, place) => {
    const line = svg("path", { class: "curve", d: "M-14 0H14" });
    const box = { viewBox: "-14 -7 28 14", width: 28, height: 14, "aria-hidden": "true" };
    const look = svg("g", { class: `look-${place}` }, line, mark(place));
    return make("li", {}, svg("svg", box, look), name);
  });
  return make("ul", { class: "legend" }, ...entries);
}

/**
 * Round numbers on an axis, a few of them.
 * @param {Axis} axis
 * @returns {number[]}
 */
export function ticks({ least, most }) {
  const rough = (most - least) / (MOST_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (ROUND.find((by) => by * power >= rough * 0.999) ?? 10);
  const found = [];
  // Counted in whole steps, so that 0.3 does not become 0.30000000000000004.
  for (let count = Math.ceil(least / step - 1e-9); count * step <= most * (1 + 1e-9); count += 1) {
    found.push(Number((count * step).toPrecision(12)));
  }
  return found;
}

/**
 * @param {Series} series
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function plotted({ look, points, joined }, x, y) {
  const group = svg("g", { class: `look-${look}` });
  if (joined) {
    const corners = points.map((point) => `${x(point.x)} ${y(point.y)}`);
    group.append(svg("path", { class: "curve", d: `M${corners.join("L")}` }));
  }
  for (const { x: across, y: up, low, high, title } of points) {
    if (low !== undefined && high !== undefined) {
      group.append(svg("path", { class: "interval", d: `M${x(across)} ${y(low)}V${y(high)}` }));
    }
    const point = mark(look, title);
    point.setAttribute("transform", `translate(${x(across)} ${y(up)})`);
    group.append(point);
  }
  return group;
}

/**
 * @param {number} look
 * @param {string} [title]
 */
function mark(look, title) {
  const shape = svg("path", { class: "mark", d: MARKS[look % MARKS.length] });
  if (title) shape.append(svg("title", {}, title));
  return shape;
}

/**
 * @param {Axis} axis
 * @param {number} value
 * @returns {number} how far along the axis it is, 0 to 1
 */
function along({ least, most }, value) {
  return (value - least) / (most - least || 1);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(string | Node)[]} content
 */
function svg(name, attributes, ...content) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, typeof value === "number" ? String(+value.toFixed(2)) : value);
  }
  made.append(...content);
  return made;
}
