/**
 * The Network tab: shows the server's description of the network. Netron, beside it, is a page
 * in a frame.
 *
 * @typedef {{ name: string, kind: string, shape: number[] | null,
 *   parameters: number | null }} Layer
 * @typedef {{ name: string, bytes: number }} File
 * @typedef {{ layers: Layer[], parameters: number | null, keras: File, tflite: File,
 *   inference_ms: number, timed_runs: number }} Network
 *   `parameters` is null if unknown
 */

import { make, part } from "../shared/dom.js";
import { megabytes, milliseconds, number } from "../shared/formats.js";
import { addTexts, fill, fillTexts, texts } from "../shared/language.js";
import { table } from "../shared/table.js";
// @ts-ignore  made by web/browser_files.py
import { TEXTS } from "./texts.js";

/**
 * Bring the tab's markup to life.
 * @param {HTMLElement} element the component's element
 */
export async function mount(element) {
  addTexts(TEXTS);
  fillTexts(element);
  try {
    const response = await fetch(new URL("api/network", document.baseURI));
    if (!response.ok) throw new Error(response.statusText);
    show(element, await response.json());
  } catch (error) {
    console.error(error);
    part(element, "trouble", HTMLElement).textContent = texts.figures_offline;
  }
  element.dataset.ready = "true";
}

/**
 * @param {HTMLElement} element
 * @param {Network} network
 */
function show(element, network) {
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    part(element, name, HTMLElement).textContent = text;
  };
  write("parameters", formatCount(network.parameters));
  write("time", milliseconds(network.inference_ms));
  write("timed", fill("network_timed", { runs: number(network.timed_runs) }));
  for (const file of /** @type {const} */ (["keras", "tflite"])) {
    const { name, bytes } = network[file];
    write(file, fill("network_download", { name, size: megabytes(bytes) }));
  }
  if (network.layers.length === 0) write("layers", texts.network_no_layers);
  else part(element, "layers", HTMLElement).append(layerTable(network));
}

/** @param {Network} network */
function layerTable(network) {
  return table(
    texts.network_layers,
    [texts.network_layer, texts.network_shape, texts.parameters],
    network.layers.map(({ name, kind, shape, parameters }) => [
      make("span", {}, kind, " ", make("small", {}, name)),
      shape?.map(number).join(" × ") ?? "",
      formatCount(parameters),
    ]),
    [texts.network_total, "", formatCount(network.parameters)],
  );
}

/** @param {number | null} count */
function formatCount(count) {
  return count === null ? "" : number(count);
}
