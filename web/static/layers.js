/**
 * Shows what each convolution makes of a drawing: its feature maps side by side, as small
 * pictures, brighter where the layer answers more strongly.
 *
 * @typedef {import("./insight.js").Layer} Layer
 */

import { fill } from "./language.js";
import { penOf } from "./part.js";

const GAP = 1; // pixels between two maps
const SHAPE = 4; // times as wide as high is a layer's picture

/**
 * @param {HTMLElement} root to show them in, instead of what is there
 * @param {Layer[]} layers the first one first
 */
export function showLayers(root, layers) {
  while (root.children.length > layers.length) root.lastElementChild?.remove();
  while (root.children.length < layers.length) root.append(figure());
  layers.forEach((layer, number) => {
    const [caption, canvas] = root.children[number].children;
    const { count, width, height } = layer;
    caption.textContent = fill("layer", { number: number + 1, count, width, height });
    if (canvas instanceof HTMLCanvasElement) drawMaps(canvas, layer);
  });
}

function figure() {
  const whole = document.createElement("figure");
  const canvas = document.createElement("canvas");
  canvas.className = "pixels";
  canvas.setAttribute("aria-hidden", "true"); // the caption says what it is
  whole.append(document.createElement("figcaption"), canvas);
  return whole;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Layer} layer
 */
function drawMaps(canvas, { count, height, width, maps }) {
  const columns = Math.ceil(Math.sqrt((SHAPE * count * height) / width));
  canvas.width = columns * (width + GAP) - GAP;
  canvas.height = Math.ceil(count / columns) * (height + GAP) - GAP;
  const pen = penOf(canvas);
  const bytes = atob(maps);
  for (let map = 0; map < count; map += 1) {
    const picture = new ImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      picture.data.fill(bytes.charCodeAt(map * width * height + pixel), 4 * pixel, 4 * pixel + 3);
      picture.data[4 * pixel + 3] = 255;
    }
    const [column, row] = [map % columns, Math.floor(map / columns)];
    pen.putImageData(picture, column * (width + GAP), row * (height + GAP));
  }
}
