import numpy as np
import pytest
from PIL import Image

from model.picture.blocks import without_blocks
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.pictures import ImageKind, draw_image

SIDE = 28


def small(colours: str = "black on white") -> Image.Image:
    generator = np.random.default_rng(1)
    strokes = [stroke.tolist() for stroke in draw_variant(DIGITS[3], generator)]
    return draw_image(strokes, ImageKind(2, SIDE, colours), generator)


@pytest.mark.parametrize("colours", ["black on white", "white on transparent"])
@pytest.mark.parametrize("factor", [2, 3, 16])
def test_repeated_pixels_are_dropped(colours: str, factor: int) -> None:
    image = small(colours)
    enlarged = image.resize((factor * SIDE, factor * SIDE), Image.Resampling.NEAREST)
    found, size = without_blocks(enlarged)
    assert size == factor
    assert np.array_equal(np.asarray(found), np.asarray(image))


@pytest.mark.parametrize(
    "image",
    [
        small(),
        small().resize((112, 112), Image.Resampling.BICUBIC),
        Image.new("L", (400, 400)),
        Image.new("1", (30, 1)),
    ],
    ids=["as drawn", "smoothly enlarged", "one colour", "a row"],
)
def test_all_other_images_stay_as_they_are(image: Image.Image) -> None:
    found, size = without_blocks(image)
    assert size == 1
    assert found is image


def test_a_plain_shape_is_not_taken_for_a_few_large_pixels() -> None:
    image = Image.new("L", (400, 400), 255)
    image.paste(0, (100, 40, 140, 360))
    assert without_blocks(image)[1] == 1
