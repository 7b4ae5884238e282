"""The Results tab: what the evaluation found out about the network that is served.

    GET /api/report        the report beside the network's file, as `training.evaluate` wrote it
    GET /report/NAME.png   its pictures

A report on another network is not shown; both are then answered with 404. The markup is here;
`static/results.js` fills it in, `static/results.css` tells how it looks.
"""

import json
from pathlib import Path

import gradio as gr
import orjson
from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from web.component import component

REPORT = "report.json"
NO_REPORT = (
    "Expected a report on the network that is served; `python -m training.evaluate` makes one."
)

MARKUP = """
<div class="results">
  <p class="trouble" data-part="trouble" role="status"></p>
  <section data-part="accuracy" hidden>
    <h2 data-text="results_accuracy"></h2>
    <p data-text="results_accuracy_caption"></p>
  </section>
  <section data-part="comparison" hidden>
    <h2 data-text="results_comparison"></h2>
    <p data-text="results_comparison_caption"></p>
  </section>
  <section data-part="confusion" hidden>
    <h2 data-text="results_confusion"></h2>
    <p data-text="results_confusion_caption"></p>
  </section>
  <section data-part="mistakes" hidden>
    <h2 data-text="results_mistakes"></h2>
    <p data-text="results_mistakes_caption"></p>
  </section>
  <section data-part="reliability" hidden>
    <h2 data-text="results_reliability"></h2>
    <p data-text="results_reliability_caption"></p>
  </section>
  <section data-part="perturbations" hidden>
    <h2 data-text="results_perturbations"></h2>
    <p data-text="results_perturbations_caption"></p>
  </section>
  <section data-part="others" hidden>
    <h2 data-text="results_others"></h2>
    <p data-text="results_others_caption"></p>
  </section>
  <section data-part="training" hidden>
    <h2 data-text="results_training"></h2>
    <p data-text="results_training_caption"></p>
  </section>
  <section data-part="additions" hidden>
    <h2 data-text="results_additions"></h2>
    <p data-text="results_additions_caption"></p>
  </section>
  <section data-part="examples" hidden>
    <h2 data-text="results_examples"></h2>
    <p data-text="results_examples_caption"></p>
  </section>
  <section data-part="made" hidden></section>
</div>
"""


def results_tab() -> gr.HTML:
    """What the tab shows, to be called where the page wants it."""
    return component("results", MARKUP, "figures")


def routes(model_file: Path, sha256: str) -> APIRouter:
    """The routes, for the network with this hash that was loaded from `model_file`."""
    router = APIRouter()
    file = model_file.with_name(REPORT)
    report = _report_on(sha256, file)
    pictures = {
        picture.name: picture
        for picture in file.with_suffix("").glob("*.png")
        if report is not None
    }

    @router.get("/api/report")
    async def figures() -> Response:
        return _none() if report is None else Response(report, media_type="application/json")

    @router.get("/report/{name}")
    async def picture(name: str) -> Response:
        return FileResponse(pictures[name]) if name in pictures else _none()

    return router


def _none() -> Response:
    return Response(orjson.dumps({"error": NO_REPORT}), 404, media_type="application/json")


def _report_on(sha256: str, file: Path) -> bytes | None:
    """What is in a report, where there is one and it is on the network with this hash."""
    try:
        report = json.loads(file.read_bytes())
        return orjson.dumps(report) if report["model"]["sha256"] == sha256 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
