/**
 * Asks the server what a drawing reads as: one request under way at a time, the newest drawing
 * next, so that answers keep pace with the pen however slow the network is.
 *
 * @typedef {{ digit: number, probability: number }} Prediction
 * @typedef {{ predictions: Prediction[], is_digit: boolean, image: string, box: number[] }} Digit
 * @typedef {{ text: string, digits: Digit[] }} Reading
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

const PATIENCE_MS = 10_000;
const RETRY_MS = 1_000;

/** @type {Reading} */
const NOTHING = { text: "", digits: [] };

export class Reader {
  #url;
  #onReading;
  #onError;

  /** The newest drawing. */
  #newest = { strokes: /** @type {Stroke[]} */ ([]), points: 0, version: 0 };

  /** Answers to drawings older than this are of no use. */
  #oldestWanted = 0;

  #asking = false;

  /**
   * @param {URL} url of the route that reads strokes
   * @param {(reading: Reading, points: number) => void} onReading called with each answer, in the
   *   order of the drawings, and with how many points the drawing had
   * @param {(error: "offline" | "too_long") => void} onError
   */
  constructor(url, onReading, onError) {
    this.#url = url;
    this.#onReading = onReading;
    this.#onError = onError;
  }

  /**
   * Have a drawing read. Where it is another one rather than the last one continued, answers
   * still to come for earlier drawings are dropped.
   * @param {Stroke[]} strokes
   * @param {number} points how many there are in the strokes
   * @param {boolean} isAnother
   */
  read(strokes, points, isAnother) {
    this.#newest = { strokes, points, version: this.#newest.version + 1 };
    if (isAnother) this.#oldestWanted = this.#newest.version;
    if (points === 0) this.#onReading(NOTHING, 0);
    else if (!this.#asking) this.#ask();
  }

  async #ask() {
    this.#asking = true;
    let answered = 0;
    while (answered < this.#newest.version && this.#newest.points > 0) {
      const { strokes, points, version } = this.#newest;
      const outcome = await this.#post(JSON.stringify({ strokes }));
      answered = version;
      if (version < this.#oldestWanted) continue;
      if (typeof outcome === "object") {
        this.#onReading(outcome, points);
      } else {
        this.#onError(outcome);
        if (outcome === "offline") {
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
          answered = 0;
        }
      }
    }
    this.#asking = false;
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
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (response.ok) return await response.json();
      return response.status === 413 || response.status === 422 ? "too_long" : "offline";
    } catch {
      return "offline";
    }
  }
}
