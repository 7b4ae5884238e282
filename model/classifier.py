"""Reads handwritten digits: from strokes or from an image to the three likeliest digits.

    classifier = DigitClassifier.load("model/mnist_model.keras")
    classifier.read_strokes([[[0, 0], [9, 0], [3, 20]]]).text   # "7"

Reads one digit, a number, or a page of them. `model.preprocess` makes the network's input,
`model.runtime` runs the network, and `model.page` finds the digits with it.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from model.cuts import Judge, Parts, Probabilities, cut_shape, cut_strokes
from model.page import TOP_K, Indices, Page, digit_score
from model.pairs import PAIR_MODEL_FILE, PAIR_SHAPE, pair_from_arrays, pair_from_shape
from model.picture.components import Mask
from model.picture.ink import Ink, Shape, ink_hypotheses
from model.picture.rule_removal import Unruled
from model.preprocess import (
    Box,
    DigitImage,
    Pixels,
    Points,
    Strokes,
    digit_from_arrays,
    digit_from_shape,
    parse_strokes,
)
from model.reading import DigitReading, Line, Prediction, Reading
from model.runtime import CLASSES, Network
from model.turning import is_unsure, turn_to_read, turned, turned_back

__all__ = [
    "MODEL_FILE", "TOP_K", "DigitClassifier", "DigitReading", "Line", "Prediction", "Reading",
    "digit_score",
]  # fmt: skip

MAX_DOUBTFUL = 24  # digits: with more, lines that are removed are rules
ONE_DIGIT_SIDE = 32  # pixels: so small a picture shows one digit, if it looks like one
COARSE = 2.5  # times fewer pixels on each side, for a page with many digits

MODEL_FILE = Path(__file__).parent / "mnist_model.keras"


class DigitClassifier:
    """Reads digits with a trained network. Threads may share it."""

    def __init__(self, network: Network, pairs: Network | None = None) -> None:
        """Reads with this network; without one for pairs, digits that touch are not cut."""
        self.network = network
        self.pairs = pairs

    @classmethod
    def load(cls, file: str | os.PathLike[str] = MODEL_FILE) -> "DigitClassifier":
        """Loads the network of a .keras file. Raises ModelFileError where that is impossible."""
        return cls(Network.load(file), Network.load(PAIR_MODEL_FILE, PAIR_SHAPE, (2, CLASSES)))

    def read_strokes(self, strokes: Strokes) -> Reading:
        """Reads a drawing: a list of strokes, each a list of points [x, y], y down, any unit.

        Raises DrawingError where it is anything else.
        """
        arrays = parse_strokes(strokes)
        return self._read_drawing(arrays)[0] if arrays else Reading(())

    def read_with_strokes(self, strokes: Strokes) -> list[tuple[DigitReading, list[Points]]]:
        """Reads a drawing like `read_strokes`, and returns each digit with its strokes (n, 2)."""
        arrays = parse_strokes(strokes)
        if not arrays:
            return []
        reading, pieces = self._read_drawing(arrays)
        return list(zip(reading.digits, pieces, strict=True))

    def read_image(self, image: Image.Image) -> Reading:
        """Reads an image of any mode, size and polarity, transparent ones included."""
        upright = ImageOps.exif_transpose(image)
        inks = ink_hypotheses(upright)
        if not inks:
            return Reading(())
        reading = self._read_hypotheses(inks)
        degrees = 0
        if not _is_tiny(inks[0]) and is_unsure(reading):
            degrees = turn_to_read(self.network, inks[0])
        if degrees:
            other = self._read_hypotheses(ink_hypotheses(turned(upright, degrees)))
            if _count_digits(other) > _count_digits(reading):
                return turned_back(other, degrees, upright.size)
        return reading

    def _read_hypotheses(self, inks: Sequence[Ink]) -> Reading:
        first = self._read_ink(inks[0], may_cut=True)
        if len(first.digits) > MAX_DOUBTFUL:
            return first
        unruled = inks[0].unruled
        others = [self._read_ink(ink, may_cut=unruled.is_doubtful) for ink in inks[1:]]
        return _likeliest(first, others, unruled)

    def _read_ink(self, ink: Ink, may_cut: bool) -> Reading:
        page = Page(self.network, _Picture(ink), self.pairs if may_cut else None)
        # The pen has often left a gap where a picture is as coarse as those of MNIST.
        one = page.read_as_one() if _is_tiny(ink) else None
        reading = one or page.read()[0]
        truncated = reading.truncated or not ink.is_complete
        return replace(reading, truncated=truncated, ignored=_ignored(ink))

    def _read_drawing(self, strokes: list[Points]) -> tuple[Reading, list[list[Points]]]:
        return Page(self.network, _Drawing(strokes), self.pairs).read()


class _Drawing:
    """The strokes (n, 2) of a drawing, as a page reads them."""

    def __init__(self, strokes: Sequence[Points]) -> None:
        self._strokes = strokes
        self.boxes = np.array([[*each.min(axis=0), *each.max(axis=0)] for each in strokes])

    def piece(self, indices: Indices) -> list[Points]:
        return [self._strokes[index] for index in indices]

    def draw(self, piece: list[Points], quickly: bool) -> DigitImage:  # noqa: ARG002, it is quick
        return digit_from_arrays(piece)

    def draw_pair(self, piece: list[Points]) -> Pixels:
        return pair_from_arrays(piece)

    def cut(
        self, piece: list[Points], score: float, judge: Judge[list[Points]]
    ) -> Parts[list[Points]]:
        return cut_strokes(piece, score, judge)


class _Picture:
    """The ink of an image, as a page reads it."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self.boxes = ink.boxes

    def piece(self, indices: Indices) -> Shape:
        return self._ink.shape(indices)

    def draw(self, piece: Shape, quickly: bool) -> DigitImage:
        return digit_from_shape(piece.reduced(COARSE) if quickly else piece, quickly)

    def draw_pair(self, piece: Shape) -> Pixels:
        return pair_from_shape(piece)

    def cut(self, piece: Shape, score: float, judge: Judge[Shape]) -> Parts[Shape]:
        parts = cut_shape(piece.mask, score, _JudgeOfParts(piece, judge))
        return [(piece.part(mask), digits) for mask, digits in parts]


