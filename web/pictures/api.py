"""The routes that read images, for the Pictures tab and for programs.

    POST /api/read-image    the bytes of an image file → the reading
    POST /api/read-url      {"url": "https://…"} → the reading of the image there
    GET  /api/mnist-digit   the reading of a random digit of MNIST's test set

A reading has the form of /api/predict, with boxes in pixels of the upright image. It also has
{"width", "height"} of that image, "picture", the data URL of a reduced copy, "rotation", by how
many degrees clockwise the image was turned to be read, "ignored", the boxes of rules and frames,
and "crop", the part that was read; a digit of MNIST also has its "label".

To have only a part of an image read, add `?crop=left,top,right,bottom` to /api/read-image, or
"crop": [left, top, right, bottom] to the body for /api/read-url: whole pixels of the upright image,
without those at `right` and `bottom`. All boxes stay in pixels of the whole image.

An image that cannot be read is answered with 404, 408, 413, 422 or 503 and {"error": one sentence,
"kind", "details"}. `kind` is a key of `model.picture.open.ERROR_MESSAGES`, NO_MNIST, BUSY,
SLOW_UPLOAD or BAD_CROP; `details` fill the gaps of its sentence.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import orjson
from fastapi import APIRouter, Request, Response
from PIL import Image

from model.classifier import DigitClassifier, Reading
from model.picture.fetch import fetch, is_public
from model.picture.open import ImageError, check_length, open_image
from model.preprocess import Box
from web.pictures.mnist import MnistError, random_digit
from web.pictures.preview import data_url
from web.shared.http import RefusedRequest, at_most, json_response, read_body, reading_as_json
from web.shared.threads import run_when_free

Crop = tuple[int, int, int, int]  # left, top, right, bottom in pixels of the upright image

MAX_CONCURRENT_READS = 2  # each takes up to a gigabyte, and processor time from live drawing
MAX_CONCURRENT_FETCHES = 8
MAX_CONCURRENT_REQUESTS = 32  # waiting ones included: each holds up to ten megabytes
MAX_URL_BYTES = 16 * 1024
MAX_UPLOAD_SECONDS = 120  # ten megabytes at 700 kbit/s; slower uploads would keep others waiting
MAX_SHOWN_CROP = 60  # characters of a bad crop in the sentence that refuses it

NO_MNIST = "no_mnist"
BUSY = "busy"
SLOW_UPLOAD = "slow_upload"
BAD_CROP = "bad_crop"
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

    def read(image: Image.Image, crop: Crop | None = None) -> dict[str, object]:
        width, height = image.size
        reading = _read_part(classifier, image, crop) if crop else classifier.read_image(image)
        return {
            **reading_as_json(reading),
            "rotation": reading.rotation,
            "ignored": reading.ignored,
            "crop": crop,
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
            crop = _parse_crop_parameter(request.query_params.get("crop"))
            return await run_when_free(reads, lambda: read(open_image(content), crop))

        return await respond(answer)

    @router.post("/api/read-url")
    async def read_url(request: Request) -> Response:
        async def answer() -> object:
            url, crop = _parse_url(await _receive(request, at_most(MAX_URL_BYTES)))
            content = await run_when_free(fetches, lambda: fetch(url, is_allowed))
            return await run_when_free(reads, lambda: read(open_image(content), crop))

        return await respond(answer)

    @router.get("/api/mnist-digit")
    async def mnist_digit() -> Response:
        try:
            return await respond(lambda: run_when_free(reads, read_mnist))
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


def _parse_url(body: bytes) -> tuple[str, Crop | None]:
    """Returns the URL of an image and, if the request has one, the part of it to read."""
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(422, f"Expected JSON, got: {error}.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("url"), str):
        raise RefusedRequest(422, 'Expected {"url": "https://…"}, got no text called "url".')
    crop = asked.get("crop")
    if crop is None:
        return asked["url"], None
    if not isinstance(crop, list):
        raise _bad_crop(orjson.dumps(crop).decode())
    return asked["url"], _check_crop(crop)


def _parse_crop_parameter(crop: str | None) -> Crop | None:
    """Returns the part to read that a query parameter names, or None if there is no parameter."""
    if crop is None:
        return None
    sides = crop.split(",")
    if not all(re.fullmatch(r"-?[0-9]{1,9}", side) for side in sides):
        raise _bad_crop(crop)
    return _check_crop([int(side) for side in sides])


def _check_crop(sides: list[object]) -> Crop:
    """Returns a crop that may be inside an image. Raises RefusedImage for anything else."""
    match sides:
        # A bool is an int to Python.
        case [int(left), int(top), int(right), int(bottom)] if bool not in map(type, sides):
            if 0 <= left < right and 0 <= top < bottom:
                return left, top, right, bottom
    raise _bad_crop(",".join(orjson.dumps(side).decode() for side in sides))


def _bad_crop(crop: str, size: str = "the image") -> RefusedImage:
    shown = crop if len(crop) <= MAX_SHOWN_CROP else f"{crop[:MAX_SHOWN_CROP]}…"
    sentence = (
        f"Expected crop=left,top,right,bottom in whole pixels inside {size}, "
        f"with left < right and top < bottom, got {shown}."
    )
    return RefusedImage(422, sentence, BAD_CROP, crop=shown)


def _read_part(classifier: DigitClassifier, image: Image.Image, crop: Crop) -> Reading:
    """Reads a part of an image; the boxes of the reading are those in the whole image."""
    width, height = image.size
    left, top, right, bottom = crop
    if right > width or bottom > height:
        raise _bad_crop(",".join(map(str, crop)), f"the image of {width} x {height}")

    def moved(box: Box) -> Box:
        return box[0] + left, box[1] + top, box[2] + left, box[3] + top

    reading = classifier.read_image(image.crop(crop))
    lines = tuple(
        replace(
            line,
            numbers=tuple(
                tuple(
                    replace(
                        digit,
                        box=moved(digit.box),
                        frame=moved(digit.frame) if digit.frame else None,
                    )
                    for digit in number
                )
                for number in line.numbers
            ),
        )
        for line in reading.lines
    )
    return replace(reading, lines=lines, ignored=tuple(moved(box) for box in reading.ignored))


def _refusal(error: ImageError | RefusedRequest) -> Response:
    content: dict[str, object] = {"error": str(error)}
    if isinstance(error, ImageError | RefusedImage):
        content |= {"kind": error.kind, "details": error.details}
    if isinstance(error, RefusedRequest):
        return json_response(content, error.status)
    return json_response(content, 413 if error.kind in TOO_LARGE else 422)
