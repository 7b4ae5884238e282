/**
 * Makes tables with column headers, and the first cell of each row as its header.
 */

import { make } from "./dom.js";

/**
 * @param {string} caption
 * @param {string[]} headers of the columns
 * @param {(string | Node)[][]} rows with one cell for each header
 * @param {string[]} [total] a last row, in the table's foot
 */
export function table(caption, headers, rows, total) {
  const columns = headers.map((header) => make("th", { scope: "col" }, header));
  return make(
    "table",
    {},
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...columns)),
    make("tbody", {}, ...rows.map(tableRow)),
    ...(total ? [make("tfoot", {}, tableRow(total))] : []),
  );
}

/** @param {(string | Node)[]} cells */
function tableRow([header, ...cells]) {
  const rowHeader = make("th", { scope: "row" }, header);
  return make("tr", {}, rowHeader, ...cells.map((cell) => make("td", {}, cell)));
}
