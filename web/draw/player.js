/**
 * Animates strokes at the speed of a hand. Visitors who prefer reduced motion see them at once.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 */

const SPEED = 1.4; // drawing units in a millisecond
const PAUSE_MS = 150; // between two strokes

/**
 * @param {Stroke[]} strokes
 * @param {AbortSignal} signal stops the animation
 * @param {(drawn: Stroke[]) => void} show called with the strokes drawn so far, frame by frame
 * @returns {Promise<boolean>} whether the animation reached its end
 */
export async function play(strokes, signal, show) {
  const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const [index, stroke] of isReduced ? [] : strokes.entries()) {
    const finished = strokes.slice(0, index);
    const start = (await nextFrame()) + (index > 0 ? PAUSE_MS : 0);
    for (let count = 1; count < stroke.length;) {
      const now = await nextFrame();
      if (signal.aborted) return false;
      count = pointsWithin(stroke, (now - start) * SPEED);
      if (count > 0) show([...finished, stroke.slice(0, count)]);
    }
  }
  show(strokes);
  return true;
}

/** @returns {Promise<number>} the time of the next frame in milliseconds */
function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/**
 * @param {Stroke} stroke
 * @param {number} distance along the stroke, negative before its start
 * @returns {number} the number of points up to this distance
 */
function pointsWithin(stroke, distance) {
  let remaining = distance;
  for (let i = 1; i < stroke.length; i += 1) {
    remaining -= Math.hypot(stroke[i][0] - stroke[i - 1][0], stroke[i][1] - stroke[i - 1][1]);
    if (remaining < 0) return distance < 0 ? 0 : i;
  }
  return stroke.length;
}
