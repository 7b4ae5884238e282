"""The routes that programs talk to, the page's own drawing surface first among them.

    POST /api/predict   {"strokes": [[[x, y], …], …]} → the reading, as JSON
    GET  /health        {"status": "ok", "model": SHA-256 of the network's file}

What is malformed is answered with 413 or 422 and {"error": one sentence}.
"""

from base64 import b64encode

import orjson
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from model.classifier import DigitClassifier, Reading
from model.preprocess import DrawingError, Strokes

MOST_BYTES = 128 * 1024
MOST_STROKES = 256
MOST_POINTS = 8_192


class RefusedRequest(Exception):
    """A request that is not read: the HTTP status it is answered with, and why, in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def routes(classifier: DigitClassifier) -> APIRouter:
    """The routes, reading with `classifier`."""
    router = APIRouter()

    # A reading takes less than a millisecond: handing it to a thread would cost more.
    @router.post("/api/predict")
    async def predict(request: Request) -> Response:
        try:
            reading = classifier.read_strokes(_strokes_in(await _body(request)))
        except RefusedRequest as refused:
            return _json({"error": refused.sentence}, refused.status)
        except DrawingError as error:
            return _json({"error": str(error)}, 422)
        return _json(_as_json(reading))

    @router.get("/health")
    async def health() -> Response:
        return _json({"status": "ok", "model": classifier.network.sha256})

    return router


async def _body(request: Request) -> bytes:
    received = bytearray()
    try:
        async for chunk in request.stream():
            received += chunk
            if len(received) > MOST_BYTES:
                raise RefusedRequest(413, f"Expected at most {MOST_BYTES:,} bytes, got more.")
    except ClientDisconnect:
        raise RefusedRequest(400, "Expected the whole drawing, got a part of it.") from None
    return bytes(received)


def _strokes_in(body: bytes) -> Strokes:
    try:
        drawing = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(422, f"Expected JSON with finite numbers, got: {error}.") from None
    if not isinstance(drawing, dict) or not isinstance(drawing.get("strokes"), list):
        raise RefusedRequest(
            422, 'Expected {"strokes": [[[x, y], …], …]}, got no list called "strokes".'
        )
    strokes: Strokes = drawing["strokes"]  # what is in it, the classifier checks
    if len(strokes) > MOST_STROKES:
        raise RefusedRequest(422, f"Expected at most {MOST_STROKES} strokes, got {len(strokes):,}.")
    points = sum(len(stroke) for stroke in strokes if isinstance(stroke, list))
    if points > MOST_POINTS:
        raise RefusedRequest(422, f"Expected at most {MOST_POINTS:,} points, got {points:,}.")
    return strokes


def _as_json(reading: Reading) -> dict[str, object]:
    return {
        "text": reading.text,
        "digits": [
            {
                "predictions": [
                    {"digit": each.digit, "probability": each.probability}
                    for each in digit.predictions
                ],
                "is_digit": digit.is_digit,
                "box": digit.box,
                "image": b64encode(digit.image.tobytes()).decode("ascii"),
            }
            for digit in reading.digits
        ],
    }


def _json(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
