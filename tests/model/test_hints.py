import numpy as np
import pytest

from model.classifier import DigitClassifier
from model.hints import Hint, hint
from model.preprocess import Points
from tests.drawn import DRAWINGS


def lines_of(digit: str, way: str, scale: float = 8.0) -> list[Points]:
    """On the page's scale, a thousand to a side."""
    return [scale * np.array(stroke) for stroke in DRAWINGS[digit, way]]


def turned(lines: list[Points], degrees: float) -> list[Points]:
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return [line @ turn for line in lines]


def moved(lines: list[Points], right: float) -> list[Points]:
    return [line + np.array([right, 0.0]) for line in lines]


def test_what_is_read_needs_no_hint(classifier: DigitClassifier) -> None:
    for digit, way in DRAWINGS:
        assert hint(classifier, lines_of(digit, way)) is None


def test_a_dot_has_no_form(classifier: DigitClassifier) -> None:
    assert hint(classifier, [np.array([[5.0, 7.0]])]) == Hint("dot", "")


@pytest.mark.parametrize("digit_and_way", [("4", "closed"), ("2", "plain"), ("3", "round")])
@pytest.mark.parametrize("degrees", [90, -90])
def test_what_lies_on_its_side_is_to_be_turned(
    classifier: DigitClassifier, digit_and_way: tuple[str, str], degrees: float
) -> None:
    lying = turned(lines_of(*digit_and_way), degrees)
    assert hint(classifier, lying) == Hint("turned", digit_and_way[0])


@pytest.mark.parametrize("digit_and_way", [("7", "barred"), ("4", "open"), ("9", "straight")])
def test_what_is_mirrored_is_told(
    classifier: DigitClassifier, digit_and_way: tuple[str, str]
) -> None:
    mirrored = [line * [-1, 1] for line in lines_of(*digit_and_way)]
    assert hint(classifier, mirrored) == Hint("mirrored", digit_and_way[0])


def test_digits_over_one_another_are_too_close(classifier: DigitClassifier) -> None:
    three, five = lines_of("3", "round"), lines_of("5", "two_strokes")
    assert hint(classifier, [*three, *moved(five, 150)]) == Hint("close", "35")


def test_a_loose_stroke_is_told(classifier: DigitClassifier) -> None:
    four = lines_of("4", "open")
    across = np.array([[150.0, 150.0], [600.0, 250.0]])
    assert hint(classifier, [*four, across]) == Hint("stray", "4")


def test_a_drawing_so_small_that_rounding_decides_is_told(classifier: DigitClassifier) -> None:
    small = [np.rint(line) for line in lines_of("8", "one_stroke", scale=0.08)]
    assert hint(classifier, small) == Hint("small", "")
    assert hint(classifier, lines_of("8", "one_stroke", scale=1.0)) is None


def test_a_scribble_has_no_hint(classifier: DigitClassifier) -> None:
    random = np.random.default_rng(4)
    scribble = [random.uniform(0, 1000, (12, 2)) for _ in range(7)]
    assert hint(classifier, scribble) is None
