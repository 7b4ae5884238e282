/**
 * Accepts images that are dropped on the page or pasted into it, as files, as URLs, or within the
 * HTML that browsers hand over with an image of another page.
 *
 * @typedef {{
 *   onFile: (file: Blob) => void,
 *   onUrl: (url: string) => void,
 *   onError: (kind: "nothing_to_paste" | "paste_refused") => void }} Handlers
 */

import { decodeDataUrl, isDataUrl } from "./data_url.js";

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";
const URL_PATTERN = /^(https?:\/\/\S+|data:[^,]*,[^]*)$/i;
const DRAG_TIMEOUT_MS = 500; // browsers fire dragover more often than this during a drag

/**
 * Accept images anywhere on the page while the element is visible.
 * @param {HTMLElement} element has the class "dropping" while something is dragged over the page
 * @param {Handlers} handlers
 */
export function listenForImages(element, handlers) {
  const isVisible = () => element.offsetParent !== null;
  let timer = 0;

  document.addEventListener("dragover", (event) => {
    if (!isVisible()) return;
    event.preventDefault(); // without it the browser would leave the page for the image
    element.classList.add("dropping");
    clearTimeout(timer);
    timer = setTimeout(() => element.classList.remove("dropping"), DRAG_TIMEOUT_MS);
  });
  document.addEventListener("drop", (event) => {
    if (!isVisible() || !event.dataTransfer) return;
    event.preventDefault();
    element.classList.remove("dropping");
    void handle(event.dataTransfer, handlers);
  });
  document.addEventListener("paste", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    const { clipboardData } = event;
    if (!isVisible() || !clipboardData || (isTyping && clipboardData.files.length === 0)) return;
    event.preventDefault();
    void handle(clipboardData, handlers);
  });
}

/**
 * Read the clipboard when a button is pressed, if the browser allows it.
 * @param {Handlers} handlers
 */
export async function pasteFromClipboard(handlers) {
  try {
    for (const item of await navigator.clipboard.read()) {
      const imageType = item.types.find((type) => type.startsWith("image/"));
      if (imageType) return handlers.onFile(await item.getType(imageType));
      const read = async (/** @type {string} */ type) =>
        item.types.includes(type) ? (await item.getType(type)).text() : "";
      const url = findUrl(await read("text/html"), await read("text/plain"));
      if (url) return await handleUrl(url, handlers);
    }
    handlers.onError("nothing_to_paste");
  } catch {
    handlers.onError("paste_refused");
  }
}

/**
 * @param {DataTransfer} data
 * @param {Handlers} handlers
 */
async function handle(data, handlers) {
  if (data.files.length > 0) return handlers.onFile(data.files[0]);
  const lines = data.getData("text/uri-list").split("\n");
  const first = lines.find((line) => line.trim() !== "" && !line.startsWith("#")); // a comment
  const url = findUrl(data.getData("text/html"), first ?? data.getData("text/plain"));
  if (url) await handleUrl(url, handlers);
  else handlers.onError("nothing_to_paste");
}

/**
 * @param {string} html may show an image; its URL is preferred, as the text may be that of a link
 * @param {string} text may be a URL
 * @returns {string | undefined} the URL of an image
 */
function findUrl(html, text) {
  // Such a document loads nothing and runs no scripts.
  const image = new DOMParser().parseFromString(html, "text/html").querySelector("img");
  const candidates = [image?.getAttribute("src") ?? "", text];
  return candidates.map((url) => url.trim()).find((url) => URL_PATTERN.test(url));
}

/**
 * @param {string} url
 * @param {Handlers} handlers
 */
async function handleUrl(url, handlers) {
  if (!isDataUrl(url)) return handlers.onUrl(url);
  const file = await decodeDataUrl(url);
  if (file) handlers.onFile(file);
  else handlers.onError("nothing_to_paste");
}
