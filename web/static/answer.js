/**
 * Shows a reading: the likeliest digit, the three likeliest with their bars, and what the network
 * saw. It asks nobody anything.
 *
 * @typedef {import("./reader.js").Reading} Reading
 * @typedef {Record<string, string>} Texts
 */

import { part, penOf } from "./part.js";

const IMAGE_SIDE = 28;

export class Answer {
  #root;
  #texts;
  #percent;
  #best;
  #rows;
  #seen;
  #note;
  #announcement;

  /** @type {import("./reader.js").Digit | undefined} */
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
    this.#best = part(root, "best", HTMLElement);
    this.#rows = [...part(root, "top", HTMLElement).children].map((row) => ({
      digit: part(row, "digit", HTMLElement),
      bar: part(row, "bar", HTMLElement),
      percent: part(row, "percent", HTMLElement),
    }));
    this.#seen = penOf(part(root, "seen", HTMLCanvasElement));
    this.#note = part(root, "note", HTMLElement);
    this.#announcement = part(root, "announcement", HTMLElement);
  }

  /**
   * @param {Reading} reading
   * @param {number} points how many points the drawing had that was read
   */
  show(reading, points) {
    this.#digit = reading.digits[0];
    const isUnsure = this.#digit?.is_digit === false;
    this.#best.textContent = reading.text;
    this.#rows.forEach((row, rank) => {
      const prediction = this.#digit?.predictions[rank];
      row.digit.textContent = prediction ? String(prediction.digit) : "";
      row.bar.style.transform = `scaleX(${prediction?.probability ?? 0})`;
      row.percent.textContent = prediction ? this.#percent.format(prediction.probability) : "";
    });
    this.#note.textContent = isUnsure ? this.#texts.unsure : "";
    this.#root.classList.toggle("unsure", isUnsure);
    this.#showSeen(this.#digit?.image);
    this.#root.dataset.points = String(points);
  }

  /** @param {string} sentence what went wrong; the last answer stays */
  showError(sentence) {
    this.#note.textContent = sentence;
  }

  /** Tell the answer to those who listen to the page; once a stroke, not at every move. */
  announce() {
    let sentence = this.#texts.announcement_empty;
    if (this.#digit) {
      const [best] = this.#digit.predictions;
      const { announcement, announcement_unsure: unsure } = this.#texts;
      sentence = (this.#digit.is_digit ? announcement : unsure)
        .replace("{digit}", String(best.digit))
        .replace("{percent}", this.#percent.format(best.probability));
    }
    // Setting the same text again would have it read out again.
    if (this.#announcement.textContent !== sentence) this.#announcement.textContent = sentence;
  }

  /** @param {string | undefined} image base64 of 784 bytes, row by row, 255 for ink */
  #showSeen(image) {
    const ink = image === undefined ? "" : atob(image);
    const picture = new ImageData(IMAGE_SIDE, IMAGE_SIDE);
    for (let pixel = 0; pixel < IMAGE_SIDE * IMAGE_SIDE; pixel += 1) {
      picture.data.fill(ink.charCodeAt(pixel) || 0, 4 * pixel, 4 * pixel + 3);
      picture.data[4 * pixel + 3] = 255;
    }
    this.#seen.putImageData(picture, 0, 0);
  }
}
