"""The markup of the Pictures tab: ways to bring an image, the image, and the digits found in it.

`pictures.js` brings it to life and `pictures.css` styles it. The scripts ask `web.pictures.api`.
"""

import gradio as gr

from model.picture.open import FORMATS, MAX_BYTES, MAX_PIXELS
from web.shared.component import TOP_THREE, component

# Systems that do not know the type of HEIC or AVIF go by the end of the name.
ACCEPT = "image/*,.heic,.heif,.avif,.pdf"

# The style sheet shows one part of the stage at a time, by its `data-state`.
MARKUP = f"""
<div class="pictures" data-part="room" data-most-bytes="{MAX_BYTES}"
     data-most-pixels="{MAX_PIXELS}" data-formats="{", ".join(FORMATS)}">
  <div class="sources">
    <button type="button" class="button" data-part="choose" data-text="pictures_choose"></button>
    <button type="button" class="button" data-part="open_camera"
            data-text="pictures_camera"></button>
    <button type="button" class="button" data-part="paste"
            data-text="pictures_paste" data-title="pictures_paste_title" hidden></button>
    <button type="button" class="button" data-part="mnist"
            data-text="pictures_mnist" data-title="pictures_mnist_title"></button>
    <form data-part="form" novalidate>
      <input type="url" data-part="url" data-label="pictures_url" placeholder="https://…"
             autocomplete="off">
      <button class="button" data-text="pictures_fetch" data-title="pictures_fetch_title"></button>
    </form>
    <input type="file" data-part="file" accept="{ACCEPT}" data-label="pictures_choose" hidden>
    <input type="file" data-part="photo" accept="image/*" capture="environment"
           data-label="pictures_camera" hidden>
  </div>
  <div>
  <div class="stage" data-part="stage" data-state="empty">
    <p class="hint" data-part="hint" data-text="pictures_hint"></p>
    <div class="working">
      <p data-part="step" role="status"></p>
      <progress data-part="progress" data-label="pictures_progress"></progress>
      <button type="button" class="button" data-part="stop" data-text="pictures_cancel"></button>
    </div>
    <div class="viewfinder">
      <video data-part="video" data-label="pictures_viewfinder" playsinline muted></video>
      <div>
        <button type="button" class="button main" data-part="shutter"
                data-text="pictures_shutter"></button>
        <button type="button" class="button" data-part="close_camera"
                data-text="pictures_cancel"></button>
      </div>
    </div>
    <figure class="shown" data-part="shown">
      <img data-part="picture" draggable="false">
      <div class="veil"><div data-part="part_read"></div></div>
      <svg data-part="rows" aria-hidden="true" preserveAspectRatio="none"></svg>
      <div class="ignored" data-part="ignored" aria-hidden="true" hidden></div>
      <div class="boxes" data-part="boxes" aria-hidden="true"></div>
      <div class="crop" data-part="crop_area" hidden>
        <div data-part="selection" data-label="pictures_crop_frame" role="application"
             aria-describedby="crop-help" tabindex="0"></div>
      </div>
    </figure>
  </div>
  <div class="tools" data-part="tools" hidden>
    <button type="button" class="button" data-part="crop" data-text="pictures_crop"
            data-title="pictures_crop_title"></button>
    <button type="button" class="button" data-part="whole" data-text="pictures_whole"
            data-title="pictures_whole_title"></button>
    <label data-part="ignored_label" data-title="pictures_ignored_title">
      <input type="checkbox" data-part="ignored_toggle">
      <span data-text="pictures_ignored"></span>
    </label>
    <p id="crop-help" data-part="crop_help" role="status"></p>
  </div>
  </div>
  <section class="found" data-part="found" data-label="pictures_found">
    <p class="error" data-part="error" role="alert"></p>
    <p class="about" data-part="about"></p>
    <p class="number" data-part="number"></p>
    <div class="export" data-part="export" data-label="pictures_export" role="group" hidden>
      <button type="button" class="button" data-part="copy" data-text="copy"
              data-title="copy_title"></button>
      <button type="button" class="button" data-part="save_csv" data-text="save_csv"
              data-title="save_csv_title"></button>
      <span data-part="said" role="status"></span>
    </div>
    <p data-part="label"></p>
    <p data-part="truncated"></p>
    <p data-part="turned"></p>
    <p data-part="note"></p>
    <ol class="cards" data-part="cards"></ol>
    <div class="grid" data-part="grid" data-label="pictures_grid" role="group"></div>
    <template data-part="card">
      <li>
        <canvas class="pixels" data-part="seen" data-label="seen" role="img"
                width="28" height="28"></canvas>
        {TOP_THREE}
      </li>
    </template>
    <p class="announcement" data-part="announcement" aria-live="polite"></p>
  </section>
</div>
"""


def pictures_tab() -> gr.HTML:
    """Adds the tab's content to the page that is being built."""
    return component("pictures", MARKUP, "top_three")
