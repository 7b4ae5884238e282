/**
 * Draws strokes as a pen would: round, smooth, and tinted where somebody wants that.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 * @typedef {import("./sketchpad.js").Point} Point
 * @typedef {(point: Point) => string | null} Tint a colour instead of the ink's, if any
 */

export const SIDE = 1000;
const PEN_WIDTH = 40;

/**
 * @param {CanvasRenderingContext2D} pen of a square canvas, which it fills
 * @param {Stroke[]} strokes in thousandths of its side
 * @param {string} colour of the ink
 * @param {Tint | null} [tint]
 */
export function drawInk(pen, strokes, colour, tint = null) {
  pen.save();
  pen.scale(pen.canvas.width / SIDE, pen.canvas.height / SIDE);
  pen.lineWidth = PEN_WIDTH;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = colour;
  for (const stroke of strokes) pen.stroke(smoothPath(stroke));
  pen.globalCompositeOperation = "source-atop"; // tint the ink, add none
  for (const stroke of tint ? strokes : []) {
    for (let i = 1; i < stroke.length; i += 1) {
      const [[x, y], [nextX, nextY]] = [stroke[i - 1], stroke[i]];
      pen.strokeStyle = tint?.([(x + nextX) / 2, (y + nextY) / 2]) ?? colour;
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(nextX, nextY);
      pen.stroke();
    }
  }
  pen.restore();
}

/**
 * @param {Stroke} stroke
 * @returns {Path2D} a curve through the middles of the stroke's segments
 */
function smoothPath(stroke) {
  const path = new Path2D();
  path.moveTo(...stroke[0]);
  for (let i = 1; i < stroke.length - 1; i += 1) {
    const [x, y] = stroke[i];
    const [nextX, nextY] = stroke[i + 1];
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  const [endX, endY] = stroke[stroke.length - 1];
  path.lineTo(endX, endY + (stroke.length === 1 ? 0.01 : 0)); // no length would be no dot
  return path;
}
