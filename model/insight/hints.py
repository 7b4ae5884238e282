"""Finds out why a drawing may be misread, and gives its writer a hint.

Each hint is tried before it is given: the drawing is changed as the hint says, and read again. The
hint is given only if the changed drawing is accepted as a digit.

    dot         a dot has no stroke to read
    close       strokes above one another read as digits side by side
    turned      it is a digit once it is turned upright
    mirrored    its mirror image is a digit
    stray       it is a digit without one of its strokes
    small       it is so small that rounding its points changes the answer
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from model.classifier import DigitClassifier, Reading
from model.preprocess import Points

TURNS = (-90, -60, -40, 40, 60, 90, 180)  # degrees
ROUNDING = 1.0  # units: the page sends whole numbers, a thousand to the side of its surface
SMALL = 60.0  # units; in a larger drawing, rounding moves a point by less than a hundredth of it
TRIALS = 8  # random roundings of a small drawing
MAX_STROKES = 6  # more are a scribble, which no hint turns into a digit
STRAY = 0.3  # of the drawing's length; without a longer stroke it is a different drawing
GAP = 0.5  # of the height: the gap that is tried between strokes that stand close

HintKind = Literal["dot", "close", "turned", "mirrored", "stray", "small"]


@dataclass(frozen=True)
class Hint:
    """What may be wrong with a drawing, and what the changed drawing reads as."""

    kind: HintKind
    text: str


def find_hint(classifier: DigitClassifier, strokes: Sequence[Points]) -> Hint | None:
    """Returns a hint for strokes (n, 2), all those of one digit; None if there is none to give."""
    reading = _read(classifier, strokes)
    points = np.concatenate(strokes)
    if not np.ptp(points, axis=0).any():
        return Hint("dot", "")
    is_small = np.ptp(points, axis=0).max() < SMALL * ROUNDING
    if is_small and _depends_on_rounding(classifier, strokes):
        return Hint("small", "")
    if _is_accepted(reading) or len(strokes) > MAX_STROKES:
        return None
    hints: dict[float, Hint] = {}
    for kind, changed in _changes(strokes):
        reading = _read(classifier, changed)
        if _is_accepted(reading) and len(reading.digits) == (2 if kind == "close" else 1):
            score = min(digit.predictions[0].probability for digit in reading.digits)
            hints.setdefault(score, Hint(kind, reading.text))
    return hints[max(hints)] if hints else None


def _changes(strokes: Sequence[Points]) -> Iterator[tuple[HintKind, list[Points]]]:
    """Yields each kind of hint with the drawing changed as it says."""
    from_left = sorted(strokes, key=lambda stroke: float(stroke[:, 0].mean()))
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    shift = np.array([width + GAP * height, 0.0])
    for first in range(1, len(strokes)):
        yield "close", [*from_left[:first], *(stroke + shift for stroke in from_left[first:])]
    lengths = [float(np.hypot(*np.diff(stroke, axis=0).T).sum()) for stroke in strokes]
    for stray, length in enumerate(lengths):
        if length <= STRAY * sum(lengths):
            yield "stray", [stroke for index, stroke in enumerate(strokes) if index != stray]
    for degrees in TURNS:
        angle = np.deg2rad(degrees)
        rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        yield "turned", [stroke @ rotation for stroke in strokes]
    yield "mirrored", [stroke * [-1, 1] for stroke in strokes]


def _depends_on_rounding(classifier: DigitClassifier, strokes: Sequence[Points]) -> bool:
    generator = np.random.default_rng(0)
    answers = set()
    for _ in range(TRIALS):
        rounded = [
            stroke + generator.uniform(-0.5, 0.5, stroke.shape) * ROUNDING for stroke in strokes
        ]
        reading = _read(classifier, rounded)
        answers.add((reading.text, _is_accepted(reading)))
    return len(answers) > 1


def _read(classifier: DigitClassifier, strokes: Sequence[Points]) -> Reading:
    return classifier.read_strokes([stroke.tolist() for stroke in strokes])


def _is_accepted(reading: Reading) -> bool:
    return all(digit.is_digit for digit in reading.digits)
