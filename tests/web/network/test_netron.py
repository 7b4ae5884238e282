from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import MODEL_FILE
from web.network import netron


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    netron.mount(app, MODEL_FILE)
    return TestClient(app)


def test_netron_opens_the_network_and_reports_nothing(client: TestClient) -> None:
    page = client.get("/netron/").text
    assert '<meta name="file" content="model/mnist_model.keras">' in page
    assert '<meta name="version" content="0.0.0">' in page
    assert 'name="date"' not in page
    assert "await consent();" not in client.get("/netron/browser.js").text


def test_netron_takes_the_focus_only_within_its_frame(client: TestClient) -> None:
    browser = client.get("/netron/browser.js")
    assert browser.headers["content-type"].startswith("text/javascript")
    assert browser.text.startswith(netron.FOCUS_ONLY_WITHIN)


def test_the_other_files_of_netron_are_served_unchanged(client: TestClient) -> None:
    content = (netron.PACKAGE / "grapher.js").read_bytes()
    assert client.get("/netron/grapher.js").content == content


def test_the_url_without_a_slash_redirects_under_any_prefix(client: TestClient) -> None:
    answer = client.get("/netron", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "netron/"


def test_of_the_model_folder_only_the_network_is_served(client: TestClient) -> None:
    assert client.get("/netron/model/mnist_model.keras").content == MODEL_FILE.read_bytes()
    for other in (
        "model/report.json",
        "model/mnist_model.tflite",
        "model/classifier.py",
        "%2e%2e/app.py",
        "model/%2e%2e/%2e%2e/app.py",
        "..%2fmodel%2fclassifier.py",
        "app.py",
    ):
        assert client.get(f"/netron/{other}").status_code == 404


def test_an_unknown_release_of_netron_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<html></html>")
    (tmp_path / "browser.js").write_text("start();")
    monkeypatch.setattr(netron, "PACKAGE", tmp_path)
    with pytest.raises(RuntimeError, match=r"release of netron is not the one that requirements"):
        netron.mount(FastAPI(), MODEL_FILE)
