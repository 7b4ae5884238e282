/**
 * Sends images to the server and has them read. A new image cancels the previous request.
 *
 * @typedef {import("../shared/reading.js").Reading} Reading
 * @typedef {Reading & {
 *   width: number, height: number, picture: string, label?: number,
 *   rotation: number, ignored: number[][], crop: number[] | null
 * }} ImageReading
 *   boxes are in pixels of the width and height; `picture` is a data URL of the downscaled image;
 *   it was turned by `rotation` degrees clockwise to be read, without the boxes of rules and frames
 *   in `ignored`; `crop` is the part that was read: left, top, right, bottom
 * @typedef {{ content: ArrayBuffer } | { url: string }} Source
 * @typedef {"sending" | "fetching" | "reading"} Step
 * @typedef {{ kind: string, details: Record<string, string | number> }} Failure
 *   `kind` is one of `web/pictures/api.py` or of the page itself
 */

import { decodeDataUrl, isDataUrl } from "./data_url.js";
import { downscale } from "./downscale.js";

const TIMEOUT_MS = 60_000;

export class Upload {
  #api;
  #maxBytes;
  #callbacks;

  /** @type {XMLHttpRequest | null} Unlike fetch(), it reports the progress of an upload. */
  #request = null;

  /** @type {Source | null} The image that was sent last, to have a part of it read. */
  #source = null;

  /** Whether a part of the last image is being read. */
  isReadingPart = false;

  /** Counts images, to recognize work on an earlier one. */
  #imageCount = 0;

  /**
   * @param {URL} api the base URL of the server's routes
   * @param {number} maxBytes that the server accepts
   * @param {{
   *   onStep: (step: Step, share?: number) => void,
   *   onReading: (reading: ImageReading) => void,
   *   onError: (failure: Failure) => void }} callbacks `share` in [0, 1] has been sent
   */
  constructor(api, maxBytes, callbacks) {
    this.#api = api;
    this.#maxBytes = maxBytes;
    this.#callbacks = callbacks;
  }

  /** @param {Blob} file */
  async sendFile(file) {
    this.cancel();
    const number = this.#imageCount;
    this.#callbacks.onStep("sending");
    const image = await downscale(file);
    const isTooLarge = image.size > this.#maxBytes;
    const content = isTooLarge ? null : await image.arrayBuffer().catch(() => null);
    if (number !== this.#imageCount) return;
    if (content) {
      this.#sendSource({ content });
    } else if (isTooLarge) {
      const details = { most: this.#maxBytes / 1e6 };
      this.#callbacks.onError({ kind: "too_many_bytes", details });
    } else {
      this.#callbacks.onError({ kind: "file", details: {} });
    }
  }

  /** @param {string} url of an image: the server fetches it, unless it is a data URL */
  sendUrl(url) {
    this.cancel();
    if (isDataUrl(url)) return void this.#sendDataUrl(url);
    this.#sendSource({ url });
  }

  /** Whether `readPart` has an image to send. */
  get hasSource() {
    return this.#source !== null;
  }

  /**
   * Have a part of the last image read.
   * @param {number[]} crop left, top, right, bottom in pixels of the image
   */
  readPart(crop) {
    this.cancel();
    this.isReadingPart = true;
    if (this.#source) this.#sendSource(this.#source, crop);
  }

  /** @param {string} url */
  async #sendDataUrl(url) {
    const number = this.#imageCount;
    const file = await decodeDataUrl(url);
    if (number !== this.#imageCount) return;
    if (file) void this.sendFile(file);
    else this.#callbacks.onError({ kind: "bad_url", details: { url } });
  }

  /** Have a random digit of MNIST read. */
  requestMnistDigit() {
    this.cancel();
    this.#source = null;
    this.#callbacks.onStep("reading");
    this.#send("GET", "mnist-digit", null);
  }

  /** Cancel the pending request. */
  cancel() {
    this.#imageCount += 1;
    this.isReadingPart = false;
    const request = this.#request;
    this.#request = null; // so that its end is ignored
    request?.abort();
  }

  /**
   * @param {Source} source
   * @param {number[]} [crop]
   */
  #sendSource(source, crop) {
    this.#source = source;
    if ("url" in source) {
      this.#callbacks.onStep("fetching");
      this.#send("POST", "read-url", JSON.stringify({ url: source.url, crop }));
    } else {
      this.#callbacks.onStep("sending");
      const query = crop ? `?crop=${crop.join(",")}` : "";
      this.#send("POST", `read-image${query}`, source.content);
    }
  }

  /**
   * @param {"GET" | "POST"} method
   * @param {string} route
   * @param {ArrayBuffer | string | null} body
   */
  #send(method, route, body) {
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open(method, new URL(route, this.#api));
    request.responseType = "json";
    request.timeout = TIMEOUT_MS;
    if (body instanceof ArrayBuffer) {
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        this.#callbacks.onStep("sending", loaded / total);
      });
      request.upload.addEventListener("load", () => this.#callbacks.onStep("reading"));
    }
    // "loadend" follows an answer, an error and a timeout alike.
    request.addEventListener("loadend", () => {
      if (this.#request !== request) return;
      this.#request = null;
      const { status, response } = request;
      if (status === 200 && response) this.#callbacks.onReading(response);
      else this.#callbacks.onError({ kind: "no_server", details: {}, ...response });
      if (this.#request === null) this.isReadingPart = false;
    });
    request.send(body);
  }
}
