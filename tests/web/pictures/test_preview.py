import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.sample_drawings import DRAWINGS, draw_image
from web.pictures.preview import LONGEST_SIDE, data_url

SEVEN = draw_image(DRAWINGS["7", "barred"])


def shown(image: Image.Image) -> Image.Image:
    """Returns the image that a browser decodes from the data URL."""
    kind, _, content = data_url(image).partition(";base64,")
    copy = Image.open(io.BytesIO(base64.b64decode(content)), formats=("PNG", "JPEG"))
    assert copy.format
    assert kind == f"data:image/{copy.format.lower()}"
    return copy


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F"])
def test_a_small_image_of_any_mode_is_copied_pixel_by_pixel(mode: str) -> None:
    copy = np.asarray(shown(SEVEN.convert(mode)).convert("L"), dtype=int)
    assert np.abs(copy - np.asarray(SEVEN, dtype=int)).mean() < 4


def test_sixteen_bits_are_stretched_from_the_darkest_to_the_lightest() -> None:
    faint = Image.fromarray(np.asarray(SEVEN).astype(np.uint16) * 4 + 30_000)
    copy = np.asarray(shown(faint), dtype=int)
    assert np.abs(copy - np.asarray(SEVEN, dtype=int)).max() <= 1


def test_transparency_is_kept() -> None:
    ink = SEVEN.point(lambda value: 255 - value)
    image = Image.merge("LA", [Image.new("L", SEVEN.size), ink]).resize((600, 600))
    copy = shown(image)
    assert copy.mode == "RGBA"
    assert copy.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((300, 200), (300, 200)),
        ((4_000, 3_000), (LONGEST_SIDE, 750)),
        ((50, 2_000), (25, LONGEST_SIDE)),
        ((100_000, 1), (LONGEST_SIDE, 1)),
    ],
)
def test_a_large_image_is_reduced(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert shown(Image.new("RGB", size)).size == expected


def test_a_photo_becomes_a_small_jpeg() -> None:
    photo = Image.effect_noise((200, 150), 30).convert("RGB").resize((4_000, 3_000))
    assert shown(photo).format == "JPEG"
    assert len(data_url(photo)) < 300_000
