from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from model.classifier import DigitClassifier
from model.picture.pen_path import stroke_width
from model.preprocess import (
    PEN_SOFTNESS,
    PEN_WIDTH,
    DigitImage,
    DrawingError,
    Strokes,
    digit_from_shape,
    digit_from_strokes,
    to_network_input,
)
from tests.model.picture.inks import find_ink
from tests.sample_drawings import DRAWINGS, DrawnStrokes, draw_strokes, each_drawing
from training.data import Mnist, load_drawings

SEVEN = DRAWINGS["7", "barred"]
EIGHT = DRAWINGS["8", "one_stroke"]

coordinates = st.floats(allow_nan=False, allow_infinity=False)
any_strokes = st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=12), max_size=5)


def pixels_of(strokes: Strokes) -> npt.NDArray[np.uint8]:
    digit = digit_from_strokes(strokes)
    assert digit is not None
    return digit.pixels


def digit_from_image(image: Image.Image) -> DigitImage | None:
    """Returns all the ink of an image as one digit."""
    ink = find_ink(image)
    return digit_from_shape(ink.shape(range(len(ink.boxes)))) if ink else None


def transform(strokes: DrawnStrokes, scale: float, x: float, y: float) -> DrawnStrokes:
    return [[[px * scale + x, py * scale + y] for px, py in stroke] for stroke in strokes]


def draw_with_brush(
    strokes: DrawnStrokes, side: int, brush: int, place: tuple[float, float, float]
) -> Image.Image:
    """Draws black on white; `place` is left, top and size as shares of the side."""
    image = Image.new("L", (side, side), 255)
    left, top, size = (share * side for share in place)
    draw_strokes(image, transform(strokes, size / 100, left, top), brush)
    return image


@settings(max_examples=200, deadline=None, derandomize=True)
@given(any_strokes)
def test_any_strokes_of_finite_numbers_become_an_image(
    strokes: list[list[tuple[float, float]]],
) -> None:
    digit = digit_from_strokes(strokes)
    if not any(strokes):
        assert digit is None
        return
    assert digit is not None
    assert digit.pixels.shape == (28, 28)
    assert digit.pixels.dtype == np.uint8
    assert digit.pixels.max() > 200
    left, top, right, bottom = digit.box
    assert left <= right
    assert top <= bottom


def test_huge_coordinates_give_the_same_image_as_small_ones() -> None:
    assert np.array_equal(pixels_of(transform(SEVEN, 1e305, 0, 0)), pixels_of(SEVEN))


@pytest.mark.parametrize(("scale", "x", "y"), [(0.01, 0, 0), (7, -300, 1000), (1, 5000, 5000)])
def test_the_place_and_size_of_a_drawing_do_not_matter(scale: float, x: float, y: float) -> None:
    difference = np.abs(pixels_of(transform(SEVEN, scale, x, y)).astype(int) - pixels_of(SEVEN))
    assert difference.max() <= 1


def test_more_points_on_the_same_stroke_do_not_matter() -> None:
    few, many = [[[0, 0], [40, 100]]], [[[x * 0.4, x] for x in range(101)]]
    assert np.abs(pixels_of(few).astype(int) - pixels_of(many)).max() <= 8


@pytest.mark.parametrize("strokes", list(DRAWINGS.values()), ids=["_".join(k) for k in DRAWINGS])
def test_ink_fits_the_box_of_mnist_and_is_centred_by_mass(strokes: DrawnStrokes) -> None:
    ink = pixels_of(strokes)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    longer = max(np.ptp(rows), np.ptp(columns)) + 1
    assert 19 <= longer <= 21
    mass = ink.astype(float) / ink.sum()
    assert (mass.sum(axis=1) * np.arange(28)).sum() == pytest.approx(14, abs=1)
    assert (mass.sum(axis=0) * np.arange(28)).sum() == pytest.approx(14, abs=1)


