from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageOps

from model.paper import strength_of
from tests.drawn import DRAWINGS, picture_of

Light = npt.NDArray[np.float64]

SEVEN = picture_of(DRAWINGS["7", "barred"])
INK = np.asarray(SEVEN) < 128
X, Y = np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 200))


def lit(light: Light, ink: tuple[int, int, int] = (30, 40, 110)) -> Image.Image:
    """The seven on white paper in this light, (200, 200) in [0, 1]."""
    colours = np.where(INK[..., np.newaxis], ink, (240, 238, 230))
    return Image.fromarray((colours * light[..., np.newaxis]).astype(np.uint8))


def as_ink(picture: Image.Image) -> npt.NDArray[np.bool_]:
    return np.asarray(strength_of(picture).pixels) >= 102


@pytest.mark.parametrize(
    "picture",
    [
        SEVEN,
        ImageOps.invert(SEVEN),
        SEVEN.point(lambda value: 120 + value // 4),
        Image.merge("LA", [Image.new("L", SEVEN.size), ImageOps.invert(SEVEN)]),
        lit(np.ones((200, 200))),
    ],
    ids=["black on white", "white on black", "faint", "transparent", "colour on colour"],
)
def test_ink_is_what_differs_from_the_paper(picture: Image.Image) -> None:
    strength = np.asarray(strength_of(picture).pixels)
    assert np.array_equal(strength >= 102, INK)
    assert (strength[~INK] == 0).all()
    assert strength.max() == 255


@pytest.mark.parametrize(
    "picture",
    [Image.new("RGB", (60, 40), "navy"), lit(np.ones((200, 200)), (232, 230, 220))],
    ids=["one colour", "too faint"],
)
def test_where_nothing_differs_there_is_no_ink(picture: Image.Image) -> None:
    assert not np.asarray(strength_of(picture).pixels).any()


LIGHTS: dict[str, Light] = {
    "from one side": 1 - 0.6 * X,
    "a lamp": 1 - 0.9 * np.minimum(0.7, (X - 0.2) ** 2 + (Y - 0.1) ** 2),
    "a shadow": 1 - 0.45 / (1 + np.exp(-(X + Y - 1) / 0.02)),
    "the shadow of an arm": np.where(np.abs(X - Y + 0.2) < 0.15, 0.6, 1.0),
}


@pytest.mark.parametrize("light", LIGHTS.values(), ids=LIGHTS)
@pytest.mark.parametrize("polarity", [lambda picture: picture, ImageOps.invert])
def test_light_and_shadow_are_no_ink(
    light: Light, polarity: Callable[[Image.Image], Image.Image]
) -> None:
    ink = as_ink(lit(light) if polarity is not ImageOps.invert else chalk(light))
    assert np.count_nonzero(ink != INK) < 0.1 * np.count_nonzero(INK)


def chalk(light: Light) -> Image.Image:
    """The seven in white on a blackboard in this light."""
    colours = np.where(INK, 230, 50) * light
    return Image.fromarray(colours.astype(np.uint8))


@pytest.mark.parametrize("shade", [0.5, 0.55, 0.6])
def test_light_on_half_of_the_paper_is_no_ink_where_it_differs_as_much(shade: float) -> None:
    photo = np.asarray(lit(np.where(X < 0.06, 1.0, shade)), dtype=float)
    noise = np.random.default_rng(1).normal(0, 3, photo.shape)
    ink = as_ink(Image.fromarray(np.clip(photo + noise, 0, 255).astype(np.uint8)))
    assert np.count_nonzero(ink != INK) < 0.1 * np.count_nonzero(INK)


def test_only_paper_in_more_lights_than_one_makes_a_photo() -> None:
    assert not strength_of(SEVEN).is_photo
    assert strength_of(lit(LIGHTS["from one side"])).is_photo


def test_a_broad_brush_on_paper_of_one_colour_is_all_ink() -> None:
    picture = Image.new("RGB", (200, 200), "white")
    picture.paste((60, 90, 200), (10, 10, 150, 190))
    ink = as_ink(picture)
    assert ink[10:190, 10:150].all()
    assert np.count_nonzero(ink) == 180 * 140


def test_a_picture_is_made_smaller_by_the_reduction() -> None:
    assert strength_of(SEVEN.resize((900, 600)), 3.0).pixels.size == (300, 200)
