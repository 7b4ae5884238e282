from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageOps

from model.picture.background import foreground_contrast
from tests.sample_drawings import DRAWINGS, draw_image
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.pictures import ImageKind
from training.synthetic.pictures import draw_image as draw_kind

Light = npt.NDArray[np.float64]

SEVEN = draw_image(DRAWINGS["7", "barred"])
INK = np.asarray(SEVEN) < 128
X, Y = np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 200))


def illuminate(light: Light, ink: tuple[int, int, int] = (30, 40, 110)) -> Image.Image:
    """Returns the seven on white paper in this light, (200, 200) in [0, 1]."""
    colours = np.where(INK[..., np.newaxis], ink, (240, 238, 230))
    return Image.fromarray((colours * light[..., np.newaxis]).astype(np.uint8))


def chalk_on_board(light: Light) -> Image.Image:
    """Returns the seven in white on a blackboard in this light."""
    return Image.fromarray((np.where(INK, 230, 50) * light).astype(np.uint8))


def add_noise(image: Image.Image, deviation: float) -> Image.Image:
    pixels = np.asarray(image, dtype=float)
    noise = np.random.default_rng(1).normal(0, deviation, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def find_ink_pixels(image: Image.Image) -> npt.NDArray[np.bool_]:
    return np.asarray(foreground_contrast(image).image) >= 102


@pytest.mark.parametrize(
    "image",
    [
        SEVEN,
        ImageOps.invert(SEVEN),
        SEVEN.point(lambda value: 120 + value // 4),
        Image.merge("LA", [Image.new("L", SEVEN.size), ImageOps.invert(SEVEN)]),
        illuminate(np.ones((200, 200))),
    ],
    ids=["black on white", "white on black", "faint", "transparent", "colour on colour"],
)
def test_only_ink_differs_from_a_background_of_one_colour(image: Image.Image) -> None:
    contrast = np.asarray(foreground_contrast(image).image)
    assert np.array_equal(contrast >= 102, INK)
    assert (contrast[~INK] == 0).all()
    assert contrast.max() == 255


@pytest.mark.parametrize(
    "image",
    [Image.new("RGB", (60, 40), "navy"), illuminate(np.ones((200, 200)), (232, 230, 220))],
    ids=["one colour", "too faint"],
)
def test_an_image_without_ink_has_no_contrast(image: Image.Image) -> None:
    assert not np.asarray(foreground_contrast(image).image).any()


LIGHTS: dict[str, Light] = {
    "from one side": 1 - 0.6 * X,
    "a lamp": 1 - 0.9 * np.minimum(0.7, (X - 0.2) ** 2 + (Y - 0.1) ** 2),
    "a shadow": 1 - 0.45 / (1 + np.exp(-(X + Y - 1) / 0.02)),
    "the shadow of an arm": np.where(np.abs(X - Y + 0.2) < 0.15, 0.6, 1.0),
}


@pytest.mark.parametrize("light", LIGHTS.values(), ids=LIGHTS)
@pytest.mark.parametrize("photograph", [illuminate, chalk_on_board])
def test_light_and_shadow_in_a_photo_are_background(
    light: Light, photograph: Callable[[Light], Image.Image]
) -> None:
    ink = find_ink_pixels(photograph(light))
    assert np.count_nonzero(ink != INK) < 0.1 * np.count_nonzero(INK)


def test_the_edge_of_a_hard_shadow_is_background() -> None:
    ink = find_ink_pixels(illuminate(np.where(X + Y < 1, 1.0, 0.5)))
    assert np.count_nonzero(ink != INK) < 0.04 * np.count_nonzero(INK)


@pytest.mark.parametrize("light", ["from one side", "a lamp"])
def test_the_noise_of_a_camera_is_background(light: str) -> None:
    photo = add_noise(illuminate(LIGHTS[light]), 20)
    assert np.count_nonzero(find_ink_pixels(photo) != INK) < 0.02 * np.count_nonzero(INK)


def test_only_uneven_light_makes_an_image_a_photo() -> None:
    assert not foreground_contrast(SEVEN).is_photo
    assert foreground_contrast(illuminate(LIGHTS["from one side"])).is_photo


def test_an_area_of_one_colour_that_a_broad_brush_has_filled_is_ink() -> None:
    image = Image.new("RGB", (200, 200), "white")
    image.paste((60, 90, 200), (10, 10, 150, 190))
    ink = find_ink_pixels(image)
    assert ink[10:190, 10:150].all()
    assert np.count_nonzero(ink) == 180 * 140


def test_the_contrast_of_a_reduced_image_is_smaller_by_the_same_factor() -> None:
    assert foreground_contrast(SEVEN.resize((900, 600)), 3.0).image.size == (300, 200)


@pytest.mark.parametrize("frame", [(20, 20, 25), (90, 60, 40)])
def test_a_sheet_of_paper_on_a_table_is_background(frame: tuple[int, int, int]) -> None:
    image = Image.new("RGB", (260, 280), frame)
    image.paste(illuminate(np.ones((200, 200))), (25, 40))
    ink = find_ink_pixels(image)
    assert np.array_equal(ink[42:238, 27:223], INK[2:-2, 2:-2])
    assert not ink[:35].any()


@pytest.mark.parametrize("width", [20, 30, 44])
def test_a_broad_pen_in_a_photo_is_ink_and_its_hole_is_not(width: int) -> None:
    drawing = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(drawing).ellipse([30, 15, 170, 185], outline=0, width=width)
    ink = np.asarray(drawing) < 128
    light = (1 - 0.2 * X)[..., np.newaxis]
    photo = np.where(ink[..., np.newaxis], (200, 50, 40), (236, 234, 230)) * light
    found = find_ink_pixels(add_noise(Image.fromarray(photo.astype(np.uint8)), 3))
    assert np.count_nonzero(found != ink) < 0.05 * np.count_nonzero(ink)


def test_a_digit_that_a_broad_brush_has_filled_is_no_sheet_of_paper() -> None:
    generator = np.random.default_rng(3)
    kind = ImageKind(40, 200, "black on white")
    for number in range(160):
        strokes = [line.tolist() for line in draw_variant(DIGITS[number % 10], generator)]
        image = draw_kind(strokes, kind, generator)
        drawn = np.asarray(image.convert("L")) < 128
        assert np.mean(find_ink_pixels(image) != drawn) < 0.03, number


@pytest.mark.parametrize("side", [8, 25, 50])
def test_a_chessboard_has_no_ink(side: int) -> None:
    squares = (np.indices((400, 400)) // side).sum(axis=0) % 2
    assert not find_ink_pixels(Image.fromarray((squares * 255).astype(np.uint8))).any()
