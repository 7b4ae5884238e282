/**
 * Asks the server why a drawing reads as it does, once it rests: which parts of the ink speak for
 * the answer, what may be wrong with it, and what the network's layers make of it. A newer question
 * takes the place of an older one; without an answer the page is as it was.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 * @typedef {import("./ink.js").Tint} Tint
 * @typedef {{ best: number, second: number, evidence: string, frame: number[] }} Why
 * @typedef {{ kind: string, text: string }} Hint
 * @typedef {{ count: number, height: number, width: number, maps: string }} Layer
 * @typedef {{ why: Why | null, hint: Hint | null, layers: Layer[] }} Insight
 */

const IMAGE_SIDE = 28;
const STRONGEST = 127;
const PATIENCE_MS = 10_000;

export class Insights {
  #url;
  #onInsight;

  /** @type {AbortController | null} The question under way. */
  #asking = null;

  /**
   * @param {URL} url of the route that explains
   * @param {(insight: Insight) => void} onInsight
   */
  constructor(url, onInsight) {
    this.#url = url;
    this.#onInsight = onInsight;
  }

  /** The drawing is another one: an answer still to come is of no use. */
  drop() {
    this.#asking?.abort();
    this.#asking = null;
  }

  /**
   * @param {Stroke[]} strokes
   * @param {number} digit its place among the digits of the drawing
   * @param {boolean} inside whether the layers are wanted too
   */
  async ask(strokes, digit, inside) {
    this.drop();
    const asking = new AbortController();
    this.#asking = asking;
    const timer = setTimeout(() => asking.abort(), PATIENCE_MS);
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ strokes, digit, inside }),
        signal: asking.signal,
      });
      const insight = await response.json();
      if (response.ok && this.#asking === asking) this.#onInsight(insight);
    } catch {
      // Whether the server can be reached, the reader tells; the answer stands without its why.
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * @param {Why} why
 * @param {string} ink the colours: of ink that says nothing,
 * @param {string} forBest of what speaks for the best digit,
 * @param {string} forSecond of what speaks for the second
 * @returns {Tint}
 */
export function tintOf({ evidence, frame: [left, top, right, bottom] }, ink, forBest, forSecond) {
  const bytes = Int8Array.from(atob(evidence), (character) => character.charCodeAt(0));
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row < 0 || column < 0 || row >= IMAGE_SIDE || column >= IMAGE_SIDE
      ? 0
      : bytes[row * IMAGE_SIDE + column];
  return ([x, y]) => {
    const column = Math.floor(((x - left) / (right - left)) * IMAGE_SIDE);
    const row = Math.floor(((y - top) / (bottom - top)) * IMAGE_SIDE);
    const around = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((aside) => at(row + down, column + aside)));
    const inked = around.filter((value) => value !== 0);
    if (inked.length === 0) return null; // another digit's
    const value = inked.reduce((sum, each) => sum + each, 0) / inked.length / STRONGEST;
    const share = Math.round(100 * Math.sqrt(Math.abs(value))); // faint evidence shows, too
    return `color-mix(in srgb, ${value > 0 ? forBest : forSecond} ${share}%, ${ink})`;
  };
}
