/**
 * The Network tab: fills in what the server tells of the network. Netron, beside it, is a page of
 * its own.
 *
 * @typedef {{ name: string, kind: string, shape: number[] | null, parameters: number | null }} Layer
 * @typedef {{ name: string, bytes: number }} File
 * @typedef {{ layers: Layer[], parameters: number | null, keras: File, tflite: File,
 *   inference_ms: number, timed_runs: number }} Network
 */

import { megabytes, milliseconds, number } from "./formats.js";
import { addTexts, fill, fillTexts, texts } from "./language.js";
import { part } from "./part.js";
import { make, table } from "./table.js";
// @ts-ignore  made by web/component.py
import { TEXTS } from "./texts_figures.js";

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
  write("parameters", count(network.parameters));
  write("time", milliseconds(network.inference_ms));
  write("timed", fill("network_timed", { runs: number(network.timed_runs) }));
  for (const file of /** @type {const} */ (["keras", "tflite"])) {
    const { name, bytes } = network[file];
    write(file, fill("network_download", { name, size: megabytes(bytes) }));
  }
  if (network.layers.length === 0) write("layers", texts.network_no_layers);
  else part(element, "layers", HTMLElement).append(layers(network));
}

/** @param {Network} network */
function layers({ layers: listed, parameters }) {
  return table(
    texts.network_layers,
    [texts.network_layer, texts.network_shape, texts.network_parameters],
    listed.map(({ name, kind, shape, parameters: own }) => [
      make("span", {}, kind, " ", make("small", {}, name)),
      shape?.map(number).join(" × ") ?? "",
      count(own),
    ]),
    [texts.network_total, "", count(parameters)],
  );
}

/** @param {number | null} parameters none where they are not known */
function count(parameters) {
  return parameters === null ? "" : number(parameters);
}
