/**
 * Exports the rows that were read: copies them as text, or saves them as CSV.
 *
 * @typedef {import("./reading.js").Line} Line
 */

import { make, part } from "./dom.js";
import { texts } from "./language.js";

const CSV_NAME = "trazo.csv";
const OBJECT_URL_MS = 10_000; // long enough for the browser to save the file

/**
 * Bring the buttons "copy" and "save_csv" to life.
 * @param {HTMLElement} root with the buttons
 * @param {(sentence: string) => void} say shows and announces that the rows were copied
 * @returns {(lines: Line[]) => void} to be called with the rows of each reading
 */
export function mountRowExport(root, say) {
  const copyButton = part(root, "copy", HTMLButtonElement);
  const csvButton = part(root, "save_csv", HTMLButtonElement);
  /** @type {Line[]} */
  let lines = [];
  copyButton.addEventListener("click", async () => {
    const isCopied = await copy(lines.map(({ text }) => text).join("\n"));
    say(isCopied ? texts.copied : texts.not_copied);
  });
  csvButton.addEventListener("click", () => {
    download(new Blob([toCsv(lines)], { type: "text/csv;charset=utf-8" }), CSV_NAME);
  });
  return (newLines) => {
    lines = newLines;
    for (const button of [copyButton, csvButton]) button.disabled = lines.length === 0;
  };
}

/**
 * @param {Line[]} lines
 * @returns {string} a record for each row and a field for each of its numbers (RFC 4180); all
 *   records have as many fields as the longest, as that standard recommends
 */
export function toCsv(lines) {
  const rows = lines.map(({ text }) => text.split(" "));
  const count = Math.max(0, ...rows.map((row) => row.length));
  const records = rows.map((row) => [...row, ...Array(count - row.length).fill("")].join(","));
  return records.map((record) => `${record}\r\n`).join("");
}

/**
 * @param {Blob} content
 * @param {string} name of the file
 */
export function download(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), OBJECT_URL_MS);
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text); // with plain HTTP there is no clipboard, and it may be refused
  }
}

/**
 * @param {string} text
 * @returns {boolean} whether it is in the clipboard
 */
function copySelection(text) {
  const focused = document.activeElement;
  const field = make("textarea", { readonly: "", style: "position: fixed; opacity: 0" });
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}
