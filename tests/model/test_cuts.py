from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from model.cuts import (
    BEAMS,
    LEAST_PAIR,
    MAX_DIGITS,
    SURE,
    Cutter,
    Probabilities,
    cut_shape,
    cut_strokes,
)
from model.picture.components import Mask
from model.preprocess import Points

# Ink is a text here: a digit for each good digit, letters for anything else.


def candidates(text: str) -> list[tuple[str, str]]:
    return [(text[:place], text[place:]) for place in range(1, len(text))]


def digit(text: str, sureness: float = 0.999) -> Probabilities:
    """Sure of a single digit, undecided about anything else."""
    if len(text) != 1 or not text.isdigit():
        return np.full(10, 0.1, dtype=np.float32)
    probabilities = np.full(10, (1 - sureness) / 9, dtype=np.float32)
    probabilities[int(text)] = sureness
    return probabilities


@dataclass
class OfTexts:
    """Judges texts as networks judge ink that they read well; counts what it is asked."""

    asked: int = 0
    pairs_asked: int = 0
    misread: dict[str, str] = field(default_factory=dict)
    sureness: float = 0.999

    def digits(self, texts: Sequence[str]) -> Probabilities:
        """Returns the probabilities of texts as digits (n, 10)."""
        self.asked += len(texts)
        return np.array([digit(self.misread.get(text, text), self.sureness) for text in texts])

    def pairs(self, texts: Sequence[str]) -> Probabilities:
        """Returns the probabilities of the digits of texts of two (n, 2, 10)."""
        self.pairs_asked += len(texts)
        both = [text if len(text) == 2 else "??" for text in texts]
        return np.array([[digit(each, self.sureness) for each in text] for text in both])


@dataclass
class OfInk:
    """Judges ink by a rule: which pieces are a 1, and whether everything else is an 11."""

    is_one: Callable[..., bool]
    is_pair: bool = True

    def digits(self, pieces: Sequence[object]) -> Probabilities:
        """Returns the probabilities of pieces as digits (n, 10)."""
        return np.array([digit("1" if self.is_one(piece) else "?") for piece in pieces])

    def pairs(self, pieces: Sequence[object]) -> Probabilities:
        """Returns the probabilities of the two digits of pieces (n, 2, 10)."""
        return np.array([[digit("1" if self.is_pair else "?")] * 2 for _ in pieces])


def texts(parts: Sequence[tuple[str, Probabilities]]) -> list[str]:
    return [text for text, _ in parts]


@pytest.mark.parametrize("text", ["12", "345", "6789"])
def test_ink_is_cut_into_its_digits(text: str) -> None:
    parts = Cutter(candidates, OfTexts()).cut(text, 0.1, len(text))
    assert texts(parts) == list(text)
    assert [int(probabilities.argmax()) for _, probabilities in parts] == list(map(int, text))


def test_one_digit_is_not_even_tried() -> None:
    judge = OfTexts()
    assert Cutter(candidates, judge).cut("12", SURE, 2) == []
    assert judge.asked == judge.pairs_asked == 0


def test_ink_that_is_no_pair_costs_one_look_and_stays_whole() -> None:
    judge = OfTexts()
    assert Cutter(candidates, judge).cut("ab?", 0.3, 2) == []
    assert (judge.asked, judge.pairs_asked) == (0, 1)
    assert LEAST_PAIR > 0.1**2


def test_both_networks_decide_between_cuts() -> None:
    def two_ways(_text: str) -> list[tuple[str, str]]:
        return [("3", "4"), ("1", "2")]

    assert texts(Cutter(two_ways, OfTexts()).cut("12", 0.1, 2)) == ["1", "2"]


def test_a_cut_whose_parts_the_networks_read_differently_is_not_made() -> None:
    cutter = Cutter(candidates, OfTexts(misread={"2": "3"}))
    assert cutter.cut("12", 0.1, 2) == []


def test_a_cut_must_make_the_ink_look_more_like_digits() -> None:
    judge = OfTexts(sureness=0.8)
    assert texts(Cutter(candidates, judge).cut("12", 0.5, 2)) == ["1", "2"]
    assert Cutter(candidates, judge).cut("12", 0.97, 2) == []


def test_ink_that_cannot_be_cut_stays_whole() -> None:
    assert Cutter(lambda _text: [], OfTexts()).cut("12", 0.1, 2) == []


def test_no_more_digits_are_found_than_there_may_be() -> None:
    assert Cutter(candidates, OfTexts()).cut("123", 0.1, 2) == []


def test_a_handicap_decides_between_good_candidates() -> None:
    def two_ways(_text: str) -> list[tuple[str, str]]:
        return [("1", "2"), ("1", " 2")]

    judge = OfTexts(misread={" 2": "2"})
    cutter = Cutter(two_ways, judge, lambda _text, parts: 0.1 * (parts[1] == "2"))
    assert texts(cutter.cut("12", 0.1, 2)) == ["1", " 2"]


def test_strokes_are_split_and_cut_through() -> None:
    upright = np.array([[0.0, 0.0], [0.0, 50.0], [0.0, 100.0]])
    pair = [upright, upright + np.array([70.0, 0.0])]
    along = np.linspace(0, 100, 21)[:, np.newaxis]
    down, up = along * [0.0, 1.0], [0.0, 100.0] + along * [1.4, -1.0]
    through = [np.concatenate([down, up, down + np.array([140.0, 0.0])])]  # an N

    def is_narrow(strokes: list[Points]) -> bool:
        points = np.concatenate(strokes)
        return bool(np.ptp(points[:, 0]) < 90)

    for strokes in (pair, through):
        assert len(cut_strokes(strokes, 0.1, OfInk(is_narrow))) == 2
        assert not cut_strokes(strokes, 0.1, OfInk(is_narrow, is_pair=False))


def test_the_beginning_of_a_digit_is_not_even_looked_at_as_a_pair() -> None:
    bar = np.column_stack([np.linspace(0, 100, 30), np.linspace(0, 8, 30)])
    corner = np.concatenate([bar, np.column_stack([np.full(9, 100.0), np.linspace(8, 50, 9)])])

    class Never:
        def digits(self, pieces: Sequence[list[Points]]) -> Probabilities:
            raise AssertionError(pieces)

        pairs = digits

    for stroke in (bar, corner):
        assert cut_strokes([stroke], 0.1, Never()) == []


def test_a_shape_is_cut_at_its_neck() -> None:
    shape = np.zeros((70, 130), dtype=bool)
    shape[5:65, 5:55] = shape[5:65, 75:125] = shape[33:37, 5:125] = True

    def is_half(mask: Mask) -> bool:
        return bool(45 < np.ptp(np.nonzero(mask)[1]) < 75)

    (left, _), (right, _) = cut_shape(shape, 0.1, OfInk(is_half))
    assert left[:, :50].sum() == shape[:, :50].sum()
    assert right[:, 80:].sum() == shape[:, 80:].sum()
    assert not cut_shape(shape, 0.99, OfInk(is_half))


def test_the_work_is_bounded() -> None:
    judge = OfTexts()
    Cutter(candidates, judge).cut("a" * 12, 0.1, MAX_DIGITS)
    levels = 1 + BEAMS[0] * 6  # the whole, then a piece at a time
    assert judge.asked <= levels * 2 * 11
    assert judge.pairs_asked <= levels
