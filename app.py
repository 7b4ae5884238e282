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
from web import api, component, explain_api, netron, network, page, picture_api, results

demo = page.build()


def create_app(classifier: DigitClassifier, model_file: Path) -> FastAPI:
    """The whole of Trazo as one ASGI application."""
    app = FastAPI(openapi_url=None)
    app.include_router(api.routes(classifier))
    app.include_router(explain_api.routes(classifier))
    app.include_router(picture_api.routes(classifier))
    app.include_router(network.routes(classifier, model_file))
    app.include_router(results.routes(model_file, classifier.network.sha256))
    component.mount(app)
    netron.mount(app, model_file)
    return page.mount(app, demo)


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl+C or SIGTERM; returns the exit status."""
    options = _parse(arguments)
    try:
        listener = socket.create_server((options.host, options.port))
        # Else an answer's body waits 40 ms for the browser to acknowledge its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, OverflowError) as error:
        print(
            f"trazo: {options.host}:{options.port} cannot be listened on ({error}); "
            "name another with --port or --host.",
            file=sys.stderr,
        )
        return 1
    try:
        classifier = DigitClassifier.load(options.model)
    except ModelFileError as error:
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
    with contextlib.suppress(KeyboardInterrupt):  # which uvicorn passes on once it has stopped
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    on_a_space = "SPACE_ID" in os.environ
    parser = argparse.ArgumentParser(prog="python app.py", description="Serve Trazo.")
    parser.add_argument(
        "--host",
        default=os.environ.get("GRADIO_SERVER_NAME", "0.0.0.0" if on_a_space else "127.0.0.1"),
        help="127.0.0.1 unless told otherwise (or $GRADIO_SERVER_NAME)",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("GRADIO_SERVER_PORT", "7860"),
        help="7860 unless told otherwise (or $GRADIO_SERVER_PORT); 0 for any free one",
    )
    parser.add_argument("--model", type=Path, default=MODEL_FILE, metavar="FILE.keras")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
