import asyncio
import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from starlette.types import Message

from model.classifier import DigitClassifier
from model.picture import fetch, isolated
from model.picture.open import MAX_BYTES, ImageError
from tests.image_files import encode_image, truncated_png
from tests.model.picture.faulty_server import HOST, serve_faults
from tests.model.picture.heic_files import declare_size, encode_heic
from tests.model.picture.pdf_files import write_pdf
from tests.web.pictures.pictures_app import PNG, SEVEN, app_with, text_of
from web.pictures import api
from web.pictures.mnist import VARIABLE
from web.shared.http import reading_as_json


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    """A client of an app that fetches from the public internet, as the real one does."""
    with TestClient(app_with(classifier)) as client:
        yield client


@pytest.fixture(scope="module")
def local_client(classifier: DigitClassifier) -> Iterator[TestClient]:
    """A client of an app that fetches only from this machine, where the faulty server is."""
    with TestClient(app_with(classifier, is_allowed=lambda address: address == HOST)) as client:
        yield client


@pytest.fixture(scope="module")
def faulty_url() -> Iterator[str]:
    """The URL of the faulty server."""
    with serve_faults() as url:
        yield url


def refusal(client: TestClient, path: str, **request: object) -> str:
    """Returns the kind that a request is refused with, and has another image read after it."""
    answer = client.post(path, **request)  # type: ignore[arg-type]
    content = answer.json()
    assert answer.status_code == (413 if content["kind"] in api.TOO_LARGE else 422)
    assert str(ImageError(content["kind"], **content["details"])) == content["error"]
    assert text_of(client, PNG) == "7"
    kind: str = content["kind"]
    return kind


def test_an_image_is_answered_with_its_reading(
    client: TestClient, classifier: DigitClassifier
) -> None:
    answer = client.post("/api/read-image", content=PNG).json()
    reading = reading_as_json(classifier.read_image(SEVEN))
    assert answer["text"] == "7"
    assert {key: answer[key] for key in reading} == json.loads(json.dumps(reading))
    assert (answer["width"], answer["height"]) == SEVEN.size


def test_the_image_comes_back_upright_and_the_boxes_are_in_its_pixels(client: TestClient) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 270 degrees
    wide = Image.new("L", (2_000, 1_000), 255)
    wide.paste(SEVEN.resize((800, 800)), (1_100, 100))
    content = encode_image(wide.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    answer = client.post("/api/read-image", content=content).json()
    assert answer["text"] == "7"
    assert (answer["width"], answer["height"]) == (2_000, 1_000)
    shown = Image.open(io.BytesIO(base64.b64decode(answer["picture"].partition(",")[2])))
    assert shown.size == (1_000, 500)
    left, top, right, bottom = answer["digits"][0]["box"]
    ink = shown.point(lambda value: 255 * (value < 128)).getbbox()
    assert ink == pytest.approx([left / 2, top / 2, right / 2, bottom / 2], abs=2)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            encode_image(SEVEN, "GIF", save_all=True, append_images=[Image.new("L", (200, 200))]),
            id="animated",
        ),
        pytest.param(
            encode_image(Image.fromarray(np.asarray(SEVEN).astype(np.uint16) * 257), "PNG"),
            id="16 bits",
        ),
        pytest.param(encode_image(SEVEN.convert("CMYK"), "JPEG"), id="CMYK"),
        pytest.param(encode_image(SEVEN, "TIFF"), id="TIFF"),
        pytest.param(encode_image(SEVEN, "AVIF"), id="AVIF"),
        pytest.param(encode_heic(SEVEN), id="HEIC"),
        pytest.param(encode_image(SEVEN, "PDF"), id="PDF"),
    ],
)
def test_unusual_images_are_read(client: TestClient, content: bytes) -> None:
    assert text_of(client, content) == "7"


