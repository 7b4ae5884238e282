"""The Network tab: Netron, the table of layers, and the network's files to take away.

    GET /api/network    layers, parameters, sizes of the files and inference time, as JSON
    GET /model/keras    the network as it was trained
    GET /model/tflite   the same compiled, which is what runs

The markup is here; `static/network.js` fills it in, `static/network.css` tells how it looks.
"""

from functools import cache
from pathlib import Path
from urllib.parse import quote

import gradio as gr
import orjson
from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from model.classifier import DigitClassifier
from model.files import ModelFileError
from model.layers import Layer, layers_of
from model.timing import inference_ms
from web.component import component

TIMED_RUNS = 101
BYTES = "application/octet-stream"

MARKUP = """
<div class="network">
  <p data-text="netron"></p>
  <dl class="facts">
    <div>
      <dt data-text="network_parameters"></dt>
      <dd data-part="parameters"></dd>
    </div>
    <div>
      <dt data-text="network_time"></dt>
      <dd data-part="time"></dd>
      <dd class="aside" data-part="timed"></dd>
    </div>
    <div>
      <dt data-text="network_files"></dt>
      <dd class="files">
        <a class="button" data-part="keras" data-title="network_keras" href="model/keras"
           download></a>
        <a class="button" data-part="tflite" data-title="network_tflite" href="model/tflite"
           download></a>
      </dd>
    </div>
  </dl>
  <p class="trouble" data-part="trouble" role="status"></p>
  <div class="sides">
    <div id="netron"><iframe src="netron/" title="Netron"></iframe></div>
    <div class="layers" data-part="layers" data-label="network_layers" role="region"
         tabindex="0"></div>
  </div>
</div>
"""


def network_tab() -> gr.HTML:
    """What the tab shows, to be called where the page wants it."""
    return component("network", MARKUP, "figures")


def routes(classifier: DigitClassifier, model_file: Path) -> APIRouter:
    """The routes, for the network that `classifier` has loaded from `model_file`."""
    router = APIRouter()
    network = classifier.network
    compiled_name = model_file.with_suffix(".tflite").name
    measured = cache(lambda: inference_ms(network, TIMED_RUNS))
    layers = _layers_of(model_file)
    counts = [layer.parameters for layer in layers]
    description = {
        "layers": layers,
        "parameters": None if not layers or None in counts else sum(filter(None, counts)),
        "keras": {"name": model_file.name, "bytes": model_file.stat().st_size},
        "tflite": {"name": compiled_name, "bytes": len(network.compiled)},
        "timed_runs": TIMED_RUNS,
    }

    @router.get("/api/network")
    def describe() -> Response:  # in a thread of its own: the first visitor's answer is measured
        content = orjson.dumps({**description, "inference_ms": measured()})
        return Response(content, media_type="application/json")

    @router.get("/model/keras")
    async def keras_file() -> Response:
        return FileResponse(model_file, media_type=BYTES, filename=model_file.name)

    @router.get("/model/tflite")
    async def compiled_file() -> Response:
        # Not from the disk, where an older one may lie that could not be replaced.
        name = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(compiled_name)}"}
        return Response(network.compiled, media_type=BYTES, headers=name)

    return router


def _layers_of(model_file: Path) -> list[Layer]:
    try:
        return layers_of(model_file)
    except ModelFileError:  # it runs all the same, and the page says what is missing
        return []
