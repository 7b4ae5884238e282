import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app import _parse, main
from model.classifier import MODEL_FILE
from training.benchmark.server import HOST, OPENER, Served, serve_app

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def trazo() -> Iterator[Served]:
    """Yields a running server, which SIGTERM has to end without a traceback."""
    with serve_app() as served:
        yield served
        served.process.terminate()
        assert served.process.wait(10) == -signal.SIGTERM
        assert served.process.stdout
        assert "Traceback" not in served.process.stdout.read()


def response_status(url: str, body: bytes | None = None, **headers: str) -> int:
    try:
        with OPENER.open(urllib.request.Request(url, body, headers)) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_the_app_runs_without_tensorflow_in_little_memory(trazo: Served) -> None:
    process = psutil.Process(trazo.process.pid)
    assert not any("/tensorflow/" in file.path for file in process.memory_maps())
    assert process.memory_info().rss < 250e6


def test_page_api_and_netron_share_the_port(trazo: Served) -> None:
    for path in ("/", "/health", "/netron/", "/static/trazo/draw/draw.js"):
        assert response_status(trazo.url + path) == 200


def test_routes_that_gradio_opens_by_default_are_closed(trazo: Served) -> None:
    for path in (
        "/monitoring/summary",
        "/docs",
        "/static/trazo/draw/api.py",
        "/static/trazo/../page.py",
    ):
        assert response_status(trazo.url + path) in {403, 404}


def test_an_upload_that_is_too_large_is_refused(trazo: Served) -> None:
    boundary = "----trazo"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
    body = part.encode() + b"\0" * 5_000_000 + f"\r\n--{boundary}--\r\n".encode()
    content_type = f"multipart/form-data; boundary={boundary}"
    url = f"{trazo.url}/gradio_api/upload"
    assert response_status(url, body, **{"Content-Type": content_type}) == 413


def test_a_body_that_is_too_large_is_refused_and_the_next_request_is_served(
    trazo: Served,
) -> None:
    url = f"{trazo.url}/api/predict"
    assert response_status(url, b"[" * 1_000_000) == 413
    assert response_status(url, b'{"strokes": [[[1, 2], [3, 9]]]}') == 200


def test_ctrl_c_ends_it_quietly_even_after_a_visitor_left_during_a_request() -> None:
    head = b"POST /api/predict HTTP/1.1\r\nHost: trazo\r\nContent-Length: 100\r\n\r\n"
    with serve_app() as trazo:
        address = (HOST, int(trazo.url.rpartition(":")[2]))
        with socket.create_connection(address) as visitor:
            visitor.sendall(head + b'{"strokes": [[[1,')
        assert response_status(f"{trazo.url}/api/predict", b'{"strokes": []}') == 200
        trazo.process.send_signal(signal.SIGINT)
        assert trazo.process.wait(10) == 0
        assert trazo.process.stdout
        printed = trazo.process.stdout.read()
    assert trazo.url in printed
    assert "Traceback" not in printed


def test_a_port_in_use_is_reported_in_one_line(capsys: Captured) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--host", HOST, "--port", str(port)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"trazo: cannot listen on {HOST}:{port}" in error
    assert "--port" in error


# Python does not close the socket if a port is out of range.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.parametrize("port", ["70000", "-1"])
def test_an_impossible_port_is_reported_in_one_line(port: str, capsys: Captured) -> None:
    assert main(["--host", HOST, "--port", port]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"trazo: cannot listen on {HOST}:{port}" in error


def test_a_missing_model_is_reported_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    model = tmp_path / "nowhere.keras"
    assert main(["--host", HOST, "--port", "0", "--model", str(model)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nowhere.keras: no such model file" in error


@pytest.mark.parametrize(
    "content",
    [b"", b"a letter", MODEL_FILE.read_bytes()[:5_000]],
    ids=["empty", "another file", "cut off"],
)
def test_a_damaged_model_is_reported_in_one_line(
    tmp_path: Path, content: bytes, capsys: Captured
) -> None:
    model = tmp_path / "damaged.keras"
    model.write_bytes(content)
    assert main(["--host", HOST, "--port", "0", "--model", str(model)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "expected a network saved by Keras 3" in error


def test_it_listens_on_this_machine_only_except_on_a_space_or_if_asked(
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
