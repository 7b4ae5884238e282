/**
 * The Pictures tab: joins the ways to bring a picture, its reader, and where it is seen.
 *
 * @typedef {import("./picture_reader.js").Refusal} Refusal
 */

import { Camera } from "./camera.js";
import { Found } from "./found.js";
import { paste, receive } from "./incoming.js";
import { addTexts, fill, fillTexts, texts } from "./language.js";
import { part } from "./part.js";
import { PictureReader } from "./picture_reader.js";
import { Stage } from "./stage.js";
// @ts-ignore  made by web/component.py
import { TEXTS } from "./texts_pictures.js";

const MOST_SHOWN = 100; // characters of an address, in a sentence about it
const SCHEME = /^[a-z][a-z\d+.-]*:(?!\d)/i; // example.org:80 has none

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 */
export function mount(element) {
  addTexts(TEXTS);
  fillTexts(element);
  const button = (/** @type {string} */ name) => part(element, name, HTMLButtonElement);
  const { mostBytes, mostPixels, formats } = part(element, "room", HTMLElement).dataset;
  const about = fill("pictures_about", {
    formats: String(formats),
    megabytes: Number(mostBytes) / 1e6,
    megapixels: Number(mostPixels) / 1e6,
  });

  const steps = {
    sending: texts.pictures_sending,
    fetching: texts.pictures_fetching,
    reading: texts.pictures_reading,
  };
  const point = (/** @type {number | null} */ place) => {
    stage.point(place);
    found.point(place);
  };
  const stage = new Stage(part(element, "stage", HTMLElement), point);
  const found = new Found(part(element, "found", HTMLElement), about, point);
  const camera = new Camera(part(element, "video", HTMLVideoElement));
  const reader = new PictureReader(new URL("api/", document.baseURI), Number(mostBytes), {
    step: (step, share) => work(steps[step], share),
    reading: (reading) => {
      stage.showPicture(reading);
      found.show(reading);
    },
    refusal: refuse,
  });

  /**
   * @param {string} text
   * @param {number} [share]
   */
  function work(text, share) {
    camera.close();
    stage.showWorking(text, share);
    found.showNothing();
  }

  /** @param {Refusal} refusal */
  function refuse({ kind, details }) {
    stop();
    const sentence = texts[`error_picture_${kind}`] ? `error_picture_${kind}` : `error_${kind}`;
    const shortened = Object.entries(details).map(([gap, value]) => [
      gap,
      typeof value === "string" && value.length > MOST_SHOWN
        ? `${value.slice(0, MOST_SHOWN)}…`
        : value,
    ]);
    found.showNothing(fill(sentence, Object.fromEntries(shortened)));
  }

  function stop() {
    reader.stop();
    camera.close();
    stage.showNothing();
    found.showNothing();
  }

  const takers = {
    file: (/** @type {Blob} */ file) => void reader.readFile(file),
    url: (/** @type {string} */ url) => {
      address.value = url;
      reader.readUrl(url);
    },
    refusal: (/** @type {string} */ kind) => refuse({ kind, details: {} }),
  };

  for (const [opener, name] of [["choose", "file"], ["open_camera", "photo"]]) {
    const input = part(element, name, HTMLInputElement);
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      input.value = ""; // so that the same one can be chosen again
      if (file) takers.file(file);
    });
    button(opener).addEventListener("click", () => {
      if (opener === "open_camera" && Camera.isPossible) void openCamera();
      else input.click();
    });
  }

  async function openCamera() {
    reader.stop();
    work(texts.pictures_opening);
    const outcome = await camera.open();
    if (outcome === "closed") return;
    if (outcome !== "open") return takers.refusal(outcome);
    stage.showCamera();
    button("shutter").focus();
  }
  button("shutter").addEventListener("click", async () => {
    const photo = await camera.shoot();
    takers.file(photo);
    button("open_camera").focus();
  });
  button("close_camera").addEventListener("click", () => {
    stop();
    button("open_camera").focus();
  });
  const closeCamera = () => {
    if (camera.isWanted) stop();
  };
  // Whoever leaves the tab, or the browser's, does not expect to be seen.
  new IntersectionObserver((entries) => {
    if (entries.at(-1)?.boundingClientRect.width === 0) closeCamera();
  }).observe(element);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) closeCamera();
  });

  receive(element, takers);
  const pasteButton = button("paste");
  pasteButton.hidden = navigator.clipboard?.read === undefined;
  pasteButton.addEventListener("click", () => void paste(takers));

  const address = part(element, "url", HTMLInputElement);
  part(element, "form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const url = address.value.trim();
    if (url === "") address.focus();
    else reader.readUrl(SCHEME.test(url) ? url : `https://${url}`);
  });

  button("mnist").addEventListener("click", () => reader.readMnist());
  button("stop").addEventListener("click", () => {
    stop();
    button("choose").focus();
  });

  if (matchMedia("(pointer: coarse)").matches) {
    part(element, "hint", HTMLElement).textContent = texts.pictures_hint_touch;
  }
  element.dataset.ready = "true";
}
