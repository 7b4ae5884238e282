/**
 * Shows a reading: the likeliest digit, the three likeliest with their bars, and what the network
 * saw. It asks nobody anything.
 *
 * @typedef {import("./reader.js").Reading} Reading
 * @typedef {Record<string, string>} Texts
 */

const IMAGE_SIDE = 28;

export class Answer {
  #root;
  #texts;
  #percent;

  /** @type {Reading["digits"][0] | undefined} */
  #digit;

  /**
   * @param {HTMLElement} root the element with the parts of the answer
   * @param {Texts} texts
   * @param {string} language
   */
  constructor(root, texts, language) {
    this.#root = root;
    this.#texts = texts;
    this.#percent = new Intl.NumberFormat(language, {
      style: "percent",
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
  }

  /**
   * @param {Reading} reading
   * @param {number} points how many points the drawing had that was read
   */
  show(reading, points) {
    this.#digit = reading.digits[0];
    const predictions = this.#digit?.predictions ?? [];
    this.#part("best").textContent = reading.text;
    this.#root.querySelectorAll("[data-part=top] li").forEach((row, rank) => {
      const { digit, probability } = predictions[rank] ?? { digit: "", probability: 0 };
      row.querySelector("b").textContent = String(digit);
      row.querySelector("i").style.transform = `scaleX(${probability})`;
      row.querySelector("span").textContent =
        predictions.length > 0 ? this.#percent.format(probability) : "";
    });
    this.#part("note").textContent =
      this.#digit && !this.#digit.is_digit ? this.#texts.unsure : "";
    this.#root.classList.toggle("unsure", this.#digit?.is_digit === false);
    this.#showSeen(this.#digit?.image);
    this.#root.dataset.points = String(points);
  }

  /** @param {string} sentence what went wrong; the last answer stays */
  showError(sentence) {
    this.#part("note").textContent = sentence;
  }

  /** Tell the answer to those who listen to the page; once a stroke, not at every move. */
  announce() {
    const [best] = this.#digit?.predictions ?? [];
    let sentence = this.#texts.announcement_empty;
    if (best) {
      const pattern = this.#digit.is_digit
        ? this.#texts.announcement
        : this.#texts.announcement_unsure;
      sentence = pattern
        .replace("{digit}", String(best.digit))
        .replace("{percent}", this.#percent.format(best.probability));
    }
    const announcement = this.#part("announcement");
    // Setting the same text again would have it read out again.
    if (announcement.textContent !== sentence) announcement.textContent = sentence;
  }

  /** @param {string | undefined} image base64 of 784 bytes, row by row, 255 for ink */
  #showSeen(image) {
    const ink = image === undefined ? "" : atob(image);
    const picture = new ImageData(IMAGE_SIDE, IMAGE_SIDE);
    for (let pixel = 0; pixel < IMAGE_SIDE * IMAGE_SIDE; pixel += 1) {
      picture.data.fill(ink.charCodeAt(pixel) || 0, 4 * pixel, 4 * pixel + 3);
      picture.data[4 * pixel + 3] = 255;
    }
    this.#part("seen").getContext("2d").putImageData(picture, 0, 0);
  }

  /** @param {string} name */
  #part(name) {
    return this.#root.querySelector(`[data-part=${name}]`);
  }
}
