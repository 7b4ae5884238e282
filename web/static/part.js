/**
 * Finds the elements of the markup by the parts they play: `data-part="undo"`.
 */

/**
 * @template {Element} Kind
 * @param {Element} root
 * @param {string} name
 * @param {new () => Kind} kind the class that the element is of
 * @returns {Kind} the element within `root` that plays this part
 * @throws {TypeError} where there is none of that class
 */
export function part(root, name, kind) {
  const found = root.querySelector(`[data-part=${name}]`);
  if (found instanceof kind) return found;
  throw new TypeError(`Expected a ${kind.name} with data-part=${name}, got ${found}.`);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D} what draws on it
 * @throws {TypeError} where the browser has none
 */
export function penOf(canvas) {
  const pen = canvas.getContext("2d");
  if (pen) return pen;
  throw new TypeError("Expected a browser that draws on a canvas.");
}
