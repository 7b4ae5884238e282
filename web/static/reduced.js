/**
 * Makes large photos smaller before they are sent: a camera's has ten times the pixels that reading
 * needs, and more than the server takes.
 */

import { penOf } from "./part.js";

const LONGEST_SIDE = 2048;
const LARGE_BYTES = 1_000_000;
const QUALITY = 0.92;

/**
 * @param {Blob} file
 * @returns {Promise<Blob>} a smaller JPEG, upright, of a large one; anything else as it is
 */
export async function reduced(file) {
  if (file.type !== "image/jpeg" || file.size < LARGE_BYTES) return file;
  try {
    const photo = await createImageBitmap(file);
    const scale = LONGEST_SIDE / Math.max(photo.width, photo.height);
    const smaller =
        scale < 1 ? await asJpeg(photo, photo.width * scale, photo.height * scale) : file;
    photo.close();
    return smaller;
  } catch {
    return file; // the server will say what is wrong with it
  }
}

/**
 * @param {CanvasImageSource} source
 * @param {number} width in pixels, to be rounded
 * @param {number} height
 * @returns {Promise<Blob>}
 * @throws {TypeError} where the browser makes none
 */
export async function asJpeg(source, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const pen = penOf(canvas);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (jpeg) return jpeg;
  throw new TypeError("Expected a browser that makes JPEGs.");
}
