import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import MODEL_FILE, DigitClassifier
from model.layers import layers_of
from web import network


def client_of(classifier: DigitClassifier, file: Path) -> TestClient:
    app = FastAPI()
    app.include_router(network.routes(classifier, file))
    return TestClient(app)


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    with client_of(classifier, MODEL_FILE) as client:
        yield client


def test_the_network_is_described_by_its_own_files(client: TestClient) -> None:
    described = client.get("/api/network").json()
    layers = layers_of(MODEL_FILE)
    assert [layer["name"] for layer in described["layers"]] == [layer.name for layer in layers]
    assert described["layers"][-1] == {
        "name": layers[-1].name,
        "kind": "Dense",
        "shape": [10],
        "parameters": layers[-1].parameters,
    }
    assert described["parameters"] == sum(layer.parameters or 0 for layer in layers)
    for kind in ("keras", "tflite"):
        file = MODEL_FILE.with_suffix(f".{kind}")
        assert described[kind] == {"name": file.name, "bytes": file.stat().st_size}
    assert 0 < described["inference_ms"] < 100


def test_the_time_is_measured_once(client: TestClient) -> None:
    first, second = (client.get("/api/network").json() for _ in range(2))
    assert first["inference_ms"] == second["inference_ms"]


@pytest.mark.parametrize("kind", ["keras", "tflite"])
def test_the_files_are_served_under_their_names(client: TestClient, kind: str) -> None:
    answer = client.get(f"/model/{kind}")
    file = MODEL_FILE.with_suffix(f".{kind}")
    assert answer.content == file.read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment; filename")
    assert file.name in answer.headers["content-disposition"]


def test_a_network_of_any_name_and_with_layers_that_it_does_not_list_is_served(
    classifier: DigitClassifier, tmp_path: Path
) -> None:
    file = tmp_path / "mi {red} ñ.keras"
    with zipfile.ZipFile(file, "w") as saved:
        saved.writestr("config.json", "{}")
    client = client_of(classifier, file)
    described = client.get("/api/network").json()
    assert described["layers"] == []
    assert described["parameters"] is None
    for kind in ("keras", "tflite"):
        name = client.get(f"/model/{kind}").headers["content-disposition"]
        assert name == f"attachment; filename*=utf-8''mi%20%7Bred%7D%20%C3%B1.{kind}"
