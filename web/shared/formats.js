/**
 * Formats numbers, dates and lists for the visitor's language.
 */

import { language, percent } from "./language.js";

export { percent };

/**
 * @param {Intl.NumberFormatOptions} [options]
 * @returns {(value: number) => string}
 */
function numberFormat(options) {
  const formatter = new Intl.NumberFormat(language, options);
  return (value) => formatter.format(value);
}

/** A count, or a number with as many decimals as it has, up to three. */
export const number = numberFormat();

/** A number with one decimal. */
export const oneDecimal = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A share in [0, 1] as a percentage with two decimals, where networks differ in the second. */
export const precisePercent = numberFormat({
  style: "percent",
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** A share in [0, 1] as a percentage without decimals, for axes. */
export const wholePercent = numberFormat({ style: "percent", maximumFractionDigits: 0 });

const megabyteFormat = numberFormat({
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 2,
});

/** @param {number} bytes */
export const megabytes = (bytes) => megabyteFormat(bytes / 1e6);

/** Milliseconds with two significant digits. */
export const milliseconds = numberFormat({
  style: "unit",
  unit: "millisecond",
  maximumSignificantDigits: 2,
});

/** Minutes with at most one decimal. */
export const minutes = numberFormat({ style: "unit", unit: "minute", maximumFractionDigits: 1 });

const dateFormat = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });

/** @param {string} isoDate such as "2026-11-20" */
export const date = (isoDate) => dateFormat.format(new Date(isoDate));

const listFormat = new Intl.ListFormat(language);

/** @param {string[]} items */
export const list = (items) => listFormat.format(items);
