"""Tell why a drawing may not be read, where that can be told: a hint for who drew it.

Each hint is tried before it is given: what it asks for is done to the drawing, which is then read
again. Only if that makes a digit of what was none, or another answer, is the hint worth giving.

    dot         a dot alone has no form
    close       strokes stand above one another that read as digits side by side
    turned      upright it is a digit
    mirrored    seen in a mirror it is a digit
    stray       without one of its strokes it is a digit
    small       so small that rounding its points decides the answer
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from model.classifier import DigitClassifier, Reading
from model.preprocess import Points

TURNS = (-90, -60, -40, 40, 60, 90, 180)  # degrees
ROUNDING = 1.0  # of the points: the page sends them in whole numbers, a thousand to its side
SMALL = 60.0  # roundings in size: in a larger drawing each moves a point by less than a hundredth
ROUNDINGS_TRIED = 8
MOST_STROKES = 6  # more are a scribble, of which no hint makes a digit
STRAY = 0.3  # of the drawing's length; without a longer stroke it is another drawing
APART = 0.5  # of the height: the gap that is tried where strokes stand close


Kind = Literal["dot", "close", "turned", "mirrored", "stray", "small"]


@dataclass(frozen=True)
class Hint:
    """What may be wrong, and what would be read without it."""

    kind: Kind
    text: str


def hint(classifier: DigitClassifier, lines: Sequence[Points]) -> Hint | None:
    """What keeps strokes (n, 2), all those of one digit, from being read, if that can be told."""
    now = _read(classifier, lines)
    points = np.concatenate(lines)
    if not np.ptp(points, axis=0).any():
        return Hint("dot", "")
    if np.ptp(points, axis=0).max() < SMALL * ROUNDING and _rounding_decides(classifier, lines):
        return Hint("small", "")
    if _is_sure(now) or len(lines) > MOST_STROKES:
        return None
    hints: dict[float, Hint] = {}
    for kind, tried in _cures(lines):
        read = _read(classifier, tried)
        if _is_sure(read) and len(read.digits) == (2 if kind == "close" else 1):
            score = min(digit.predictions[0].probability for digit in read.digits)
            hints.setdefault(score, Hint(kind, read.text))
    return hints[max(hints)] if hints else None


def _cures(lines: Sequence[Points]) -> Iterator[tuple[Kind, list[Points]]]:
    """The drawing as each hint asks for it."""
    by_place = sorted(lines, key=lambda line: float(line[:, 0].mean()))
    width, height = np.ptp(np.concatenate(lines), axis=0)
    gap = np.array([width + APART * height, 0.0])
    for first in range(1, len(lines)):
        yield "close", [*by_place[:first], *(line + gap for line in by_place[first:])]
    lengths = [float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines]
    for stray, length in enumerate(lengths):
        if length <= STRAY * sum(lengths):
            yield "stray", [line for place, line in enumerate(lines) if place != stray]
    for degrees in TURNS:
        angle = np.deg2rad(degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        yield "turned", [line @ turn for line in lines]
    yield "mirrored", [line * [-1, 1] for line in lines]


def _rounding_decides(classifier: DigitClassifier, lines: Sequence[Points]) -> bool:
    random = np.random.default_rng(0)
    answers = set()
    for _ in range(ROUNDINGS_TRIED):
        moved = [line + random.uniform(-0.5, 0.5, line.shape) * ROUNDING for line in lines]
        reading = _read(classifier, moved)
        answers.add((reading.text, _is_sure(reading)))
    return len(answers) > 1


def _read(classifier: DigitClassifier, lines: Sequence[Points]) -> Reading:
    return classifier.read_strokes([line.tolist() for line in lines])


def _is_sure(reading: Reading) -> bool:
    return all(digit.is_digit for digit in reading.digits)
