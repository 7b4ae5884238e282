import socket
import urllib.error
from pathlib import Path

import pytest

from model.classifier import MODEL_FILE
from model.inspect import main
from training.benchmark.server import HOST, OPENER, free_port, serve

Captured = pytest.CaptureFixture[str]


def test_netron_shows_the_network_and_serves_no_other_file() -> None:
    port = free_port()
    command = ["-m", "model.inspect", "--no-browser", "--port", str(port)]
    with serve(command, port) as netron:
        with OPENER.open(netron.url) as page:
            assert b'content="/data/mnist_model.keras"' in page.read()
        with OPENER.open(f"{netron.url}/data/mnist_model.keras") as model:
            assert model.read() == MODEL_FILE.read_bytes()
        for other in ("report.json", "classifier.py", "../model/report.json", "%2e%2e/app.py"):
            with pytest.raises(urllib.error.HTTPError, match="404") as refused:
                OPENER.open(f"{netron.url}/data/{other}")
            refused.value.close()


def test_a_port_in_use_is_reported_in_one_line(capsys: Captured) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--no-browser", "--port", str(port)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"cannot listen on {HOST}:{port}" in error


def test_an_impossible_port_is_reported_in_one_line(capsys: Captured) -> None:
    assert main(["--no-browser", "--port", "70000"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"cannot listen on {HOST}:70000" in error


def test_a_missing_model_is_reported_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    assert main(["--no-browser", str(tmp_path / "nowhere.keras")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "no such model file" in error
