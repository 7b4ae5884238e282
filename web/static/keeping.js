/**
 * Keeps a drawing: as files, as a link that opens it again, and through a reload of the page.
 *
 * @typedef {import("./sketchpad.js").Sketchpad} Sketchpad
 */

import { texts } from "./language.js";
import { part } from "./part.js";
import { asJson, asPng, decode, encode, save } from "./share.js";

const NAME = "trazo";
const IN_LINK = "#drawing=";

/**
 * Bring the buttons to life, and the drawing back that the address or the browser holds.
 * @param {HTMLElement} element with the buttons
 * @param {Sketchpad} pad
 * @param {(sentence: string) => void} say
 * @returns {() => void} to be called when the drawing has changed
 */
export function mountKeeping(element, pad, say) {
  const buttons = ["save_png", "save_json", "link"].map((name) =>
    part(element, name, HTMLButtonElement),
  );
  const [png, json, link] = buttons;
  png.addEventListener("click", async () => save(await asPng(pad.strokes), `${NAME}.png`));
  json.addEventListener("click", () => save(asJson(pad.strokes), `${NAME}.json`));
  link.addEventListener("click", async () => {
    location.hash = IN_LINK + encode(pad.strokes);
    try {
      await navigator.clipboard.writeText(location.href);
      say(texts.link_copied);
    } catch {
      say(texts.link_in_address); // where the page may not write to the clipboard
    }
  });
  addEventListener("hashchange", () => openLink(pad, say));
  // Once the page has finished mounting: opening a drawing has it read.
  queueMicrotask(() => {
    if (!openLink(pad, say)) pad.start(remembered());
  });
  return () => {
    for (const button of buttons) button.disabled = pad.isEmpty;
    remember(encode(pad.strokes));
  };
}

/**
 * @param {Sketchpad} pad
 * @param {(sentence: string) => void} say
 * @returns {boolean} whether the address has a drawing, or what once was one
 */
function openLink(pad, say) {
  if (!location.hash.startsWith(IN_LINK)) return false;
  const text = location.hash.slice(IN_LINK.length);
  if (text === encode(pad.strokes)) return true;
  try {
    pad.load(decode(text));
  } catch {
    pad.clear();
    say(texts.error_link);
  }
  return true;
}

/** @returns {import("./sketchpad.js").Stroke[]} the drawing that this window last held */
function remembered() {
  try {
    return decode(sessionStorage.getItem(NAME) ?? "");
  } catch {
    return []; // none, or storage is not allowed
  }
}

/** @param {string} text */
function remember(text) {
  try {
    sessionStorage.setItem(NAME, text);
  } catch {
    // Not every browser allows it everywhere; the drawing is on the page all the same.
  }
}
