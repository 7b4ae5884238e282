from collections.abc import Callable

import numpy as np
import pytest

from model.preprocess import Strokes, digit_from_strokes
from training.scribbles import DOTS, SCRIBBLES, dots, scribbles

SEED = 11
Draw = Callable[[int, np.random.Generator], list[Strokes]]
both = pytest.mark.parametrize("draw", [scribbles, dots])


@both
def test_as_many_are_drawn_as_asked_for_and_all_can_be_read(draw: Draw) -> None:
    drawn = draw(60, np.random.default_rng(SEED))
    assert len(drawn) == 60
    for strokes in drawn:
        digit = digit_from_strokes(strokes)
        assert digit
        assert digit.pixels.max() > 127


@both
def test_a_seed_repeats_its_drawings_and_no_two_are_alike(draw: Draw) -> None:
    drawn = draw(60, np.random.default_rng(SEED))
    assert drawn == draw(60, np.random.default_rng(SEED))
    assert len({str(strokes) for strokes in drawn}) == 60
    assert drawn != draw(60, np.random.default_rng(SEED + 1))


@both
def test_none_are_drawn_where_none_are_asked_for(draw: Draw) -> None:
    assert draw(0, np.random.default_rng(SEED)) == []


def test_every_kind_of_scribble_covers_more_than_a_dot() -> None:
    for strokes in scribbles(10 * len(SCRIBBLES), np.random.default_rng(SEED)):
        points = np.concatenate([np.array(stroke) for stroke in strokes])
        assert np.ptp(points, axis=0).max() > 0.4
        assert len(points) >= 30


def test_dots_are_points_apart_and_every_third_is_a_single_one() -> None:
    drawn = dots(10 * len(DOTS), np.random.default_rng(SEED))
    assert all(len(stroke) == 1 for strokes in drawn for stroke in strokes)
    assert [len(strokes) == 1 for strokes in drawn] == [True, False, False] * 10
