import base64
import json

import pytest
from starlette.requests import Request
from starlette.types import Message

from model.classifier import DigitClassifier
from tests.sample_drawings import DRAWINGS, side_by_side
from web.shared.http import RefusedRequest, at_most, json_response, read_body, reading_as_json


def request_with(*chunks: bytes, is_cut_off: bool = False) -> tuple[Request, list[bytes]]:
    """Returns a request with this body, and the chunks that have not been received yet."""
    left = list(chunks)

    async def receive() -> Message:
        if not left:
            assert is_cut_off
            return {"type": "http.disconnect"}
        chunk = left.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": is_cut_off or bool(left)}

    return Request({"type": "http", "method": "POST", "headers": []}, receive), left


def body_of(request: Request, limit: int) -> bytes:
    async def read() -> bytes:
        # A browser that other tests drive has an event loop in this thread.
        return await read_body(request, at_most(limit))

    coroutine = read()
    try:
        coroutine.send(None)
    except StopIteration as finished:
        content: bytes = finished.value
        return content
    raise AssertionError("Expected a body without pauses.")


def test_a_body_in_chunks_is_joined() -> None:
    request, _ = request_with(b"12", b"", b"345")
    assert body_of(request, limit=5) == b"12345"


def test_a_body_without_content_is_empty() -> None:
    request, _ = request_with(b"")
    assert body_of(request, limit=0) == b""


def test_a_body_beyond_the_limit_is_refused_before_the_rest_is_received() -> None:
    request, left = request_with(b"123", b"456", b"789")
    with pytest.raises(RefusedRequest) as refused:
        body_of(request, limit=5)
    assert left == [b"789"]
    assert refused.value.status == 413
    assert refused.value.sentence == "Expected at most 5 bytes, got more."


def test_a_body_that_is_cut_off_is_refused() -> None:
    request, _ = request_with(b"123", is_cut_off=True)
    with pytest.raises(RefusedRequest) as refused:
        body_of(request, limit=5)
    assert refused.value.status == 400
    assert (
        str(refused.value) == refused.value.sentence == "Expected the whole body, got a part of it."
    )


def test_a_reading_becomes_json_with_all_its_digits(classifier: DigitClassifier) -> None:
    strokes = side_by_side([DRAWINGS["3", "round"], DRAWINGS["7", "barred"]], gap=40)
    reading = classifier.read_strokes(strokes)
    content = json.loads(bytes(json_response(reading_as_json(reading)).body))
    assert content["text"] == "37"
    for digit, expected in zip(content["digits"], reading.digits, strict=True):
        assert digit["predictions"] == [
            {"digit": each.digit, "probability": each.probability} for each in expected.predictions
        ]
        assert digit["is_digit"] is True
        assert digit["box"] == list(expected.box)
        assert base64.b64decode(digit["image"]) == expected.image.tobytes()


def test_an_answer_in_json_has_its_status_and_type() -> None:
    response = json_response({"error": "ñ"}, 404)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json"
    assert json.loads(bytes(response.body)) == {"error": "ñ"}
