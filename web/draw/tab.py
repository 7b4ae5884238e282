"""The markup of the Draw tab: the drawing surface and, beside it, the answer.

`draw.js` brings it to life and `draw.css` styles it. The scripts ask `web.draw.api` while the pen
moves, without Gradio's events.
"""

import gradio as gr

from web.shared.component import TOP_THREE, component

MARKUP = f"""
<div class="draw">
  <div>
    <div class="paper">
      <canvas data-part="canvas" data-label="canvas" role="img"></canvas>
      <p class="hint" data-part="hint" data-text="hint" aria-hidden="true"></p>
    </div>
    <div class="tools">
      <button type="button" class="button" data-part="undo"
              data-text="undo" data-title="undo_title" disabled></button>
      <button type="button" class="button" data-part="redo"
              data-text="redo" data-title="redo_title" disabled></button>
      <button type="button" class="button" data-part="clear"
              data-text="clear" data-title="clear_title" disabled></button>
    </div>
  </div>
  <section class="answer" data-part="answer" data-label="answer" data-points="0">
    <div class="best" data-part="best"></div>
    <figure class="seen">
      <canvas class="pixels" data-part="seen" data-label="seen" role="img"
              width="28" height="28"></canvas>
      <figcaption data-text="seen"></figcaption>
    </figure>
    <div class="digits" data-part="digits" data-label="digits" role="group"></div>
    {TOP_THREE}
    <p class="why idle" data-part="why">
      <label>
        <input type="checkbox" data-part="why_toggle" checked>
        <span data-text="why"></span>
      </label>
      <span class="for-best" data-part="why_best"></span>
      <span class="for-second" data-part="why_second"></span>
    </p>
    <p class="note">
      <span data-part="note"></span>
      <span data-part="advice" role="status"></span>
    </p>
    <p class="announcement" data-part="announcement" aria-live="polite"></p>
  </section>
  <div class="extras">
    <div class="examples" data-part="examples" data-label="examples" role="group"></div>
    <div class="export" data-label="export" role="group">
      <button type="button" class="button" data-part="copy" data-text="copy"
              data-title="copy_title" disabled></button>
      <button type="button" class="button" data-part="save_csv" data-text="save_csv"
              data-title="save_csv_title" disabled></button>
      <button type="button" class="button" data-part="save_png" data-text="save_png"
              data-title="save_png_title" disabled></button>
      <button type="button" class="button" data-part="save_json" data-text="save_json"
              data-title="save_json_title" disabled></button>
      <button type="button" class="button" data-part="link" data-text="link"
              data-title="link_title" disabled></button>
    </div>
    <details class="feature-maps" data-part="feature_maps_panel">
      <summary data-text="feature_maps"></summary>
      <p data-text="feature_maps_explained"></p>
      <div class="layers" data-part="layers"></div>
    </details>
  </div>
</div>
"""


def draw_tab() -> gr.HTML:
    """Adds the tab's content to the page that is being built."""
    return component("draw", MARKUP, "top_three")
