import numpy as np
import pytest

from model.preprocess import Points, Strokes, parse_strokes
from model.stroke_cuts import MAX_CANDIDATES, MAX_STROKES, cut_candidates, handicap
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.touching import END_TO_SIDE, LIGATURE, MULTIPLE, WAYS, touching_number

Parts = tuple[list[Points], list[Points]]


def draw_digit(digit: int, generator: np.random.Generator) -> Strokes:
    strokes: Strokes = [line.tolist() for line in draw_variant(DIGITS[digit], generator)]
    return strokes


def same(one: list[Points], other: list[Points]) -> bool:
    """Returns whether two lists hold the same strokes, in any order."""
    return sorted(map(np.ndarray.tolist, one)) == sorted(map(np.ndarray.tolist, other))


@pytest.mark.parametrize("way", [way for way in WAYS if way != LIGATURE])
def test_touching_digits_are_split_into_their_strokes(way: str) -> None:
    generator = np.random.default_rng(1)
    found = 0
    for number in range(40):
        left, right = (draw_digit(digit, generator) for digit in (number % 10, number // 4))
        strokes = parse_strokes(touching_number([left, right], way, 0.08, generator))
        parts = strokes[: len(left)], strokes[len(left) :]
        found += any(
            same(one, parts[0]) and same(other, parts[1]) for one, other in cut_candidates(strokes)
        )
    assert found >= 37


def test_the_order_of_drawing_does_not_matter_where_the_parts_are_side_by_side() -> None:
    four: Strokes = [[[20, 0], [0, 60], [80, 60]], [[60, 20], [60, 100]]]
    one: Strokes = [[[80, 0], [90, 100]]]
    strokes = parse_strokes([*one, *four])
    splits = [left for left, right in cut_candidates(strokes) if len(left) + len(right) == 3]
    assert any(same(left, strokes[1:]) for left in splits)


def test_a_bar_that_is_drawn_last_goes_to_its_digit() -> None:
    seven, two = [[0, 0], [60, 0], [30, 100]], [[60, 20], [90, 0], [60, 100], [110, 100]]
    strokes = parse_strokes([seven, two, [[15, 50], [50, 50]]])
    assert any(same(left, [strokes[0], strokes[2]]) for left, _ in cut_candidates(strokes))


def test_a_stroke_through_two_digits_is_cut_between_them() -> None:
    zero = [[50 - 40 * np.sin(t), 50 - 50 * np.cos(t)] for t in np.linspace(0, 6.3, 40)]
    one = [[x, 10.0] for x in np.linspace(60, 140, 20)] + [[140.0, y] for y in range(15, 101, 5)]
    (stroke,) = parse_strokes([zero + one])
    cuts = [(left[0], right[0]) for left, right in cut_candidates([stroke])]
    whole = [cut for cut in cuts if len(cut[0]) + len(cut[1]) == len(stroke) + 1]
    assert any(left[:, 0].max() <= 130 and right[:, 0].min() >= 85 for left, right in whole)
    # Of two candidates, one leaves the line between both digits out.
    assert any(len(left) + len(right) < len(stroke) - 3 for left, right in cuts)


def test_a_stroke_drawn_from_right_to_left_is_cut_too() -> None:
    line = [[x, 50 + 50 * np.cos(x / 8)] for x in range(200, -1, -2)]
    for left, right in cut_candidates(parse_strokes([line])):
        assert left[0][:, 0].mean() < right[0][:, 0].mean()


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e300])
def test_the_unit_does_not_matter(unit: float) -> None:
    generator = np.random.default_rng(2)
    digits = [draw_digit(digit, generator) for digit in (4, 5)]
    strokes = parse_strokes(touching_number(digits, MULTIPLE, 0.1, generator))
    expected = [[len(part) for part in parts] for parts in cut_candidates(strokes)]
    scaled = [stroke * unit for stroke in strokes]
    assert [[len(part) for part in parts] for parts in cut_candidates(scaled)] == expected


@pytest.mark.parametrize(
    "strokes",
    [
        [[[5.0, 5.0]]],
        [[[0.0, 5.0], [90.0, 5.0]]],
        [[[0.0, 0.0], [0.0, 100.0]]] * (MAX_STROKES + 1),
        [[[0.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [1.0, 1.0]]],  # two bars, one above the other
    ],
)
def test_what_cannot_be_two_digits_has_no_candidates(strokes: Strokes) -> None:
    assert cut_candidates(parse_strokes(strokes)) == []


def test_the_number_of_candidates_is_limited() -> None:
    generator = np.random.default_rng(3)
    strokes = [generator.uniform(0, 100, (100, 2)) for _ in range(MAX_STROKES)]
    candidates = cut_candidates(strokes)
    assert len(candidates) <= MAX_CANDIDATES
    for left, right in candidates:
        assert left
        assert right
        assert all(len(stroke) for stroke in left + right)


def test_a_split_of_whole_strokes_is_preferred() -> None:
    generator = np.random.default_rng(4)
    digits = [draw_digit(digit, generator) for digit in (3, 6)]
    strokes = parse_strokes(touching_number(digits, END_TO_SIDE, 0.1, generator))
    kinds = [handicap(strokes, parts) for parts in cut_candidates(strokes)]
    assert kinds[0] == 0
    assert kinds == sorted(kinds)
    assert kinds[-1] > 0
