"""The project's own Gradio components.

`component("draw", MARKUP)` shows the markup in the style of `web/draw/draw.css` and calls `mount`
of `web/draw/draw.js`, which `web.browser_files` serves. The markup holds no texts but names them by
key: `data-text`, `data-title`, `data-label`.
"""

import json
import re
from pathlib import Path

import gradio as gr

from model.classifier import TOP_K
from web.shared.texts import TEXTS

WEB = Path(__file__).parents[1]
URL_PATH = "static/trazo"

ROW = """<li>
        <b data-part="digit"></b>
        <div class="bar"><i data-part="bar"></i></div>
        <span data-part="percent"></span>
      </li>"""
# The likeliest digits of a reading: `top_three.js` fills them in, `top_three.css` styles them.
TOP_THREE = f"""<ol class="top" data-part="top">
      {ROW * TOP_K}
    </ol>"""


def component(name: str, markup: str, *shared_styles: str) -> gr.HTML:
    """Adds the content of the tab `name` to the page that is being built.

    Its style sheet comes after `common.css` and the `shared_styles` of `web/shared/`.
    """
    sheets = [WEB / "shared" / f"{sheet}.css" for sheet in ("common", *shared_styles)]
    sheets.append(WEB / name / f"{name}.css")
    style = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    broken = " / ".join(texts["error_broken"] for texts in TEXTS.values())
    return gr.HTML(
        html_template=minified_markup(markup),
        css_template=minified_style(style),
        js_on_load=f"""
import(new URL("{URL_PATH}/{name}/{name}.js", document.baseURI))
  .then(({{ mount }}) => mount(element))
  .catch((error) => {{
    console.error(error);
    element.textContent = {json.dumps(broken)};
  }});
""",
        apply_default_css=False,
        elem_id=name,
        elem_classes="trazo",
    )


def minified_style(style: str) -> str:
    """Shortens a style sheet: the first view carries those of all tabs."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    style = re.sub(r" ?([{};,>]) ?", r"\1", style)
    return style.replace(": ", ":").replace(";}", "}").strip()


def minified_markup(markup: str) -> str:
    """Shortens markup for the same reason; HTML can do without the quotes around one word."""
    return re.sub(r'="([\w-]+)"', r"=\1", re.sub(r"\s*\n\s*", " ", markup))
