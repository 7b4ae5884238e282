"""The routes that serve the evaluation report of the network.

    GET /api/report        the report beside the network's file, as `training.evaluate` wrote it
    GET /report/NAME.png   its images

Both are answered with 404 where there is no report or it belongs to another network.
"""

import json
from pathlib import Path

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from web.shared.http import json_response

REPORT = "report.json"
NO_REPORT = "Expected a report of the served network; `python -m training.evaluate` makes one."


def routes(model_file: Path, sha256: str) -> APIRouter:
    """Returns the routes, for the network with this hash that was loaded from `model_file`."""
    router = APIRouter()
    file = model_file.with_name(REPORT)
    report = _read_report(file, sha256)
    images = {image.name: image for image in file.with_suffix("").glob("*.png") if report}

    @router.get("/api/report")
    async def figures() -> Response:
        return Response(report, media_type="application/json") if report else _not_found()

    @router.get("/report/{name}")
    async def image(name: str) -> Response:
        return FileResponse(images[name]) if name in images else _not_found()

    return router


def _not_found() -> Response:
    return json_response({"error": NO_REPORT}, 404)


def _read_report(file: Path, sha256: str) -> bytes | None:
    """Returns the content of a report on the network with this hash; None if it is not one."""
    try:
        report = json.loads(file.read_bytes())
        return orjson.dumps(report) if report["model"]["sha256"] == sha256 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
