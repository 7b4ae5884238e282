"""The routes that describe the network and serve its files.

GET /api/network    layers, parameters, file sizes and inference time, as JSON
GET /model/keras    the network as it was trained
GET /model/tflite   the compiled network, which reads the digits
"""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from model.classifier import DigitClassifier
from model.insight.timing import inference_ms
from web.shared.http import json_response

TIMED_RUNS = 101
BYTES = "application/octet-stream"


def routes(classifier: DigitClassifier, model_file: Path) -> APIRouter:
    """Returns the routes, for the network that `classifier` has loaded from `model_file`."""
    router = APIRouter()
    network = classifier.network
    compiled_name = model_file.with_suffix(".tflite").name
    measured = cache(lambda: inference_ms(network, TIMED_RUNS))
    description = {
        "layers": network.layers,
        "parameters": sum(layer.parameters for layer in network.layers) or None,
        "keras": {"name": model_file.name, "bytes": model_file.stat().st_size},
        "tflite": {"name": compiled_name, "bytes": len(network.compiled)},
        "timed_runs": TIMED_RUNS,
    }

    @router.get("/api/network")
    def describe() -> Response:  # in a thread, since the first answer takes a measurement
        return json_response({**description, "inference_ms": measured()})

    @router.get("/model/keras")
    async def keras_file() -> Response:
        return FileResponse(model_file, media_type=BYTES, filename=model_file.name)

    @router.get("/model/tflite")
    async def compiled_file() -> Response:
        # From memory: the file on disk may be stale, where its folder is read-only.
        name = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(compiled_name)}"}
        return Response(network.compiled, media_type=BYTES, headers=name)

    return router
