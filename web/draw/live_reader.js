/**
 * Has the server read the drawing while it grows. Only one request is pending at a time, and the
 * newest drawing is sent next, so that answers keep up with the pen on a slow connection.
 *
 * @typedef {import("../shared/reading.js").Reading} Reading
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

import { EMPTY } from "../shared/reading.js";

const TIMEOUT_MS = 10_000;
const RETRY_MS = 1_000;

export class LiveReader {
  #url;
  #onReading;
  #onError;

  /** The newest drawing. */
  #newest = { strokes: /** @type {Stroke[]} */ ([]), pointCount: 0, version: 0 };

  /** Answers to older versions are ignored. */
  #oldestVersion = 0;

  #isRequesting = false;

  /**
   * @param {URL} url of the route that reads strokes
   * @param {(reading: Reading, pointCount: number) => void} onReading called with each answer, in
   *   the order of the drawings, and with the drawing's number of points
   * @param {(error: "offline" | "too_long") => void} onError
   */
  constructor(url, onReading, onError) {
    this.#url = url;
    this.#onReading = onReading;
    this.#onError = onError;
  }

  /**
   * Have a drawing read.
   * @param {Stroke[]} strokes
   * @param {number} pointCount of all strokes together
   * @param {boolean} isReplacement whether this is another drawing, not the previous one continued;
   *   pending answers to earlier drawings are then ignored
   */
  read(strokes, pointCount, isReplacement) {
    this.#newest = { strokes, pointCount, version: this.#newest.version + 1 };
    if (isReplacement) this.#oldestVersion = this.#newest.version;
    if (pointCount === 0) this.#onReading(EMPTY, 0);
    else if (!this.#isRequesting) void this.#request();
  }

  /** Send the newest drawing until there is an answer to it. */
  async #request() {
    this.#isRequesting = true;
    let answered = 0;
    while (answered < this.#newest.version && this.#newest.pointCount > 0) {
      const { strokes, pointCount, version } = this.#newest;
      const outcome = await this.#post(JSON.stringify({ strokes }));
      answered = version;
      if (version < this.#oldestVersion) continue;
      if (typeof outcome === "object") {
        this.#onReading(outcome, pointCount);
      } else {
        this.#onError(outcome);
        if (outcome === "offline") {
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
          answered = 0;
        }
      }
    }
    this.#isRequesting = false;
  }

  /**
   * @param {string} body
   * @returns {Promise<Reading | "offline" | "too_long">}
   */
  async #post(body) {
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) return await response.json();
      return response.status === 413 || response.status === 422 ? "too_long" : "offline";
    } catch {
      return "offline";
    }
  }
}
