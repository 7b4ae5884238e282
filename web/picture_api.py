"""The routes that read pictures, for the Pictures tab and for programs.

    POST /api/read-image    the bytes of a picture → the reading, as JSON
    POST /api/read-url      {"url": "https://…"} → the reading of the picture there
    GET  /api/mnist-digit   the reading of a random digit of MNIST's test set

A reading is as /api/predict answers it, its boxes in pixels of the upright picture, with {"width",
"height"} of that and "picture", the data URL of a reduced copy; of MNIST also the true "label".
What cannot be read is answered with 404, 413, 422 or 503 and {"error": one sentence, "kind",
"details"}; `kind` is one of `model.picture`, NO_MNIST or BUSY, and `details` fill the gaps of its
sentence.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import orjson
from fastapi import APIRouter, Request, Response
from PIL import Image

from model.classifier import DigitClassifier
from model.fetch import fetch, in_a_thread, is_public
from model.picture import PictureError, check_length, open_picture
from web.api import RefusedRequest, as_json, at_most, body_of, reading_content
from web.mnist import MnistError, random_digit
from web.preview import data_url

Result = TypeVar("Result")

# Reading one takes up to a gigabyte, and a processor from the live reading of strokes.
MOST_READ_AT_ONCE = 2
MOST_FETCHED_AT_ONCE = 8
MOST_SERVED_AT_ONCE = 32  # those that wait included: each holds up to ten megabytes
MOST_BYTES_OF_A_URL = 16 * 1024

NO_MNIST = "no_mnist"
BUSY = "busy"
TOO_LARGE = {"too_many_bytes", "too_many_pixels"}


class TooBusy(RefusedRequest):
    """As many requests are being served as there is room for."""

    def __init__(self) -> None:
        super().__init__(503, "Too many pictures are waiting to be read; try again in a moment.")


def routes(classifier: DigitClassifier, is_allowed: Callable[[str], bool] = is_public) -> APIRouter:
    """The routes, reading with `classifier` and fetching from IP addresses that `is_allowed`."""
    router = APIRouter()
    places = asyncio.Semaphore(MOST_SERVED_AT_ONCE)
    reading = asyncio.Semaphore(MOST_READ_AT_ONCE)
    fetching = asyncio.Semaphore(MOST_FETCHED_AT_ONCE)

    def read(picture: Image.Image) -> dict[str, object]:
        width, height = picture.size
        return {
            **reading_content(classifier.read_image(picture)),
            "width": width,
            "height": height,
            "picture": data_url(picture),
        }

    def read_mnist() -> dict[str, object]:
        digit = random_digit()
        return {**read(digit.picture), "label": digit.label}

    async def served(answer: Callable[[], Awaitable[object]]) -> Response:
        try:
            if places.locked():
                raise TooBusy
            async with places:
                return as_json(await answer())
        except (PictureError, RefusedRequest) as refused:
            return _refusal(refused)

    @router.post("/api/read-image")
    async def read_image(request: Request) -> Response:
        async def answer() -> object:
            content = await body_of(request, check_length)
            return await _in_turn(reading, lambda: read(open_picture(content)))

        return await served(answer)

    @router.post("/api/read-url")
    async def read_url(request: Request) -> Response:
        async def answer() -> object:
            url = _url_in(await body_of(request, at_most(MOST_BYTES_OF_A_URL)))
            content = await _in_turn(fetching, lambda: fetch(url, is_allowed))
            return await _in_turn(reading, lambda: read(open_picture(content)))

        return await served(answer)

    @router.get("/api/mnist-digit")
    async def mnist_digit() -> Response:
        try:
            return await served(lambda: _in_turn(reading, read_mnist))
        except MnistError as error:
            return as_json({"error": str(error), "kind": NO_MNIST, "details": {}}, 404)

    return router


async def _in_turn(turns: asyncio.Semaphore, function: Callable[[], Result]) -> Result:
    """Call a function in a thread, when it is its turn; meanwhile others are served."""
    async with turns:
        return await asyncio.wrap_future(in_a_thread(function))


def _url_in(body: bytes) -> str:
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(422, f"Expected JSON, got: {error}.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("url"), str):
        raise RefusedRequest(422, 'Expected {"url": "https://…"}, got no text called "url".')
    url: str = asked["url"]
    return url


def _refusal(refused: PictureError | RefusedRequest) -> Response:
    if isinstance(refused, TooBusy):
        content = {"error": refused.sentence, "kind": BUSY, "details": {}}
        return as_json(content, refused.status)
    if isinstance(refused, RefusedRequest):
        return as_json({"error": refused.sentence}, refused.status)
    content = {"error": str(refused), "kind": refused.kind, "details": refused.details}
    return as_json(content, 413 if refused.kind in TOO_LARGE else 422)
