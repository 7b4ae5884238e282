"""What was read: digits, in numbers, in lines. `model.classifier` makes these, and reads nothing.

A number is digits without a wide gap; a line has one number or several side by side.
"""

from dataclasses import dataclass

from model.preprocess import Box, Pixels

PLACEHOLDER = "·"  # stands in a text for ink that is no digit
# Signs like + and ÷ score less than this, and hardly any digit does. From here up to the calibrated
# threshold the text has the likeliest digit, though it is unsure.
LEAST_LIKELY = 0.3


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
    in the input's units, where that is known. `is_sign` is True for ink so small beside its line
    that it is a minus, a point or a comma, whatever it looks like alone.
    """

    predictions: tuple[Prediction, ...]
    is_digit: bool
    image: Pixels
    box: Box
    has_shape: bool
    frame: Box | None
    is_sign: bool = False

    @property
    def text(self) -> str:
        """The likeliest digit, even if it is unsure; "·" where the ink is some other sign."""
        best = self.predictions[0]
        if self.is_sign or (not self.is_digit and best.probability < LEAST_LIKELY):
            return PLACEHOLDER
        return str(best.digit)


@dataclass(frozen=True)
class Line:
    """One row: its numbers from left to right, each with its digits from left to right."""

    numbers: tuple[tuple[DigitReading, ...], ...]

    @property
    def digits(self) -> tuple[DigitReading, ...]:
        """All digits from left to right."""
        return tuple(digit for number in self.numbers for digit in number)

    @property
    def text(self) -> str:
        """The numbers with a space between them: "2026", "12 -" has the text "12 ·"."""
        return " ".join("".join(digit.text for digit in number) for number in self.numbers)


@dataclass(frozen=True)
class Reading:
    """The lines of a drawing or an image from top to bottom; an empty one has none.

    `truncated` is True where there was more ink than is read at once, so that the end is missing.
    `rotation` is by how many degrees clockwise an image was turned before it was read: 0, 90, 180
    or 270. Boxes are those of the image as it was. `ignored` are the boxes of rules and frames.
    """

    lines: tuple[Line, ...]
    truncated: bool = False
    rotation: int = 0
    ignored: tuple[Box, ...] = ()

    @property
    def digits(self) -> tuple[DigitReading, ...]:
        """All digits in reading order."""
        return tuple(digit for line in self.lines for digit in line.digits)

    @property
    def text(self) -> str:
        """The lines' texts, joined by newlines: "7", "2026", or "" for an empty drawing."""
        return "\n".join(line.text for line in self.lines)
