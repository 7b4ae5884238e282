/**
 * Pictures that are dropped on a part of the page or pasted while it is seen, as files or as
 * addresses.
 *
 * @typedef {{
 *   file: (file: Blob) => void,
 *   url: (url: string) => void,
 *   refusal: (kind: "nothing_to_paste" | "paste_refused") => void }} Takers
 */

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";
const ADDRESS = /^https?:\/\/\S+$/;
const STILL_OVER_MS = 500; // browsers tell at least this often that something is held over them

/**
 * Take whatever comes, from anywhere on the page, while the part is seen.
 * @param {HTMLElement} element gets the class "dropping" while something is held over the page
 * @param {Takers} takers
 */
export function receive(element, takers) {
  const isSeen = () => element.offsetParent !== null;
  let timer = 0;

  document.addEventListener("dragover", (event) => {
    if (!isSeen()) return;
    event.preventDefault(); // else the browser would open the picture instead of the page
    element.classList.add("dropping");
    clearTimeout(timer);
    timer = setTimeout(() => element.classList.remove("dropping"), STILL_OVER_MS);
  });
  document.addEventListener("drop", (event) => {
    if (!isSeen() || !event.dataTransfer) return;
    event.preventDefault();
    element.classList.remove("dropping");
    take(event.dataTransfer, takers);
  });
  document.addEventListener("paste", (event) => {
    const writes = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    const { clipboardData } = event;
    if (!isSeen() || !clipboardData || (writes && clipboardData.files.length === 0)) return;
    event.preventDefault();
    take(clipboardData, takers);
  });
}

/**
 * Take what the clipboard holds, where the browser lets a button ask for it.
 * @param {Takers} takers
 */
export async function paste(takers) {
  try {
    for (const item of await navigator.clipboard.read()) {
      const kind = item.types.find((type) => type.startsWith("image/"));
      if (kind) return takers.file(await item.getType(kind));
      if (item.types.includes("text/plain")) {
        const text = (await (await item.getType("text/plain")).text()).trim();
        if (ADDRESS.test(text)) return takers.url(text);
      }
    }
    takers.refusal("nothing_to_paste");
  } catch {
    takers.refusal("paste_refused");
  }
}

/**
 * @param {DataTransfer} data
 * @param {Takers} takers
 */
function take(data, takers) {
  const text = (data.getData("text/uri-list") || data.getData("text/plain")).trim();
  if (data.files.length > 0) takers.file(data.files[0]);
  else if (ADDRESS.test(text)) takers.url(text);
  else takers.refusal("nothing_to_paste");
}
