from collections.abc import Callable

import numpy as np
import pytest

from model.preprocess import Points, digit_from_arrays
from training.synthetic import non_digits
from training.synthetic.non_digits import (
    NON_DIGITS,
    draw_dots,
    draw_filled_area,
    draw_non_digits,
    draw_pair_of_digits,
)

Draw = Callable[[np.random.Generator], list[Points]]


@pytest.mark.parametrize("draw", NON_DIGITS, ids=lambda draw: draw.__name__)
def test_each_kind_draws_strokes_that_differ_each_time(draw: Draw) -> None:
    generator = np.random.default_rng(1)
    images = [digit_from_arrays(draw(generator)).pixels for _ in range(20)]
    assert all(image.max() > 127 for image in images)
    assert len(np.unique(images, axis=0)) == 20


def test_kinds_come_as_often_as_their_weights_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def often(_: np.random.Generator) -> list[Points]:
        return [np.zeros((1, 2))]

    def seldom(_: np.random.Generator) -> list[Points]:
        return [np.ones((1, 2))]

    monkeypatch.setattr(non_digits, "NON_DIGITS", {often: 3, seldom: 1})
    drawings = draw_non_digits(400, np.random.default_rng(1))
    assert np.mean([drawing[0].max() == 0 for drawing in drawings]) == pytest.approx(0.75, abs=0.06)


def test_dots_are_two_to_five_short_marks() -> None:
    generator = np.random.default_rng(2)
    drawings = [draw_dots(generator) for _ in range(200)]
    assert {len(drawing) for drawing in drawings} == {2, 3, 4, 5}
    lengths = [np.ptp(mark, axis=0).max() for drawing in drawings for mark in drawing]
    assert np.median(lengths) < 10


def test_some_pairs_of_digits_are_apart_and_most_touch_or_nearly_do() -> None:
    generator = np.random.default_rng(3)
    apart = 0
    for _ in range(300):
        strokes = sorted(draw_pair_of_digits(generator), key=lambda line: float(line[:, 0].min()))
        right_ends = np.maximum.accumulate([line[:, 0].max() for line in strokes])
        gaps = [line[:, 0].min() - end for end, line in zip(right_ends, strokes[1:], strict=False)]
        apart += max(gaps, default=0) >= 5
    assert 0.25 < apart / 300 < 0.6


def test_a_filled_area_has_much_more_ink_than_a_line() -> None:
    generator = np.random.default_rng(4)
    lengths = [
        np.hypot(*np.diff(draw_filled_area(generator)[0], axis=0).T).sum() for _ in range(50)
    ]
    assert np.median(lengths) > 500
