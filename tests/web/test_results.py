import json
import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import MODEL_FILE
from model.files import file_sha256
from training.report import REPORT_FILE, pictures_folder
from training.served import ROOT
from web import results

SHA256 = file_sha256(MODEL_FILE)


def client_of(model_file: Path, sha256: str) -> TestClient:
    app = FastAPI()
    app.include_router(results.routes(model_file, sha256))
    return TestClient(app)


def test_the_report_on_the_served_network_is_shown_with_its_pictures() -> None:
    client = client_of(MODEL_FILE, SHA256)
    assert client.get("/api/report").json() == json.loads(REPORT_FILE.read_bytes())
    pictures = list(pictures_folder(REPORT_FILE).iterdir())
    assert {picture.name for picture in pictures} >= {"mistakes-strip.png", "examples-strip.png"}
    for picture in pictures:
        answer = client.get(f"/report/{picture.name}")
        assert answer.content == picture.read_bytes()
        assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize("path", ["../report.json", "..%2freport.json", "nowhere.png", ""])
def test_nothing_but_pictures_is_served(path: str) -> None:
    assert client_of(MODEL_FILE, SHA256).get(f"/report/{path}").status_code == 404


def test_a_report_on_another_network_is_not_shown() -> None:
    client = client_of(MODEL_FILE, "another")
    for path in ("/api/report", "/report/mistakes-strip.png"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "python -m training.evaluate" in answer.json()["error"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"model": null}'])
def test_no_report_or_a_broken_one_is_none(tmp_path: Path, content: str | None) -> None:
    model = shutil.copy(MODEL_FILE, tmp_path)
    if content is not None:
        (tmp_path / "report.json").write_text(content)
    assert client_of(Path(model), SHA256).get("/api/report").status_code == 404


def test_every_perturbation_has_a_name_in_every_language() -> None:
    pytest.importorskip("scipy")
    from training.perturb import PERTURBATIONS

    script = (ROOT / "web" / "static" / "curves.js").read_text(encoding="utf-8")
    for perturbation in PERTURBATIONS:
        name = perturbation.name
        assert f'\n  "{name}": [' in script or f"\n  {name}: [" in script
