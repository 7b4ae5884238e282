/**
 * The Results tab: shows the report on the served network, section by section. A section without
 * data stays hidden.
 *
 * @typedef {import("./report.js").Report} Report
 */

import { part } from "../shared/dom.js";
import { addTexts, fillTexts, texts } from "../shared/language.js";
import { SECTIONS } from "./sections.js";
// @ts-ignore  made by web/browser_files.py
import { TEXTS } from "./texts.js";

const NOT_FOUND = 404;

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 */
export async function mount(element) {
  addTexts(TEXTS);
  fillTexts(element);
  const trouble = part(element, "trouble", HTMLElement);
  try {
    const response = await fetch(new URL("api/report", document.baseURI));
    if (response.status === NOT_FOUND) trouble.textContent = texts.results_none;
    else if (response.ok) show(element, await response.json());
    else throw new Error(response.statusText);
  } catch (error) {
    console.error(error);
    trouble.textContent = texts.figures_offline;
  }
  element.dataset.ready = "true";
}

/**
 * @param {HTMLElement} element
 * @param {Report} report
 */
function show(element, report) {
  for (const [name, contentOf] of Object.entries(SECTIONS)) {
    const section = part(element, name, HTMLElement);
    const content = contentOf(report);
    section.append(...content);
    section.hidden = content.length === 0;
  }
}
