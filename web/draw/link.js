/**
 * A drawing as a short text, for links and for the browser's storage.
 *
 * The text is base64url of a checksum of four bytes, then for each stroke its number of points and
 * each point's distance from the one before, as variable-length integers (seven bits a byte).
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 * @typedef {import("./sketchpad.js").Point} Point
 */

import { DRAWING_SIDE } from "./strokes.js";

// The limits of the server.
const MAX_STROKES = 256;
const MAX_POINTS = 8192;

const CHECKSUM_BYTES = 4;

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
    pushInteger(bytes, stroke.length);
    for (const point of stroke) {
      for (const axis of [0, 1]) pushInteger(bytes, zigzag(point[axis] - last[axis]));
      last = point;
    }
  }
  const characters = [...checksum(bytes), ...bytes].map((byte) => String.fromCharCode(byte));
  const text = btoa(characters.join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text from `encode`
 * @returns {Stroke[]}
 * @throws {Error} if the text is damaged
 */
export function decode(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const allBytes = Array.from(binary, (character) => character.charCodeAt(0));
  const bytes = allBytes.slice(CHECKSUM_BYTES);
  expect(checksum(bytes).every((byte, index) => byte === allBytes[index]));
  const integers = integersIn(bytes);
  /** @type {Stroke[]} */
  const strokes = [];
  let pointCount = 0;
  let [x, y] = [0, 0];
  for (let next = 0; next < integers.length;) {
    const count = integers[next];
    next += 1;
    pointCount += count;
    expect(count > 0 && pointCount <= MAX_POINTS);
    /** @type {Stroke} */
    const stroke = [];
    for (const end = next + 2 * count; next < end; next += 2) {
      x += unzigzag(integers[next]);
      y += unzigzag(integers[next + 1]);
      expect([x, y].every((value) => value >= 0 && value <= DRAWING_SIDE));
      stroke.push([x, y]);
    }
    strokes.push(stroke);
  }
  expect(strokes.length <= MAX_STROKES);
  return strokes;
}

/**
 * @param {boolean} isIntact
 * @throws {Error} if it is not
 */
function expect(isIntact) {
  if (!isIntact) throw new Error("damaged drawing");
}

/**
 * @param {number} step
 * @returns {number} a natural number that is small for small steps in both directions
 */
function zigzag(step) {
  return step < 0 ? -2 * step - 1 : 2 * step;
}

/** @param {number} value from `zigzag` */
function unzigzag(value) {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/**
 * @param {number[]} bytes
 * @param {number} value an integer of at least 0
 */
function pushInteger(bytes, value) {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/**
 * @param {number[]} bytes
 * @returns {number[]}
 */
function integersIn(bytes) {
  /** @type {number[]} */
  const integers = [];
  let value = 0;
  let factor = 1;
  for (const byte of bytes) {
    value += (byte % 128) * factor;
    factor *= 128;
    if (byte >= 128) continue;
    integers.push(value);
    value = 0;
    factor = 1;
  }
  expect(factor === 1); // the last byte ends an integer
  return integers;
}

/**
 * @param {number[]} bytes
 * @returns {number[]} the FNV-1a hash in four bytes, to detect typing errors and cut-off links
 */
function checksum(bytes) {
  const hash = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5 | 0);
  return [24, 16, 8, 0].map((shift) => (hash >>> shift) & 255);
}
