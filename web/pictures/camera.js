/**
 * The visitor's camera. It is on only while a video element shows it.
 */

import { toJpeg } from "./downscale.js";

const CONSTRAINTS = { video: { facingMode: "environment", width: { ideal: 1920 } } };

/** @type {Record<string, string>} The page's error by the name of the browser's. */
const ERRORS = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
};

export class Camera {
  #video;

  /** @type {MediaStream | null} */
  #stream = null;

  /** Counts calls, to recognize the browser's answer to an earlier one. */
  #callCount = 0;

  /** Whether the camera is open or opening. */
  isActive = false;

  /** @param {HTMLVideoElement} video to show the camera in */
  constructor(video) {
    this.#video = video;
  }

  /** Whether the page may ask for a camera; with plain HTTP it may not. */
  static get isSupported() {
    return navigator.mediaDevices?.getUserMedia !== undefined;
  }

  /**
   * Ask for the camera and show it.
   * @returns {Promise<"open" | "closed" | string>} "closed" if `close` was called meanwhile, else
   *   an error: "camera_refused", "camera_missing" or "camera_busy"
   */
  async open() {
    this.close();
    const call = this.#callCount;
    this.isActive = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
      if (call !== this.#callCount) {
        stop(stream);
        return "closed";
      }
      this.#stream = stream;
      this.#video.srcObject = stream;
      await this.#video.play();
    } catch (error) {
      if (call !== this.#callCount) return "closed";
      this.close();
      return ERRORS[error instanceof DOMException ? error.name : ""] ?? "camera_busy";
    }
    return call === this.#callCount ? "open" : "closed";
  }

  /** @returns {Promise<Blob>} the present frame as a JPEG */
  capture() {
    return toJpeg(this.#video, this.#video.videoWidth, this.#video.videoHeight);
  }

  /** Switch the camera off, or stop waiting for it. */
  close() {
    this.#callCount += 1;
    this.isActive = false;
    if (this.#stream) stop(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
  }
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
