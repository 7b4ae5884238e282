"""Lets `?lang=es` or `?lang=en` in the page's address choose the language of the whole page.

Gradio and the project's own scripts go by the browser's language. A script that comes before all
others puts the chosen one in its place. Gradio's `head=` is added by Gradio's script, too late for
its texts, so the page is changed on its way out.
"""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.texts import TEXTS

HEAD = b"<head>"
CHOOSE = f"""<script>
{{
  const wanted = new URLSearchParams(location.search).get("lang");
  if ({list(TEXTS)}.includes(wanted)) {{
    Object.defineProperty(navigator, "language", {{ get: () => wanted }});
    Object.defineProperty(navigator, "languages", {{ get: () => [wanted] }});
  }}
}}
</script>""".encode()


def let_the_address_choose(app: FastAPI) -> None:
    """Put the script into the page at the root of `app`."""
    app.add_middleware(_ScriptFirst)


class _ScriptFirst:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        # Packed, the page could not be changed.
        headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: Message = {}

        async def changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body = message.get("body", b"")
            if start:
                body = body.replace(HEAD, HEAD + CHOOSE, 1)
                if "content-length" in (sent := MutableHeaders(scope=start)):
                    added = len(body) - len(message.get("body", b""))
                    sent["content-length"] = str(int(sent["content-length"]) + added)
                await send(start)
                start = {}
            await send({**message, "body": body})

        await self._app({**scope, "headers": headers}, receive, changed)
