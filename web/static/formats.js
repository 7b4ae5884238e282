/**
 * Numbers as the visitor's language writes them.
 */

import { language, percent } from "./language.js";

/**
 * @param {Intl.NumberFormatOptions} [options]
 * @returns {(value: number) => string}
 */
function format(options) {
  const formatter = new Intl.NumberFormat(language, options);
  return (value) => formatter.format(value);
}

/** A count, or a number with whatever decimals it has. */
export const number = format();

/** A share in [0, 1] as a percentage with one decimal. */
export const share = (/** @type {number} */ value) => percent.format(value);

/** The same with two, where the second tells networks apart. */
export const fineShare = format({
  style: "percent",
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** The same as a whole number, for axes. */
export const roundShare = format({ style: "percent", maximumFractionDigits: 0 });

/** A number with one decimal. */
export const tenths = format({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

const inMegabytes = format({ style: "unit", unit: "megabyte", maximumFractionDigits: 2 });

/** @param {number} bytes */
export const megabytes = (bytes) => inMegabytes(bytes / 1e6);

/** Milliseconds to two significant digits. */
export const milliseconds = format({
  style: "unit",
  unit: "millisecond",
  maximumSignificantDigits: 2,
});

/** Minutes with one decimal. */
export const minutes = format({ style: "unit", unit: "minute", maximumFractionDigits: 1 });

const days = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });

/** @param {string} date as in "2026-11-20" */
export const day = (date) => days.format(new Date(date));

const lists = new Intl.ListFormat(language);

/** @param {string[]} items */
export const list = (items) => lists.format(items);
