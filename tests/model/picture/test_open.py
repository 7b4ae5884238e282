import io
import zlib

import numpy as np
import pytest
from PIL import Image

from model.classifier import DigitClassifier
from model.picture.open import ERROR_MESSAGES, MAX_BYTES, MAX_PIXELS, ImageError, open_image
from tests.image_files import encode_image, png_chunk, truncated_png
from tests.model.picture.heic_files import declare_size, encode_heic
from tests.sample_drawings import DRAWINGS, draw_image

SEVEN = draw_image(DRAWINGS["7", "barred"])
ORIENTATION = 0x0112
FILE_FORMATS = ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF", "PDF"]


def to_16_bits(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image).astype(np.uint16) * 257)


def dark_box(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Returns the bounding box of what is darker than grey."""
    return image.point(lambda value: 255 * (value < 128)).getbbox()


def error_kind(content: bytes) -> str:
    """Returns the kind of the error that this content raises."""
    with pytest.raises(ImageError) as raised:
        open_image(content)
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "{" not in sentence
    return raised.value.kind


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(encode_image(SEVEN, "PNG"), id="PNG"),
        pytest.param(encode_image(SEVEN, "PNG", interlace=1), id="interlaced PNG"),
        pytest.param(encode_image(to_16_bits(SEVEN), "PNG"), id="PNG of 16 bits"),
        pytest.param(encode_image(SEVEN.convert("1"), "PNG"), id="bilevel PNG"),
        pytest.param(encode_image(SEVEN.convert("RGB"), "JPEG"), id="JPEG"),
        pytest.param(encode_image(SEVEN, "JPEG", progressive=True), id="progressive JPEG"),
        pytest.param(encode_image(SEVEN.convert("CMYK"), "JPEG"), id="JPEG in CMYK"),
        pytest.param(encode_image(SEVEN, "GIF"), id="GIF"),
        pytest.param(encode_image(SEVEN, "BMP"), id="BMP"),
        pytest.param(encode_image(SEVEN, "WEBP"), id="WebP"),
        pytest.param(encode_image(SEVEN, "WEBP", lossless=True), id="lossless WebP"),
        pytest.param(encode_image(SEVEN, "TIFF"), id="TIFF"),
        pytest.param(encode_image(SEVEN.convert("1"), "TIFF", compression="group4"), id="fax TIFF"),
        pytest.param(encode_image(to_16_bits(SEVEN), "TIFF"), id="TIFF of 16 bits"),
        pytest.param(encode_image(SEVEN.convert("CMYK"), "TIFF"), id="TIFF in CMYK"),
        pytest.param(encode_image(SEVEN.convert("F"), "TIFF"), id="TIFF of floats"),
        pytest.param(encode_image(SEVEN, "AVIF"), id="AVIF"),
        pytest.param(encode_heic(SEVEN), id="HEIC"),
        pytest.param(encode_heic(SEVEN.convert("RGB"), tile_size=64), id="HEIC of tiles"),
        pytest.param(encode_heic(to_16_bits(SEVEN)), id="HEIC of 10 bits"),
    ],
)
def test_images_of_common_formats_are_read(classifier: DigitClassifier, content: bytes) -> None:
    image = open_image(content)
    assert image.size == SEVEN.size
    assert classifier.read_image(image).text == "7"


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG", "TIFF", "AVIF", "HEIF"])
def test_the_first_frame_of_an_animation_is_read(
    classifier: DigitClassifier, file_format: str
) -> None:
    others = [draw_image(DRAWINGS["8", "one_stroke"]), draw_image(DRAWINGS["1", "european"])]
    content = encode_image(SEVEN, file_format, save_all=True, append_images=others)
    with pytest.raises(EOFError):
        Image.open(io.BytesIO(content)).seek(3)
    Image.open(io.BytesIO(content)).seek(2)
    assert classifier.read_image(open_image(content)).text == "7"


def test_a_transparent_image_stays_transparent(classifier: DigitClassifier) -> None:
    """The ink is black on black, so that only the opacity shows where it is."""
    black = Image.new("L", SEVEN.size)
    ink = SEVEN.point(lambda value: 255 - value)
    transparent = Image.merge("LA", [black, ink])
    for content in (encode_image(transparent, "PNG"), encode_heic(transparent, quality=-1)):
        assert classifier.read_image(open_image(content)).text == "7"
    palette = SEVEN.convert("P")
    palette.putpalette([0, 0, 0] * 256)
    content = encode_image(palette, "PNG", transparency=255)
    assert classifier.read_image(open_image(content)).text == "7"


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_a_photo_is_turned_upright_and_loses_its_metadata(file_format: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned by 270 degrees
    rotated = SEVEN.resize((300, 200)).transpose(Image.Transpose.ROTATE_90)
    image = open_image(encode_image(rotated, file_format, exif=exif.tobytes()))
    assert image.size == (300, 200)
    assert image.info == {}
    assert dict(image.getexif()) == {}


@pytest.mark.parametrize("file_format", ["AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_that_says_twice_how_to_turn_it_is_turned_once(
    file_format: str, orientation: int
) -> None:
    """HEIC and AVIF files have both EXIF and boxes of their own that say it, "irot" and "imir"."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    stored = Image.new("L", (320, 200), 255)
    stored.paste(0, (0, 0, 80, 50))
    content = encode_image(stored, file_format, exif=exif.tobytes())
    assert (b"irot" in content) == (orientation in {3, 5, 6, 7, 8})
    assert (b"imir" in content) == (orientation in {2, 4, 5, 7})
    upright = open_image(encode_image(stored, "PNG", exif=exif.tobytes()))
    image = open_image(content).convert("L")
    assert image.size == upright.size
    assert dark_box(image) == pytest.approx(dark_box(upright), abs=1)


def test_a_heic_photo_is_turned_as_its_boxes_say_whatever_its_exif_says() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 1
    content = encode_heic(SEVEN.resize((300, 200)), exif=exif.tobytes())
    exif[ORIENTATION] = 6
    other = content.replace(b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x01", exif.tobytes()[16:26])
    assert other != content
    assert open_image(other).size == (300, 200)


def test_an_image_with_damaged_exif_is_read(classifier: DigitClassifier) -> None:
    content = encode_image(SEVEN, "JPEG", exif=b"Exif\0\0not EXIF")
    assert classifier.read_image(open_image(content)).text == "7"


def test_a_single_pixel_is_an_image_without_ink(classifier: DigitClassifier) -> None:
    image = open_image(encode_image(Image.new("RGB", (1, 1), "red"), "PNG"))
    assert classifier.read_image(image).digits == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>', id="SVG"),
        pytest.param(b"<!doctype html><title>Not an image</title>", id="HTML"),
        pytest.param(b"\x7fELF" + bytes(100), id="a program"),
        pytest.param(encode_image(SEVEN, "PPM"), id="PPM, which Pillow could read"),
        pytest.param(b"\0\0\0\x18ftypisom" + bytes(100), id="a film, which begins as HEIC does"),
        pytest.param(encode_image(SEVEN, "ICO"), id="ICO"),
        pytest.param(b"\0", id="a byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="only the signature of a PNG"),
    ],
)
def test_anything_but_an_image_is_refused(content: bytes) -> None:
    assert error_kind(content) == "not_a_picture"


def test_an_empty_file_is_refused() -> None:
    assert error_kind(b"") == "empty"


@pytest.mark.parametrize("file_format", FILE_FORMATS)
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_truncated_image_is_refused(file_format: str, part: float) -> None:
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    content = encode_image(noise, file_format)
    assert error_kind(content[: int(part * len(content))]) in ("damaged", "not_a_picture")


@pytest.mark.parametrize("file_format", FILE_FORMATS)
def test_a_damaged_image_is_read_or_refused_with_an_image_error(file_format: str) -> None:
    whole = encode_image(SEVEN.convert("RGB"), file_format)
    generator = np.random.default_rng(20)
    refused = 0
    for _ in range(20 if file_format in {"HEIF", "PDF"} else 100):  # each is a process
        damaged = bytearray(whole)
        for place in generator.integers(0, min(400, len(whole)), 6):
            damaged[place] = generator.integers(256)
        try:
            open_image(bytes(damaged))
        except ImageError:
            refused += 1
    assert refused > 0


@pytest.mark.parametrize(
    ("width", "height"),
    [(20_000, 20_000), (12_000, 10_000), (MAX_PIXELS // 5_000 + 1, 5_000), (2**31 - 1, 2**31 - 1)],
)
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(
    width: int, height: int
) -> None:
    assert error_kind(truncated_png(width, height)) == "too_many_pixels"


@pytest.mark.parametrize("side", [6_400, 50_000])
def test_a_heic_image_of_too_many_pixels_is_refused_before_it_is_decoded(side: int) -> None:
    assert error_kind(declare_size(encode_heic(SEVEN), side, side)) == "too_many_pixels"


@pytest.mark.parametrize("side", [6_400, 50_000])
def test_an_avif_image_of_too_many_pixels_is_refused(side: int) -> None:
    kind = error_kind(declare_size(encode_image(SEVEN, "AVIF"), side, side))
    assert kind == ("too_many_pixels" if side == 6_400 else "damaged")


def test_a_heic_image_that_is_larger_than_it_claims_is_refused() -> None:
    content = encode_heic(Image.new("L", (2_000, 2_000)))
    assert error_kind(declare_size(content, 100, 100)) == "damaged"


def test_an_image_of_as_many_pixels_as_allowed_is_decoded() -> None:
    assert error_kind(truncated_png(MAX_PIXELS // 5_000, 5_000)) == "damaged"
    content = encode_image(Image.new("1", (MAX_PIXELS // 5_000, 5_000)), "PNG")
    assert open_image(content).size == (MAX_PIXELS // 5_000, 5_000)


def test_compressed_text_that_expands_to_megabytes_is_refused() -> None:
    content = encode_image(SEVEN, "PNG")
    start = content.index(b"IDAT") - 4
    note, bomb = (
        png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(length)))
        for length in (80, 8_000_000)
    )
    assert open_image(content[:start] + note + content[start:]).size == SEVEN.size
    assert error_kind(content[:start] + bomb + content[start:]) == "damaged"


def test_a_file_of_too_many_bytes_is_refused() -> None:
    content = encode_image(SEVEN, "PNG")
    assert open_image(content.ljust(MAX_BYTES, b"\0")).size == SEVEN.size
    assert error_kind(content.ljust(MAX_BYTES + 1, b"\0")) == "too_many_bytes"
    assert error_kind(bytes(30_000_000)) == "too_many_bytes"


def test_the_settings_of_pillow_stay_as_they_are() -> None:
    before = Image.MAX_IMAGE_PIXELS
    open_image(encode_image(SEVEN, "PNG"))
    error_kind(truncated_png(20_000, 20_000))
    assert before == Image.MAX_IMAGE_PIXELS


def test_an_error_has_a_kind_and_details_for_programs() -> None:
    error = ImageError("http_status", host="example.org", status=404)
    assert error.kind == "http_status"
    assert error.details == {"host": "example.org", "status": 404}
    assert str(error) == ERROR_MESSAGES["http_status"].format(**error.details)
