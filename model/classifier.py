"""Read a handwritten digit: from strokes or from a picture to the likeliest digits.

    classifier = DigitClassifier.load("model/mnist_model.keras")
    classifier.read_strokes([[[0, 0], [9, 0], [3, 20]]]).text   # "7"

What a drawing becomes before the network sees it is `model.preprocess`; which file the network
runs from is `model.runtime`. Reads one digit: all the ink of a drawing is taken for it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from model.preprocess import (
    DigitImage,
    Pixels,
    Strokes,
    digit_from_picture,
    digit_from_strokes,
    to_network_input,
)
from model.runtime import Network

MODEL_FILE = Path(__file__).parent / "mnist_model.keras"

LIKELIEST = 3
# What reads as nothing with at least this probability is marked as no digit. Chosen to keep 99.5 %
# of MNIST's validation digits; report.json says how many it keeps, there and elsewhere.
DIGIT_PROBABILITY = 0.75


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
    bottom of the ink in the input's units.
    """

    predictions: tuple[Prediction, ...]
    is_digit: bool
    image: Pixels
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Reading:
    """The digits of a drawing from left to right; none for an empty drawing."""

    digits: tuple[DigitReading, ...]

    @property
    def text(self) -> str:
        """The likeliest digit of each, unsure ones included: "7", or "" for an empty drawing."""
        return "".join(str(digit.predictions[0].digit) for digit in self.digits)


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
        return self._read(digit_from_strokes(strokes))

    def read_image(self, image: Image.Image) -> Reading:
        """Read a picture of any mode, size and polarity, transparent ones included."""
        return self._read(digit_from_picture(image))

    def _read(self, digit: DigitImage | None) -> Reading:
        if digit is None:
            return Reading(())
        probabilities = self.network(to_network_input(digit.pixels[None]))[0]
        likeliest = probabilities.argsort()[::-1][:LIKELIEST]
        predictions = tuple(Prediction(int(d), float(probabilities[d])) for d in likeliest)
        left, top, right, bottom = digit.box
        is_dot = left == right and top == bottom  # which has no shape that could be read
        is_digit = predictions[0].probability >= DIGIT_PROBABILITY and not is_dot
        return Reading((DigitReading(predictions, is_digit, digit.pixels, digit.box),))
