"""The Draw tab's component: the drawing surface and, beside it, the answer.

The markup is here; what it does is in `static/draw.js` and the modules that it joins, how it
looks in `static/draw.css`. The component talks to `/api/predict` by itself while the pen moves,
not through Gradio's events.
"""

import json
from pathlib import Path

import gradio as gr

from model.classifier import LIKELIEST
from web.texts import TEXTS

STATIC = Path(__file__).parent / "static"

ROW = """<li>
        <b data-part="digit"></b>
        <div class="bar"><i data-part="bar"></i></div>
        <span data-part="percent"></span>
      </li>"""

MARKUP = f"""
<div class="draw">
  <div>
    <div class="paper">
      <canvas data-part="canvas" data-label="canvas" role="img"></canvas>
      <p class="hint" data-part="hint" data-text="hint" aria-hidden="true"></p>
    </div>
    <div class="tools">
      <button type="button" data-part="undo" data-text="undo" data-title="undo_title"
              disabled></button>
      <button type="button" data-part="clear" data-text="clear" data-title="clear_title"
              disabled></button>
    </div>
  </div>
  <section class="answer" data-part="answer" data-label="answer" data-points="0">
    <div class="best" data-part="best"></div>
    <figure class="seen">
      <canvas data-part="seen" data-label="seen" role="img" width="28" height="28"></canvas>
      <figcaption data-text="seen"></figcaption>
    </figure>
    <ol class="top" data-part="top">
      {ROW * LIKELIEST}
    </ol>
    <p class="note" data-part="note"></p>
    <p class="announcement" data-part="announcement" aria-live="polite"></p>
  </section>
</div>
"""

ON_LOAD = """
import(new URL("static/trazo/draw.js", document.baseURI))
  .then(({ mount }) => mount(element, TEXTS))
  .catch((error) => {
    console.error(error);
    element.querySelector("[data-part=hint]").textContent =
      Object.values(TEXTS).map((texts) => texts.error_broken).join(" / ");
  });
"""


def sketchpad() -> gr.HTML:
    """The drawing surface with its answer, to be called where the page wants it."""
    return gr.HTML(
        html_template=MARKUP,
        css_template=(STATIC / "draw.css").read_text(encoding="utf-8"),
        js_on_load=f"const TEXTS = {json.dumps(TEXTS)};\n{ON_LOAD}",
        apply_default_css=False,
        elem_id="sketchpad",
    )
