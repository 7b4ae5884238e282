/**
 * Draws strokes before the visitor's eyes, as fast as a hand would; at once for those who have
 * asked their system for less motion.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

const SPEED = 1.4; // thousandths of the surface's side in a millisecond
const PAUSE_MS = 150; // between two strokes

/**
 * @param {Stroke[]} strokes
 * @param {AbortSignal} signal ends it early
 * @param {(drawn: Stroke[]) => void} show called with what is drawn so far, frame by frame
 * @returns {Promise<boolean>} whether it was drawn to its end
 */
export async function play(strokes, signal, show) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const [number, stroke] of calm ? [] : strokes.entries()) {
    const before = strokes.slice(0, number);
    const began = (await nextFrame()) + (number > 0 ? PAUSE_MS : 0);
    for (let length = 1; length < stroke.length; ) {
      const now = await nextFrame();
      if (signal.aborted) return false;
      length = pointsWithin(stroke, (now - began) * SPEED);
      if (length > 0) show([...before, stroke.slice(0, length)]);
    }
  }
  show(strokes);
  return true;
}

/** @returns {Promise<number>} the time of the next frame, in milliseconds */
function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/**
 * @param {Stroke} stroke
 * @param {number} distance
 * @returns {number} how many of its points lie within this distance along it
 */
function pointsWithin(stroke, distance) {
  let left = distance;
  for (let i = 1; i < stroke.length; i += 1) {
    left -= Math.hypot(stroke[i][0] - stroke[i - 1][0], stroke[i][1] - stroke[i - 1][1]);
    if (left < 0) return distance < 0 ? 0 : i;
  }
  return stroke.length;
}
