/**
 * Buttons for drawings that draw themselves. Each press of the same button shows the next variant
 * of that drawing.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

import { make } from "../shared/dom.js";
import { fill } from "../shared/language.js";

/** The drawings in `examples.json`, which is fetched when the first button is pressed. */
const NAMES = [..."0123456789", "2026"];

/**
 * @param {HTMLElement} root an empty element for the buttons
 * @param {(strokes: Stroke[]) => void} onChoose called with the drawing to show
 */
export function mountExamples(root, onChoose) {
  /** @type {Promise<Record<string, Stroke[][]>> | undefined} */
  let drawings;
  /** @type {Record<string, number>} How often each drawing was shown. */
  const counts = {};
  for (const name of NAMES) {
    const title = fill("example_title", { digit: name });
    const attributes = { type: "button", class: "button", title, "aria-label": title };
    const button = make("button", attributes, name);
    button.addEventListener("click", async () => {
      drawings ??= fetch(new URL("examples.json", import.meta.url)).then((file) => file.json());
      try {
        const variants = (await drawings)[name];
        const count = counts[name] ?? 0;
        counts[name] = count + 1;
        onChoose(variants[count % variants.length]);
      } catch {
        drawings = undefined; // the next press tries again
      }
    });
    root.append(button);
  }
}
