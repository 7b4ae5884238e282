/**
 * The Draw tab: joins the drawing surface, the reader and the answer, with buttons and keys.
 */

import { Answer } from "./answer.js";
import { part } from "./part.js";
import { Reader } from "./reader.js";
import { Sketchpad } from "./sketchpad.js";

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 * @param {Record<string, Record<string, string>>} textsByLanguage
 */
export function mount(element, textsByLanguage) {
  const language = chooseLanguage(Object.keys(textsByLanguage));
  const texts = textsByLanguage[language];
  document.documentElement.lang = language;
  fillTexts(element, texts);

  const canvas = part(element, "canvas", HTMLCanvasElement);
  const hint = part(element, "hint", HTMLElement);
  const undo = part(element, "undo", HTMLButtonElement);
  const clear = part(element, "clear", HTMLButtonElement);

  const answer = new Answer(part(element, "answer", HTMLElement), texts, language);
  const reader = new Reader(
    new URL("api/predict", document.baseURI),
    (reading, points) => {
      answer.show(reading, points);
      if (!pad.isDrawing) answer.announce();
    },
    (error) => answer.showError(texts[`error_${error}`]),
  );
  const pad = new Sketchpad(canvas, (change) => {
    canvas.dataset.points = String(pad.pointCount);
    hint.hidden = !pad.isEmpty;
    undo.disabled = !pad.canUndo;
    clear.disabled = pad.isEmpty;
    reader.read(pad.strokes, pad.pointCount, change === "replace");
  });

  undo.addEventListener("click", () => pad.undo());
  clear.addEventListener("click", () => pad.clear());
  document.addEventListener("keydown", (event) => {
    const isVisible = element.offsetParent !== null;
    const writes = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    if (!isVisible || writes) return;
    const key = event.key.toLowerCase();
    if (key === "escape") pad.clear();
    else if (key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) pad.undo();
    else return;
    event.preventDefault();
  });
  element.dataset.ready = "true";
}

/**
 * @param {string[]} languages that there are texts for, the fallback first
 * @returns {string} the first of them that the visitor's browser asks for
 */
function chooseLanguage(languages) {
  const wanted = navigator.languages.map((tag) => tag.split("-")[0]);
  return wanted.find((tag) => languages.includes(tag)) ?? languages[0];
}

/**
 * Fill in the texts that the markup names by their keys.
 * @param {HTMLElement} element
 * @param {Record<string, string>} texts
 */
function fillTexts(element, texts) {
  for (const each of element.querySelectorAll("*")) {
    const { text, title, label } = each instanceof HTMLElement ? each.dataset : {};
    if (text) each.textContent = texts[text];
    if (title) each.setAttribute("title", texts[title]);
    if (label) each.setAttribute("aria-label", texts[label]);
  }
}
