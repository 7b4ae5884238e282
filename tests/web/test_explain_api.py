import base64
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import DigitClassifier
from tests.drawn import DRAWINGS, side_by_side
from web import explain_api

SEVEN = DRAWINGS["7", "barred"]
NUMBER = side_by_side([DRAWINGS["3", "round"], SEVEN], gap=40)


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(explain_api.routes(classifier))
    with TestClient(app) as client:
        yield client


def test_a_digit_is_explained_where_it_was_drawn(client: TestClient) -> None:
    answer = client.post("/api/explain", json={"strokes": SEVEN})
    assert answer.status_code == 200
    explained = answer.json()
    why = explained["why"]
    assert why["best"] == 7
    evidence = np.frombuffer(base64.b64decode(why["evidence"]), dtype=np.int8).reshape(28, 28)
    rows, columns = np.nonzero(evidence)
    left, top, right, bottom = why["frame"]
    # Where the evidence lies in the frame is where the ink lies in the drawing.
    across = left + (columns + 0.5) * (right - left) / 28
    down = top + (rows + 0.5) * (bottom - top) / 28
    assert (across.min(), across.max()) == pytest.approx((26, 74), abs=6)
    assert (down.min(), down.max()) == pytest.approx((14, 90), abs=6)
    assert explained["hint"] is None
    assert explained["layers"] == []


@pytest.mark.parametrize(("place", "digit"), [(0, 3), (1, 7)])
def test_the_digit_that_is_asked_for_is_explained(
    client: TestClient, place: int, digit: int
) -> None:
    answer = client.post("/api/explain", json={"strokes": NUMBER, "digit": place})
    assert answer.json()["why"]["best"] == digit


def test_layers_are_shown_when_asked_for(client: TestClient) -> None:
    layers = client.post("/api/explain", json={"strokes": SEVEN, "inside": True}).json()["layers"]
    assert len(layers) >= 5
    for layer in layers:
        size = layer["count"] * layer["height"] * layer["width"]
        assert len(base64.b64decode(layer["maps"])) == size
    assert layers[0]["width"] > layers[-1]["width"]


def test_a_dot_has_a_hint_and_nothing_to_explain(client: TestClient) -> None:
    answer = client.post("/api/explain", json={"strokes": [[[5, 5]]]}).json()
    assert answer["why"] is None
    assert answer["hint"] == {"kind": "dot", "text": ""}


@pytest.mark.parametrize(
    "asked",
    [
        {"strokes": SEVEN, "digit": 1},
        {"strokes": SEVEN, "digit": -1},
        {"strokes": SEVEN, "digit": True},
        {"strokes": SEVEN, "digit": "0"},
        {"strokes": SEVEN, "inside": 1},
        {"strokes": []},
        {"strokes": [[["1", 2]]]},
        {"digit": 0},
        [],
    ],
)
def test_what_cannot_be_explained_is_answered_with_a_sentence(
    client: TestClient, asked: object
) -> None:
    answer = client.post("/api/explain", json=asked)
    assert answer.status_code == 422
    sentence = answer.json()["error"]
    assert sentence.startswith("Expected")
    assert sentence.endswith(".")
