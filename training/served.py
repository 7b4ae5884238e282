"""Start a server as its user would, in a process of its own, to measure or to test it.

Listens on 127.0.0.1, on a port the system chooses, and is stopped by its process id.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.01


@dataclass(frozen=True)
class Served:
    """A server that has answered its first request, `seconds` after it was started."""

    url: str
    process: subprocess.Popen[str]
    seconds: float


@contextmanager
def serve(
    arguments: Sequence[str], port: int, variables: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Run `python *arguments` until the block ends; it is to answer GET / on `port`.

    Raises RuntimeError with what it printed where it does not.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        url = f"http://{HOST}:{port}"
        _wait_for(url + "/", process)
        yield Served(url, process, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def serve_app(variables: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run Trazo until the block ends, with further environment `variables`."""
    port = free_port()
    command = ["app.py", "--host", HOST, "--port", str(port)]
    with serve(command, port, variables=variables) as served:
        yield served


def free_port() -> int:
    """Return a port on 127.0.0.1 that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:  # noqa: S310
            answer.read()
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{url} answered {error.code}.") from None
    except OSError:
        return False
    return True


def _wait_for(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while time.perf_counter() < deadline and process.poll() is None:
        if _answers(url):
            return
        time.sleep(POLL_SECONDS)
    process.terminate()
    printed, _ = process.communicate(timeout=STOP_SECONDS)
    raise RuntimeError(f"{url} did not answer. The server printed:\n{printed}")
