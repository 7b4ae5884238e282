/**
 * The Pictures tab: connects the ways to choose an image with its upload, and shows what is read.
 *
 * @typedef {import("./upload.js").Failure} Failure
 * @typedef {import("./upload.js").ImageReading} ImageReading
 */

import { make, part } from "../shared/dom.js";
import { addTexts, fill, fillTexts, texts } from "../shared/language.js";
import { Camera } from "./camera.js";
import { CropTool } from "./crop.js";
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
  /** @type {number | null} The index of the digit that was chosen. */
  let chosen = null;
  const highlight = (/** @type {number | null} */ index) => {
    stage.highlight(index);
    detections.highlight(index);
  };
  const digitHandlers = {
    onHover: (/** @type {number | null} */ index) => highlight(index ?? chosen),
    onChoose: (/** @type {number} */ index) => highlight((chosen = index)),
  };
  const stage = new Stage(part(element, "stage", HTMLElement), digitHandlers);
  const detections = new Detections(part(element, "found", HTMLElement), about, digitHandlers);
  const camera = new Camera(part(element, "video", HTMLVideoElement));
  const upload = new Upload(new URL("api/", document.baseURI), maxBytes, {
    onStep: (step, share) => showProgress(steps[step], share),
    onReading: show,
    onError: showError,
  });

  /** @type {ImageReading | null} What is shown; while a part is being read, what is shown again. */
  let shown = null;
  /** @type {ImageReading | null} The reading of the whole image, if a part of it is shown. */
  let whole = null;
  const tools = part(element, "tools", HTMLElement);
  const cropTool = new CropTool(element, (crop) => upload.readPart(crop));
  button("whole").addEventListener("click", () => {
    if (whole) show(whole);
    button("crop").focus();
  });
  const ignoredToggle = part(element, "ignored_toggle", HTMLInputElement);
  ignoredToggle.addEventListener("change", () => stage.showIgnored(ignoredToggle.checked));

  /**
   * @param {ImageReading} reading
   * @param {string} [error] a sentence, if another part of the image could not be read
   */
  function show(reading, error) {
    // The frame around the part, or the button that cancels, had the focus and is hidden now.
    const hasLostFocus = upload.isReadingPart && document.activeElement === document.body;
    chosen = null;
    shown = reading;
    if (!reading.crop) whole = reading;
    stage.showImage(reading);
    detections.show(reading, error);
    cropTool.offer(reading.width, reading.height);
    button("crop").hidden = !upload.hasSource;
    button("whole").hidden = !reading.crop;
    part(element, "ignored_label", HTMLElement).hidden = reading.ignored.length === 0;
    tools.hidden = !upload.hasSource && reading.ignored.length === 0;
    if (hasLostFocus) button(reading.crop ? "whole" : "crop").focus({ preventScroll: true });
  }

  function hideImage() {
    cropTool.close();
    tools.hidden = true;
    [shown, whole, chosen] = [null, null, null];
  }

  /**
   * @param {string} text
   * @param {number} [share]
   */
  function showProgress(text, share) {
    camera.close();
    stage.showProgress(text, share, upload.isReadingPart);
    detections.showNothing();
    if (upload.isReadingPart) tools.hidden = true;
    else hideImage();
  }

  /** @param {Failure} failure */
  function showError({ kind, details }) {
    const key = texts[`error_picture_${kind}`] ? `error_picture_${kind}` : `error_${kind}`;
    const sentence = fill(key, shortened(details));
    if (upload.isReadingPart && shown) {
      show(shown, sentence);
      upload.cancel();
    } else {
      reset();
      detections.showNothing(sentence);
    }
  }

  function reset() {
    upload.cancel();
    camera.close();
    stage.showNothing();
    detections.showNothing();
    hideImage();
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
    if (upload.isReadingPart && shown) {
      show(shown);
      upload.cancel();
      button("crop").focus();
    } else {
      reset();
      button("choose").focus();
    }
  });

  if (matchMedia("(pointer: coarse)").matches) {
    part(element, "hint", HTMLElement).textContent = texts.pictures_hint_touch;
  }
  const href = new URL("./found.css", import.meta.url).href;
  element.append(make("link", { rel: "stylesheet", href }));
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