def test_a_digit_with_its_mass_on_one_side_stays_inside_the_image() -> None:
    comb = [[[0, 0], [100, 0]]] + [[[0, y], [1, y]] for y in (50, 100)]
    ink = pixels_of(comb)
    assert not ink[:, 0].any() or not ink[:, -1].any()
    assert np.ptp(np.flatnonzero(ink.any(axis=1))) + 1 >= 19


def test_the_pen_is_as_wide_as_that_of_mnist(mnist: Mnist, pen_digits: object) -> None:
    drawings = load_drawings(pen_digits)[::10]  # type: ignore[arg-type]
    ours = [stroke_width(pixels_of(d.strokes) >= 128) for d in drawings]
    theirs = [stroke_width(image >= 128) for image in mnist.train.images[:2000]]
    assert np.mean(ours) == pytest.approx(np.mean(theirs), rel=0.03)


def distance_to_polyline(strokes: DrawnStrokes) -> npt.NDArray[np.float64]:
    """Returns the distance of each pixel (28, 28) to strokes in pixels, from plain geometry."""
    pixels = np.stack(np.meshgrid(np.arange(28), np.arange(28)), axis=-1).reshape(-1, 1, 2)
    points = [np.array(stroke, dtype=float) for stroke in strokes]
    starts = np.concatenate([stroke[:-1] for stroke in points])
    ends = np.concatenate([stroke[1:] for stroke in points])
    squares = np.maximum(((ends - starts) ** 2).sum(axis=1), 1e-12)
    along = ((pixels - starts) * (ends - starts)).sum(axis=2) / squares
    nearest = starts + np.clip(along, 0, 1)[..., np.newaxis] * (ends - starts)
    distance: npt.NDArray[np.float64] = np.hypot(*(pixels - nearest).T).T.min(axis=1)
    return distance.reshape(28, 28)


@pytest.mark.parametrize("points_between", [0, 3, 400])
@each_drawing
def test_the_ink_of_a_pixel_follows_from_its_distance_to_the_strokes(
    digit: str, strokes: DrawnStrokes, points_between: int
) -> None:
    """However many points a stroke has, and wherever the pen was lifted."""
    steps = np.linspace(0, 1, points_between + 2)
    many = [
        [[x + t * (u - x), y + t * (v - y)] for (x, y), (u, v) in pairwise(stroke) for t in steps]
        for stroke in strokes
    ]
    drawn = digit_from_strokes(many)
    assert drawn is not None, digit
    assert drawn.frame is not None
    left, top, right, _ = drawn.frame
    scale = 28 / (right - left)
    in_pixels = transform(strokes, scale, -left * scale - 0.5, -top * scale - 0.5)
    distance = distance_to_polyline(in_pixels)
    expected = 255 * np.clip((PEN_WIDTH / 2 - distance) / PEN_SOFTNESS + 0.5, 0, 1)
    assert np.abs(drawn.pixels - expected).max() < 12  # the edge waves between samples


def test_an_empty_drawing_gives_no_image() -> None:
    assert digit_from_strokes([]) is None
    assert digit_from_strokes([[], []]) is None


def test_a_single_point_is_a_dot_in_the_middle() -> None:
    dot = pixels_of([[[3, 4]]])
    assert dot[14, 14] == 255
    assert np.count_nonzero(dot) <= 9


@pytest.mark.parametrize(
    ("strokes", "reason"),
    [
        ([[[1, 2], [3]]], "different lengths"),
        ([[1, 2, 3]], r"shape \(3,\)"),
        ([[[1, 2, 3]]], r"shape \(1, 3\)"),
        ([[[]]], r"shape \(1, 0\)"),
        ([[["1", "2"]]], "not a number"),
        ([[[True, False]]], "not a number"),
        ([[[None, 1]]], "not a number"),
        ([[[float("nan"), 1]]], "NaN"),
        ([[[float("inf"), 1]]], "infinity"),
        (["strokes"], "shape"),
        ([5], "shape"),
    ],
)
def test_anything_but_strokes_is_refused_with_a_sentence(strokes: Strokes, reason: str) -> None:
    with pytest.raises(DrawingError, match=reason):
        digit_from_strokes(strokes)


