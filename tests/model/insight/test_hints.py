import numpy as np
import pytest

from model.classifier import DigitClassifier
from model.insight.hints import Hint, find_hint
from model.preprocess import Points
from tests.sample_drawings import DRAWINGS


def page_strokes(digit: str, way: str, scale: float = 8.0) -> list[Points]:
    """Returns a drawing's strokes in the units of the page, which has a thousand to a side."""
    return [scale * np.array(stroke) for stroke in DRAWINGS[digit, way]]


def rotate(strokes: list[Points], degrees: float) -> list[Points]:
    angle = np.deg2rad(degrees)
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return [stroke @ rotation for stroke in strokes]


def test_a_digit_that_is_read_gets_no_hint(classifier: DigitClassifier) -> None:
    for digit, way in DRAWINGS:
        assert find_hint(classifier, page_strokes(digit, way)) is None


def test_a_dot_gets_the_hint_that_it_has_no_stroke(classifier: DigitClassifier) -> None:
    assert find_hint(classifier, [np.array([[5.0, 7.0]])]) == Hint("dot", "")


@pytest.mark.parametrize("digit_and_way", [("4", "closed"), ("2", "plain"), ("3", "round")])
@pytest.mark.parametrize("degrees", [90, -90])
def test_a_digit_on_its_side_gets_the_hint_to_turn_it(
    classifier: DigitClassifier, digit_and_way: tuple[str, str], degrees: float
) -> None:
    on_its_side = rotate(page_strokes(*digit_and_way), degrees)
    assert find_hint(classifier, on_its_side) == Hint("turned", digit_and_way[0])


@pytest.mark.parametrize("digit_and_way", [("7", "barred"), ("4", "open"), ("9", "curved")])
def test_a_mirror_image_gets_the_hint_that_it_is_mirrored(
    classifier: DigitClassifier, digit_and_way: tuple[str, str]
) -> None:
    mirrored = [stroke * [-1, 1] for stroke in page_strokes(*digit_and_way)]
    assert find_hint(classifier, mirrored) == Hint("mirrored", digit_and_way[0])


def test_overlapping_digits_are_read_or_get_the_hint_that_they_are_too_close(
    classifier: DigitClassifier,
) -> None:
    three = page_strokes("3", "round")
    for distance in (150.0, 200.0, 250.0):
        five = [stroke + np.array([distance, 0.0]) for stroke in page_strokes("5", "two_strokes")]
        drawing = [*three, *five]
        reading = classifier.read_strokes([stroke.tolist() for stroke in drawing])
        is_read = reading.text == "35" and all(digit.is_digit for digit in reading.digits)
        assert is_read or find_hint(classifier, drawing) == Hint("close", "35")


def test_a_digit_with_a_stray_stroke_gets_the_hint_to_leave_it_out(
    classifier: DigitClassifier,
) -> None:
    stray = np.array([[150.0, 150.0], [600.0, 250.0]])
    assert find_hint(classifier, [*page_strokes("4", "open"), stray]) == Hint("stray", "4")


def test_a_drawing_so_small_that_rounding_changes_its_answer_gets_a_hint(
    classifier: DigitClassifier,
) -> None:
    small = [np.rint(stroke) for stroke in page_strokes("8", "one_stroke", scale=0.08)]
    assert find_hint(classifier, small) == Hint("small", "")
    assert find_hint(classifier, page_strokes("8", "one_stroke", scale=1.0)) is None


def test_most_drawings_of_eight_units_get_the_hint_that_they_are_too_small(
    classifier: DigitClassifier,
) -> None:
    """In many of them only one rounding in several changes the answer."""
    drawings = [[np.rint(stroke) for stroke in page_strokes(*key, scale=0.08)] for key in DRAWINGS]
    hints = [find_hint(classifier, strokes) for strokes in drawings]
    assert hints.count(Hint("small", "")) > 0.7 * len(hints)


def test_a_scribble_gets_no_hint(classifier: DigitClassifier) -> None:
    generator = np.random.default_rng(4)
    scribble = [generator.uniform(0, 1000, (12, 2)) for _ in range(7)]
    assert find_hint(classifier, scribble) is None
