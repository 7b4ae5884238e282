"""Open the trained network in Netron, in Netron's own server.

    python -m model.inspect                        the app's network, in the browser
    python -m model.inspect --no-browser --port 8090 network.keras

Serves that one file and no other. The app shows the same in its Network tab (`web.netron`).
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
    """Serve Netron until Ctrl+C; returns the exit status."""
    options = _parse(arguments)
    try:
        with served(options.file, options.port, browser=options.browser):
            netron.wait()
    except ModelFileError as error:
        print(f"inspect: {error}", file=sys.stderr)
        return 1
    except (OSError, OverflowError) as error:
        print(
            f"inspect: {HOST}:{options.port} cannot be listened on ({error}); "
            "name another with --port.",
            file=sys.stderr,
        )
        return 1
    return 0


@contextlib.contextmanager
def served(file: Path, port: int = PORT, *, browser: bool = False) -> Iterator[str]:
    """Serve Netron with this file and nothing else; gives the address to open.

    Raises ModelFileError where the file cannot be read, OSError where the port is taken.
    """
    file_sha256(file)  # says what is wrong with a file that cannot be read
    # Netron serves the whole folder that the file is in, so it gets one with nothing else.
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
    parser.add_argument("file", nargs="?", type=Path, default=MODEL_FILE, metavar="FILE.keras")
    parser.add_argument("--port", type=int, default=PORT, help=f"{PORT} unless told otherwise")
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only serve, open nothing"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
