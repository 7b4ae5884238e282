"""The part of an image that is read: the parameter of the routes. The browser has its own tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

from model.classifier import DigitClassifier
from model.reading import Reading
from tests.image_files import encode_image
from tests.model.picture.faulty_server import HOST, serve_faults
from tests.sample_drawings import DRAWINGS, draw_image
from tests.web.pictures.pictures_app import PNG, app_with
from web.pictures import api

THREE = draw_image(DRAWINGS["3", "round"])
SEVEN = draw_image(DRAWINGS["7", "barred"])
ON_THE_RIGHT = [300, 0, 600, 200]


def three_and_seven() -> Image.Image:
    """Returns an image of 600 x 200 with a three on the left and a seven on the right."""
    image = Image.new("L", (600, 200), 255)
    image.paste(THREE, (50, 0))
    image.paste(SEVEN, (350, 0))
    return image


WIDE = encode_image(three_and_seven(), "PNG")


@pytest.fixture(scope="module")
def client(classifier: DigitClassifier) -> Iterator[TestClient]:
    with TestClient(app_with(classifier, is_allowed=lambda address: address == HOST)) as client:
        yield client


def read_part(client: TestClient, crop: str, content: bytes = WIDE) -> dict[str, Any]:
    """Returns the answer's JSON, with its status."""
    answer = client.post("/api/read-image", params={"crop": crop}, content=content)
    return {"status": answer.status_code, **answer.json()}


def test_without_a_crop_the_whole_image_is_read(client: TestClient) -> None:
    answer = client.post("/api/read-image", content=WIDE).json()
    assert "".join(digit["text"] for digit in answer["digits"]) == "37"
    assert answer["crop"] is None


@pytest.mark.parametrize(("crop", "text"), [("300,0,600,200", "7"), ("0,0,300,200", "3")])
def test_only_the_part_is_read_and_the_whole_image_comes_back(
    client: TestClient, crop: str, text: str
) -> None:
    answer = read_part(client, crop)
    assert answer["text"] == text
    assert (answer["width"], answer["height"]) == (600, 200)
    assert answer["crop"] == [int(side) for side in crop.split(",")]


def test_boxes_are_in_pixels_of_the_whole_image(client: TestClient) -> None:
    (digit,) = read_part(client, "310,5,600,200")["digits"]
    ink = SEVEN.point(lambda value: 255 - value).getbbox()
    assert ink
    left, top, right, bottom = ink
    assert digit["box"] == pytest.approx([350 + left, top, 350 + right, bottom], abs=3)


def test_what_was_ignored_is_in_pixels_of_the_whole_image(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_image(_: DigitClassifier, image: Image.Image) -> Reading:
        assert image.size == (300, 190)
        return Reading((), ignored=((1.0, 2.0, 30.0, 40.0),))

    monkeypatch.setattr(DigitClassifier, "read_image", read_image)
    answer = read_part(client, "300,10,600,200")
    assert answer["ignored"] == [[301, 12, 330, 50]]


def test_the_right_and_the_bottom_are_not_part_of_the_crop(client: TestClient) -> None:
    image = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(image).line([(100, 20), (100, 180)], fill=0, width=1)
    content = encode_image(image, "PNG")
    assert read_part(client, "0,0,100,200", content)["digits"] == []
    assert len(read_part(client, "0,0,101,200", content)["digits"]) == 1


def test_a_crop_is_of_the_upright_image(client: TestClient) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 270 degrees
    stored = three_and_seven().transpose(Image.Transpose.ROTATE_90)
    content = encode_image(stored, "PNG", exif=exif)
    answer = read_part(client, "300,0,600,200", content)
    assert (answer["width"], answer["height"], answer["text"]) == (600, 200, "7")


def test_a_crop_may_be_the_whole_image_or_a_single_pixel(client: TestClient) -> None:
    assert len(read_part(client, "0,0,600,200")["digits"]) == 2
    assert read_part(client, "599,199,600,200")["digits"] == []


@pytest.mark.parametrize(
    "crop",
    [
        "",
        "7",
        "0,0,10",
        "0,0,10,10,10",
        "0,0,10,",
        "0,0,1e2,10",
        "0,0,10.5,10",
        "0,0,ten,10",
        "0,0,٣,10",
        "-1,0,10,10",
        "0,0,0,10",
        "10,0,5,10",
        "0,10,10,10",
        "0,0,601,200",
        "0,0,600,201",
        "600,0,601,10",
        f"0,0,{10**30},10",
        "0" * 5_000,
    ],
)
def test_a_bad_crop_is_refused_with_what_was_expected_and_what_came(
    client: TestClient, crop: str
) -> None:
    refusal = read_part(client, crop)
    assert refusal["status"] == 422
    assert refusal["kind"] == api.BAD_CROP
    assert refusal["details"]["crop"] == (crop if len(crop) <= 60 else crop[:60] + "…")
    assert refusal["error"].startswith("Expected crop=left,top,right,bottom in whole pixels")
    assert refusal["error"].endswith(f"got {refusal['details']['crop']}.")


def test_a_crop_outside_the_image_is_refused_with_the_size_of_the_image(
    client: TestClient,
) -> None:
    assert "inside the image of 600 x 200," in read_part(client, "0,0,601,200")["error"]


@pytest.fixture(scope="module")
def image_url() -> Iterator[str]:
    with serve_faults() as url:
        yield f"{url}/image"


def test_a_part_of_the_image_at_a_url_is_read(client: TestClient, image_url: str) -> None:
    whole = client.post("/api/read-url", json={"url": image_url, "crop": None}).json()
    assert (whole["text"], whole["crop"]) == ("7", None)
    size = [whole["width"], whole["height"]]
    crop = [0, 0, *size]
    answer = client.post("/api/read-url", json={"url": image_url, "crop": crop}).json()
    assert (answer["text"], answer["crop"]) == ("7", crop)
    answer = client.post("/api/read-url", json={"url": image_url, "crop": [0, 0, 4, 4]}).json()
    assert (answer["text"], [answer["width"], answer["height"]]) == ("", size)


@pytest.mark.parametrize(
    "crop",
    [
        [],
        [0, 0, 10],
        [0, 0, 10, True],
        [0, 0, 10, "10"],
        [0, 0, 10, 10.0],
        [0, 0, 10, None],
        [[0], 0, 10, 10],
        "0,0,10,10",
        {"left": 0},
        7,
        False,
        [-1, 0, 10, 10],
        [0, 0, 10**6, 10],
    ],
)
def test_a_bad_crop_of_a_url_is_refused(client: TestClient, image_url: str, crop: object) -> None:
    answer = client.post("/api/read-url", json={"url": image_url, "crop": crop})
    assert answer.status_code == 422
    assert answer.json()["kind"] == api.BAD_CROP
    assert client.post("/api/read-image", content=PNG).json()["text"] == "7"
