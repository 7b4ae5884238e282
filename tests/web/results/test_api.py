import json
import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import MODEL_FILE
from model.files import file_sha256
from training.evaluation.report import REPORT_FILE
from web.results import api

SHA256 = file_sha256(MODEL_FILE)


def client_of(model_file: Path, sha256: str) -> TestClient:
    app = FastAPI()
    app.include_router(api.routes(model_file, sha256))
    return TestClient(app)


def test_the_report_on_the_served_network_is_served_with_its_images() -> None:
    client = client_of(MODEL_FILE, SHA256)
    answer = client.get("/api/report")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(REPORT_FILE.read_bytes())
    images = list(REPORT_FILE.with_suffix("").iterdir())
    assert {image.name for image in images} >= {"mistakes-strip.png", "examples-strip.png"}
    for image in images:
        answer = client.get(f"/report/{image.name}")
        assert answer.content == image.read_bytes()
        assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    "path", ["../report.json", "..%2freport.json", "%2e%2e/report.json", "nowhere.png", "note.txt"]
)
def test_only_images_of_the_report_are_served(tmp_path: Path, path: str) -> None:
    model = Path(shutil.copy(MODEL_FILE, tmp_path))
    shutil.copy(REPORT_FILE, tmp_path)
    folder = tmp_path / "report"
    folder.mkdir()
    for name in ("digit.png", "note.txt"):
        (folder / name).write_bytes(b"content")
    client = client_of(model, SHA256)
    assert client.get("/report/digit.png").content == b"content"
    assert client.get(f"/report/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/api/report", "/report/mistakes-strip.png"])
def test_a_report_on_another_network_is_not_served(path: str) -> None:
    answer = client_of(MODEL_FILE, "another").get(path)
    assert answer.status_code == 404
    assert "python -m training.evaluate" in answer.json()["error"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"model": null}', "\xff"])
def test_a_missing_or_damaged_report_is_not_found(tmp_path: Path, content: str | None) -> None:
    model = Path(shutil.copy(MODEL_FILE, tmp_path))
    if content is not None:
        (tmp_path / "report.json").write_text(content, encoding="latin-1")
    assert client_of(model, SHA256).get("/api/report").status_code == 404
