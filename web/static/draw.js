/**
 * The Draw tab: joins the drawing surface, the reader and the answer, with buttons and keys.
 */

import { Answer } from "./answer.js";
import { Reader } from "./reader.js";
import { Sketchpad } from "./sketchpad.js";

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

  const buttons = {
    undo: element.querySelector("[data-part=undo]"),
    clear: element.querySelector("[data-part=clear]"),
  };
  const hint = element.querySelector("[data-part=hint]");
  const answer = new Answer(element.querySelector("[data-part=answer]"), texts, language);
  const reader = new Reader(
    new URL("api/predict", document.baseURI),
    (reading, points) => {
      answer.show(reading, points);
      if (!pad.isDrawing) answer.announce();
    },
    (error) => answer.showError(texts[`error_${error}`]),
  );
  const canvas = element.querySelector("[data-part=canvas]");
  const pad = new Sketchpad(canvas, (change) => {
    canvas.dataset.points = String(pad.pointCount);
    hint.hidden = !pad.isEmpty;
    buttons.undo.disabled = !pad.canUndo;
    buttons.clear.disabled = pad.isEmpty;
    reader.read(pad.strokes, pad.pointCount, change === "replace");
  });

  buttons.undo.addEventListener("click", () => pad.undo());
  buttons.clear.addEventListener("click", () => pad.clear());
  document.addEventListener("keydown", (event) => {
    const isVisible = element.offsetParent !== null;
    if (!isVisible || event.target.closest?.("input, textarea, [contenteditable]")) return;
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
 * @param {HTMLElement} element
 * @param {Record<string, string>} texts
 */
function fillTexts(element, texts) {
  for (const each of element.querySelectorAll("[data-text]")) {
    each.textContent = texts[each.dataset.text];
  }
  for (const each of element.querySelectorAll("[data-title]")) {
    each.title = texts[each.dataset.title];
  }
  for (const each of element.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", texts[each.dataset.label]);
  }
}
