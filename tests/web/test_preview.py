import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.drawn import DRAWINGS, picture_of
from web.preview import LONGEST_SIDE, data_url

SEVEN = picture_of(DRAWINGS["7", "barred"])


def shown(picture: Image.Image) -> Image.Image:
    """What a browser makes of a picture's data URL."""
    kind, _, content = data_url(picture).partition(";base64,")
    copy = Image.open(io.BytesIO(base64.b64decode(content)), formats=("PNG", "JPEG"))
    assert copy.format
    assert kind == f"data:image/{copy.format.lower()}"
    return copy


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F"])
def test_a_small_picture_of_any_mode_is_shown_pixel_by_pixel(mode: str) -> None:
    copy = np.asarray(shown(SEVEN.convert(mode)).convert("L"), dtype=int)
    assert np.abs(copy - np.asarray(SEVEN, dtype=int)).mean() < 4


def test_sixteen_bits_are_shown_from_the_darkest_to_the_lightest() -> None:
    faint = Image.fromarray(np.asarray(SEVEN).astype(np.uint16) * 4 + 30_000)
    copy = np.asarray(shown(faint), dtype=int)
    assert np.abs(copy - np.asarray(SEVEN, dtype=int)).max() <= 1


def test_what_is_transparent_stays_so() -> None:
    ink = SEVEN.point(lambda value: 255 - value)
    picture = Image.merge("LA", [Image.new("L", SEVEN.size), ink]).resize((600, 600))
    copy = shown(picture)
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
def test_a_large_picture_is_reduced(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert shown(Image.new("RGB", size)).size == expected


def test_a_photo_is_sent_in_few_bytes() -> None:
    photo = Image.effect_noise((200, 150), 30).convert("RGB").resize((4_000, 3_000))
    assert shown(photo).format == "JPEG"
    assert len(data_url(photo)) < 300_000
