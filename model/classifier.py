"""Reads handwritten digits: from strokes or from an image to the three likeliest digits.

    classifier = DigitClassifier.load("model/mnist_model.keras")
    classifier.read_strokes([[[0, 0], [9, 0], [3, 20]]]).text   # "7"

Reads numbers of up to eight digits. `model.preprocess` makes the network's input, `model.runtime`
runs the network, and `model.segmentation` finds the digits of a number.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.picture.ink import find_ink
from model.preprocess import (
    Box,
    DigitImage,
    Pixels,
    Points,
    Strokes,
    digit_from_arrays,
    digit_from_ink,
    parse_strokes,
    to_network_input,
)
from model.runtime import Network
from model.segmentation import MAX_DIGITS, Segmentation, Span, best_segmentation

MODEL_FILE = Path(__file__).parent / "mnist_model.keras"

TOP_K = 3


@dataclass(frozen=True)
class Prediction:
    """A digit, 0 to 9, and its probability, in [0, 1]."""

    digit: int
    probability: float


@dataclass(frozen=True)
class DigitReading:
    """One digit as it was read.

    `predictions` are the three likeliest digits, best first. `is_digit` is False where the ink does
    not look like any digit. `image` is uint8 (28, 28), what the network saw. `box` is left, top,
    right, bottom of the ink in the input's units; for an image, those of its upright form.
    `has_shape` is False where there is only a dot. `frame` is left, top, right, bottom of `image`
    in the input's units, where that is known.
    """

    predictions: tuple[Prediction, ...]
    is_digit: bool
    image: Pixels
    box: Box
    has_shape: bool
    frame: Box | None


@dataclass(frozen=True)
class Reading:
    """The digits of a drawing from left to right; an empty drawing has none."""

    digits: tuple[DigitReading, ...]

    @property
    def text(self) -> str:
        """The likeliest digit of each, unsure ones included: "7", or "" for an empty drawing."""
        return "".join(str(digit.predictions[0].digit) for digit in self.digits)


def digit_score(probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Returns how much drawings look like digits, in [0, 1], from probabilities (..., 10).

    It is the largest probability: for anything but a digit, the network is trained to give all
    digits the same.
    """
    score: npt.NDArray[np.float32] = probabilities.max(axis=-1)
    return score


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
        return Reading(tuple(digit for digit, _ in self.read_with_strokes(strokes)))

    def read_with_strokes(self, strokes: Strokes) -> list[tuple[DigitReading, list[Points]]]:
        """Reads a drawing like `read_strokes`, and returns each digit with its strokes (n, 2)."""
        arrays = parse_strokes(strokes)
        if not arrays:
            return []
        groups = Segmentation(arrays)
        candidates = {span: digit_from_arrays(groups.strokes(span)) for span in groups.spans()}
        return [(digit, groups.strokes(span)) for span, digit in self._read(candidates)]

    def read_image(self, image: Image.Image) -> Reading:
        """Reads an image of any mode, size and polarity, transparent ones included."""
        ink = find_ink(image)
        if ink is None:
            return Reading(())
        groups = Segmentation([box.reshape(2, 2) for box in ink.boxes])
        candidates = {span: digit_from_ink(ink, groups.indices(span)) for span in groups.spans()}
        return Reading(tuple(digit for _, digit in self._read(candidates)))

    def _read(self, candidates: Mapping[Span, DigitImage]) -> list[tuple[Span, DigitReading]]:
        """Returns the candidates that together look most like digits, from left to right."""
        images = np.array([digit.pixels for digit in candidates.values()])
        outputs = dict(zip(candidates, self.network(to_network_input(images)), strict=True))
        scores = {
            span: float(digit_score(outputs[span])) if candidates[span].has_shape else 0.0
            for span in candidates
        }
        threshold = self.network.calibration.least_digit_score
        return [
            (
                span,
                DigitReading(
                    _top_predictions(outputs[span]),
                    scores[span] >= threshold,
                    candidates[span].pixels,
                    candidates[span].box,
                    candidates[span].has_shape,
                    candidates[span].frame,
                ),
            )
            for span in best_segmentation(scores)[:MAX_DIGITS]
        ]


def _top_predictions(probabilities: npt.NDArray[np.float32]) -> tuple[Prediction, ...]:
    digits = probabilities.argsort()[::-1][:TOP_K]
    return tuple(Prediction(int(digit), float(probabilities[digit])) for digit in digits)
