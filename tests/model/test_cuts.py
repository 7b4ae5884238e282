from collections.abc import Sequence

import numpy as np
import pytest

from model.cuts import BEAMS, NARROW, SURE, Cutter, cut_shape, cut_strokes
from model.picture.components import Mask
from model.preprocess import Points

# Ink is a text here: a digit for each good digit, letters for anything else.


def candidates(text: str) -> list[tuple[str, str]]:
    return [(text[:place], text[place:]) for place in range(1, len(text))]


class Scores:
    """Single digits look like digits; counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, texts: Sequence[str]) -> list[float]:
        """Returns the scores of texts, in [0, 1]."""
        self.asked += len(texts)
        return [0.999 if len(text) == 1 and text.isdigit() else 0.1 for text in texts]


@pytest.mark.parametrize("text", ["12", "345", "6789"])
def test_ink_is_cut_into_its_digits(text: str) -> None:
    score, pieces = Cutter(candidates, Scores(), 4.0).cut(text, 0.1, NARROW * len(text))
    assert pieces == list(text)
    assert score == pytest.approx(0.999 ** len(text))


def test_one_digit_is_not_even_tried() -> None:
    scores = Scores()
    assert Cutter(candidates, scores, 4.0).cut("12", SURE, 1.2) == (SURE, ["12"])
    assert scores.asked == 0


def test_ink_without_digits_stays_whole() -> None:
    assert Cutter(candidates, Scores(), 4.0).cut("ab", 0.3, 1.2) == (0.3, ["ab"])


def test_a_cut_must_make_the_ink_look_much_more_like_digits() -> None:
    cutter = Cutter(candidates, Scores(), 4.0)
    assert cutter.cut("12", 0.5, 1.2)[1] == ["1", "2"]
    assert cutter.cut("12", 0.97, 1.2)[1] == ["12"]


def test_wide_ink_is_cut_more_readily() -> None:
    cutter = Cutter(candidates, Scores(), 4.0)
    assert cutter.cut("12", 0.7, 1.5)[1] == ["1", "2"]
    assert cutter.cut("12", 0.7, 0.6)[1] == ["12"]


def test_ink_that_cannot_be_cut_stays_whole() -> None:
    assert Cutter(candidates, Scores(), 4.0).cut("a", 0.1, 1.2) == (0.1, ["a"])


def test_no_more_digits_are_found_than_there_may_be() -> None:
    assert Cutter(candidates, Scores(), 4.0).cut("123", 0.1, 2.2 * NARROW)[1] == ["123"]


def test_a_handicap_decides_between_good_candidates() -> None:
    def two_ways(_text: str) -> list[tuple[str, str]]:
        return [("1", "2"), ("3", "4")]

    cutter = Cutter(two_ways, Scores(), 4.0, lambda _text, parts: 0.1 * (parts[0] == "1"))
    score, pieces = cutter.cut("1234", 0.1, 1.2)
    assert pieces == ["3", "4"]
    assert score == pytest.approx(0.999**2)


def test_a_cut_with_a_handicap_needs_more_evidence() -> None:
    for handicap, expected in ((0.0, ["1", "2"]), (1.0, ["12"])):
        cutter = Cutter(candidates, Scores(), 4.0, lambda _text, _parts, h=handicap: h)  # type: ignore[misc]
        assert cutter.cut("12", 0.5, 1.2)[1] == expected


def test_strokes_are_split_and_only_very_unsure_ones_cut_through() -> None:
    upright = np.array([[0.0, 0.0], [0.0, 50.0], [0.0, 100.0]])
    pair = [upright, upright + np.array([70.0, 0.0])]
    through = [
        np.array([[0.0, 0.0], [0.0, 100.0], [140.0, 0.0], [140.0, 100.0]]),
        np.array([[-10.0, 50.0], [10.0, 50.0]]),
    ]

    def scores(groups: Sequence[list[Points]]) -> list[float]:
        return [
            0.999 if len(group) == 1 and np.ptp(group[0][:, 0]) < 59 else 0.1 for group in groups
        ]

    for score in (0.1, 0.6):
        assert [len(piece) for piece in cut_strokes(pair, score, scores)[1]] == [1, 1]
    always = lambda groups: [0.999] * len(groups)  # noqa: E731
    assert len(cut_strokes(through, 0.1, always)[1]) == 2
    assert len(cut_strokes(through[:1], 0.1, always)[1]) == 1  # it may be unfinished


def test_a_shape_is_cut_at_its_neck() -> None:
    shape = np.zeros((70, 130), dtype=bool)
    shape[5:65, 5:55] = shape[5:65, 75:125] = shape[33:37, 5:125] = True

    def scores(shapes: Sequence[Mask]) -> list[float]:
        return [0.999 if 45 < np.ptp(np.nonzero(each)[1]) < 75 else 0.1 for each in shapes]

    score, (left, right) = cut_shape(shape, 0.1, scores)
    assert score == pytest.approx(0.999**2)
    assert left[:, :50].sum() == shape[:, :50].sum()
    assert right[:, 80:].sum() == shape[:, 80:].sum()
    assert len(cut_shape(shape, 0.99, scores)[1]) == 1


def test_the_work_is_bounded() -> None:
    scores = Scores()
    Cutter(candidates, scores, 4.0).cut("a" * 12, 0.1, 100.0)
    levels = 1 + BEAMS[0] * 6  # the whole, then a piece at a time
    assert scores.asked <= levels * 2 * 11
