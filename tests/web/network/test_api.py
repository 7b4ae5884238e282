from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import MODEL_FILE, DigitClassifier
from web.network import api


def client_of(classifier: DigitClassifier, file: Path) -> TestClient:
    app = FastAPI()
    app.include_router(api.routes(classifier, file))
    return TestClient(app)


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    with client_of(classifier, MODEL_FILE) as client:
        yield client


def test_the_network_is_described_with_its_layers_and_files(
    client: TestClient, classifier: DigitClassifier
) -> None:
    description = client.get("/api/network").json()
    layers = classifier.network.layers
    assert len(layers) > 5
    assert description["layers"] == [
        {
            "name": layer.name,
            "kind": layer.kind,
            "shape": layer.shape and list(layer.shape),
            "parameters": layer.parameters,
        }
        for layer in layers
    ]
    assert description["layers"][-1]["shape"] == [10]
    assert description["parameters"] == sum(layer.parameters for layer in layers) > 1_000
    for kind in ("keras", "tflite"):
        file = MODEL_FILE.with_suffix(f".{kind}")
        assert description[kind] == {"name": file.name, "bytes": file.stat().st_size}
    assert description["timed_runs"] == api.TIMED_RUNS
    assert 0 < description["inference_ms"] < 100


def test_the_inference_time_is_measured_once(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.5, 0.6])
    monkeypatch.setattr(api, "inference_ms", lambda *_: next(times))
    client = client_of(classifier, MODEL_FILE)
    answers = [client.get("/api/network").json()["inference_ms"] for _ in range(2)]
    assert answers == [0.5, 0.5]


@pytest.mark.parametrize("kind", ["keras", "tflite"])
def test_the_files_are_served_under_their_names(client: TestClient, kind: str) -> None:
    answer = client.get(f"/model/{kind}")
    file = MODEL_FILE.with_suffix(f".{kind}")
    assert answer.content == file.read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename")
    assert file.name in answer.headers["content-disposition"]


def test_the_compiled_network_is_served_from_memory(
    classifier: DigitClassifier, tmp_path: Path
) -> None:
    """The file on disk may be stale, or missing, where its folder is read-only."""
    file = tmp_path / "own.keras"
    file.write_bytes(b"keras")
    file.with_suffix(".tflite").write_bytes(b"stale")
    client = client_of(classifier, file)
    assert client.get("/model/tflite").content == classifier.network.compiled
    assert client.get("/api/network").json()["keras"] == {"name": "own.keras", "bytes": 5}


def test_a_file_name_with_any_letters_is_sent(classifier: DigitClassifier, tmp_path: Path) -> None:
    file = tmp_path / "mi {red} ñ.keras"
    file.write_bytes(b"keras")
    client = client_of(classifier, file)
    for kind in ("keras", "tflite"):
        name = client.get(f"/model/{kind}").headers["content-disposition"]
        assert name == f"attachment; filename*=utf-8''mi%20%7Bred%7D%20%C3%B1.{kind}"


def test_without_a_table_of_layers_their_parameters_are_unknown(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifier.network, "layers", [])
    description = client_of(classifier, MODEL_FILE).get("/api/network").json()
    assert description["layers"] == []
    assert description["parameters"] is None
