/**
 * Makes tables: heads are heads, and the first cell of each row is its head.
 */

import { texts } from "./language.js";

/**
 * An element with attributes and content.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {(string | Node)[]} content
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...content);
  return made;
}

/**
 * @param {string} caption
 * @param {string[]} heads of the columns
 * @param {(string | Node)[][]} rows as many cells each as there are heads
 * @param {string[]} [total] one more row, set off at the foot
 */
export function table(caption, heads, rows, total) {
  const columns = heads.map((head) => make("th", { scope: "col" }, head));
  const made = make("table", {}, make("caption", {}, caption), make("thead", {}, row(columns)));
  made.append(make("tbody", {}, ...rows.map((cells) => row(asCells(cells)))));
  if (total) made.append(make("tfoot", {}, row(asCells(total))));
  return made;
}

/**
 * @param {HTMLElement} figures a table for those who want to know exactly
 */
export function folded(figures) {
  return make("details", {}, make("summary", {}, texts.results_as_table), figures);
}

/** @param {(string | Node)[]} cells */
function asCells(cells) {
  return cells.map((cell, place) =>
    place === 0 ? make("th", { scope: "row" }, cell) : make("td", {}, cell),
  );
}

/** @param {HTMLElement[]} cells */
function row(cells) {
  return make("tr", {}, ...cells);
}
