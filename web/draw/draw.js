/**
 * The Draw tab: connects the sketchpad, the reader, the answer and its explanation with each other,
 * with the buttons and with the keys.
 */

import { part } from "../shared/dom.js";
import { addTexts, fillTexts, texts } from "../shared/language.js";
import { mountRowExport } from "../shared/rows.js";
import { Answer } from "./answer.js";
import { mountExamples } from "./examples.js";
import { Explanation } from "./explanation.js";
import { mountExport } from "./export.js";
import { LiveReader } from "./live_reader.js";
import { Sketchpad } from "./sketchpad.js";
// @ts-ignore  made by web/browser_files.py
import { TEXTS } from "./texts.js";

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 */
export function mount(element) {
  addTexts(TEXTS);
  fillTexts(element);

  const canvas = part(element, "canvas", HTMLCanvasElement);
  const hint = part(element, "hint", HTMLElement);
  const undo = part(element, "undo", HTMLButtonElement);
  const redo = part(element, "redo", HTMLButtonElement);
  const clear = part(element, "clear", HTMLButtonElement);

  const answer = new Answer(part(element, "answer", HTMLElement), (index) => {
    explanation.explain(index);
  });
  const reader = new LiveReader(
    new URL("api/predict", document.baseURI),
    (reading, pointCount) => {
      answer.show(reading, pointCount, sketchpad.lastPoint);
      updateRowExport(reading.lines);
      if (sketchpad.isDrawing) return;
      answer.announce();
      explanation.explain(answer.selected);
    },
    (error) => answer.showNote(texts[`error_${error}`]),
  );
  const sketchpad = new Sketchpad(canvas, (change) => {
    canvas.dataset.points = String(sketchpad.pointCount);
    hint.hidden = !sketchpad.isEmpty;
    undo.disabled = !sketchpad.canUndo;
    redo.disabled = !sketchpad.canRedo;
    clear.disabled = sketchpad.isEmpty;
    explanation.clear();
    reader.read(sketchpad.strokes, sketchpad.pointCount, change === "replace");
    if (change !== "draw") updateExport();
  });
  const explanation = new Explanation(element, sketchpad);
  const say = (/** @type {string} */ sentence) => answer.showNote(sentence, true);
  const updateExport = mountExport(element, sketchpad, say);
  const updateRowExport = mountRowExport(element, say);
  mountExamples(part(element, "examples", HTMLElement), (strokes) => sketchpad.play(strokes));

  undo.addEventListener("click", () => sketchpad.undo());
  redo.addEventListener("click", () => sketchpad.redo());
  clear.addEventListener("click", () => sketchpad.clear());
  document.addEventListener("keydown", (event) => {
    const isVisible = element.offsetParent !== null;
    const isTyping = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    if (!isVisible || isTyping) return;
    const key = event.key.toLowerCase();
    const withControl = event.ctrlKey || event.metaKey;
    if (key === "escape") sketchpad.clear();
    else if (withControl && (key === "y" || (key === "z" && event.shiftKey))) sketchpad.redo();
    else if (withControl && key === "z") sketchpad.undo();
    else return;
    event.preventDefault();
  });
  element.dataset.ready = "true";
}
