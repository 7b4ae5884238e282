"""The routes that programs talk to, the page's own drawing surface first among them.

    POST /api/predict   {"strokes": [[[x, y], …], …]} → the reading, as JSON
    GET  /health        {"status": "ok", "model": SHA-256 of the network's file}

What is malformed is answered with 413 or 422 and {"error": one sentence}.
"""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from model.classifier import DigitClassifier, Reading
from model.preprocess import DrawingError

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
            drawing = await read_drawing(request)
            reading = classifier.read_strokes(drawing["strokes"])
        except RefusedRequest as refused:
            return as_json({"error": refused.sentence}, refused.status)
        except DrawingError as error:
            return as_json({"error": str(error)}, 422)
        return as_json(reading_content(reading))

    @router.get("/health")
    async def health() -> Response:
        return as_json({"status": "ok", "model": classifier.network.sha256})

    return router


async def read_drawing(request: Request) -> dict[str, Any]:
    """The JSON object that a request carries, with a list called "strokes" within the limits.

    What is in the list, the classifier checks. Raises RefusedRequest for anything else.
    """
    return _drawing_in(await body_of(request, at_most(MOST_BYTES)))


async def body_of(request: Request, check_length: Callable[[int], None]) -> bytes:
    """The body of a request.

    While it comes in, `check_length` is called with the bytes so far, to raise its own error where
    they are too many. Raises RefusedRequest where the body is cut off.
    """
    received = bytearray()
    try:
        async for chunk in request.stream():
            received += chunk
            check_length(len(received))
    except ClientDisconnect:
        raise RefusedRequest(400, "Expected the whole body, got a part of it.") from None
    return bytes(received)


def at_most(most: int) -> Callable[[int], None]:
    """A check that raises RefusedRequest for more than `most` bytes."""

    def check_length(length: int) -> None:
        if length > most:
            raise RefusedRequest(413, f"Expected at most {most:,} bytes, got more.")

    return check_length


def _drawing_in(body: bytes) -> dict[str, Any]:
    try:
        drawing = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(422, f"Expected JSON with finite numbers, got: {error}.") from None
    if not isinstance(drawing, dict) or not isinstance(drawing.get("strokes"), list):
        raise RefusedRequest(
            422, 'Expected {"strokes": [[[x, y], …], …]}, got no list called "strokes".'
        )
    strokes = drawing["strokes"]
    if len(strokes) > MOST_STROKES:
        raise RefusedRequest(422, f"Expected at most {MOST_STROKES} strokes, got {len(strokes):,}.")
    points = sum(len(stroke) for stroke in strokes if isinstance(stroke, list))
    if points > MOST_POINTS:
        raise RefusedRequest(422, f"Expected at most {MOST_POINTS:,} points, got {points:,}.")
    return drawing


def reading_content(reading: Reading) -> dict[str, object]:
    """A reading as JSON tells it."""
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


def as_json(content: object, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(orjson.dumps(content), status, media_type="application/json")
