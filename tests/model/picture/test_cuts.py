from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.picture.components import Mask
from model.picture.cuts import MAX_CANDIDATES, cut_candidates
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.touching import LIGATURE, WAYS, touching_number

SIZE = 128  # pixels of a shape's longer side

Stroke = Sequence[Sequence[float]]


def draw(strokes: Sequence[Stroke], box: tuple[float, float, float], brush: float) -> Mask:
    """Draws strokes with a brush; `box` is left, top and the longer side, all in their unit."""
    left, top, longer = box
    scale, margin = SIZE / (longer + brush), 3 + brush / (longer + brush) * SIZE / 2
    image = Image.new("1", (SIZE + 6, SIZE + 6))
    pen = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [((x - left) * scale + margin, (y - top) * scale + margin) for x, y in stroke]
        pen.line(points, fill=1, width=max(1, round(brush * scale)))
        for point in points:
            pen.circle(point, brush * scale / 2, fill=1)
    return np.asarray(image)


def box_of(strokes: Sequence[Stroke]) -> tuple[float, float, float]:
    points = np.array([point for stroke in strokes for point in stroke])
    left, top = points.min(axis=0)
    return float(left), float(top), float(np.ptp(points, axis=0).max())


def draw_pair(
    digits: tuple[int, int], way: str, brush: float, seed: int
) -> tuple[Mask, Mask, Mask]:
    """Draws two touching digits: the shape of both, of the left one and of the right one."""
    generator = np.random.default_rng(seed)
    left, right = (
        [line.tolist() for line in draw_variant(DIGITS[digit], generator)] for digit in digits
    )
    strokes = [list(stroke) for stroke in touching_number([left, right], way, brush, generator)]
    box = box_of(strokes)
    parts = (strokes, strokes[: len(left)], strokes[len(left) :])
    whole, one, other = (draw(part, box, brush) for part in parts)
    return whole, one, other


def error(candidate: tuple[Mask, Mask], left: Mask, right: Mask) -> float:
    """Returns the share of the ink of one digit alone that a candidate gives to the other."""
    wrong = (candidate[0] & right & ~left) | (candidate[1] & left & ~right)
    return float(wrong.sum() / (left ^ right).sum())


@pytest.mark.parametrize("brush", [0.03, 0.08, 0.15])
@pytest.mark.parametrize("way", [way for way in WAYS if way != LIGATURE])
def test_touching_digits_are_cut_where_they_touch(way: str, brush: float) -> None:
    pairs = [(0, 6), (2, 3), (5, 0), (3, 8), (6, 2)]
    errors = []
    for seed, pair in enumerate(3 * pairs):
        whole, left, right = draw_pair(pair, way, brush, seed)
        errors.append(min(error(each, left, right) for each in cut_candidates(whole)))
    assert np.median(errors) < 0.07
    assert max(errors) < 0.25


def test_a_cut_keeps_all_ink_and_all_of_the_shape() -> None:
    whole, _, _ = draw_pair((3, 5), WAYS[0], 0.08, 1)
    candidates = cut_candidates(whole)
    assert 2 <= len(candidates) <= MAX_CANDIDATES
    for left, right in candidates:
        assert left.shape == right.shape == whole.shape
        assert np.array_equal(left | right, whole)
        assert not (left & right).any()
        columns = [np.nonzero(part)[1].mean() for part in (left, right)]
        assert columns[0] < columns[1]


def test_candidates_differ() -> None:
    whole, _, _ = draw_pair((8, 8), WAYS[1], 0.1, 2)
    parts = [left for left, _ in cut_candidates(whole)]
    for number, part in enumerate(parts):
        for other in parts[:number]:
            assert (part ^ other).sum() > 0.01 * whole.sum()


def test_a_cut_bends_under_what_hangs_over() -> None:
    # The bar of a seven above a one: no straight line is between them, but for where they touch.
    seven: list[Stroke] = [[[0, 0], [100, 0], [40, 100]]]
    one: list[Stroke] = [[[95, 10], [95, 100]]]
    box = box_of(seven + one)
    left, right = (draw(part, box, 8) for part in (seven, one))
    candidates = cut_candidates(left | right)
    assert min(error(each, left, right) for each in candidates) < 0.05


@pytest.mark.parametrize("extent", [(100, 0), (0, 100), (0, 0)])
def test_a_line_and_a_dot_have_no_useless_candidates(extent: tuple[int, int]) -> None:
    shape = draw([[[0, 0], list(extent)]], (0, 0, 100), 4)
    for left, right in cut_candidates(shape):
        assert left.any()
        assert right.any()


def test_a_shape_without_ink_has_no_candidates() -> None:
    assert cut_candidates(np.zeros((20, 20), dtype=bool)) == []
