"""The routes that read images, for the Pictures tab and for programs.

    POST /api/read-image    the bytes of an image file → the reading
    POST /api/read-url      {"url": "https://…"} → the reading of the image there
    GET  /api/mnist-digit   the reading of a random digit of MNIST's test set

A reading has the form of /api/predict, with boxes in pixels of the upright image. It also has
{"width", "height"} of that image and "picture", the data URL of a reduced copy; a digit of MNIST
also has its "label". An image that cannot be read is answered with 404, 408, 413, 422 or 503 and
{"error": one sentence, "kind", "details"}. `kind` is a key of `model.picture.open.ERROR_MESSAGES`,
NO_MNIST, BUSY or SLOW_UPLOAD; `details` fill the gaps of its sentence.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import orjson
from fastapi import APIRouter, Request, Response
from PIL import Image

from model.classifier import DigitClassifier
from model.picture.fetch import fetch, is_public, run_in_daemon_thread
from model.picture.open import ImageError, check_length, open_image
from web.pictures.mnist import MnistError, random_digit
from web.pictures.preview import data_url
from web.shared.http import RefusedRequest, at_most, json_response, read_body, reading_as_json

Result = TypeVar("Result")

MAX_CONCURRENT_READS = 2  # each takes up to a gigabyte, and processor time from live drawing
MAX_CONCURRENT_FETCHES = 8
MAX_CONCURRENT_REQUESTS = 32  # waiting ones included: each holds up to ten megabytes
MAX_URL_BYTES = 16 * 1024
MAX_UPLOAD_SECONDS = 120  # ten megabytes at 700 kbit/s; slower uploads would keep others waiting

NO_MNIST = "no_mnist"
BUSY = "busy"
SLOW_UPLOAD = "slow_upload"
TOO_LARGE = {"too_many_bytes", "too_many_pixels"}


class RefusedImage(RefusedRequest):
    """A refused request with a `kind` and `details`, from which the page makes its sentence."""

    def __init__(self, status: int, sentence: str, kind: str, **details: object) -> None:
        super().__init__(status, sentence)
        self.kind = kind
        self.details = details


def routes(classifier: DigitClassifier, is_allowed: Callable[[str], bool] = is_public) -> APIRouter:
    """Returns the routes, which read with `classifier` and fetch from addresses `is_allowed`."""
    router = APIRouter()
    requests = asyncio.Semaphore(MAX_CONCURRENT_REQUESTS)
    reads = asyncio.Semaphore(MAX_CONCURRENT_READS)
    fetches = asyncio.Semaphore(MAX_CONCURRENT_FETCHES)

    def read(image: Image.Image) -> dict[str, object]:
        width, height = image.size
        return {
            **reading_as_json(classifier.read_image(image)),
            "width": width,
            "height": height,
            "picture": data_url(image),
        }

    def read_mnist() -> dict[str, object]:
        digit = random_digit()
        return {**read(digit.image), "label": digit.label}

    async def respond(answer: Callable[[], Awaitable[object]]) -> Response:
        try:
            if requests.locked():
                sentence = "Too many images are waiting to be read; try again in a moment."
                raise RefusedImage(503, sentence, BUSY)
            async with requests:
                return json_response(await answer())
        except (ImageError, RefusedRequest) as error:
            return _refusal(error)

    @router.post("/api/read-image")
    async def read_image(request: Request) -> Response:
        async def answer() -> object:
            content = await _receive(request, check_length)
            return await _run_when_free(reads, lambda: read(open_image(content)))

        return await respond(answer)

    @router.post("/api/read-url")
    async def read_url(request: Request) -> Response:
        async def answer() -> object:
            url = _parse_url(await _receive(request, at_most(MAX_URL_BYTES)))
            content = await _run_when_free(fetches, lambda: fetch(url, is_allowed))
            return await _run_when_free(reads, lambda: read(open_image(content)))

        return await respond(answer)

    @router.get("/api/mnist-digit")
    async def mnist_digit() -> Response:
        try:
            return await respond(lambda: _run_when_free(reads, read_mnist))
        except MnistError as error:
            return json_response({"error": str(error), "kind": NO_MNIST, "details": {}}, 404)

    return router


async def _receive(request: Request, check_length: Callable[[int], None]) -> bytes:
    """Returns the body of a request, as `read_body` does, within MAX_UPLOAD_SECONDS."""
    try:
        return await asyncio.wait_for(read_body(request, check_length), MAX_UPLOAD_SECONDS)
    except TimeoutError:
        sentence = f"Expected the whole body within {MAX_UPLOAD_SECONDS} seconds, got a part of it."
        raise RefusedImage(408, sentence, SLOW_UPLOAD, most=MAX_UPLOAD_SECONDS) from None


async def _run_when_free(places: asyncio.Semaphore, function: Callable[[], Result]) -> Result:
    """Calls a function in a thread once a place is free; the event loop goes on meanwhile."""
    async with places:
        return await asyncio.wrap_future(run_in_daemon_thread(function))


def _parse_url(body: bytes) -> str:
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(422, f"Expected JSON, got: {error}.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("url"), str):
        raise RefusedRequest(422, 'Expected {"url": "https://…"}, got no text called "url".')
    url: str = asked["url"]
    return url


def _refusal(error: ImageError | RefusedRequest) -> Response:
    content: dict[str, object] = {"error": str(error)}
    if isinstance(error, ImageError | RefusedImage):
        content |= {"kind": error.kind, "details": error.details}
    if isinstance(error, RefusedRequest):
        return json_response(content, error.status)
    return json_response(content, 413 if error.kind in TOO_LARGE else 422)
