import io
import zlib

import numpy as np
import pytest
from PIL import Image

from model.classifier import DigitClassifier
from model.picture import MOST_BYTES, MOST_PIXELS, SENTENCES, PictureError, open_picture
from tests.drawn import DRAWINGS, picture_of
from tests.pictures import chunk, png_that_says, saved

SEVEN = picture_of(DRAWINGS["7", "barred"])
ORIENTATION = 0x0112


def sixteen_bits(picture: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)


def refusal(content: bytes) -> str:
    """The kind of error that a file's content is refused with."""
    with pytest.raises(PictureError) as refused:
        open_picture(content)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "{" not in sentence
    return refused.value.kind


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(saved(SEVEN, "PNG"), id="PNG"),
        pytest.param(saved(SEVEN, "PNG", interlace=1), id="interlaced PNG"),
        pytest.param(saved(sixteen_bits(SEVEN), "PNG"), id="PNG of 16 bits"),
        pytest.param(saved(SEVEN.convert("1"), "PNG"), id="bilevel PNG"),
        pytest.param(saved(SEVEN.convert("RGB"), "JPEG"), id="JPEG"),
        pytest.param(saved(SEVEN, "JPEG", progressive=True), id="progressive JPEG"),
        pytest.param(saved(SEVEN.convert("CMYK"), "JPEG"), id="JPEG in CMYK"),
        pytest.param(saved(SEVEN, "GIF"), id="GIF"),
        pytest.param(saved(SEVEN, "BMP"), id="BMP"),
        pytest.param(saved(SEVEN, "WEBP"), id="WebP"),
        pytest.param(saved(SEVEN, "WEBP", lossless=True), id="lossless WebP"),
        pytest.param(saved(SEVEN, "TIFF"), id="TIFF"),
        pytest.param(saved(SEVEN.convert("1"), "TIFF", compression="group4"), id="fax TIFF"),
        pytest.param(saved(sixteen_bits(SEVEN), "TIFF"), id="TIFF of 16 bits"),
        pytest.param(saved(SEVEN.convert("CMYK"), "TIFF"), id="TIFF in CMYK"),
        pytest.param(saved(SEVEN.convert("F"), "TIFF"), id="TIFF of floats"),
    ],
)
def test_pictures_of_the_usual_formats_are_read(
    classifier: DigitClassifier, content: bytes
) -> None:
    picture = open_picture(content)
    assert picture.size == SEVEN.size
    assert classifier.read_image(picture).text == "7"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_is_read(classifier: DigitClassifier, kind: str) -> None:
    others = [picture_of(DRAWINGS["8", "one_stroke"]), picture_of(DRAWINGS["1", "european"])]
    content = saved(SEVEN, kind, save_all=True, append_images=others)
    with pytest.raises(EOFError):
        Image.open(io.BytesIO(content)).seek(3)
    Image.open(io.BytesIO(content)).seek(2)
    assert classifier.read_image(open_picture(content)).text == "7"


def test_a_transparent_picture_stays_transparent(classifier: DigitClassifier) -> None:
    """Black ink on black that cannot be seen: only the opacity tells where it is."""
    black = Image.new("L", SEVEN.size)
    ink = SEVEN.point(lambda value: 255 - value)
    content = saved(Image.merge("LA", [black, ink]), "PNG")
    assert classifier.read_image(open_picture(content)).text == "7"
    palette = SEVEN.convert("P")
    palette.putpalette([0, 0, 0] * 256)
    content = saved(palette, "PNG", transparency=255)
    assert classifier.read_image(open_picture(content)).text == "7"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_stands_upright_and_has_no_metadata(kind: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned by 270 degrees
    lying = SEVEN.resize((300, 200)).transpose(Image.Transpose.ROTATE_90)
    picture = open_picture(saved(lying, kind, exif=exif))
    assert picture.size == (300, 200)
    assert picture.info == {}
    assert dict(picture.getexif()) == {}


def test_damaged_exif_keeps_no_picture_from_being_read(classifier: DigitClassifier) -> None:
    content = saved(SEVEN, "JPEG", exif=b"Exif\0\0no such thing as EXIF")
    assert classifier.read_image(open_picture(content)).text == "7"


def test_a_single_pixel_is_a_picture_without_ink(classifier: DigitClassifier) -> None:
    picture = open_picture(saved(Image.new("RGB", (1, 1), "red"), "PNG"))
    assert classifier.read_image(picture).digits == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>', id="SVG"),
        pytest.param(b"<!doctype html><title>No picture</title>", id="HTML"),
        pytest.param(b"\x7fELF" + bytes(100), id="a program"),
        pytest.param(saved(SEVEN, "PPM"), id="PPM, which Pillow would read"),
        pytest.param(saved(SEVEN, "PDF"), id="PDF"),
        pytest.param(saved(SEVEN, "ICO"), id="ICO"),
        pytest.param(b"\0", id="a byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="no more than the name of PNG"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refusal(content) == "not_a_picture"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "empty"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_truncated_picture_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    content = saved(noise, kind)
    assert refusal(content[: int(part * len(content))]) in ("damaged", "not_a_picture")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_a_damaged_picture_is_read_or_refused_with_a_sentence(kind: str) -> None:
    whole = saved(SEVEN.convert("RGB"), kind)
    random = np.random.default_rng(20)
    refused = 0
    for _ in range(100):
        damaged = bytearray(whole)
        for place in random.integers(0, min(400, len(whole)), 6):
            damaged[place] = random.integers(256)
        try:
            open_picture(bytes(damaged))
        except PictureError:
            refused += 1
    assert refused > 0


@pytest.mark.parametrize(
    ("width", "height"),
    [(20_000, 20_000), (12_000, 10_000), (MOST_PIXELS // 5_000 + 1, 5_000), (2**31 - 1, 2**31 - 1)],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    width: int, height: int
) -> None:
    assert refusal(png_that_says(width, height)) == "too_many_pixels"


def test_a_picture_of_as_many_pixels_as_allowed_is_decoded() -> None:
    assert refusal(png_that_says(MOST_PIXELS // 5_000, 5_000)) == "damaged"
    content = saved(Image.new("1", (MOST_PIXELS // 5_000, 5_000)), "PNG")
    assert open_picture(content).size == (MOST_PIXELS // 5_000, 5_000)


def test_text_that_unpacks_without_end_is_refused() -> None:
    content = saved(SEVEN, "PNG")
    start = content.index(b"IDAT") - 4
    note, bomb = (
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(length))) for length in (80, 8_000_000)
    )
    assert open_picture(content[:start] + note + content[start:]).size == SEVEN.size
    assert refusal(content[:start] + bomb + content[start:]) == "damaged"


def test_a_file_of_too_many_bytes_is_refused_whatever_is_in_it() -> None:
    content = saved(SEVEN, "PNG")
    assert open_picture(content.ljust(MOST_BYTES, b"\0")).size == SEVEN.size
    assert refusal(content.ljust(MOST_BYTES + 1, b"\0")) == "too_many_bytes"
    assert refusal(bytes(30_000_000)) == "too_many_bytes"


def test_pillows_own_settings_stay_as_they_are() -> None:
    before = Image.MAX_IMAGE_PIXELS
    open_picture(saved(SEVEN, "PNG"))
    refusal(png_that_says(20_000, 20_000))
    assert before == Image.MAX_IMAGE_PIXELS


def test_an_error_tells_programs_its_kind_and_its_details() -> None:
    error = PictureError("http_status", host="example.org", status=404)
    assert error.kind == "http_status"
    assert error.details == {"host": "example.org", "status": 404}
    assert str(error) == SENTENCES["http_status"].format(**error.details)