@pytest.mark.parametrize("size", [(1, 1), (200, 200)])
def test_an_image_without_ink_has_no_digits(client: TestClient, size: tuple[int, int]) -> None:
    answer = client.post("/api/read-image", content=encode_image(Image.new("RGB", size), "PNG"))
    assert answer.status_code == 200
    assert (answer.json()["text"], answer.json()["digits"]) == ("", [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"PK\x03\x04", "not_a_picture", id="not an image"),
        pytest.param(b"%PDF-1.7\n", "damaged", id="a truncated PDF"),
        pytest.param(encode_heic(SEVEN)[:600], "damaged", id="truncated HEIC"),
        pytest.param(
            declare_size(encode_heic(SEVEN), 50_000, 50_000),
            "too_many_pixels",
            id="HEIC of 50,000 x 50,000",
        ),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_a_picture", id="SVG"),
        pytest.param(PNG[: len(PNG) // 2], "damaged", id="truncated"),
        pytest.param(truncated_png(20_000, 20_000), "too_many_pixels", id="20,000 x 20,000"),
        pytest.param(
            encode_image(Image.new("1", (20_000, 20_000)), "PNG"), "too_many_pixels", id="a bomb"
        ),
        pytest.param(bytes(30_000_000), "too_many_bytes", id="30 MB"),
    ],
)
def test_a_bad_image_is_refused_with_its_kind(
    client: TestClient, content: bytes, kind: str
) -> None:
    assert refusal(client, "/api/read-image", content=content) == kind


def test_a_page_that_takes_too_long_is_refused_with_the_limit(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "MAX_SECONDS", 0.5)
    slow = write_pdf(b"0 0 m 500 800 l 3 900 l 500 3 l S\n" * 100_000)
    answer = client.post("/api/read-image", content=slow)
    assert answer.status_code == 422
    assert (answer.json()["kind"], answer.json()["details"]) == ("too_complex", {"most": 10})


def test_an_endless_upload_is_refused_at_the_limit(classifier: DigitClassifier) -> None:
    chunk = bytes(100_000)
    received = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal received
        received += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/read-image",
        "query_string": b"",
        "headers": [],
    }

    async def ask() -> None:
        await app_with(classifier)(scope, receive, send)

    # A browser that other tests drive has an event loop in this thread.
    fetch.run_in_daemon_thread(lambda: asyncio.run(ask())).result()
    assert sent[0]["status"] == 413
    assert received <= MAX_BYTES + 2 * len(chunk)


@pytest.mark.parametrize("path", ["image", "redirect/../image"])
def test_the_image_at_a_url_is_read(local_client: TestClient, faulty_url: str, path: str) -> None:
    answer = local_client.post("/api/read-url", json={"url": f"{faulty_url}/{path}"})
    assert answer.status_code == 200
    assert answer.json()["text"] == "7"
    assert answer.json()["picture"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("headers", "not_a_picture"),
        ("status/404", "http_status"),
        ("announced/30000000", "too_many_bytes"),
        ("countdown/9", "too_many_redirects"),
        ("redirect/http://10.0.0.1/", "private_address"),
        ("redirect/file:///etc/passwd", "bad_url"),
        ("nonsense", "no_connection"),
        ("slowly/nowhere", "too_slow"),
    ],
)
def test_a_bad_response_of_another_server_is_refused_with_its_kind(
    local_client: TestClient,
    faulty_url: str,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    kind: str,
) -> None:
    if kind == "too_slow":
        monkeypatch.setattr(fetch, "MAX_SECONDS", 0.5)
    assert refusal(local_client, "/api/read-url", json={"url": f"{faulty_url}/{path}"}) == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1/7.png", "private_address"),
        ("http://[::1]:7860/", "private_address"),
        ("http://169.254.169.254/latest/meta-data", "private_address"),
        ("file:///etc/passwd", "bad_url"),
        ("seven.png", "bad_url"),
        ("", "bad_url"),
    ],
)
def test_a_private_or_malformed_url_is_refused(client: TestClient, url: str, kind: str) -> None:
    assert refusal(client, "/api/read-url", json={"url": url}) == kind


@pytest.mark.parametrize("body", [b"", b"[]", b'{"url": 7}', b'{"url": "http://', b"\xff"])
def test_a_request_without_a_url_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/read-url", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Expected")


def test_a_url_that_is_too_long_is_refused(client: TestClient) -> None:
    def status_of(length: int) -> int:
        body = json.dumps({"url": "x" * (length - len('{"url": ""}'))})
        return client.post("/api/read-url", content=body).status_code

    assert status_of(api.MAX_URL_BYTES) == 422
    assert status_of(api.MAX_URL_BYTES + 1) == 413


def test_a_digit_of_mnist_has_its_label(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = 255 - np.asarray(SEVEN.resize((28, 28)))
    np.savez(tmp_path / "mnist.npz", x_test=[image], y_test=[7])
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mnist.npz"))
    answer = client.get("/api/mnist-digit")
    assert answer.status_code == 200
    reading = answer.json()
    assert (reading["label"], reading["text"]) == (7, "7")
    assert (reading["width"], reading["height"]) == (28, 28)


def test_without_mnist_there_is_no_digit(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere.npz"))
    answer = client.get("/api/mnist-digit")
    assert answer.status_code == 404
    assert answer.json()["kind"] == api.NO_MNIST
    assert answer.json()["details"] == {}
    assert VARIABLE in answer.json()["error"]
