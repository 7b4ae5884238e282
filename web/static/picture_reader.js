/**
 * Has the server read pictures. The newest one wins: what is under way for another is given up.
 *
 * @typedef {import("./reader.js").Reading} Reading
 * @typedef {Reading & {
 *   width: number, height: number, picture: string, label?: number }} PictureReading
 *   boxes are in pixels of the width and height; `picture` is the data URL of a reduced copy
 * @typedef {"sending" | "fetching" | "reading"} Step
 * @typedef {{ kind: string, details: Record<string, string | number> }} Refusal
 *   why a picture is not read: a kind of `web/picture_api.py`, or of the page's own
 */

import { reduced } from "./reduced.js";

const PATIENCE_MS = 60_000;

export class PictureReader {
  #api;
  #mostBytes;
  #on;

  /** @type {XMLHttpRequest | null} fetch() does not tell how much has been sent */
  #request = null;

  /** How many pictures there have been. */
  #count = 0;

  /**
   * @param {URL} api the folder of the server's routes
   * @param {number} mostBytes that the server takes
   * @param {{
   *   step: (step: Step, share?: number) => void,
   *   reading: (reading: PictureReading) => void,
   *   refusal: (refusal: Refusal) => void }} on called with how far it is (the share sent, in
   *   [0, 1]) and with how it ends
   */
  constructor(api, mostBytes, on) {
    this.#api = api;
    this.#mostBytes = mostBytes;
    this.#on = on;
  }

  /** @param {Blob} file */
  async readFile(file) {
    this.stop();
    const number = this.#count;
    this.#on.step("sending");
    const picture = await reduced(file);
    let content = null;
    if (picture.size <= this.#mostBytes) content = await picture.arrayBuffer().catch(() => null);
    if (number !== this.#count) return;
    if (content) {
      this.#ask("POST", "read-image", content);
    } else if (picture.size > this.#mostBytes) {
      this.#on.refusal({ kind: "too_many_bytes", details: { most: this.#mostBytes / 1e6 } });
    } else {
      this.#on.refusal({ kind: "file", details: {} });
    }
  }

  /** @param {string} url of a picture, which the server fetches */
  readUrl(url) {
    this.stop();
    this.#on.step("fetching");
    this.#ask("POST", "read-url", JSON.stringify({ url }));
  }

  /** Read a random digit of MNIST. */
  readMnist() {
    this.stop();
    this.#on.step("reading");
    this.#ask("GET", "mnist-digit", null);
  }

  /** Give up what is under way. */
  stop() {
    this.#count += 1;
    const request = this.#request;
    this.#request = null; // so that nothing is made of its end
    request?.abort();
  }

  /**
   * @param {"GET" | "POST"} method
   * @param {string} route
   * @param {ArrayBuffer | string | null} body
   */
  #ask(method, route, body) {
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open(method, new URL(route, this.#api));
    request.responseType = "json";
    request.timeout = PATIENCE_MS;
    if (body instanceof ArrayBuffer) {
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        this.#on.step("sending", loaded / total);
      });
      request.upload.addEventListener("load", () => this.#on.step("reading"));
    }
    // Of all ends but `stop`, whether there was an answer or not.
    request.addEventListener("loadend", () => {
      if (this.#request !== request) return;
      this.#request = null;
      const { status, response } = request;
      if (status === 200 && response) this.#on.reading(response);
      else this.#on.refusal({ kind: "no_server", details: {}, ...response });
    });
    request.send(body);
  }
}
