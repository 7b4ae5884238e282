from itertools import pairwise

import numpy as np
import pytest

from model.preprocess import parse_strokes
from model.segmentation import MAX_GROUPS, SIGN_SCORE, Segmentation, Span, best_segmentation
from tests.sample_drawings import DRAWINGS, DrawnStrokes, side_by_side


def segmentation_of(strokes: DrawnStrokes) -> Segmentation:
    boxes = [[*each.min(axis=0), *each.max(axis=0)] for each in parse_strokes(strokes)]
    return Segmentation(np.array(boxes), range(len(boxes)))


def find_spans(strokes: DrawnStrokes) -> list[Span]:
    return segmentation_of(strokes).spans()


STEM = [[50.0, 0.0], [50.0, 100.0]]


@pytest.mark.parametrize(
    "strokes",
    [
        [STEM],
        [STEM, [[30, 50], [70, 50]]],  # a bar across it
        [STEM, [[52, 0], [52, 100]]],  # drawn twice
        [[[0, 0], [0, 60], [60, 60]], STEM],  # a four
        [[[0, 0], [100, 0]], [[40, 50], [45, 55]]],  # a dot below a bar
    ],
)
def test_strokes_above_one_another_are_one_digit(strokes: DrawnStrokes) -> None:
    assert find_spans(strokes) == [(0, 1)]


def test_strokes_far_apart_are_two_digits() -> None:
    assert find_spans([STEM, [[150, 0], [150, 100]]]) == [(0, 1), (1, 2)]


def test_strokes_near_each_other_may_be_one_digit_or_two() -> None:
    assert find_spans([STEM, [[80, 0], [80, 100]]]) == [(0, 1), (0, 2), (1, 2)]


def test_strokes_that_overlap_by_almost_half_of_their_width_are_one_digit() -> None:
    body = [[60.0, 0.0], [0.0, 50.0], [60.0, 100.0]]
    assert find_spans([body, [[33, 0], [93, 0]]]) == [(0, 1)]
    assert find_spans([body, [[48, 0], [108, 0]]]) == [(0, 1), (0, 2), (1, 2)]


def test_digits_are_ordered_by_place_and_not_by_time() -> None:
    left, middle, right = ([[x, 0.0], [x, 100.0]] for x in (0.0, 200.0, 400.0))
    segmentation = segmentation_of([right, left, middle])
    assert [segmentation.indices(span) for span in segmentation.spans()] == [(1,), (2,), (0,)]


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e300])
def test_the_unit_of_a_drawing_does_not_matter(unit: float) -> None:
    strokes: DrawnStrokes = [STEM, [[80, 0], [80, 100]], [[180, 0], [180, 100]]]
    scaled = [[[x * unit, y * unit] for x, y in stroke] for stroke in strokes]
    assert find_spans(scaled) == find_spans(strokes)


def test_a_span_has_few_groups() -> None:
    ticks = [[[10.0 * number, 0.0], [10.0 * number, 20.0]] for number in range(256)]
    spans = find_spans(ticks)
    assert {end - start for start, end in spans} == set(range(1, MAX_GROUPS + 1))
    assert max(end for _, end in spans) == 256


def test_ink_that_is_small_beside_its_row_is_a_sign_of_its_own() -> None:
    minus, point = [[20.0, 50.0], [45.0, 50.0]], [[110.0, 98.0], [112.0, 100.0]]
    digits = [[[x, 0.0], [x + 30, 100.0]] for x in (60.0, 125.0)]
    segmentation = segmentation_of([minus, digits[0], point, digits[1]])
    assert segmentation.signs() == [1.0, 0.0, SIGN_SCORE, 0.0]
    assert (0, 2) not in segmentation.spans()  # a minus in front of a digit is never a part of it
    assert (1, 3) in segmentation.spans()  # a point so near may be
    assert segmentation_of([minus]).signs() == [0.0]


def test_a_wide_gap_parts_two_numbers() -> None:
    stems = [[[x, 0.0], [x, 100.0]] for x in (0.0, 60.0, 130.0, 190.0, 400.0, 460.0)]
    segmentation = segmentation_of(stems)
    singles = [(index, index + 1) for index in range(6)]
    assert segmentation.wide_gaps(singles) == [False, False, False, True, False]
    assert segmentation_of(stems[:2]).wide_gaps(singles[:2]) == [False]
    evenly = [[[150.0 * number, 0.0], [150.0 * number, 100.0]] for number in range(6)]
    assert not any(segmentation_of(evenly).wide_gaps(singles))


@pytest.mark.parametrize(
    ("scores", "expected"),
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
def test_the_best_segmentation_has_the_largest_product_of_scores(
    scores: dict[Span, float], expected: list[Span]
) -> None:
    assert best_segmentation(scores) == expected


def test_a_segmentation_covers_all_groups() -> None:
    generator = np.random.default_rng(1)
    for _ in range(100):
        count = int(generator.integers(1, 9))
        spans = [(i, j) for i in range(count) for j in range(i + 1, min(i + 3, count) + 1)]
        best = best_segmentation({span: float(generator.random()) for span in spans})
        assert best[0][0] == 0
        assert best[-1][1] == count
        assert all(left[1] == right[0] for left, right in pairwise(best))


@pytest.mark.parametrize("gap", [10, 40, 120])
def test_drawings_side_by_side_can_be_segmented(gap: float) -> None:
    drawings = list(DRAWINGS.values())
    for first, second in zip(drawings, drawings[7:], strict=False):
        segmentation = segmentation_of(side_by_side([first, second], gap))
        spans = segmentation.spans()
        assert any(len(segmentation.indices(span)) == len(first) for span in spans)


def test_a_short_stroke_at_the_top_of_a_row_is_no_sign() -> None:
    five, bar, minus = [0, 10, 50, 100], [60, 10, 90, 16], [60, 50, 90, 56]
    for stroke, is_sign in ((bar, False), (minus, True)):
        row = Segmentation(np.array([five, stroke], dtype=float), range(2))
        assert (row.signs()[1] > 0) == is_sign


def test_a_high_wide_bar_may_belong_to_a_low_digit() -> None:
    boxes = np.array([[0, 35, 31, 96], [23, 4, 100, 27]], dtype=float)
    row = Segmentation(boxes, range(2))
    assert (0, len(row)) in row.spans()
