/**
 * The visitor's camera: shown in a video element while it is open, and never open longer than that.
 */

import { asJpeg } from "./reduced.js";

const WANTED = { video: { facingMode: "environment", width: { ideal: 1920 } } };

/** @type {Record<string, string>} Why it did not open, by the browser's own name for it. */
const REASONS = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
};

export class Camera {
  #video;

  /** @type {MediaStream | null} */
  #stream = null;

  /** Counts what is asked of it, since the browser answers later. */
  #count = 0;

  /** Whether it is open or to be opened. */
  isWanted = false;

  /** @param {HTMLVideoElement} video where to show what it sees */
  constructor(video) {
    this.#video = video;
  }

  /** Whether this browser lets this page ask for one: not over plain HTTP, for one. */
  static get isPossible() {
    return navigator.mediaDevices?.getUserMedia !== undefined;
  }

  /**
   * Ask for it and show it.
   * @returns {Promise<"open" | "closed" | string>} "closed" where `close` came first, else why it
   *   did not open: "camera_refused", "camera_missing" or "camera_busy"
   */
  async open() {
    this.close();
    const number = this.#count;
    this.isWanted = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WANTED);
      if (number !== this.#count) {
        stop(stream);
        return "closed";
      }
      this.#stream = stream;
      this.#video.srcObject = stream;
      await this.#video.play();
    } catch (error) {
      if (number !== this.#count) return "closed";
      this.close();
      return REASONS[error instanceof DOMException ? error.name : ""] ?? "camera_busy";
    }
    return number === this.#count ? "open" : "closed";
  }

  /** @returns {Promise<Blob>} what it sees at this moment, as a JPEG */
  shoot() {
    return asJpeg(this.#video, this.#video.videoWidth, this.#video.videoHeight);
  }

  /** Switch it off, or no longer wait for it. */
  close() {
    this.#count += 1;
    this.isWanted = false;
    if (this.#stream) stop(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
  }
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
