import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from model.classifier import MODEL_FILE
from training.served import HOST, ROOT, free_port, serve


def run_inspect(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "model.inspect", "--no-browser", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_netrons_own_server_shows_the_network_and_no_other_file() -> None:
    port = free_port()
    command = ["-m", "model.inspect", "--no-browser", "--port", str(port)]
    with serve(command, port) as netron:
        with urllib.request.urlopen(netron.url) as page:
            assert b'content="/data/mnist_model.keras"' in page.read()
        with urllib.request.urlopen(f"{netron.url}/data/mnist_model.keras") as model:
            assert model.read() == MODEL_FILE.read_bytes()
        for other in ("report.json", "classifier.py", "../model/report.json", "%2e%2e/app.py"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{netron.url}/data/{other}")


def test_a_taken_port_is_told_in_one_line() -> None:
    port = free_port()
    with serve(["-m", "http.server", "--bind", HOST, str(port)], port):
        done = run_inspect("--port", str(port))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{HOST}:{port} cannot be listened on" in done.stderr


def test_a_port_that_cannot_be_is_told_in_one_line() -> None:
    done = run_inspect("--port", "70000")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "70000 cannot be listened on" in done.stderr


def test_a_missing_model_is_told_in_one_line(tmp_path: Path) -> None:
    done = run_inspect(str(tmp_path / "nowhere.keras"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no such model file" in done.stderr
