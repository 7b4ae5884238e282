/**
 * The buttons of drawings that draw themselves. Pressing one again shows the next way of writing
 * the same digit.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

import { fill } from "./language.js";

/** What there is a button for; the drawings themselves are fetched when one is pressed. */
const NAMES = [..."0123456789", "2026"];

/**
 * @param {HTMLElement} root an empty element to put the buttons in
 * @param {(strokes: Stroke[]) => void} onChoose called with the drawing that is wanted
 */
export function mountExamples(root, onChoose) {
  /** @type {Promise<Record<string, Stroke[][]>> | undefined} */
  let drawings;
  /** @type {Record<string, number>} How often each was shown. */
  const shown = {};
  for (const name of NAMES) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = name;
    button.title = fill("example_title", { digit: name });
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", async () => {
      drawings ??= fetch(new URL("examples.json", import.meta.url)).then((file) => file.json());
      try {
        const ways = (await drawings)[name];
        shown[name] = (shown[name] ?? -1) + 1;
        onChoose(ways[shown[name] % ways.length]);
      } catch {
        drawings = undefined; // the next press tries again
      }
    });
    root.append(button);
  }
}
