"""Says that the server is alive, and which network it serves.

GET  /health        {"status": "ok", "model": SHA-256 of the .keras file}
"""

from fastapi import APIRouter, Response

from web.shared.http import json_response


def routes(sha256: str) -> APIRouter:
    """Returns the route, for the network with this hash."""
    router = APIRouter()

    @router.get("/health")
    async def health() -> Response:
        return json_response({"status": "ok", "model": sha256})

    return router
