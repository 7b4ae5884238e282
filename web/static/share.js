/**
 * A drawing as a short text, for links and for the browser's memory, and as files.
 *
 * The text is base64 for URLs of: a checksum of four bytes; then for each stroke how many points
 * it has, and how far each is from the one before, in bytes of seven bits.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 * @typedef {import("./sketchpad.js").Point} Point
 */

import { SIDE, drawInk } from "./ink.js";
import { penOf } from "./part.js";

// What the server reads at most.
const MOST_STROKES = 256;
const MOST_POINTS = 8192;

/**
 * @param {Stroke[]} strokes
 * @returns {string}
 */
export function encode(strokes) {
  /** @type {number[]} */
  const bytes = [];
  /** @type {Point} */
  let last = [0, 0];
  for (const stroke of strokes) {
    pushNumber(bytes, stroke.length);
    for (const point of stroke) {
      // Zigzag: small steps back and forth are both small numbers.
      for (const axis of [0, 1]) {
        const step = point[axis] - last[axis];
        pushNumber(bytes, step < 0 ? -2 * step - 1 : 2 * step);
      }
      last = point;
    }
  }
  const all = [...checksum(bytes), ...bytes];
  const text = btoa(all.map((byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text
 * @returns {Stroke[]}
 * @throws {Error} where it is not what `encode` gives
 */
export function decode(text) {
  const all = Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
  const bytes = all.slice(4);
  if (checksum(bytes).some((byte, place) => byte !== all[place])) throw new Error("damaged");
  /** @type {Stroke[]} */
  const strokes = [];
  let at = 0;
  let points = 0;
  const number = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at];
      at += 1;
      value += (byte % 128) * shift;
      if (!(byte >= 128)) return value;
    }
  };
  let [x, y] = [0, 0];
  const step = () => {
    const value = number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const isWithin = (/** @type {number} */ value) => value >= 0 && value <= SIDE;
  while (at < bytes.length) {
    const count = number();
    points += count;
    if (!(count > 0) || points > MOST_POINTS) throw new Error("damaged");
    strokes.push(
      Array.from({ length: count }, () => {
        x += step();
        y += step();
        if (!isWithin(x) || !isWithin(y)) throw new Error("damaged");
        return [x, y];
      }),
    );
  }
  if (strokes.length > MOST_STROKES) throw new Error("damaged");
  return strokes;
}

/**
 * @param {Stroke[]} strokes
 * @returns {Promise<Blob>} black ink on white paper, 1,000 pixels to a side
 */
export function asPng(strokes) {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const pen = penOf(canvas);
  pen.fillStyle = "white";
  pen.fillRect(0, 0, SIDE, SIDE);
  drawInk(pen, strokes, "black");
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * @param {Stroke[]} strokes
 * @returns {Blob} what `/api/predict` takes
 */
export function asJson(strokes) {
  return new Blob([`${JSON.stringify({ strokes })}\n`], { type: "application/json" });
}

/**
 * @param {Blob} content
 * @param {string} name of the file
 */
export function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // once the browser has taken it
}

/**
 * @param {number[]} bytes
 * @param {number} value a whole number of at least 0
 */
function pushNumber(bytes, value) {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/**
 * @param {number[]} bytes
 * @returns {number[]} four bytes that a slip of the hand would change: FNV-1a
 */
function checksum(bytes) {
  const hash = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5 | 0);
  return [24, 16, 8, 0].map((shift) => (hash >>> shift) & 255);
}
