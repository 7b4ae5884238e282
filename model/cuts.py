"""Decides whether ink that looks like no digit is several digits that touch, and cuts it apart.

    parts = cut_strokes(strokes, score, judge)
    parts = cut_shape(shape, score, judge)

The judge has two networks: one reads a digit, the other two digits that touch. The ways to cut come
from `model.stroke_cuts` and `model.picture.cuts`; the best one is where both networks read the same
digits. Nearly all finished digits look like one at once, and cost nothing here; in most starts of
one the pen has not come far enough to be two, and they cost nothing either.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from model import stroke_cuts
from model.picture import cuts as picture_cuts
from model.picture.components import Mask
from model.preprocess import Points
from model.runtime import CLASSES

Piece = TypeVar("Piece")
Judged_contra = TypeVar("Judged_contra", contravariant=True)
Probabilities = npt.NDArray[np.float32]
Parts = list[tuple[Piece, Probabilities]]

SURE = 0.98  # ink that scores at least this much is one digit, and nothing is tried
MAX_EDGES = 10  # edges of ink in each column or row on average: digits have fewer
LEAST_PAIR = (
    0.05  # ink that scores less as a pair is cut only if it is wide enough for three digits
)
IS_PAIR = 0.4  # ink that scores more is not cut into three digits
# A cut is made if the log-odds that its parts are digits and that the whole is a pair, less those
# that the whole is one digit, exceed this. It weighs digits that touch against letters, which can
# be cut into what looks like two digits.
LEAST_EVIDENCE = -0.5
LEAST_SCORE = 0.1  # of the digits: even a long line is not cut into what is none

NARROW = 0.45  # of its height: the least mean width of a digit among three and more
LEAST_TRAVEL = 0.75  # of the height: how far the pen goes up and down for any digit, at least
MAX_DIGITS = 8
MANY = 3  # digits: ink that may hold so many is cut again
GOOD = 0.7  # if two pieces reach this product of their scores, neither is cut again
BEAMS = (2, 1)  # candidates that are cut again, of the whole and of a piece: the surest so far


class Judge(Protocol[Judged_contra]):
    """Says what digits pieces of ink look like: probabilities in [0, 1]."""

    def digits(self, pieces: Sequence[Judged_contra]) -> Probabilities:
        """Returns the probabilities (n, 10) of each piece as one digit."""

    def pairs(self, pieces: Sequence[Judged_contra]) -> Probabilities:
        """Returns the probabilities (n, 2, 10) of the left and the right digit of each piece."""


def cut_strokes(
    strokes: list[Points], score: float, judge: Judge[list[Points]]
) -> Parts[list[Points]]:
    """Returns the digits of strokes (n, 2) from left to right, and what each looks like (10,).

    There are none where the strokes are not several digits. `score`, in [0, 1], says how much all
    together look like one digit.
    """
    scaled = [stroke / _unit(strokes) for stroke in strokes]
    width, height = np.ptp(np.concatenate(scaled), axis=0)
    travel = sum(float(np.abs(np.diff(stroke[:, 1])).sum()) for stroke in scaled)
    # A long bar is wide enough for many digits, and the beginning of a single 5 or 7.
    by_travel = int(travel / max(LEAST_TRAVEL * height, 1e-9))
    cutter = Cutter(stroke_cuts.cut_candidates, judge, stroke_cuts.handicap)
    return cutter.cut(strokes, score, min(_most_digits(width, height), by_travel))


def cut_shape(shape: Mask, score: float, judge: Judge[Mask]) -> Parts[Mask]:
    """Returns the digits of a shape, bool (h, w), as `cut_strokes` does those of strokes."""
    edges = max(
        np.count_nonzero(shape[1:] != shape[:-1]), np.count_nonzero(shape[:, 1:] != shape[:, :-1])
    )
    if edges > MAX_EDGES * len(shape):
        return []
    rows, columns = np.nonzero(shape)
    cutter = Cutter(picture_cuts.cut_candidates, judge)
    return cutter.cut(shape, score, _most_digits(float(np.ptp(columns)), float(np.ptp(rows))))


@dataclass(frozen=True)
class Cutter(Generic[Piece]):
    """Cuts ink into digits.

    `candidates` gives the ways to cut a piece in a left and a right one. `handicap` gets a piece
    and its parts: how much the logarithm of their scores is lowered when candidates are compared.
    """

    candidates: Callable[[Piece], list[tuple[Piece, Piece]]]
    judge: Judge[Piece]
    handicap: Callable[[Piece, tuple[Piece, Piece]], float] = lambda _piece, _parts: 0.0

    def cut(self, whole: Piece, score: float, at_most: int) -> Parts[Piece]:
        """Returns the digits from left to right with their probabilities; none if it is one digit.

        `score`, in [0, 1], says how much the whole looks like one digit; it may hold `at_most` so
        many.
        """
        if score >= SURE or at_most < 2:
            return []
        pair = self.judge.pairs([whole])[0]
        pair_score = float(pair.max(axis=1).prod())
        if at_most < MANY and pair_score < LEAST_PAIR:
            return []
        best = self._best(whole, pair, at_most, BEAMS)
        evidence = _log_odds(best.score) - _log_odds(score)
        if len(best.pieces) == 2:
            evidence += _log_odds(pair_score)
        if best.score < LEAST_SCORE or evidence < LEAST_EVIDENCE:
            return []
        return list(zip(best.pieces, best.digits, strict=True))

    def _best(
        self, whole: Piece, pair: Probabilities, at_most: int, beams: tuple[int, ...]
    ) -> "_Cut[Piece]":
        """Returns the best way to cut a piece into two digits and at most so many."""
        ways = self.candidates(whole)
        if not ways:
            return _Cut(0.0, [whole], [np.zeros(CLASSES, dtype=np.float32)])
        digits = self.judge.digits([piece for way in ways for piece in way]).reshape(-1, 2, CLASSES)
        scores = digits.max(axis=2)
        agreed = np.sqrt(digits * pair)
        handicaps = [self.handicap(whole, way) for way in ways]
        weights = np.exp(-np.array(handicaps))
        number = int((agreed.max(axis=2).prod(axis=1) * weights).argmax())
        best = _Cut(handicaps[number], list(ways[number]), list(agreed[number]))
        if at_most < MANY or best.rank >= GOOD or pair.max(axis=1).prod() >= IS_PAIR:
            return best
        for number in np.argsort(-scores.max(axis=1) * weights, kind="stable")[: beams[0]]:
            way, unsure = ways[number], int(scores[number].argmin())
            rest_pair = self.judge.pairs([way[unsure]])[0]
            rest = self._best(way[unsure], rest_pair, at_most - 1, beams[1:] or beams)
            sure = _Cut(handicaps[number], [way[1 - unsure]], [digits[number, 1 - unsure]])
            deeper = sure + rest if unsure else rest + sure
            best = max(best, deeper, key=lambda cut: cut.rank)
        return best


@dataclass(frozen=True)
class _Cut(Generic[Piece]):
    """Pieces from left to right, what each looks like (10,), and the handicap of the cuts."""

    handicap: float
    pieces: list[Piece]
    digits: list[Probabilities]

    @property
    def score(self) -> float:
        """How much the pieces look like digits, in [0, 1]."""
        return float(np.prod([each.max() for each in self.digits]))

    @property
    def rank(self) -> float:
        """The score, lowered by the handicap."""
        return float(self.score * np.exp(-self.handicap))

    def __add__(self, other: "_Cut[Piece]") -> "_Cut[Piece]":
        """Returns both beside each other."""
        return _Cut(
            self.handicap + other.handicap, self.pieces + other.pieces, self.digits + other.digits
        )


def _most_digits(width: float, height: float) -> int:
    """Returns how many digits ink may hold by its extent: always two, and more if it is wide."""
    return max(2, round(min(MAX_DIGITS, width / max(NARROW * height, 1e-9))))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(clipped / (1 - clipped)))


def _unit(strokes: Sequence[Points]) -> float:
    """Returns the largest number: divided by it, differences of huge numbers are finite."""
    largest = max(float(np.abs(stroke).max()) for stroke in strokes)
    return max(largest, np.finfo(float).tiny)
