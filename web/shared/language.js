/**
 * The visitor's language and its texts.
 *
 * The language is the browser's, or that of `?lang=` in the page's address, which
 * `web/shared/language.py` puts in its place. Without texts in that language it is English.
 *
 * @typedef {Record<string, string>} Texts
 */

// @ts-ignore  made by web/browser_files.py
import { TEXTS } from "./texts.js";

const languages = Object.keys(TEXTS);

/** @type {string} */
export const language =
  navigator.languages.map((tag) => tag.split("-")[0]).find((code) => languages.includes(code)) ??
  languages[0];

/** @type {Texts} The loaded texts by key. */
export const texts = { ...TEXTS[language] };

const percentFormat = new Intl.NumberFormat(language, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/**
 * @param {number} share in [0, 1]
 * @returns {string} a percentage with one decimal
 */
export function percent(share) {
  return percentFormat.format(share);
}

/**
 * Add the texts of a tab to the shared ones.
 * @param {Record<string, Texts>} tabTexts by language
 */
export function addTexts(tabTexts) {
  Object.assign(texts, tabTexts[language]);
}

/**
 * @param {string} key of a text with placeholders: "{digit}, {percent}"
 * @param {Record<string, string | number>} values by placeholder
 * @returns {string}
 */
export function fill(key, values) {
  return texts[key].replace(/\{(\w+)\}/g, (_, placeholder) => String(values[placeholder]));
}

/**
 * Fill in the texts that the markup refers to by key: `data-text`, `data-title`, `data-label`.
 * @param {HTMLElement} root
 */
export function fillTexts(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("*")) {
    const { text, title, label } = element instanceof HTMLElement ? element.dataset : {};
    if (text) element.textContent = texts[text];
    if (title) element.setAttribute("title", texts[title]);
    if (label) element.setAttribute("aria-label", texts[label]);
  }
}
