import base64
import json
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from model.classifier import MODEL_FILE, DigitClassifier
from model.files import file_sha256
from tests.drawn import DRAWINGS
from web import api

SEVEN = DRAWINGS["7", "barred"]


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(api.routes(classifier))
    with TestClient(app) as client:
        yield client


def test_a_drawing_is_answered_with_what_the_classifier_reads(
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
def test_an_empty_drawing_is_answered_with_no_digit(
    client: TestClient, strokes: list[object]
) -> None:
    answer = client.post("/api/predict", json={"strokes": strokes})
    assert answer.status_code == 200
    assert answer.json() == {"text": "", "digits": []}


MALFORMED = {
    "nothing": b"",
    "no JSON": b"strokes",
    "half of JSON": b'{"strokes": [[[1, 2',
    "no UTF-8": b"\xff\xfe",
    "null": b"null",
    "a list": b"[[[1, 2]]]",
    "no strokes": b'{"points": []}',
    "strokes that are text": b'{"strokes": "[[[1, 2]]]"}',
    "strokes that are an object": b'{"strokes": {"0": [[1, 2]]}}',
    "a number for a stroke": b'{"strokes": [5]}',
    "null for a stroke": b'{"strokes": [null]}',
    "an object for a stroke": b'{"strokes": [{}]}',
    "points for strokes": b'{"strokes": [[1, 2], [3, 4]]}',
    "three coordinates": b'{"strokes": [[[1, 2, 3]]]}',
    "one coordinate": b'{"strokes": [[[1]]]}',
    "no coordinates": b'{"strokes": [[[]]]}',
    "points of different lengths": b'{"strokes": [[[1, 2], [3]]]}',
    "nested too deep": b'{"strokes": [[[[1, 2]]]]}',
    "nested very deep": b'{"strokes": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "text for a number": b'{"strokes": [[["1", "2"]]]}',
    "truth for a number": b'{"strokes": [[[true, false]]]}',
    "null for a number": b'{"strokes": [[[null, 1]]]}',
    "NaN": b'{"strokes": [[[NaN, 1]]]}',
    "infinity": b'{"strokes": [[[1, Infinity]]]}',
    "a number beyond all numbers": b'{"strokes": [[[1, 1e999]]]}',
    "an integer beyond all integers": b'{"strokes": [[[1, ' + b"9" * 400 + b"]]]}",
    "too many strokes": json.dumps({"strokes": [[[1, 2]]] * 257}).encode(),
    "too many points": json.dumps({"strokes": [[[1, 2]] * 8_193]}).encode(),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_malformed_is_answered_with_a_sentence(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/predict", content=body)
    assert answer.status_code == 422
    sentence = answer.json()["error"]
    assert sentence.startswith("Expected")
    assert sentence.endswith(".")
    assert "got" in sentence
    assert "\n" not in sentence
    assert client.post("/api/predict", json={"strokes": SEVEN}).json()["text"] == "7"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_whatever_stands_for_strokes_is_read_or_refused(
    client: TestClient, strokes: object
) -> None:
    answer = client.post("/api/predict", content=json.dumps({"strokes": strokes}))
    assert answer.status_code in {200, 422}
    assert ("digits" if answer.status_code == 200 else "error") in answer.json()


def test_too_large_a_body_is_answered_with_a_sentence(client: TestClient) -> None:
    answer = client.post("/api/predict", content=b" " * (api.MOST_BYTES + 1))
    assert answer.status_code == 413
    assert answer.json()["error"] == "Expected at most 131,072 bytes, got more."
    assert client.post("/api/predict", json={"strokes": SEVEN}).json()["text"] == "7"


def test_a_drawing_at_every_limit_is_read(client: TestClient) -> None:
    points = api.MOST_POINTS // api.MOST_STROKES
    strokes = [[[x, stroke % 16] for x in range(points)] for stroke in range(api.MOST_STROKES)]
    answer = client.post("/api/predict", json={"strokes": strokes})
    assert answer.status_code == 200
    assert len(answer.json()["digits"]) == 1


def test_huge_and_tiny_numbers_are_read(client: TestClient) -> None:
    for scale in (1e300, 1e-300):
        strokes = [[[x * scale, y * scale] for x, y in stroke] for stroke in SEVEN]
        assert client.post("/api/predict", json={"strokes": strokes}).json()["text"] == "7"


def test_health_names_the_network_that_reads(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "model": file_sha256(MODEL_FILE)}
