/**
 * Renders strokes on a canvas: smooth lines with round ends, tinted if wanted.
 *
 * @typedef {import("./sketchpad.js").Stroke} Stroke
 * @typedef {import("./sketchpad.js").Point} Point
 * @typedef {(point: Point) => string | null} Tint the colour at a point, null for the ink's own
 */

/** The side of the drawing area in drawing units. */
export const DRAWING_SIDE = 1000;

const PEN_WIDTH = 40;

/**
 * @param {CanvasRenderingContext2D} context of a square canvas, which the drawing area fills
 * @param {Stroke[]} strokes in drawing units
 * @param {string} colour of the ink
 * @param {Tint | null} [tint]
 */
export function drawStrokes(context, strokes, colour, tint = null) {
  context.save();
  context.scale(context.canvas.width / DRAWING_SIDE, context.canvas.height / DRAWING_SIDE);
  context.lineWidth = PEN_WIDTH;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = colour;
  for (const stroke of strokes) context.stroke(smoothPath(stroke));
  if (tint) tintInk(context, strokes, colour, tint);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke[]} strokes
 * @param {string} colour
 * @param {Tint} tint
 */
function tintInk(context, strokes, colour, tint) {
  context.globalCompositeOperation = "source-atop"; // colours the ink, adds none
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i += 1) {
      const [[x, y], [nextX, nextY]] = [stroke[i - 1], stroke[i]];
      context.strokeStyle = tint([(x + nextX) / 2, (y + nextY) / 2]) ?? colour;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(nextX, nextY);
      context.stroke();
    }
  }
}

/**
 * @param {Stroke} stroke
 * @returns {Path2D} a curve through the midpoints of the stroke's segments
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
  path.lineTo(endX, endY + (stroke.length === 1 ? 0.01 : 0)); // a line without length draws no dot
  return path;
}
