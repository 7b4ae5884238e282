"""Open the trained network in Netron, in Netron's own server.

    python -m model.inspect                        the app's network, in the browser
    python -m model.inspect --no-browser --port 8090 network.keras

Serves that one file and no other. The app shows the same in its Network tab (`web.netron`).
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import netron

from model.classifier import MODEL_FILE
from model.runtime import ModelFileError, file_sha256

HOST = "127.0.0.1"


def main(arguments: list[str] | None = None) -> int:
    """Serve Netron until Ctrl+C; returns the exit status."""
    options = _parse(arguments)
    try:
        file_sha256(options.file)  # says what is wrong with a file that cannot be read
    except ModelFileError as error:
        print(f"inspect: {error}", file=sys.stderr)
        return 1
    # Netron serves the whole folder that the file is in, so it gets one with nothing else.
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(options.file, folder)
        try:
            netron.start(copy, (HOST, options.port), browse=options.browser)
        except (OSError, OverflowError) as error:
            print(
                f"inspect: {HOST}:{options.port} cannot be listened on ({error}); "
                "name another with --port.",
                file=sys.stderr,
            )
            return 1
        netron.wait()
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.inspect", description="Open the trained network in Netron."
    )
    parser.add_argument("file", nargs="?", type=Path, default=MODEL_FILE, metavar="FILE.keras")
    parser.add_argument("--port", type=int, default=8080, help="8080 unless told otherwise")
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only serve, open nothing"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
