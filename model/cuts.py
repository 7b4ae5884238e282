"""Decides whether ink that looks like no digit is several digits that touch, and cuts it apart.

    score, pieces = cut_strokes(strokes, score, scores)
    score, pieces = cut_shape(shape, score, scores)

`scores` says how much pieces look like digits; `model.classifier` has a network for it. The ways to
cut come from `model.stroke_cuts` and `model.picture.cuts`. A cut has to make the ink look much more
like digits than it does uncut. Nearly all finished digits look like one at once, and cost nothing
here; the start of one may not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import numpy as np

from model import stroke_cuts
from model.picture import cuts as picture_cuts
from model.picture.components import Mask
from model.preprocess import Points

Piece = TypeVar("Piece")

SURE = 0.98  # ink that scores at least this much is one digit, and nothing is tried
MAX_EDGES = 10  # edges of ink in each column or row on average: digits have fewer
SURE_SHAPE = 0.9  # a shape may be cut anywhere, which finds more false digits than strokes have
# A cut is made if the log-odds of its score, less a part of the whole's, plus a multiple of the
# logarithm of width divided by height, exceed a limit. Pairs are wider than single digits. These
# weigh digits that touch against letters, which can be cut into what looks like two digits.
OF_WHOLE, OF_ASPECT = 1.0, 3.5
LEAST_FOR_SHAPES = 6.0
LEAST_FOR_STROKES = 3.0  # whole strokes alone: a digit of two hardly looks like two digits
OF_HANDICAP = 10.0  # a cut through a stroke needs as much more evidence as one through a shape
LEAST_PRODUCT = 0.5  # of the scores of the digits: even a long line is not cut into what is none
MAX_ASPECT = 10.0

THROUGH_BELOW = 0.5  # strokes that score more are split, but not cut through
# Width by height: narrower strokes are not split, and not cut through; one stroke never is.
SPLIT_FROM, THROUGH_FROM = 0.65, 1.0
NARROW = 0.45  # of its height: the least mean width of a digit among three and more
MAX_DIGITS = 8
GOOD = 0.7  # if two pieces reach this product of their scores, neither is cut again
BEAMS = (2, 1)  # candidates that are cut again, of the whole and of a piece: the surest so far


def cut_strokes(
    strokes: list[Points],
    score: float,
    scores: Callable[[Sequence[list[Points]]], Sequence[float]],
) -> tuple[float, list[list[Points]]]:
    """Returns the digits of strokes (n, 2) from left to right, and the product of their scores.

    `score`, in [0, 1], says how much all together look like one digit; `scores` says it of others.
    """
    width, height = np.ptp(np.concatenate(strokes) / _unit(strokes), axis=0)
    aspect = width / max(height, 1e-9)
    # While the pen moves, most drawings are one unfinished digit, which no cut may slow down.
    through = score < THROUGH_BELOW and aspect >= THROUGH_FROM
    if len(strokes) == 1 or aspect < SPLIT_FROM:
        return score, [strokes]
    cutter = Cutter(
        partial(stroke_cuts.cut_candidates, through=through),
        scores,
        LEAST_FOR_STROKES,
        stroke_cuts.handicap,
    )
    return cutter.cut(strokes, score, aspect)


def cut_shape(
    shape: Mask, score: float, scores: Callable[[Sequence[Mask]], Sequence[float]]
) -> tuple[float, list[Mask]]:
    """Returns the digits of a shape, bool (h, w), as `cut_strokes` does those of strokes."""
    edges = max(
        np.count_nonzero(shape[1:] != shape[:-1]), np.count_nonzero(shape[:, 1:] != shape[:, :-1])
    )
    if score >= SURE_SHAPE or edges > MAX_EDGES * len(shape):
        return score, [shape]
    rows, columns = np.nonzero(shape)
    cutter = Cutter(picture_cuts.cut_candidates, scores, LEAST_FOR_SHAPES)
    return cutter.cut(shape, score, np.ptp(columns) / max(float(np.ptp(rows)), 1e-9))


@dataclass(frozen=True)
class Cutter(Generic[Piece]):
    """Cuts ink into digits.

    `candidates` gives the ways to cut a piece in a left and a right one. `scores` says how much
    each of several pieces looks like a digit, in [0, 1]. `least` is the evidence that a cut needs.
    `handicap` gets a piece and its parts: how much the logarithm of their scores is lowered when
    candidates are compared.
    """

    candidates: Callable[[Piece], list[tuple[Piece, Piece]]]
    scores: Callable[[Sequence[Piece]], Sequence[float]]
    least: float
    handicap: Callable[[Piece, tuple[Piece, Piece]], float] = lambda _piece, _parts: 0.0

    def cut(self, whole: Piece, score: float, aspect: float) -> tuple[float, list[Piece]]:
        """Returns the product of the scores of the digits, and the digits from left to right.

        Where it is one digit, they are the score and the whole. `score`, in [0, 1], says how much
        the whole looks like one digit; `aspect` is its width divided by its height.
        """
        if score >= SURE:
            return score, [whole]
        best = self._best(whole, _most_digits(aspect), BEAMS)
        evidence = (
            _log_odds(best.score)
            - OF_WHOLE * _log_odds(score)
            + OF_ASPECT * np.log(np.clip(aspect, 1 / MAX_ASPECT, MAX_ASPECT))
            - OF_HANDICAP * best.handicap
        )
        is_cut = best.score >= LEAST_PRODUCT and evidence > self.least
        return (best.score, best.pieces) if is_cut else (score, [whole])

    def _best(self, whole: Piece, at_most: int, beams: tuple[int, ...]) -> "_Cut[Piece]":
        """Returns the best way to cut a piece into two digits and at most so many."""
        pairs = self.candidates(whole)
        if not pairs:
            return _Cut(0.0, 0.0, [whole])
        scores = np.reshape(self.scores([piece for pair in pairs for piece in pair]), (-1, 2))
        handicaps = [self.handicap(whole, pair) for pair in pairs]
        weights = np.exp(-np.array(handicaps))
        number = int((scores.prod(axis=1) * weights).argmax())
        best = _Cut(float(scores[number].prod()), handicaps[number], list(pairs[number]))
        if best.rank >= GOOD or at_most < 3:
            return best
        for number in np.argsort(-scores.max(axis=1) * weights, kind="stable")[: beams[0]]:
            pair, unsure = pairs[number], int(scores[number].argmin())
            rest = self._best(pair[unsure], at_most - 1, beams[1:] or beams)
            score = rest.score * float(scores[number, 1 - unsure])
            pieces = [pair[0], *rest.pieces] if unsure else [*rest.pieces, pair[1]]
            deeper = _Cut(score, rest.handicap + handicaps[number], pieces)
            best = max(best, deeper, key=lambda cut: cut.rank)
        return best


@dataclass(frozen=True)
class _Cut(Generic[Piece]):
    """The product of the scores of pieces, the handicaps of how they were cut, and the pieces."""

    score: float
    handicap: float
    pieces: list[Piece]

    @property
    def rank(self) -> float:
        """The score, lowered by the handicap."""
        return float(self.score * np.exp(-self.handicap))


def _most_digits(aspect: float) -> int:
    """Returns how many digits ink may hold: always two, and more if it is wide."""
    return max(2, round(min(MAX_DIGITS, aspect / NARROW)))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(clipped / (1 - clipped)))


def _unit(strokes: Sequence[Points]) -> float:
    """Returns the largest number: divided by it, differences of huge numbers are finite."""
    largest = max(float(np.abs(stroke).max()) for stroke in strokes)
    return max(largest, np.finfo(float).tiny)
