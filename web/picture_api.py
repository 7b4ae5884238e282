"""The routes that read pictures, for the Pictures tab and for programs.

    POST /api/read-image    the bytes of a picture → the reading, as JSON
    POST /api/read-url      {"url": "https://…"} → the reading of the picture there
    GET  /api/mnist-digit   the reading of a random digit of MNIST's test set

A reading is as /api/predict answers it, its boxes in pixels of the upright picture, with {"width",
"height"} of that and "picture", the data URL of a reduced copy; of MNIST also the true "label".
What cannot be read is answered with 404, 408, 413, 422 or 503 and {"error": one sentence, "kind",
"details"}; `kind` is one of `model.picture`, NO_MNIST, BUSY or SLOW_UPLOAD, and `details` fill the
gaps of its sentence.
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
MOST_SECONDS_TO_SEND = 120  # ten megabytes at 700 kbit/s; what comes slower keeps others waiting

NO_MNIST = "no_mnist"
BUSY = "busy"
SLOW_UPLOAD = "slow_upload"
TOO_LARGE = {"too_many_bytes", "too_many_pixels"}


class NotServed(RefusedRequest):
    """A request whose visitor is told what kind of trouble there is, with details of it."""

    def __init__(self, status: int, sentence: str, kind: str, **details: object) -> None:
        super().__init__(status, sentence)
        self.kind = kind
        self.details = details


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
                sentence = "Too many pictures are waiting to be read; try again in a moment."
                raise NotServed(503, sentence, BUSY)
            async with places:
                return as_json(await answer())
        except (PictureError, RefusedRequest) as refused:
            return _refusal(refused)

    @router.post("/api/read-image")
    async def read_image(request: Request) -> Response:
        async def answer() -> object:
            content = await _sent(request, check_length)
            return await _in_turn(reading, lambda: read(open_picture(content)))

        return await served(answer)

    @router.post("/api/read-url")
    async def read_url(request: Request) -> Response:
        async def answer() -> object:
            url = _url_in(await _sent(request, at_most(MOST_BYTES_OF_A_URL)))
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


async def _sent(request: Request, check_length: Callable[[int], None]) -> bytes:
    """The body of a request, as `body_of`, from who sends it in time."""
    try:
        return await asyncio.wait_for(body_of(request, check_length), MOST_SECONDS_TO_SEND)
    except asyncio.TimeoutError:  # in Python 3.10 not the built-in one
        sentence = f"Expected all of it within {MOST_SECONDS_TO_SEND} seconds, got a part."
        raise NotServed(408, sentence, SLOW_UPLOAD, most=MOST_SECONDS_TO_SEND) from None


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
    content: dict[str, object] = {"error": str(refused)}
    if isinstance(refused, PictureError | NotServed):
        content |= {"kind": refused.kind, "details": refused.details}
    if isinstance(refused, RefusedRequest):
        return as_json(content, refused.status)
    return as_json(content, 413 if refused.kind in TOO_LARGE else 422)
