/**
 * Decodes images that are written out in their address: `data:image/png;base64,…`.
 */

/**
 * @param {string} url
 * @returns {boolean}
 */
export function isDataUrl(url) {
  return /^data:/i.test(url);
}

/**
 * @param {string} url a data URL
 * @returns {Promise<Blob | null>} its content, or null if the URL is malformed
 */
export async function decodeDataUrl(url) {
  try {
    return await (await fetch(url)).blob(); // nothing is sent
  } catch {
    return null;
  }
}
