"""Lets `?lang=es` or `?lang=en` in the page's URL set the language of the whole page.

Gradio and the project's scripts follow the browser's language. A script that runs before all
others overrides that. Gradio's `head=` would add it too late for Gradio's own texts, so a
middleware inserts it into the page.
"""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.shared.texts import TEXTS

HEAD = b"<head>"
SCRIPT = f"""<script>
{{
  const wanted = new URLSearchParams(location.search).get("lang");
  if ({list(TEXTS)}.includes(wanted)) {{
    Object.defineProperty(navigator, "language", {{ get: () => wanted }});
    Object.defineProperty(navigator, "languages", {{ get: () => [wanted] }});
  }}
}}
</script>""".encode()


def add_language_parameter(app: FastAPI) -> None:
    """Inserts the script into the page at the root of `app`."""
    app.add_middleware(_InsertScript)


class _InsertScript:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        # A compressed page could not be changed.
        headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: Message = {}

        async def send_changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body = message.get("body", b"")
            if start:
                body = body.replace(HEAD, HEAD + SCRIPT, 1)
                if "content-length" in (sent := MutableHeaders(scope=start)):
                    added = len(body) - len(message.get("body", b""))
                    sent["content-length"] = str(int(sent["content-length"]) + added)
                await send(start)
                start = {}
            await send({**message, "body": body})

        await self._app({**scope, "headers": headers}, receive, send_changed)
