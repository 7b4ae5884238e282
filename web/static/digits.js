/**
 * The digits of a number side by side, each with what the network saw of it; pressing one chooses
 * it. Shows nothing while there are fewer than two. Which is shown in full is not its business.
 *
 * @typedef {import("./reader.js").Digit} Digit
 */

import { penOf } from "./part.js";

const IMAGE_SIDE = 28;

export class Digits {
  #root;
  #onChoose;

  /**
   * @param {HTMLElement} root an empty element to show them in
   * @param {(place: number) => void} onChoose called with the place of the digit that is pressed
   */
  constructor(root, onChoose) {
    this.#root = root;
    this.#onChoose = onChoose;
  }

  /**
   * @param {Digit[]} digits from left to right
   * @param {number} chosen the place of the one that is shown in full
   */
  show(digits, chosen) {
    const wanted = digits.length > 1 ? digits.length : 0;
    // Buttons are kept: one that is pressed or focused must not vanish under the finger.
    while (this.#root.children.length > wanted) this.#root.lastElementChild?.remove();
    while (this.#root.children.length < wanted) this.#root.append(this.#button());
    [...this.#root.children].forEach((button, place) => {
      const { predictions, is_digit: isDigit, image } = digits[place];
      const [picture, name] = button.children;
      button.setAttribute("aria-pressed", String(place === chosen));
      button.classList.toggle("unsure", !isDigit);
      name.textContent = isDigit ? String(predictions[0].digit) : `${predictions[0].digit}?`;
      if (picture instanceof HTMLCanvasElement) showImage(picture, image);
    });
  }

  #button() {
    const button = document.createElement("button");
    button.type = "button";
    const picture = document.createElement("canvas");
    picture.className = "pixels";
    picture.width = IMAGE_SIDE;
    picture.height = IMAGE_SIDE;
    picture.setAttribute("aria-hidden", "true");
    button.append(picture, document.createElement("b"));
    button.addEventListener("click", () => {
      this.#onChoose([...this.#root.children].indexOf(button));
    });
    return button;
  }
}

/**
 * Show what the network saw: white ink on black, whatever the page's colours.
 * @param {HTMLCanvasElement} canvas 28 by 28
 * @param {string | undefined} image base64 of 784 bytes, row by row, 255 for ink; none for black
 */
export function showImage(canvas, image) {
  const ink = image === undefined ? "" : atob(image);
  const picture = new ImageData(IMAGE_SIDE, IMAGE_SIDE);
  for (let pixel = 0; pixel < IMAGE_SIDE * IMAGE_SIDE; pixel += 1) {
    picture.data.fill(ink.charCodeAt(pixel) || 0, 4 * pixel, 4 * pixel + 3);
    picture.data[4 * pixel + 3] = 255;
  }
  penOf(canvas).putImageData(picture, 0, 0);
}
