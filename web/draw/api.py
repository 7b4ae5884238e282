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

import asyncio
from base64 import b64encode
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from fastapi import APIRouter, Request, Response

from model.classifier import DigitClassifier
from model.insight.feature_maps import FeatureMapExtractor
from model.insight.hints import find_hint
from model.insight.occlusion import Saliency, occlusion_saliency
from model.preprocess import Box, DrawingError, Strokes
from web.shared.http import RefusedRequest, at_most, json_response, read_body, reading_as_json
from web.shared.threads import run_when_free

MAX_BYTES = 128 * 1024
MAX_STROKES = 256
MAX_POINTS = 8_192

# From here on, a drawing is read in a thread, so that others do not wait for it. It may be a page
# of digits, or made to take long; a number of four digits has fewer strokes.
LONG_STROKES = 9
LONG_POINTS = 500
MAX_LONG_READINGS = 2  # at the same time, so that one slow drawing does not hold up all others
MAX_EXPLANATIONS = 2  # each already uses every processor

SALIENCY_STEPS = 127  # saliency is sent as signed bytes


def routes(classifier: DigitClassifier) -> APIRouter:
    """Returns the routes, which read with `classifier`."""
    router = APIRouter()
    explainer = Explainer(classifier)
    long_readings = asyncio.Semaphore(MAX_LONG_READINGS)
    explanations = asyncio.Semaphore(MAX_EXPLANATIONS)

    def read(strokes: Strokes) -> Response:
        return json_response(reading_as_json(classifier.read_strokes(strokes)))

    # A short reading takes less than a millisecond, most of it in Python. In a thread it would take
    # longer: Python runs one at a time, and every change of threads costs. The network runs without
    # Python's lock, but that is too short to gain more.
    @router.post("/api/predict")
    async def predict(request: Request) -> Response:
        try:
            strokes = (await _read_drawing(request))["strokes"]
            if _is_long(strokes):
                return await run_when_free(long_readings, lambda: read(strokes))
            return read(strokes)
        except (RefusedRequest, DrawingError) as error:
            return _refusal(error)

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
            explanation = await run_when_free(
                explanations, lambda: explainer.explain(drawing["strokes"], index, with_layers)
            )
        except (RefusedRequest, DrawingError) as error:
            return _refusal(error)
        return json_response(explanation)

    return router


class Explainer:
    """Explains how a drawing is read."""

    def __init__(self, classifier: DigitClassifier) -> None:
        """Explains what `classifier` reads."""
        self._classifier = classifier
        self._feature_maps = FeatureMapExtractor(classifier.network)

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


def _is_long(strokes: list[Any]) -> bool:
    """Returns whether reading strokes, which nobody has checked yet, may take long."""
    if len(strokes) >= LONG_STROKES:
        return True
    return sum(len(stroke) for stroke in strokes if isinstance(stroke, list)) >= LONG_POINTS


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
