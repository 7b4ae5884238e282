import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app import _parse
from model.classifier import MODEL_FILE
from training.served import HOST, ROOT, Served, serve_app


@pytest.fixture(scope="module")
def trazo() -> Iterator[Served]:
    with serve_app() as served:
        yield served


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def status_of(url: str, body: bytes | None = None, **headers: str) -> int:
    try:
        request = urllib.request.Request(url, body, headers)
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_app_runs_without_tensorflow_in_little_memory(trazo: Served) -> None:
    process = psutil.Process(trazo.process.pid)
    assert not any("/tensorflow/" in file.path for file in process.memory_maps())
    assert process.memory_info().rss < 250e6


def test_page_api_and_netron_share_the_port(trazo: Served) -> None:
    for path in ("/", "/health", "/netron/", "/static/trazo/draw.js"):
        assert status_of(trazo.url + path) == 200


def test_doors_that_gradio_leaves_open_are_closed(trazo: Served) -> None:
    for path in ("/monitoring/summary", "/docs", "/static/trazo/../api.py"):
        assert status_of(trazo.url + path) in {403, 404}
    boundary = "----trazo"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
    body = part.encode() + b"\0" * 5_000_000 + f"\r\n--{boundary}--\r\n".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    upload = f"{trazo.url}/gradio_api/upload"
    assert status_of(upload, body, **{"Content-Type": kind}) == 413


def test_a_body_without_end_is_cut_off_and_the_next_request_served(trazo: Served) -> None:
    url = f"{trazo.url}/api/predict"
    assert status_of(url, b"[" * 1_000_000) == 413
    assert status_of(url, b'{"strokes": [[[1, 2], [3, 9]]]}') == 200


def test_a_visitor_who_leaves_in_the_middle_leaves_no_trace() -> None:
    head = b"POST /api/predict HTTP/1.1\r\nHost: trazo\r\nContent-Length: 100\r\n\r\n"
    with serve_app() as trazo:
        address = (HOST, int(trazo.url.rpartition(":")[2]))
        with socket.create_connection(address) as visitor:
            visitor.sendall(head + b'{"strokes": [[[1,')
        assert status_of(f"{trazo.url}/api/predict", b'{"strokes": []}') == 200
        trazo.process.terminate()
        trazo.process.wait(10)
        assert trazo.process.stdout
        assert "Traceback" not in trazo.process.stdout.read()


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, -15)])
def test_the_address_is_printed_and_a_signal_ends_it_quietly(
    stop: signal.Signals, status: int
) -> None:
    with serve_app() as trazo:
        trazo.process.send_signal(stop)
        assert trazo.process.wait(10) == status
        assert trazo.process.stdout
        printed = trazo.process.stdout.read()
    assert trazo.url in printed
    assert "Traceback" not in printed


def test_a_taken_port_is_told_in_one_line() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        done = run_app("--port", str(port))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"trazo: {HOST}:{port} cannot be listened on" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be_is_told_in_one_line(port: str) -> None:
    done = run_app("--port", port)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_a_missing_model_is_told_in_one_line(tmp_path: Path) -> None:
    done = run_app("--port", "0", "--model", str(tmp_path / "nowhere.keras"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "nowhere.keras: no such model file" in done.stderr


@pytest.mark.parametrize("content", [b"", b"a letter", MODEL_FILE.read_bytes()[:5_000]])
def test_a_damaged_model_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    model = tmp_path / "damaged.keras"
    model.write_bytes(content)
    done = run_app("--port", "0", "--model", str(model))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "expected a network saved by Keras 3" in done.stderr


def test_it_listens_at_home_alone_unless_told_otherwise_or_on_a_space(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SPACE_ID", "GRADIO_SERVER_NAME", "GRADIO_SERVER_PORT"):
        monkeypatch.delenv(name, raising=False)
    assert (_parse([]).host, _parse([]).port) == ("127.0.0.1", 7860)
    monkeypatch.setenv("SPACE_ID", "somebody/trazo")
    assert (_parse([]).host, _parse([]).port) == ("0.0.0.0", 7860)
    monkeypatch.setenv("GRADIO_SERVER_NAME", "127.0.0.2")
    monkeypatch.setenv("GRADIO_SERVER_PORT", "8000")
    assert (_parse([]).host, _parse([]).port) == ("127.0.0.2", 8000)
    assert _parse(["--host", "localhost", "--port", "0"]).host == "localhost"
