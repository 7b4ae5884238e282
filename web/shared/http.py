"""Request bodies within limits, and answers as JSON, for the routes of every tab.

A request that is refused gets a 4xx or 5xx status and {"error": one sentence}. What a body must
contain is for each tab's `api.py` to check.
"""

from base64 import b64encode
from collections.abc import Callable
from itertools import accumulate

import orjson
from fastapi import Request, Response
from starlette.requests import ClientDisconnect

from model.classifier import Reading


class RefusedRequest(Exception):
    """A request that is refused: the HTTP status of the answer, and one sentence that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read_body(request: Request, check_length: Callable[[int], None]) -> bytes:
    """Returns the body of a request.

    Calls `check_length` with the number of bytes received so far, which raises where there are too
    many. Raises RefusedRequest where the body is cut off.
    """
    received = bytearray()
    try:
        async for chunk in request.stream():
            received += chunk
            check_length(len(received))
    except ClientDisconnect:
        raise RefusedRequest(400, "Expected the whole body, got a part of it.") from None
    return bytes(received)


def at_most(limit: int) -> Callable[[int], None]:
    """Returns a check that raises RefusedRequest for more than `limit` bytes."""

    def check_length(length: int) -> None:
        if length > limit:
            raise RefusedRequest(413, f"Expected at most {limit:,} bytes, got more.")

    return check_length


def reading_as_json(reading: Reading) -> dict[str, object]:
    """Returns a reading in the form of the API: see `web.draw.api`."""
    ends = accumulate(len(line.digits) for line in reading.lines)
    return {
        "text": reading.text,
        "lines": [
            {"text": line.text, "digits": list(range(end - len(line.digits), end))}
            for line, end in zip(reading.lines, ends, strict=True)
        ],
        "truncated": reading.truncated,
        "digits": [
            {
                "predictions": [
                    {"digit": each.digit, "probability": each.probability}
                    for each in digit.predictions
                ],
                "is_digit": digit.is_digit,
                "text": digit.text,
                "box": digit.box,
                "image": b64encode(digit.image.tobytes()).decode("ascii"),
            }
            for digit in reading.digits
        ],
    }


def json_response(content: object, status: int = 200) -> Response:
    """Returns an answer in JSON."""
    return Response(orjson.dumps(content), status, media_type="application/json")
