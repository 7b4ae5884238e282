"""Serves Netron under /netron on the app's port; it shows the app's network and no other file.

Netron's package is a folder of static files. Two of them are changed as they are served: without
that, the page would report its use and look up the visitor's country. It also would take the
keyboard focus once it has loaded, even if the visitor is elsewhere on the page by then.
"""

import re
from pathlib import Path

import netron
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

PACKAGE = Path(netron.__file__).parent

FOCUS_ONLY_WITHIN = """{
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (options) {
    if (document.hasFocus()) focus.call(this, options);
  };
}
"""


def mount(app: FastAPI, model_file: Path) -> None:
    """Serves Netron under /netron, with `model_file` open.

    Raises RuntimeError where Netron's files lack the lines that have to be changed.
    """
    index = _index_page(f"model/{model_file.name}")
    browser = FOCUS_ONLY_WITHIN + _replace_one(_packaged("browser.js"), r"\bawait consent\(\);", "")

    @app.get("/netron", include_in_schema=False)
    async def netron_folder() -> Response:
        return RedirectResponse("netron/")  # relative, for any path prefix

    @app.get("/netron/", include_in_schema=False)
    async def netron_index() -> Response:
        return HTMLResponse(index)

    @app.get("/netron/browser.js", include_in_schema=False)
    async def netron_browser() -> Response:
        return Response(browser, media_type="text/javascript")

    @app.get(f"/netron/model/{model_file.name}", include_in_schema=False)
    async def netron_model() -> Response:
        return FileResponse(model_file, media_type="application/octet-stream")

    app.mount("/netron", StaticFiles(directory=PACKAGE))


def _index_page(model_url: str) -> str:
    # Netron takes version 0.0.0 for a development build, which reports nothing. Without a date it
    # does not ask for an update after half a year.
    page = _replace_one(
        _packaged("index.html"),
        r'<meta name="version" content="[^"]*">',
        f'<meta name="version" content="0.0.0">\n<meta name="file" content="{model_url}">',
    )
    return _replace_one(page, r'<meta name="date" content="[^"]*">', "")


def _packaged(name: str) -> str:
    return (PACKAGE / name).read_text(encoding="utf-8")


def _replace_one(text: str, pattern: str, replacement: str) -> str:
    changed, count = re.subn(pattern, lambda _: replacement, text)
    if count != 1:
        raise RuntimeError(
            f"Netron: expected {pattern!r} once in its page, found it {count} times; "
            "this release of netron is not the one that requirements.txt pins."
        )
    return changed
