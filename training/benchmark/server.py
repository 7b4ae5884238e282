"""Starts a server in a process, as its user would, to measure or to test it.

It listens on 127.0.0.1, on a free port, and is stopped by its process id.
"""

import os
import signal
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

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.01
# Opens URLs of this machine; a proxy that the environment names could not.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Served:
    """A server that has answered its first request, `seconds` after its start."""

    url: str
    process: subprocess.Popen[str]
    seconds: float


@contextmanager
def serve(
    arguments: Sequence[str],
    port: int,
    variables: Mapping[str, str] | None = None,
    root: Path = ROOT,
) -> Iterator[Served]:
    """Runs `python *arguments` in `root` until the block ends; it has to answer GET / on `port`.

    Raises RuntimeError with its output if it does not.
    """
    started = time.perf_counter()
    # Gradio's settings of whoever measures or tests must not change the server.
    environment = {name: os.environ[name] for name in os.environ if not name.startswith("GRADIO_")}
    with default_interrupt():
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=root,
            env={**environment, "GRADIO_ANALYTICS_ENABLED": "False", **(variables or {})},
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
def serve_app(variables: Mapping[str, str] | None = None, root: Path = ROOT) -> Iterator[Served]:
    """Runs the Trazo in `root` until the block ends, with additional environment `variables`."""
    port = free_port()
    command = ["app.py", "--host", HOST, "--port", str(port)]
    with serve(command, port, variables, root) as served:
        yield served


@contextmanager
def default_interrupt() -> Iterator[None]:
    """Lets processes that are started in the block react to SIGINT, as in a terminal.

    A shell ignores SIGINT for its background jobs, and processes inherit that.
    """
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def free_port() -> int:
    """Returns a free port on 127.0.0.1."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with OPENER.open(url, timeout=START_SECONDS) as answer:
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
