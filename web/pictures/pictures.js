/**
 * The Pictures tab: connects the ways to choose an image with its upload, and shows what is read.
 *
 * @typedef {import("./upload.js").Failure} Failure
 */

import { part } from "../shared/dom.js";
import { addTexts, fill, fillTexts, texts } from "../shared/language.js";
import { Camera } from "./camera.js";
import { Detections } from "./detections.js";
import { listenForImages, pasteFromClipboard } from "./drop_and_paste.js";
import { Stage } from "./stage.js";
// @ts-ignore  made by web/browser_files.py
import { TEXTS } from "./texts.js";
import { Upload } from "./upload.js";

const MAX_DETAIL_LENGTH = 100; // characters of a URL in an error
const SCHEME = /^[a-z][a-z\d+.-]*:(?!\d)/i; // in example.org:80 there is none

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 */
export function mount(element) {
  addTexts(TEXTS);
  fillTexts(element);
  const button = (/** @type {string} */ name) => part(element, name, HTMLButtonElement);
  const limits = part(element, "room", HTMLElement).dataset;
  const maxBytes = Number(limits.mostBytes);
  const about = fill("pictures_about", {
    formats: String(limits.formats),
    megabytes: maxBytes / 1e6,
    megapixels: Number(limits.mostPixels) / 1e6,
  });

  const steps = {
    sending: texts.pictures_sending,
    fetching: texts.pictures_fetching,
    reading: texts.pictures_reading,
  };
  const highlight = (/** @type {number | null} */ index) => {
    stage.highlight(index);
    detections.highlight(index);
  };
  const stage = new Stage(part(element, "stage", HTMLElement), highlight);
  const detections = new Detections(part(element, "found", HTMLElement), about, highlight);
  const camera = new Camera(part(element, "video", HTMLVideoElement));
  const upload = new Upload(new URL("api/", document.baseURI), maxBytes, {
    onStep: (step, share) => showProgress(steps[step], share),
    onReading: (reading) => {
      stage.showImage(reading);
      detections.show(reading);
    },
    onError: showError,
  });

  /**
   * @param {string} text
   * @param {number} [share]
   */
  function showProgress(text, share) {
    camera.close();
    stage.showProgress(text, share);
    detections.showNothing();
  }

  /** @param {Failure} failure */
  function showError({ kind, details }) {
    reset();
    const key = texts[`error_picture_${kind}`] ? `error_picture_${kind}` : `error_${kind}`;
    detections.showNothing(fill(key, shortened(details)));
  }

  function reset() {
    upload.cancel();
    camera.close();
    stage.showNothing();
    detections.showNothing();
  }

  const handlers = {
    onFile: (/** @type {Blob} */ file) => void upload.sendFile(file),
    onUrl: (/** @type {string} */ url) => {
      address.value = url;
      upload.sendUrl(url);
    },
    onError: (/** @type {string} */ kind) => showError({ kind, details: {} }),
  };

  const fileInput = (/** @type {string} */ name) => {
    const input = part(element, name, HTMLInputElement);
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      input.value = ""; // so that the same file can be chosen again
      if (file) handlers.onFile(file);
    });
    return input;
  };
  const file = fileInput("file");
  const photo = fileInput("photo");
  button("choose").addEventListener("click", () => file.click());
  button("open_camera").addEventListener("click", () => {
    if (Camera.isSupported) void openCamera();
    else photo.click();
  });

  async function openCamera() {
    upload.cancel();
    showProgress(texts.pictures_opening);
    const outcome = await camera.open();
    if (outcome === "closed") return;
    if (outcome !== "open") return handlers.onError(outcome);
    stage.showCamera();
    button("shutter").focus();
  }
  button("shutter").addEventListener("click", async () => {
    handlers.onFile(await camera.capture());
    button("open_camera").focus();
  });
  button("close_camera").addEventListener("click", () => {
    reset();
    button("open_camera").focus();
  });
  const closeCamera = () => {
    if (camera.isActive) reset();
  };
  // The camera closes when the visitor leaves this tab or the page.
  new IntersectionObserver((entries) => {
    if (entries.at(-1)?.boundingClientRect.width === 0) closeCamera();
  }).observe(element);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) closeCamera();
  });

  listenForImages(element, handlers);
  const pasteButton = button("paste");
  pasteButton.hidden = navigator.clipboard?.read === undefined;
  pasteButton.addEventListener("click", () => void pasteFromClipboard(handlers));

  const address = part(element, "url", HTMLInputElement);
  part(element, "form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const url = address.value.trim();
    if (url === "") address.focus();
    else upload.sendUrl(SCHEME.test(url) ? url : `https://${url}`);
  });

  button("mnist").addEventListener("click", () => upload.requestMnistDigit());
  button("stop").addEventListener("click", () => {
    reset();
    button("choose").focus();
  });

  if (matchMedia("(pointer: coarse)").matches) {
    part(element, "hint", HTMLElement).textContent = texts.pictures_hint_touch;
  }
  element.dataset.ready = "true";
}

/**
 * @param {Failure["details"]} details
 * @returns {Failure["details"]} with long values cut off
 */
function shortened(details) {
  const entries = Object.entries(details).map(([name, value]) => {
    const isLong = typeof value === "string" && value.length > MAX_DETAIL_LENGTH;
    return [name, isLong ? `${value.slice(0, MAX_DETAIL_LENGTH)}…` : value];
  });
  return Object.fromEntries(entries);
}
