"""Netron under /netron on the app's own port, showing the app's own network and no other file.

Netron's package is a folder of static files. Two of them are changed as they are served, so that
the page asks nobody but this server: it would report its use, and ask who the visitor is. Nor does
it take the keyboard from a visitor who is elsewhere on the page by the time it has loaded.
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
    """Serve Netron under /netron, opened on `model_file`.

    Raises RuntimeError where Netron's pages are not what they were when this was written.
    """
    index = _index_page(f"model/{model_file.name}")
    browser = FOCUS_ONLY_WITHIN + _replace_one(_packaged("browser.js"), r"\bawait consent\(\);", "")

    @app.get("/netron", include_in_schema=False)
    async def netron_folder() -> Response:
        return RedirectResponse("netron/")  # relative, so that it holds under any prefix

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
    # Version 0.0.0 is a build in development to Netron: it reports nothing. Without a date it
    # does not ask for an update when it is half a year old.
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
