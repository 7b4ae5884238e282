"""The route /api/explain; what a malformed drawing is answered with is in test_api.py."""

import base64
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import DigitClassifier
from model.insight.occlusion import occlusion_saliency
from tests.sample_drawings import DRAWINGS, side_by_side
from web.draw import api

SEVEN = DRAWINGS["7", "barred"]
NUMBER = side_by_side([DRAWINGS["3", "round"], SEVEN], gap=40)


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(api.routes(classifier))
    with TestClient(app) as client:
        yield client


def test_the_explanation_has_the_evidence_and_where_it_lies_in_the_drawing(
    client: TestClient, classifier: DigitClassifier
) -> None:
    answer = client.post("/api/explain", json={"strokes": SEVEN})
    assert answer.status_code == 200
    explanation = answer.json()
    why = explanation["why"]
    digit = classifier.read_strokes(SEVEN).digits[0]
    saliency = occlusion_saliency(classifier.network, digit.image)
    assert saliency
    assert [why["best"], why["second"]] == [each.digit for each in digit.predictions[:2]]
    evidence = np.frombuffer(base64.b64decode(why["evidence"]), dtype=np.int8).reshape(28, 28)
    assert evidence / 127 == pytest.approx(saliency.values, abs=0.5 / 127 + 1e-6)
    rows, columns = np.nonzero(evidence)
    left, top, right, bottom = why["frame"]
    across = left + (columns + 0.5) * (right - left) / 28
    down = top + (rows + 0.5) * (bottom - top) / 28
    assert (across.min(), across.max()) == pytest.approx((26, 74), abs=6)
    assert (down.min(), down.max()) == pytest.approx((14, 90), abs=6)
    assert explanation["hint"] is None
    assert explanation["layers"] == []


@pytest.mark.parametrize(("index", "digit"), [(0, 3), (1, 7)])
def test_the_requested_digit_is_explained(client: TestClient, index: int, digit: int) -> None:
    answer = client.post("/api/explain", json={"strokes": NUMBER, "digit": index})
    assert answer.json()["why"]["best"] == digit


def test_feature_maps_are_sent_on_request(client: TestClient) -> None:
    request = {"strokes": SEVEN, "inside": True}
    layers = client.post("/api/explain", json=request).json()["layers"]
    assert len(layers) >= 5
    for layer in layers:
        size = layer["count"] * layer["height"] * layer["width"]
        assert len(base64.b64decode(layer["maps"])) == size
    assert layers[0]["width"] > layers[-1]["width"]


def test_a_dot_has_a_hint_and_no_evidence(client: TestClient) -> None:
    answer = client.post("/api/explain", json={"strokes": [[[5, 5]]]}).json()
    assert answer["why"] is None
    assert answer["hint"] == {"kind": "dot", "text": ""}


def test_a_hint_names_what_the_changed_drawing_reads_as(client: TestClient) -> None:
    mirrored = [[[100 - x, y] for x, y in stroke] for stroke in SEVEN]
    answer = client.post("/api/explain", json={"strokes": mirrored}).json()
    assert answer["hint"] == {"kind": "mirrored", "text": "7"}


@pytest.mark.parametrize(
    "request_body",
    [
        {"strokes": SEVEN, "digit": 1},
        {"strokes": SEVEN, "digit": -1},
        {"strokes": SEVEN, "digit": True},
        {"strokes": SEVEN, "digit": "0"},
        {"strokes": SEVEN, "digit": None},
        {"strokes": SEVEN, "inside": 1},
        {"strokes": []},
    ],
)
def test_a_request_for_a_missing_digit_or_a_wrong_option_is_refused(
    client: TestClient, request_body: dict[str, object]
) -> None:
    answer = client.post("/api/explain", json=request_body)
    assert answer.status_code == 422
    sentence = answer.json()["error"]
    assert sentence.startswith("Expected")
    assert sentence.endswith(".")
    assert "got" in sentence
