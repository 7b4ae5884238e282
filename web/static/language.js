/**
 * The visitor's language: that of the browser, or `?lang=` in the page's address, which
 * `web/language.py` puts in its place. English where neither is one that there are texts in.
 *
 * @typedef {Record<string, string>} Texts
 */

// @ts-ignore  made by web/component.py
import { TEXTS } from "./texts.js";

const known = Object.keys(TEXTS);

/** @type {string} */
export const language =
  navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => known.includes(tag)) ?? known[0];

/** @type {Texts} Every text by its key. */
export const texts = TEXTS[language];

/** Shares in [0, 1] as percentages with one decimal. */
export const percent = new Intl.NumberFormat(language, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/**
 * Take in the texts of a tab that is not open from the beginning.
 * @param {Record<string, Texts>} more by language
 */
export function addTexts(more) {
  Object.assign(texts, more[language]);
}

/**
 * @param {string} key of a text with gaps: "{digit}, {percent}"
 * @param {Record<string, string | number>} values what to put into them
 * @returns {string}
 */
export function fill(key, values) {
  return texts[key].replace(/\{(\w+)\}/g, (_, gap) => String(values[gap]));
}

/**
 * Fill in the texts that the markup names by their keys.
 * @param {HTMLElement} element
 */
export function fillTexts(element) {
  document.documentElement.lang = language;
  for (const each of element.querySelectorAll("*")) {
    const { text, title, label } = each instanceof HTMLElement ? each.dataset : {};
    if (text) each.textContent = texts[text];
    if (title) each.setAttribute("title", texts[title]);
    if (label) each.setAttribute("aria-label", texts[label]);
  }
}
