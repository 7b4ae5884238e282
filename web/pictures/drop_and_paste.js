/**
 * Accepts images that are dropped on the page or pasted into it, as files or as URLs.
 *
 * @typedef {{
 *   onFile: (file: Blob) => void,
 *   onUrl: (url: string) => void,
 *   onError: (kind: "nothing_to_paste" | "paste_refused") => void }} Handlers
 */

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";
const URL_PATTERN = /^https?:\/\/\S+$/;
const DRAG_TIMEOUT_MS = 500; // browsers fire dragover more often than this during a drag

/**
 * Accept images anywhere on the page while the element is visible.
 * @param {HTMLElement} element has the class "dropping" while something is dragged over the page
 * @param {Handlers} handlers
 */
export function listenForImages(element, handlers) {
  const isVisible = () => element.offsetParent !== null;
  let timer = 0;

  document.addEventListener("dragover", (event) => {
    if (!isVisible()) return;
    event.preventDefault(); // without it the browser would leave the page for the image
    element.classList.add("dropping");
    clearTimeout(timer);
    timer = setTimeout(() => element.classList.remove("dropping"), DRAG_TIMEOUT_MS);
  });
  document.addEventListener("drop", (event) => {
    if (!isVisible() || !event.dataTransfer) return;
    event.preventDefault();
    element.classList.remove("dropping");
    handle(event.dataTransfer, handlers);
  });
  document.addEventListener("paste", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    const { clipboardData } = event;
    if (!isVisible() || !clipboardData || (isTyping && clipboardData.files.length === 0)) return;
    event.preventDefault();
    handle(clipboardData, handlers);
  });
}

/**
 * Read the clipboard when a button is pressed, if the browser allows it.
 * @param {Handlers} handlers
 */
export async function pasteFromClipboard(handlers) {
  try {
    for (const item of await navigator.clipboard.read()) {
      const imageType = item.types.find((type) => type.startsWith("image/"));
      if (imageType) return handlers.onFile(await item.getType(imageType));
      if (item.types.includes("text/plain")) {
        const text = (await (await item.getType("text/plain")).text()).trim();
        if (URL_PATTERN.test(text)) return handlers.onUrl(text);
      }
    }
    handlers.onError("nothing_to_paste");
  } catch {
    handlers.onError("paste_refused");
  }
}

/**
 * @param {DataTransfer} data
 * @param {Handlers} handlers
 */
function handle(data, handlers) {
  const text = (data.getData("text/uri-list") || data.getData("text/plain")).trim();
  if (data.files.length > 0) handlers.onFile(data.files[0]);
  else if (URL_PATTERN.test(text)) handlers.onUrl(text);
  else handlers.onError("nothing_to_paste");
}
