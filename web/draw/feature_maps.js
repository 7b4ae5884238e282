/**
 * Shows the feature maps of each convolution as small images: the brighter a pixel, the stronger
 * the layer's response.
 *
 * @typedef {{ count: number, height: number, width: number, maps: string }} Layer
 *   `maps` is base64 of count × height × width bytes
 */

import { contextOf, make } from "../shared/dom.js";
import { fill } from "../shared/language.js";
import { grayscaleImage } from "../shared/reading.js";

const GAP = 1; // pixels between two maps
const ASPECT_RATIO = 4; // of the image with all maps of a layer

/**
 * @param {HTMLElement} root whose content is replaced
 * @param {Layer[]} layers from the input to the output
 */
export function showLayers(root, layers) {
  while (root.children.length > layers.length) root.lastElementChild?.remove();
  while (root.children.length < layers.length) root.append(emptyFigure());
  layers.forEach((layer, index) => {
    const [caption, canvas] = root.children[index].children;
    const { count, width, height } = layer;
    caption.textContent = fill("layer", { number: index + 1, count, width, height });
    if (canvas instanceof HTMLCanvasElement) drawMaps(canvas, layer);
  });
}

function emptyFigure() {
  // The caption describes the image, so screen readers skip the canvas.
  const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
  return make("figure", {}, make("figcaption"), canvas);
}

/**
 * Draw the maps in rows, side by side.
 * @param {HTMLCanvasElement} canvas
 * @param {Layer} layer
 */
function drawMaps(canvas, { count, height, width, maps }) {
  const columns = Math.ceil(Math.sqrt((ASPECT_RATIO * count * height) / width));
  canvas.width = columns * (width + GAP) - GAP;
  canvas.height = Math.ceil(count / columns) * (height + GAP) - GAP;
  const context = contextOf(canvas);
  const bytes = atob(maps);
  const size = width * height;
  for (let map = 0; map < count; map += 1) {
    const image = grayscaleImage(width, height, bytes.slice(map * size, (map + 1) * size));
    const [column, row] = [map % columns, Math.floor(map / columns)];
    context.putImageData(image, column * (width + GAP), row * (height + GAP));
  }
}
