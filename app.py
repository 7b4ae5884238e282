"""Trazo: draw a digit in the browser and watch a neural network read it.

    python app.py                  on http://127.0.0.1:7860
    python app.py --host 0.0.0.0 --port 8000 --model my_network.keras

The page, the API and Netron share one port. On a Hugging Face Space it listens on 0.0.0.0:7860.
"""

import argparse
import contextlib
import os
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from model.classifier import MODEL_FILE, DigitClassifier
from model.files import ModelFileError
from web import browser_files, health, page
from web.draw import api as draw
from web.network import api as network
from web.network import netron
from web.pictures import api as pictures
from web.results import api as results

demo = page.build()


def create_app(classifier: DigitClassifier, model_file: Path) -> FastAPI:
    """Returns the whole of Trazo as one ASGI application."""
    sha256 = classifier.network.sha256
    app = FastAPI(openapi_url=None)
    app.include_router(health.routes(sha256))
    app.include_router(draw.routes(classifier))
    app.include_router(pictures.routes(classifier))
    app.include_router(network.routes(classifier, model_file))
    app.include_router(results.routes(model_file, sha256))
    browser_files.mount(app)
    netron.mount(app, model_file)
    return page.mount(app, demo)


def main(arguments: list[str] | None = None) -> int:
    """Serves until Ctrl+C or SIGTERM; returns the exit status."""
    options = _parse(arguments)
    try:
        listener = socket.create_server((options.host, options.port))
        # Without this, a body waits 40 ms for the browser to acknowledge the headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, OverflowError) as error:
        print(
            f"trazo: cannot listen on {options.host}:{options.port} ({error}); "
            "choose another address with --port or --host.",
            file=sys.stderr,
        )
        return 1
    try:
        classifier = DigitClassifier.load(options.model)
    except ModelFileError as error:
        listener.close()
        print(f"trazo: {error}", file=sys.stderr)
        return 1
    port = listener.getsockname()[1]
    print(f"Trazo: http://{options.host}:{port}  (Ctrl+C stops it)", flush=True)
    config = uvicorn.Config(
        create_app(classifier, options.model),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has stopped
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    on_a_space = "SPACE_ID" in os.environ
    parser = argparse.ArgumentParser(prog="python app.py", description="Serve Trazo.")
    parser.add_argument(
        "--host",
        default=os.environ.get("GRADIO_SERVER_NAME", "0.0.0.0" if on_a_space else "127.0.0.1"),
        help="address to listen on, also $GRADIO_SERVER_NAME (default: %(default)s)",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("GRADIO_SERVER_PORT", "7860"),
        help="port, 0 for any free one, also $GRADIO_SERVER_PORT (default: %(default)s)",
    )
    parser.add_argument(
        "--model", type=Path, default=MODEL_FILE, metavar="FILE.keras", help="the network to serve"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
