from itertools import pairwise

import numpy as np
import pytest

from model.preprocess import Points, Strokes
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.touching import (
    END_TO_END,
    LIGATURE,
    MULTIPLE,
    SIDE_TO_SIDE,
    WAYS,
    touching_number,
)

BRUSHES = (0.02, 0.08, 0.15)


def draw_digits(*digits: int, seed: int = 1) -> list[Strokes]:
    generator = np.random.default_rng(seed)
    return [[line.tolist() for line in draw_variant(DIGITS[each], generator)] for each in digits]


def dense(strokes: Strokes) -> Points:
    """Returns points along strokes, at most a hundredth of a digit's height apart."""
    points = [np.array(strokes[0][:1])]
    for stroke in strokes:
        for start, end in pairwise(np.array(stroke)):
            steps = 1 + int(100 * np.hypot(*(end - start)))
            points.append(start + (end - start) * np.linspace(0, 1, steps + 1)[:, np.newaxis])
    return np.concatenate(points)


def distance(one: Strokes, other: Strokes) -> float:
    """Returns the least distance between the middle lines of two drawings."""
    between = dense(one)[:, np.newaxis] - dense(other)
    return float(np.hypot(between[..., 0], between[..., 1]).min())


@pytest.mark.parametrize("brush", BRUSHES)
@pytest.mark.parametrize("way", [way for way in WAYS if way != LIGATURE])
def test_the_ink_of_neighbours_touches_and_hardly_overlaps(way: str, brush: float) -> None:
    generator = np.random.default_rng(2)
    for seed in range(4):
        left, right = draw_digits(seed, 8, seed=seed)
        strokes = touching_number([left, right], way, brush, generator)
        assert len(strokes) == len(left) + len(right)
        nearest = distance(strokes[: len(left)], strokes[len(left) :])
        assert 0.3 * brush < nearest <= brush + 0.01


def test_a_ligature_joins_digits_that_are_apart_without_lifting_the_pen() -> None:
    two = [[[0.0, 20.0], [30.0, 0.0], [60.0, 20.0], [0.0, 100.0], [60.0, 100.0]]]
    one = [[[0.0, 20.0], [20.0, 0.0], [20.0, 100.0]]]
    (stroke,) = touching_number([two, one], LIGATURE, 0.1, np.random.default_rng(1))
    assert len(stroke) > len(two[0]) + len(one[0])
    columns = np.array(stroke)[:, 0]
    assert columns[-3:].min() > columns[: len(two[0])].max() + 0.1


def test_a_ligature_of_digits_without_ends_nearby_is_a_stroke_of_its_own() -> None:
    six = [[[0.0, 0.0], [0.0, 100.0], [80.0, 100.0], [80.0, 60.0], [0.0, 60.0]]]
    strokes = touching_number([six, six], LIGATURE, 0.1, np.random.default_rng(1))
    assert len(strokes) == 3
    assert distance(strokes[:1], strokes[1:2]) < 0.01
    assert distance(strokes[1:2], strokes[2:]) < 0.01


def test_digits_are_about_equally_high_and_on_one_line() -> None:
    left, right = draw_digits(0, 6)
    small = [[[x / 50, y / 50] for x, y in stroke] for stroke in right]
    strokes = touching_number([left, small], SIDE_TO_SIDE, 0.05, np.random.default_rng(3))
    for part in (strokes[: len(left)], strokes[len(left) :]):
        rows = dense(part)[:, 1]
        assert np.ptp(rows) == pytest.approx(1, abs=0.3)
        assert (rows.max() + rows.min()) / 2 == pytest.approx(0, abs=0.3)


def test_a_number_may_have_many_digits() -> None:
    digits = draw_digits(1, 2, 3, 4, 5)
    strokes = touching_number(digits, END_TO_END, 0.08, np.random.default_rng(4))
    parts = []
    for digit in digits:
        part, strokes = strokes[: len(digit)], strokes[len(digit) :]
        parts.append(part)
    assert not strokes
    for left, right in pairwise(parts):
        assert distance(left, right) <= 0.09
        assert dense(left)[:, 0].mean() < dense(right)[:, 0].mean()


def test_several_touches_are_found_where_there_can_be_some() -> None:
    bracket = [[[60.0, 0.0], [0.0, 0.0], [0.0, 100.0], [60.0, 100.0]]]
    bar = [[[0.0, 0.0], [0.0, 100.0]]]
    left, right = touching_number([bracket, bar], MULTIPLE, 0.1, np.random.default_rng(5))
    ends = [left[:2], left[-2:]]
    assert all(distance([end], [right]) <= 0.11 for end in ends)


def test_the_generator_decides_everything() -> None:
    digits = draw_digits(3, 7)
    for way in WAYS:
        one, same, other = (
            touching_number(digits, way, 0.1, np.random.default_rng(seed)) for seed in (6, 6, 7)
        )
        assert one == same
        assert one != other


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Expected way to be one of end to end, .* got 'kiss'"):
        touching_number(draw_digits(1, 2), "kiss", 0.1, np.random.default_rng(1))