class _JudgeOfParts:
    """Judges parts of a shape, which are masks of it."""

    def __init__(self, whole: Shape, judge: Judge[Shape]) -> None:
        self._whole = whole
        self._judge = judge

    def digits(self, pieces: Sequence[Mask]) -> Probabilities:
        return self._judge.digits([self._whole.part(mask) for mask in pieces])

    def pairs(self, pieces: Sequence[Mask]) -> Probabilities:
        return self._judge.pairs([self._whole.part(mask) for mask in pieces])


def _ignored(ink: Ink) -> tuple[Box, ...]:
    """Returns the boxes of the rules that were removed, in pixels of the image."""
    return tuple(
        (left * ink.reduction, top * ink.reduction, right * ink.reduction, bottom * ink.reduction)
        for left, top, right, bottom in ink.unruled.rules
    )


def _likeliest(first: Reading, others: Sequence[Reading], unruled: Unruled) -> Reading:
    """Returns the first reading, without rules, or one with them if they were strokes of digits.

    They were if the ink with them is sure to be digits, and no more digits than without; a frame
    alone may look like a 0.
    """
    for reading in others[::-1]:
        is_closed = unruled.frame and not reading.ignored and _is_sure(first)
        fits = unruled.is_doubtful or len(reading.digits) <= len(first.digits)
        if _is_sure(reading) and fits and not is_closed:
            return reading
    return first


def _is_tiny(ink: Ink) -> bool:
    return max(ink.contrast.size) <= ONE_DIGIT_SIDE


def _count_digits(reading: Reading) -> int:
    return sum(digit.is_digit for digit in reading.digits)


def _is_sure(reading: Reading) -> bool:
    return bool(reading.digits) and all(digit.is_digit for digit in reading.digits)
