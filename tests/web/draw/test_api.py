import base64
import json
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from model.classifier import DigitClassifier
from tests.sample_drawings import DRAWINGS
from web.draw import api

SEVEN = DRAWINGS["7", "barred"]


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(api.routes(classifier))
    with TestClient(app) as client:
        yield client


def test_a_drawing_is_answered_with_its_reading(
    client: TestClient, classifier: DigitClassifier
) -> None:
    answer = client.post("/api/predict", json={"strokes": SEVEN})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    expected = classifier.read_strokes(SEVEN)
    reading = answer.json()
    assert reading["text"] == expected.text == "7"
    (digit,) = reading["digits"]
    assert digit["predictions"] == [
        {"digit": each.digit, "probability": pytest.approx(each.probability)}
        for each in expected.digits[0].predictions
    ]
    assert digit["is_digit"] is True
    assert digit["box"] == [26, 14, 74, 90]
    pixels = np.frombuffer(base64.b64decode(digit["image"]), dtype=np.uint8).reshape(28, 28)
    assert np.array_equal(pixels, expected.digits[0].image)


@pytest.mark.parametrize("strokes", [[], [[]]])
def test_an_empty_drawing_has_no_digits(client: TestClient, strokes: list[object]) -> None:
    answer = client.post("/api/predict", json={"strokes": strokes})
    assert answer.status_code == 200
    assert answer.json() == {"text": "", "lines": [], "truncated": False, "digits": []}


MALFORMED = {
    "empty": b"",
    "not JSON": b"strokes",
    "half of JSON": b'{"strokes": [[[1, 2',
    "not UTF-8": b"\xff\xfe",
    "null": b"null",
    "a list": b"[[[1, 2]]]",
    "no strokes": b'{"points": []}',
    "strokes as text": b'{"strokes": "[[[1, 2]]]"}',
    "strokes as an object": b'{"strokes": {"0": [[1, 2]]}}',
    "a number for a stroke": b'{"strokes": [5]}',
    "null for a stroke": b'{"strokes": [null]}',
    "an object for a stroke": b'{"strokes": [{}]}',
    "points for strokes": b'{"strokes": [[1, 2], [3, 4]]}',
    "three coordinates": b'{"strokes": [[[1, 2, 3]]]}',
    "one coordinate": b'{"strokes": [[[1]]]}',
    "no coordinates": b'{"strokes": [[[]]]}',
    "points of different lengths": b'{"strokes": [[[1, 2], [3]]]}',
    "nested too deeply": b'{"strokes": [[[[1, 2]]]]}',
    "nested very deeply": b'{"strokes": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "text for a number": b'{"strokes": [[["1", "2"]]]}',
    "a boolean for a number": b'{"strokes": [[[true, false]]]}',
    "null for a number": b'{"strokes": [[[null, 1]]]}',
    "NaN": b'{"strokes": [[[NaN, 1]]]}',
    "infinity": b'{"strokes": [[[1, Infinity]]]}',
    "a float that overflows": b'{"strokes": [[[1, 1e999]]]}',
    "an integer that overflows": b'{"strokes": [[[1, ' + b"9" * 400 + b"]]]}",
    "too many strokes": json.dumps({"strokes": [[[1, 2]]] * (api.MAX_STROKES + 1)}).encode(),
    "too many points": json.dumps({"strokes": [[[1, 2]] * (api.MAX_POINTS + 1)]}).encode(),
}


@pytest.mark.parametrize("route", ["predict", "explain"])
def test_a_malformed_request_is_refused_with_a_sentence(client: TestClient, route: str) -> None:
    for name, body in MALFORMED.items():
        answer = client.post(f"/api/{route}", content=body)
        assert answer.status_code == 422, name
        sentence = answer.json()["error"]
        assert sentence.startswith("Expected"), name
        assert sentence.endswith("."), name
        assert "got" in sentence, name
        assert "\n" not in sentence, name
        assert client.post("/api/predict", json={"strokes": SEVEN}).json()["text"] == "7"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_any_json_for_strokes_is_read_or_refused(client: TestClient, strokes: object) -> None:
    answer = client.post("/api/predict", content=json.dumps({"strokes": strokes}))
    assert answer.status_code in {200, 422}
    assert ("digits" if answer.status_code == 200 else "error") in answer.json()


@pytest.mark.parametrize("route", ["predict", "explain"])
def test_a_request_that_is_too_long_is_refused(client: TestClient, route: str) -> None:
    drawing = json.dumps({"strokes": SEVEN}).encode()
    longest = drawing + b" " * (api.MAX_BYTES - len(drawing))
    assert client.post(f"/api/{route}", content=longest).status_code == 200
    answer = client.post(f"/api/{route}", content=longest + b" ")
    assert answer.status_code == 413
    assert answer.json()["error"] == "Expected at most 131,072 bytes, got more."
    assert client.post("/api/predict", json={"strokes": SEVEN}).json()["text"] == "7"


def test_a_drawing_at_every_limit_is_read(client: TestClient) -> None:
    points = api.MAX_POINTS // api.MAX_STROKES
    strokes = [[[x, stroke % 16] for x in range(points)] for stroke in range(api.MAX_STROKES)]
    answer = client.post("/api/predict", json={"strokes": strokes})
    assert answer.status_code == 200
    assert answer.json()["digits"]


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_huge_and_tiny_numbers_are_read(client: TestClient, scale: float) -> None:
    strokes = [[[x * scale, y * scale] for x, y in stroke] for stroke in SEVEN]
    assert client.post("/api/predict", json={"strokes": strokes}).json()["text"] == "7"
