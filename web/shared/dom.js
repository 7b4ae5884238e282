/**
 * Finds and makes elements.
 */

/**
 * Find an element by its role in the markup: `data-part="undo"`.
 * @template {Element} Kind
 * @param {Element} root
 * @param {string} name
 * @param {new () => Kind} kind the element's class
 * @returns {Kind} the element within `root`
 * @throws {TypeError} if there is none of that class
 */
export function part(root, name, kind) {
  const element = root.querySelector(`[data-part=${name}]`);
  if (element instanceof kind) return element;
  throw new TypeError(`Expected a ${kind.name} with data-part=${name}, got ${element}.`);
}

/**
 * Make an element with attributes and content.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {(string | Node)[]} content
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  element.append(...content);
  return element;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 * @throws {TypeError} if the browser has none to give
 */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (context) return context;
  throw new TypeError("Expected a browser that draws on a canvas.");
}