def test_the_network_input_is_ink_from_0_to_1() -> None:
    inputs = to_network_input(np.array([[[0, 255]]], dtype=np.uint8))
    assert inputs.dtype == np.float32
    assert inputs.shape == (1, 1, 2, 1)
    assert inputs.ravel().tolist() == [0, 1]


IMAGE = draw_with_brush(EIGHT, 280, 16, (0.3, 0.2, 0.5))
BLUE, YELLOW = Image.new("RGB", IMAGE.size, (30, 60, 200)), Image.new("RGB", IMAGE.size, "gold")
TRANSPARENT = Image.new("RGBA", IMAGE.size, (0, 0, 0, 0))
IMAGES = {
    "grey": IMAGE,
    "white on black": ImageOps.invert(IMAGE),
    "bilevel": IMAGE.convert("1"),
    "palette": IMAGE.convert("P"),
    "colour on colour": Image.composite(YELLOW, BLUE, IMAGE),
    "faint": IMAGE.point(lambda value: 120 + value // 4),
    "CMYK": IMAGE.convert("CMYK"),
    "YCbCr": IMAGE.convert("RGB").convert("YCbCr"),
    "HSV": IMAGE.convert("RGB").convert("HSV"),
    "16 bit": Image.fromarray(np.asarray(IMAGE).astype(np.uint16) * 257),
    "integers": IMAGE.convert("I"),
    "floats": Image.fromarray(np.asarray(IMAGE).astype(np.float32) / 255),
    "black on transparent": Image.merge("LA", [Image.new("L", IMAGE.size), ImageOps.invert(IMAGE)]),
    "white on transparent": Image.composite(
        TRANSPARENT, Image.new("RGBA", IMAGE.size, "white"), IMAGE
    ),
    "blue on transparent": Image.composite(TRANSPARENT, BLUE.convert("RGBA"), IMAGE),
    "opaque with opacity": IMAGE.convert("RGBA"),
}


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_of_any_mode_and_polarity_is_read(classifier: DigitClassifier, name: str) -> None:
    digit = digit_from_image(IMAGES[name])
    assert digit is not None
    overlap = np.minimum(digit.pixels, pixels_of(EIGHT)).sum() / pixels_of(EIGHT).sum()
    assert overlap > 0.85
    assert classifier.read_image(IMAGES[name]).text == "8"


@pytest.mark.parametrize(
    ("side", "brush"), [(60, 2), (200, 3), (200, 8), (400, 16), (1000, 2), (1000, 40), (3000, 8)]
)
@pytest.mark.parametrize("place", [(0.05, 0.05, 0.9), (0.55, 0.05, 0.4), (0.1, 0.5, 0.45)])
def test_an_image_of_any_size_brush_and_place_is_read(
    classifier: DigitClassifier, side: int, brush: int, place: tuple[float, float, float]
) -> None:
    image = draw_with_brush(SEVEN, side, brush, place)
    assert classifier.read_image(image).text == "7"


def test_the_box_is_in_pixels_of_the_image() -> None:
    image = Image.new("L", (3000, 2000), 255)
    ImageDraw.Draw(image).rectangle([600, 300, 899, 1499], fill=0)
    digit = digit_from_image(image)
    assert digit is not None
    assert digit.box == pytest.approx((600, 300, 900, 1500), abs=3)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (200, 200), 255),
        Image.new("RGBA", (200, 200), (0, 0, 0, 0)),
        Image.new("RGB", (1, 1), "red"),
        Image.new("L", (0, 5)),
        Image.new("F", (9, 9), float("nan")),
    ],
)
def test_an_image_without_ink_gives_no_digit(image: Image.Image) -> None:
    assert digit_from_image(image) is None
