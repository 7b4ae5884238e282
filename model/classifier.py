"""Read a handwritten digit: from strokes or from a picture to the likeliest digits.

    classifier = DigitClassifier.load("model/mnist_model.keras")
    classifier.read_strokes([[[0, 0], [9, 0], [3, 20]]]).text   # "7"

What a drawing becomes before the network sees it is `model.preprocess`; which file the network
runs from is `model.runtime`, which strokes or parts of a picture are one digit `model.segments`.
Reads numbers of up to eight digits.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.ink import find_ink
from model.preprocess import (
    Box,
    DigitImage,
    Pixels,
    Points,
    Strokes,
    as_lines,
    digit_from_ink,
    digit_from_lines,
    to_network_input,
)
from model.runtime import Network
from model.segments import MOST_DIGITS, Run, Segments, likeliest_parts

MODEL_FILE = Path(__file__).parent / "mnist_model.keras"

LIKELIEST = 3


@dataclass(frozen=True)
class Prediction:
    """A digit, 0 to 9, and how likely it is, in [0, 1]."""

    digit: int
    probability: float


@dataclass(frozen=True)
class DigitReading:
    """One digit as it was read.

    `predictions` are the three likeliest, best first; `is_digit` is False where the ink is not
    like any digit; `image` is uint8 (28, 28), what the network saw; `box` is left, top, right,
    bottom of the ink in the input's units, of a picture those after it is turned as its EXIF says;
    `has_shape` is False where there is nothing to judge by but a dot; `frame` is left, top, right,
    bottom of the image, where that is known.
    """

    predictions: tuple[Prediction, ...]
    is_digit: bool
    image: Pixels
    box: Box
    has_shape: bool
    frame: Box | None


@dataclass(frozen=True)
class Reading:
    """The digits of a drawing from left to right; none for an empty drawing."""

    digits: tuple[DigitReading, ...]

    @property
    def text(self) -> str:
        """The likeliest digit of each, unsure ones included: "7", or "" for an empty drawing."""
        return "".join(str(digit.predictions[0].digit) for digit in self.digits)


def digit_score(probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How much drawings look like any digit at all, in [0, 1], of float32 (..., 10) answers.

    The largest probability: the network is trained to be undecided about what is no digit.
    """
    score: npt.NDArray[np.float32] = probabilities.max(axis=-1)
    return score


class DigitClassifier:
    """Reads digits with a trained network. Safe to use from several threads."""

    def __init__(self, network: Network) -> None:
        """Read with this network; `load` takes a file."""
        self.network = network

    @classmethod
    def load(cls, file: str | os.PathLike[str] = MODEL_FILE) -> "DigitClassifier":
        """Load the network of a .keras file. Raises ModelFileError where that cannot be done."""
        return cls(Network.load(file))

    def read_strokes(self, strokes: Strokes) -> Reading:
        """Read a drawing: a list of strokes, each a list of points [x, y], y down, any unit.

        Raises DrawingError where it is anything else.
        """
        return Reading(tuple(digit for digit, _ in self.read_parts(strokes)))

    def read_parts(self, strokes: Strokes) -> list[tuple[DigitReading, list[Points]]]:
        """The same digit by digit, each with the strokes (n, 2) that it was read from."""
        lines = as_lines(strokes)
        if not lines:
            return []
        segments = Segments(lines)
        candidates = {run: digit_from_lines(segments.strokes(run)) for run in segments.runs()}
        return [(digit, segments.strokes(run)) for run, digit in self._read(candidates)]

    def read_image(self, image: Image.Image) -> Reading:
        """Read a picture of any mode, size and polarity, transparent ones included."""
        ink = find_ink(image)
        if ink is None:
            return Reading(())
        segments = Segments([box.reshape(2, 2) for box in ink.boxes])
        candidates = {run: digit_from_ink(ink, segments.numbers(run)) for run in segments.runs()}
        return Reading(tuple(digit for _, digit in self._read(candidates)))

    def _read(self, candidates: Mapping[Run, DigitImage]) -> list[tuple[Run, DigitReading]]:
        """Read the candidates that together look most like digits."""
        images = np.array([digit.pixels for digit in candidates.values()])
        answers = dict(zip(candidates, self.network(to_network_input(images)), strict=True))
        scores = {
            run: float(digit_score(answers[run])) if candidates[run].has_shape else 0.0
            for run in candidates
        }
        least = self.network.calibration.least_digit_score
        parts = likeliest_parts(scores)[:MOST_DIGITS]
        return [
            (
                run,
                DigitReading(
                    _likeliest(answers[run]),
                    scores[run] >= least,
                    candidates[run].pixels,
                    candidates[run].box,
                    candidates[run].has_shape,
                    candidates[run].frame,
                ),
            )
            for run in parts
        ]


def _likeliest(probabilities: npt.NDArray[np.float32]) -> tuple[Prediction, ...]:
    digits = probabilities.argsort()[::-1][:LIKELIEST]
    return tuple(Prediction(int(digit), float(probabilities[digit])) for digit in digits)
