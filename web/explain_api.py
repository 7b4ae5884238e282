"""What the page asks once a stroke has ended: why, what is wrong, and what goes on inside.

    POST /api/explain   {"strokes": […], "digit": 0, "inside": false}

`digit` counts the digits of the drawing from the left. Explaining takes some fifty times as long as
reading. So it is done in a thread, with a network of its own, and the next stroke's reading does
not wait for it.
"""

from base64 import b64encode

import numpy as np
import numpy.typing as npt
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from model.classifier import DigitClassifier
from model.explain import Explanation, explain
from model.hints import hint
from model.inside import Inside
from model.preprocess import DrawingError, Strokes
from model.runtime import Network
from web.api import RefusedRequest, as_json, read_drawing

EVIDENCE_STEPS = 127  # evidence is sent as signed bytes


def routes(classifier: DigitClassifier) -> APIRouter:
    """The route, explaining what `classifier` reads."""
    router = APIRouter()
    shared = classifier.network
    own = DigitClassifier(Network(shared.compiled, shared.sha256, shared.calibration))
    inside = Inside(shared)

    def answer(strokes: Strokes, place: int, with_layers: bool) -> dict[str, object]:
        parts = own.read_parts(strokes)
        if place >= len(parts):
            raise RefusedRequest(
                422, f"Expected one of the drawing's {len(parts)} digits, got number {place}."
            )
        digit, lines = parts[place]
        found = hint(own, lines)
        return {
            "why": _why(explain(own.network, digit.image), digit.frame) if digit.frame else None,
            "hint": {"kind": found.kind, "text": found.text} if found else None,
            "layers": [_maps(layer.maps) for layer in inside.look(digit.image)]
            if with_layers
            else [],
        }

    @router.post("/api/explain")
    async def explain_drawing(request: Request) -> Response:
        try:
            drawing = await read_drawing(request)
            place, with_layers = drawing.get("digit", 0), drawing.get("inside", False)
            if type(place) is not int or place < 0 or type(with_layers) is not bool:
                raise RefusedRequest(
                    422,
                    'Expected "digit" to count from 0 and "inside" to be true or false, '
                    "got something else.",
                )
            explained = await run_in_threadpool(answer, drawing["strokes"], place, with_layers)
        except RefusedRequest as refused:
            return as_json({"error": refused.sentence}, refused.status)
        except DrawingError as error:
            return as_json({"error": str(error)}, 422)
        return as_json(explained)

    return router


def _why(explanation: Explanation, frame: tuple[float, float, float, float]) -> dict[str, object]:
    steps = np.rint(explanation.evidence * EVIDENCE_STEPS).astype(np.int8)
    return {
        "best": explanation.best,
        "second": explanation.second,
        "evidence": b64encode(steps.tobytes()).decode("ascii"),
        "frame": frame,
    }


def _maps(maps: npt.NDArray[np.uint8]) -> dict[str, object]:
    count, height, width = maps.shape
    return {
        "count": count,
        "height": height,
        "width": width,
        "maps": b64encode(maps.tobytes()).decode("ascii"),
    }
