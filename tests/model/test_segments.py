from itertools import pairwise

import numpy as np
import pytest

from model.preprocess import as_lines
from model.segments import MOST_DIGITS, MOST_GROUPS, Run, Segments, likeliest_parts
from tests.drawn import DRAWINGS, DrawnStrokes, side_by_side


def runs_of(strokes: DrawnStrokes) -> list[Run]:
    return Segments(as_lines(strokes)).runs()


UPRIGHT = [[50.0, 0.0], [50.0, 100.0]]


@pytest.mark.parametrize(
    "strokes",
    [
        [UPRIGHT],
        [UPRIGHT, [[30, 50], [70, 50]]],  # a bar across
        [UPRIGHT, [[52, 0], [52, 100]]],  # drawn again
        [[[0, 0], [0, 60], [60, 60]], UPRIGHT],  # a four
        [[[0, 0], [100, 0]], [[40, 50], [45, 55]]],  # something within
    ],
)
def test_strokes_above_one_another_are_one_digit(strokes: DrawnStrokes) -> None:
    assert runs_of(strokes) == [(0, 1)]


def test_strokes_far_apart_are_two_digits() -> None:
    assert runs_of([UPRIGHT, [[150, 0], [150, 100]]]) == [(0, 1), (1, 2)]


def test_strokes_near_each_other_may_be_one_digit_or_two() -> None:
    assert runs_of([UPRIGHT, [[80, 0], [80, 100]]]) == [(0, 1), (0, 2), (1, 2)]


def test_digits_are_found_from_left_to_right_in_whatever_order_they_were_drawn() -> None:
    left, middle, right = ([[x, 0.0], [x, 100.0]] for x in (0.0, 200.0, 400.0))
    segments = Segments(as_lines([right, left, middle]))
    places = [segments.strokes(run)[0][0, 0] for run in segments.runs()]
    assert places == [0, 200, 400]


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e300])
def test_the_unit_of_a_drawing_does_not_matter(unit: float) -> None:
    strokes: DrawnStrokes = [UPRIGHT, [[80, 0], [80, 100]], [[180, 0], [180, 100]]]
    assert runs_of([[[x * unit, y * unit] for x, y in s] for s in strokes]) == runs_of(strokes)


def test_a_crowd_of_strokes_has_only_so_many_parts() -> None:
    ticks = [[[10.0 * n, 0.0], [10.0 * n, 10.0]] for n in range(256)]
    runs = runs_of(ticks)
    assert max(end for _, end in runs) == MOST_DIGITS * MOST_GROUPS
    assert all(end - start <= MOST_GROUPS for start, end in runs)


@pytest.mark.parametrize(
    ("scores", "parts"),
    [
        ({(0, 1): 0.1}, [(0, 1)]),
        ({(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.8}, [(0, 1), (1, 2)]),
        ({(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.82}, [(0, 2)]),
        ({(0, 1): 0.0, (1, 2): 0.9, (0, 2): 0.1}, [(0, 2)]),
        ({(0, 1): 0.0, (1, 2): 0.0}, [(0, 1), (1, 2)]),
        (
            {(0, 1): 0.9, (1, 2): 0.2, (2, 3): 0.9, (0, 2): 0.5, (1, 3): 0.9, (0, 3): 0.5},
            [(0, 1), (1, 3)],
        ),
    ],
)
def test_the_parts_that_look_most_like_digits_are_taken(
    scores: dict[Run, float], parts: list[Run]
) -> None:
    assert likeliest_parts(scores) == parts


def test_the_parts_cover_all_groups_whatever_the_scores() -> None:
    random = np.random.default_rng(1)
    for _ in range(100):
        count = int(random.integers(1, 9))
        runs = [(i, j) for i in range(count) for j in range(i + 1, min(i + 3, count) + 1)]
        parts = likeliest_parts({run: float(random.random()) for run in runs})
        assert parts[0][0] == 0
        assert parts[-1][1] == count
        assert all(left[1] == right[0] for left, right in pairwise(parts))


@pytest.mark.parametrize("gap", [10, 40, 120])
def test_the_drawings_set_side_by_side_are_told_apart(gap: float) -> None:
    ways = list(DRAWINGS.values())
    for first, second in zip(ways, ways[7:], strict=False):
        segments = Segments(as_lines(side_by_side([first, second], gap)))
        assert any(len(segments.strokes(run)) == len(first) for run in segments.runs())
