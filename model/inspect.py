"""Opens the trained network in Netron, with Netron's own server.

    python -m model.inspect                        the app's network, in the browser
    python -m model.inspect --no-browser --port 8090 network.keras

Serves that file and no other. The app's Network tab shows the same (`web.network.netron`).
"""

import argparse
import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import netron

from model.classifier import MODEL_FILE
from model.files import ModelFileError, file_sha256

HOST = "127.0.0.1"
PORT = 8080


def main(arguments: list[str] | None = None) -> int:
    """Serves Netron until Ctrl+C; returns the exit status."""
    options = _parse(arguments)
    try:
        with served(options.file, options.port, browser=options.browser):
            netron.wait()
    except ModelFileError as error:
        print(f"inspect: {error}", file=sys.stderr)
        return 1
    except (OSError, OverflowError) as error:
        print(
            f"inspect: cannot listen on {HOST}:{options.port} ({error}); "
            "choose another port with --port.",
            file=sys.stderr,
        )
        return 1
    return 0


@contextlib.contextmanager
def served(file: Path, port: int = PORT, *, browser: bool = False) -> Iterator[str]:
    """Serves Netron with this file and nothing else; yields the URL to open.

    Raises ModelFileError if the file cannot be read, OSError if the port is taken.
    """
    file_sha256(file)  # raises the error of an unreadable file
    # Netron serves the whole folder of the file, so it gets a folder with nothing else.
    with tempfile.TemporaryDirectory() as folder:
        address = netron.start(shutil.copy(file, folder), (HOST, port), browse=browser)
        try:
            yield f"http://{address[0]}:{address[1]}"
        finally:
            netron.stop(address)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.inspect", description="Open the trained network in Netron."
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=MODEL_FILE,
        metavar="FILE.keras",
        help="the network to open (default: the app's)",
    )
    parser.add_argument(
        "--port", type=int, default=PORT, help="port to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="serve only, open no browser"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
