/**
 * Exports a drawing as PNG, as JSON and as a link that opens it again, and remembers it when the
 * page is reloaded. `../shared/rows.js` exports what was read.
 *
 * @typedef {import("./sketchpad.js").Sketchpad} Sketchpad
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

import { contextOf, part } from "../shared/dom.js";
import { texts } from "../shared/language.js";
import { download } from "../shared/rows.js";
import { decode, encode } from "./link.js";
import { DRAWING_SIDE, drawStrokes } from "./strokes.js";

const NAME = "trazo";
const HASH_PREFIX = "#drawing=";

/**
 * Bring the export buttons to life, and restore the drawing of the address or of the last visit.
 * @param {HTMLElement} element with the buttons
 * @param {Sketchpad} sketchpad
 * @param {(sentence: string) => void} showNote
 * @returns {() => void} to be called when the drawing has changed
 */
export function mountExport(element, sketchpad, showNote) {
  const buttons = ["save_png", "save_json", "link"].map((name) =>
    part(element, name, HTMLButtonElement),
  );
  const [png, json, link] = buttons;
  png.addEventListener("click", async () => {
    download(await toPng(sketchpad.strokes), `${NAME}.png`);
  });
  json.addEventListener("click", () => download(toJson(sketchpad.strokes), `${NAME}.json`));
  link.addEventListener("click", async () => {
    location.hash = HASH_PREFIX + encode(sketchpad.strokes);
    try {
      await navigator.clipboard.writeText(location.href);
      showNote(texts.link_copied);
    } catch {
      showNote(texts.link_in_address); // the page may not write to the clipboard
    }
  });
  addEventListener("hashchange", () => openLink(sketchpad, showNote));
  // Opening a drawing has it read, which needs the rest of the page to be mounted first.
  queueMicrotask(() => {
    if (!openLink(sketchpad, showNote)) sketchpad.start(storedDrawing());
  });
  return () => {
    for (const button of buttons) button.disabled = sketchpad.isEmpty;
    store(sketchpad.strokes);
  };
}

/**
 * @param {Sketchpad} sketchpad
 * @param {(sentence: string) => void} showNote
 * @returns {boolean} whether the address holds a drawing, even a damaged one
 */
function openLink(sketchpad, showNote) {
  if (!location.hash.startsWith(HASH_PREFIX)) return false;
  const text = location.hash.slice(HASH_PREFIX.length);
  if (text === encode(sketchpad.strokes)) return true;
  try {
    sketchpad.load(decode(text));
  } catch {
    sketchpad.clear();
    showNote(texts.error_link);
  }
  return true;
}

/** @returns {Stroke[]} the last drawing in this browser tab */
function storedDrawing() {
  try {
    return decode(sessionStorage.getItem(NAME) ?? "");
  } catch {
    return []; // there is none, or the browser does not allow storage
  }
}

/** @param {Stroke[]} strokes */
function store(strokes) {
  const text = encode(strokes);
  try {
    sessionStorage.setItem(NAME, text);
  } catch {
    // Without storage the drawing is lost with a reload, nothing more.
  }
}

/**
 * @param {Stroke[]} strokes
 * @returns {Promise<Blob>} black ink on white, 1,000 pixels to a side
 */
function toPng(strokes) {
  const canvas = document.createElement("canvas");
  canvas.width = DRAWING_SIDE;
  canvas.height = DRAWING_SIDE;
  const context = contextOf(canvas);
  context.fillStyle = "white";
  context.fillRect(0, 0, DRAWING_SIDE, DRAWING_SIDE);
  drawStrokes(context, strokes, "black");
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no image"))), "image/png");
  });
}

/**
 * @param {Stroke[]} strokes
 * @returns {Blob} a request body for `/api/predict`
 */
function toJson(strokes) {
  return new Blob([`${JSON.stringify({ strokes })}\n`], { type: "application/json" });
}
