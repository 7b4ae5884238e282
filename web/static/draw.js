/**
 * The Draw tab: joins the drawing surface, the reader, the answer and what explains it, with
 * buttons and keys.
 */

import { Answer } from "./answer.js";
import { mountExamples } from "./examples.js";
import { Explained } from "./explained.js";
import { mountKeeping } from "./keeping.js";
import { fillTexts, texts } from "./language.js";
import { part } from "./part.js";
import { Reader } from "./reader.js";
import { Sketchpad } from "./sketchpad.js";

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 */
export function mount(element) {
  fillTexts(element);

  const canvas = part(element, "canvas", HTMLCanvasElement);
  const hint = part(element, "hint", HTMLElement);
  const undo = part(element, "undo", HTMLButtonElement);
  const redo = part(element, "redo", HTMLButtonElement);
  const clear = part(element, "clear", HTMLButtonElement);

  const answer = new Answer(part(element, "answer", HTMLElement), (place) => explained.at(place));
  const reader = new Reader(
    new URL("api/predict", document.baseURI),
    (reading, points) => {
      answer.show(reading, points, pad.lastPoint?.[0]);
      if (pad.isDrawing) return;
      answer.announce();
      explained.at(answer.chosen);
    },
    (error) => answer.say(texts[`error_${error}`]),
  );
  const pad = new Sketchpad(canvas, (change) => {
    canvas.dataset.points = String(pad.pointCount);
    hint.hidden = !pad.isEmpty;
    undo.disabled = !pad.canUndo;
    redo.disabled = !pad.canRedo;
    clear.disabled = pad.isEmpty;
    explained.drop();
    reader.read(pad.strokes, pad.pointCount, change === "replace");
    if (change !== "draw") keep();
  });
  const explained = new Explained(element, pad);
  const keep = mountKeeping(element, pad, (sentence) => answer.say(sentence, true));
  mountExamples(part(element, "examples", HTMLElement), (strokes) => pad.play(strokes));

  undo.addEventListener("click", () => pad.undo());
  redo.addEventListener("click", () => pad.redo());
  clear.addEventListener("click", () => pad.clear());
  document.addEventListener("keydown", (event) => {
    const isVisible = element.offsetParent !== null;
    const writes = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    if (!isVisible || writes) return;
    const key = event.key.toLowerCase();
    const withControl = event.ctrlKey || event.metaKey;
    if (key === "escape") pad.clear();
    else if (withControl && (key === "y" || (key === "z" && event.shiftKey))) pad.redo();
    else if (withControl && key === "z") pad.undo();
    else return;
    event.preventDefault();
  });
  element.dataset.ready = "true";
}
