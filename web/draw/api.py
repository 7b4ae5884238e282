"""The routes that read a drawing, and explain how it was read.

    POST /api/predict   {"strokes": [[[x, y], …], …]} → the reading:
        {"text", "lines": [{"text", "digits": [0, 1, …]}], "truncated",
         "digits": [{"predictions": [{"digit", "probability"}], "is_digit", "text", "box",
                     "image"}]}
    POST /api/explain   {"strokes": […], "digit": 0, "inside": false} → {"why", "hint", "layers"}

The digits of a line are indices into `digits`. A digit's `text` is the likeliest digit, or "·" for
some other sign; `image` is base64 of 28 x 28 bytes, row by row, 255 for ink. `truncated` is true
where there was more ink than is read at once. In a request to explain, `digit` is an index into the
drawing's digits, and `inside` asks for the feature maps too. A malformed
request is answered with 413 or 422 and {"error": one sentence}.
"""

from base64 import b64encode
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from model.classifier import DigitClassifier
from model.insight.feature_maps import FeatureMapExtractor
from model.insight.hints import find_hint
from model.insight.occlusion import Saliency, occlusion_saliency
from model.preprocess import Box, DrawingError, Strokes
from model.runtime import Network
from web.shared.http import RefusedRequest, at_most, json_response, read_body, reading_as_json

MAX_BYTES = 128 * 1024
MAX_STROKES = 256
MAX_POINTS = 8_192

SALIENCY_STEPS = 127  # saliency is sent as signed bytes


def routes(classifier: DigitClassifier) -> APIRouter:
    """Returns the routes, which read with `classifier`."""
    router = APIRouter()
    explainer = Explainer(classifier.network)

    # A reading takes less than a millisecond; handing it to a thread would take longer.
    @router.post("/api/predict")
    async def predict(request: Request) -> Response:
        try:
            drawing = await _read_drawing(request)
            reading = classifier.read_strokes(drawing["strokes"])
        except (RefusedRequest, DrawingError) as error:
            return _refusal(error)
        return json_response(reading_as_json(reading))

    @router.post("/api/explain")
    async def explain(request: Request) -> Response:
        try:
            drawing = await _read_drawing(request)
            index, with_layers = drawing.get("digit", 0), drawing.get("inside", False)
            if type(index) is not int or index < 0 or type(with_layers) is not bool:
                raise RefusedRequest(
                    422,
                    'Expected "digit" to count from 0 and "inside" to be true or false, '
                    "got something else.",
                )
            explanation = await run_in_threadpool(
                explainer.explain, drawing["strokes"], index, with_layers
            )
        except (RefusedRequest, DrawingError) as error:
            return _refusal(error)
        return json_response(explanation)

    return router


class Explainer:
    """Explains how a drawing is read, with a copy of the network.

    An explanation takes some fifty times as long as a reading. With a copy, the readings of the
    next stroke do not wait for it.
    """

    def __init__(self, network: Network) -> None:
        """Copies `network`."""
        self._classifier = DigitClassifier(
            Network(network.compiled, network.sha256, network.calibration)
        )
        self._feature_maps = FeatureMapExtractor(network)

    def explain(self, strokes: Strokes, index: int, with_layers: bool) -> dict[str, object]:
        """Returns the answer of /api/explain for the digit at `index`.

        Raises RefusedRequest where the drawing has fewer digits.
        """
        digits = self._classifier.read_with_strokes(strokes)
        if index >= len(digits):
            raise RefusedRequest(
                422, f"Expected one of the drawing's {len(digits)} digits, got number {index}."
            )
        digit, own_strokes = digits[index]
        hint = find_hint(self._classifier, own_strokes)
        saliency = (
            occlusion_saliency(self._classifier.network, digit.image) if digit.frame else None
        )
        layers = self._feature_maps.extract(digit.image) if with_layers else []
        return {
            "why": _saliency_as_json(saliency, digit.frame) if saliency and digit.frame else None,
            "hint": {"kind": hint.kind, "text": hint.text} if hint else None,
            "layers": [_feature_maps_as_json(maps) for maps in layers],
        }


async def _read_drawing(request: Request) -> dict[str, Any]:
    """Returns the JSON object of a request, with a list "strokes" within the limits.

    The classifier checks what is in the list. Raises RefusedRequest for anything else.
    """
    body = await read_body(request, at_most(MAX_BYTES))
    try:
        drawing = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(422, f"Expected JSON with finite numbers, got: {error}.") from None
    if not isinstance(drawing, dict) or not isinstance(drawing.get("strokes"), list):
        raise RefusedRequest(
            422, 'Expected {"strokes": [[[x, y], …], …]}, got no list called "strokes".'
        )
    strokes = drawing["strokes"]
    if len(strokes) > MAX_STROKES:
        raise RefusedRequest(422, f"Expected at most {MAX_STROKES} strokes, got {len(strokes):,}.")
    points = sum(len(stroke) for stroke in strokes if isinstance(stroke, list))
    if points > MAX_POINTS:
        raise RefusedRequest(422, f"Expected at most {MAX_POINTS:,} points, got {points:,}.")
    return drawing


def _refusal(error: RefusedRequest | DrawingError) -> Response:
    status = error.status if isinstance(error, RefusedRequest) else 422
    return json_response({"error": str(error)}, status)


def _saliency_as_json(saliency: Saliency, frame: Box) -> dict[str, object]:
    steps = np.rint(saliency.values * SALIENCY_STEPS).astype(np.int8)
    return {
        "best": saliency.best,
        "second": saliency.second,
        "evidence": b64encode(steps.tobytes()).decode("ascii"),
        "frame": frame,
    }


def _feature_maps_as_json(maps: npt.NDArray[np.uint8]) -> dict[str, object]:
    count, height, width = maps.shape
    return {
        "count": count,
        "height": height,
        "width": width,
        "maps": b64encode(maps.tobytes()).decode("ascii"),
    }
