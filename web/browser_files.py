"""Serves scripts, styles and texts of the tabs to the browser, compressed, and never Python.

Each folder of `web/` is served under static/trazo/, its texts as the module `texts.js`.
"""

import json
import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from web.draw.texts import DRAW_TEXTS
from web.network.texts import NETWORK_TEXTS
from web.pictures.texts import PICTURES_TEXTS
from web.results.texts import RESULTS_TEXTS
from web.shared.component import URL_PATH, WEB
from web.shared.texts import TEXTS, Texts

FOLDERS: dict[str, Texts] = {
    "shared": TEXTS,
    "draw": DRAW_TEXTS,
    "pictures": PICTURES_TEXTS,
    "network": NETWORK_TEXTS,
    "results": RESULTS_TEXTS,
}
BROWSER_SUFFIXES = {".js", ".css", ".json"}


class BrowserFiles(StaticFiles):
    """Serves the browser files of a folder that holds Python too."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Finds a file for Starlette; anything but a browser file does not exist."""
        if Path(path).suffix not in BROWSER_SUFFIXES:
            return "", None
        return super().lookup_path(path)


def mount(app: FastAPI) -> None:
    """Serves the browser files and the texts of all FOLDERS under URL_PATH."""
    files = FastAPI(openapi_url=None)
    files.add_middleware(GZipMiddleware)
    for folder, texts in FOLDERS.items():
        _serve_texts(files, folder, texts)
        files.mount(f"/{folder}", BrowserFiles(directory=WEB / folder))
    app.mount(f"/{URL_PATH}", files)


def _serve_texts(files: FastAPI, folder: str, texts: Texts) -> None:
    module = f"export const TEXTS = {json.dumps(texts, ensure_ascii=False)};\n"

    @files.get(f"/{folder}/texts.js")
    async def texts_module() -> Response:
        return Response(module, media_type="text/javascript")
