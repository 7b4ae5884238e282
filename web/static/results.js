/**
 * The Results tab: shows the report of the network that is served, section by section. What the
 * report lacks is left out. How charts and tables are made is in `charts.js`, `table.js` and
 * `counts.js`; what is in each section in `sections.js`.
 */

import { addTexts, fillTexts, texts } from "./language.js";
import { part } from "./part.js";
import { SECTIONS } from "./sections.js";
// @ts-ignore  made by web/component.py
import { TEXTS } from "./texts_figures.js";

const NO_REPORT = 404;

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
    if (response.status === NO_REPORT) trouble.textContent = texts.results_none;
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
 * @param {import("./sections.js").Report} report
 */
function show(element, report) {
  for (const [name, content] of Object.entries(SECTIONS)) {
    const section = part(element, name, HTMLElement);
    const made = content(report);
    section.append(...made);
    section.hidden = made.length === 0;
  }
}
