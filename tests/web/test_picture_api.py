import asyncio
import base64
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from model import fetch
from model.classifier import DigitClassifier
from model.picture import MOST_BYTES, PictureError
from tests.model.trouble import HOST, serving
from tests.pictures import png_that_says, saved
from tests.web.picture_app import PNG, SEVEN, STROKES, app_with, text_of
from web import api, picture_api
from web.mnist import VARIABLE


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    """It fetches from the public internet, as the app does."""
    with TestClient(app_with(classifier)) as client:
        yield client


@pytest.fixture(scope="module")
def neighbour(classifier: DigitClassifier) -> Iterator[TestClient]:
    """It fetches from this machine, where the troublesome server is, and from nowhere else."""
    with TestClient(app_with(classifier, is_allowed=lambda address: address == HOST)) as client:
        yield client


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """The URL of a server that makes trouble."""
    with serving() as url:
        yield url


def refusal(client: TestClient, path: str, **request: object) -> str:
    """The kind that a request is refused with; another picture is read after it."""
    answer = client.post(path, **request)  # type: ignore[arg-type]
    told = answer.json()
    assert answer.status_code == (413 if told["kind"] in picture_api.TOO_LARGE else 422)
    assert str(PictureError(told["kind"], **told["details"])) == told["error"]
    assert text_of(client, PNG) == "7"
    kind: str = told["kind"]
    return kind


def test_a_picture_is_answered_with_what_the_classifier_reads(
    client: TestClient, classifier: DigitClassifier
) -> None:
    answer = client.post("/api/read-image", content=PNG).json()
    reading = api.reading_content(classifier.read_image(SEVEN))
    assert answer["text"] == "7"
    assert {key: answer[key] for key in reading} == json.loads(json.dumps(reading))
    assert (answer["width"], answer["height"]) == SEVEN.size


def test_the_picture_comes_back_upright_and_the_boxes_are_in_its_pixels(
    client: TestClient,
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 270 degrees
    wide = Image.new("L", (2_000, 1_000), 255)
    wide.paste(SEVEN.resize((800, 800)), (1_100, 100))
    content = saved(wide.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
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
            saved(SEVEN, "GIF", save_all=True, append_images=[Image.new("L", (200, 200))]),
            id="animated",
        ),
        pytest.param(
            saved(Image.fromarray(np.asarray(SEVEN).astype(np.uint16) * 257), "PNG"), id="16 bits"
        ),
        pytest.param(saved(SEVEN.convert("CMYK"), "JPEG"), id="CMYK"),
        pytest.param(saved(SEVEN, "TIFF"), id="TIFF"),
    ],
)
def test_unusual_pictures_are_read(client: TestClient, content: bytes) -> None:
    assert text_of(client, content) == "7"


@pytest.mark.parametrize("size", [(1, 1), (200, 200)])
def test_a_picture_without_ink_has_no_digits(client: TestClient, size: tuple[int, int]) -> None:
    answer = client.post("/api/read-image", content=saved(Image.new("RGB", size), "PNG"))
    assert answer.status_code == 200
    assert (answer.json()["text"], answer.json()["digits"]) == ("", [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"%PDF-1.7\n", "not_a_picture", id="not an image"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_a_picture", id="SVG"),
        pytest.param(PNG[: len(PNG) // 2], "damaged", id="truncated"),
        pytest.param(png_that_says(20_000, 20_000), "too_many_pixels", id="20,000 x 20,000"),
        pytest.param(
            saved(Image.new("1", (20_000, 20_000)), "PNG"), "too_many_pixels", id="a bomb"
        ),
        pytest.param(bytes(30_000_000), "too_many_bytes", id="30 MB"),
    ],
)
def test_bad_pictures_are_answered_with_a_sentence(
    client: TestClient, content: bytes, kind: str
) -> None:
    assert refusal(client, "/api/read-image", content=content) == kind


def test_no_more_is_received_than_tells_that_it_is_too_much(classifier: DigitClassifier) -> None:
    piece = bytes(100_000)
    received = 0
    sent = []

    async def receive() -> dict[str, object]:
        nonlocal received
        received += len(piece)
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/read-image",
        "query_string": b"",
        "headers": [],
    }

    async def ask() -> None:
        await app_with(classifier)(scope, receive, send)  # type: ignore[arg-type]

    # A browser that other tests drive has an event loop in this thread.
    fetch.in_a_thread(lambda: asyncio.run(ask())).result()
    assert sent[0]["status"] == 413
    assert received <= MOST_BYTES + 2 * len(piece)


def test_the_picture_at_an_address_is_read(neighbour: TestClient, web: str) -> None:
    for path in ("picture", "redirect/../picture"):
        answer = neighbour.post("/api/read-url", json={"url": f"{web}/{path}"})
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
    ],
)
def test_bad_answers_of_the_web_are_told(
    neighbour: TestClient, web: str, path: str, kind: str
) -> None:
    assert refusal(neighbour, "/api/read-url", json={"url": f"{web}/{path}"}) == kind


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
def test_addresses_that_are_not_for_everybody_are_refused(
    client: TestClient, url: str, kind: str
) -> None:
    assert refusal(client, "/api/read-url", json={"url": url}) == kind


def test_strokes_are_read_while_a_slow_server_is_waited_for(
    neighbour: TestClient, web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MOST_SECONDS", 3)
    kinds = []

    def wait() -> None:
        answer = neighbour.post("/api/read-url", json={"url": f"{web}/drips/nowhere"})
        kinds.append(answer.json()["kind"])

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert neighbour.post("/api/predict", json={"strokes": STROKES}).json()["text"] == "7"
    assert text_of(neighbour, PNG) == "7"
    assert kinds == []
    waiting.join()
    assert kinds == ["too_slow"]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"url": 7}', b'{"url": "http://', b"\xff"])
def test_what_names_no_address_is_answered_with_a_sentence(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/read-url", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Expected")


def test_an_address_without_end_is_cut_off(client: TestClient) -> None:
    assert client.post("/api/read-url", json={"url": "x" * 20_000}).status_code == 413


def test_a_digit_of_mnist_comes_with_its_label(
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


def test_where_mnist_is_not_at_hand_that_is_told(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere.npz"))
    answer = client.get("/api/mnist-digit")
    assert answer.status_code == 404
    assert answer.json()["kind"] == picture_api.NO_MNIST
    assert "not at hand" in answer.json()["error"]
