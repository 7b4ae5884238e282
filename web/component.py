"""The parts of the page that are the project's own: markup, a style and a module of script each.

`component("draw", MARKUP)` is shown as `static/draw.css` says, below what `static/common.css` says
of all, and brought to life by `mount` of `static/draw.js`. Texts are not in the markup, which names
them by their keys: `data-text`, `data-title`, `data-label`. Scripts take them from `texts.js` and
the other `texts_….js`, which are made here of `web.texts` and its like.
"""

import json
import re
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from model.classifier import LIKELIEST
from web.texts import TEXTS
from web.texts_figures import FIGURES_TEXTS
from web.texts_pictures import PICTURES_TEXTS

STATIC = Path(__file__).parent / "static"
FOLDER = "static/trazo"

ROW = """<li>
        <b data-part="digit"></b>
        <div class="bar"><i data-part="bar"></i></div>
        <span data-part="percent"></span>
      </li>"""
# The likeliest digits of a reading, which `static/rows.js` fills in and `rows.css` styles.
TOP = f"""<ol class="top" data-part="top">
      {ROW * LIKELIEST}
    </ol>"""


def component(name: str, markup: str, *shared: str) -> gr.HTML:
    """A part of the page, to be called where the page wants it.

    `shared` are further styles, which come before its own.
    """
    styles = [
        (STATIC / f"{each}.css").read_text(encoding="utf-8") for each in ("common", *shared, name)
    ]
    style = re.sub(r"/\*.*?\*/", "", "\n".join(styles), flags=re.DOTALL)
    broken = " / ".join(texts["error_broken"] for texts in TEXTS.values())
    return gr.HTML(
        html_template=_compact(markup),
        css_template=_compact(style),
        js_on_load=f"""
import(new URL("{FOLDER}/{name}.js", document.baseURI))
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


def _compact(source: str) -> str:
    """Markup or a style without its indentation: the first view brings that of every tab."""
    return re.sub(r"\s*\n\s*", " ", source)


def mount(app: FastAPI) -> None:
    """Serve the scripts, and their texts, packed where the browser unpacks them."""
    files = FastAPI(openapi_url=None)
    files.add_middleware(GZipMiddleware)
    _serve_texts(files, "texts", TEXTS)
    _serve_texts(files, "texts_figures", FIGURES_TEXTS)
    _serve_texts(files, "texts_pictures", PICTURES_TEXTS)
    files.mount("/", StaticFiles(directory=STATIC))
    app.mount(f"/{FOLDER}", files)


def _serve_texts(files: FastAPI, name: str, texts: dict[str, dict[str, str]]) -> None:
    module = f"export const TEXTS = {json.dumps(texts, ensure_ascii=False)};\n"

    @files.get(f"/{name}.js")
    async def texts_module() -> Response:
        return Response(module, media_type="text/javascript")
