"""Reads handwritten digits: from strokes or from an image to the three likeliest digits.

    classifier = DigitClassifier.load("model/mnist_model.keras")
    classifier.read_strokes([[[0, 0], [9, 0], [3, 20]]]).text   # "7"

Reads one digit, a number, or a page of them. `model.preprocess` makes the network's input,
`model.runtime` runs the network, and `model.page` finds the digits with it.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from model.cuts import cut_shape, cut_strokes
from model.page import TOP_K, Indices, Page, Piece, Source, digit_score
from model.picture.components import Mask
from model.picture.ink import Ink, Shape, ink_hypotheses
from model.picture.rule_removal import Unruled
from model.preprocess import (
    Box,
    DigitImage,
    Points,
    Strokes,
    digit_from_arrays,
    digit_from_shape,
    parse_strokes,
)
from model.reading import DigitReading, Line, Prediction, Reading
from model.runtime import Network

__all__ = [
    "MODEL_FILE", "TOP_K", "DigitClassifier", "DigitReading", "Line", "Prediction", "Reading",
    "digit_score",
]  # fmt: skip

MAX_DOUBTFUL = 24  # digits: with more, lines that are removed are rules
COARSE = 2.5  # times fewer pixels on each side, for a page with many digits

MODEL_FILE = Path(__file__).parent / "mnist_model.keras"


class DigitClassifier:
    """Reads digits with a trained network. Threads may share it."""

    def __init__(self, network: Network) -> None:
        """Reads with this network; `load` takes a file."""
        self.network = network

    @classmethod
    def load(cls, file: str | os.PathLike[str] = MODEL_FILE) -> "DigitClassifier":
        """Loads the network of a .keras file. Raises ModelFileError where that is impossible."""
        return cls(Network.load(file))

    def read_strokes(self, strokes: Strokes) -> Reading:
        """Reads a drawing: a list of strokes, each a list of points [x, y], y down, any unit.

        Raises DrawingError where it is anything else.
        """
        arrays = parse_strokes(strokes)
        return self._read(_Drawing(arrays))[0] if arrays else Reading(())

    def read_with_strokes(self, strokes: Strokes) -> list[tuple[DigitReading, list[Points]]]:
        """Reads a drawing like `read_strokes`, and returns each digit with its strokes (n, 2)."""
        arrays = parse_strokes(strokes)
        if not arrays:
            return []
        reading, pieces = self._read(_Drawing(arrays))
        return list(zip(reading.digits, pieces, strict=True))

    def read_image(self, image: Image.Image) -> Reading:
        """Reads an image of any mode, size and polarity, transparent ones included."""
        inks = ink_hypotheses(image)
        if not inks:
            return Reading(())
        first = self._read_ink(inks[0], may_cut=True)
        if len(first.digits) > MAX_DOUBTFUL:
            return first
        unruled = inks[0].unruled
        others = [self._read_ink(ink, may_cut=unruled.is_doubtful) for ink in inks[1:]]
        return _likeliest(first, others, unruled)

    def _read_ink(self, ink: Ink, may_cut: bool) -> Reading:
        reading, _ = self._read(_Picture(ink), may_cut)
        truncated = reading.truncated or not ink.is_complete
        return replace(reading, truncated=truncated, ignored=_ignored(ink))

    def _read(self, source: Source[Piece], may_cut: bool = True) -> tuple[Reading, list[Piece]]:
        return Page(self.network, source, may_cut).read()


class _Drawing:
    """The strokes (n, 2) of a drawing, as a page reads them."""

    def __init__(self, strokes: Sequence[Points]) -> None:
        self._strokes = strokes
        self.boxes = np.array([[*each.min(axis=0), *each.max(axis=0)] for each in strokes])

    def piece(self, indices: Indices) -> list[Points]:
        return [self._strokes[index] for index in indices]

    def draw(self, piece: list[Points], quickly: bool) -> DigitImage:  # noqa: ARG002, it is quick
        return digit_from_arrays(piece)

    def cut(
        self,
        piece: list[Points],
        score: float,
        scores: Callable[[Sequence[list[Points]]], Sequence[float]],
    ) -> tuple[float, list[list[Points]]]:
        return cut_strokes(piece, score, scores)


class _Picture:
    """The ink of an image, as a page reads it."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self.boxes = ink.boxes

    def piece(self, indices: Indices) -> Shape:
        return self._ink.shape(indices)

    def draw(self, piece: Shape, quickly: bool) -> DigitImage:
        return digit_from_shape(piece.reduced(COARSE) if quickly else piece, quickly)

    def cut(
        self, piece: Shape, score: float, scores: Callable[[Sequence[Shape]], Sequence[float]]
    ) -> tuple[float, list[Shape]]:
        def scores_of_parts(masks: Sequence[Mask]) -> Sequence[float]:
            return scores([piece.part(mask) for mask in masks])

        product, masks = cut_shape(piece.mask, score, scores_of_parts)
        if len(masks) == 1:
            return score, [piece]
        return product, [piece.part(mask) for mask in masks]


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


def _is_sure(reading: Reading) -> bool:
    return bool(reading.digits) and all(digit.is_digit for digit in reading.digits)
