/**
 * Downscales large photos before the upload. A camera's photo has ten times the pixels that reading
 * needs, and some have more than the server accepts.
 */

import { contextOf } from "../shared/dom.js";

// Those of cameras. Not every browser decodes HEIC; where it does not, the server does.
const PHOTO_TYPES = ["image/jpeg", "image/heic", "image/heif"];
const MAX_SIDE = 2048;
const MIN_BYTES = 1_000_000; // smaller files are sent as they are
const QUALITY = 0.92;

/**
 * @param {Blob} file
 * @returns {Promise<Blob>} a smaller, upright JPEG if the file is a large photo that this browser
 *   decodes, else the same file
 */
export async function downscale(file) {
  if (!PHOTO_TYPES.includes(file.type) || file.size < MIN_BYTES) return file;
  try {
    const photo = await createImageBitmap(file);
    const scale = MAX_SIDE / Math.max(photo.width, photo.height);
    const smaller =
      scale < 1 ? await toJpeg(photo, photo.width * scale, photo.height * scale) : file;
    photo.close();
    return smaller;
  } catch {
    return file; // the server decodes it, or reports what is wrong with it
  }
}

/**
 * @param {CanvasImageSource} source
 * @param {number} width in pixels, rounded to an integer
 * @param {number} height in pixels, rounded to an integer
 * @returns {Promise<Blob>}
 * @throws {TypeError} if the browser cannot make JPEGs
 */
export async function toJpeg(source, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (jpeg) return jpeg;
  throw new TypeError("Expected a browser that makes JPEGs.");
}
