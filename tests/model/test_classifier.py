from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from model.classifier import DigitClassifier
from tests.drawn import DRAWINGS, DrawnStrokes, each_drawing
from training.data import Mnist, load_drawings
from training.evaluate import read_drawings, read_images


@each_drawing
def test_each_way_of_writing_a_digit_is_read(
    classifier: DigitClassifier, digit: str, strokes: DrawnStrokes
) -> None:
    reading = classifier.read_strokes(strokes)
    assert reading.text == digit
    assert reading.digits[0].is_digit


def test_a_digit_comes_with_its_three_likeliest_best_first(classifier: DigitClassifier) -> None:
    (digit,) = classifier.read_strokes(DRAWINGS["1", "european"]).digits
    probabilities = [each.probability for each in digit.predictions]
    assert len(probabilities) == 3
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1 + 1e-6
    assert len({each.digit for each in digit.predictions}) == 3
    assert digit.image.shape == (28, 28)


def test_an_empty_drawing_gives_an_empty_reading(classifier: DigitClassifier) -> None:
    for reading in (
        classifier.read_strokes([]),
        classifier.read_strokes([[]]),
        classifier.read_image(Image.new("L", (280, 280), 255)),
    ):
        assert reading.text == ""
        assert reading.digits == ()


LYING_LINE: DrawnStrokes = [[[0, 0], [100, 0]]]
SQUARE: DrawnStrokes = [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]]
DOT: DrawnStrokes = [[[5, 5]]]


@pytest.mark.parametrize("strokes", [LYING_LINE, SQUARE, DOT], ids=["line", "square", "dot"])
def test_what_is_no_digit_is_marked_and_still_shows_its_likeliest(
    classifier: DigitClassifier, strokes: DrawnStrokes
) -> None:
    reading = classifier.read_strokes(strokes)
    assert not reading.digits[0].is_digit
    assert len(reading.digits[0].predictions) == 3
    assert len(reading.text) == 1


def test_threads_do_not_disturb_each_other(classifier: DigitClassifier) -> None:
    expected = [digit for digit, _ in DRAWINGS] * 10
    with ThreadPoolExecutor(8) as threads:
        readings = threads.map(classifier.read_strokes, list(DRAWINGS.values()) * 10)
        assert [reading.text for reading in readings] == expected


def test_mnists_test_digits_are_read(classifier: DigitClassifier, mnist: Mnist) -> None:
    outcome = read_images(classifier, mnist.test.images, mnist.test.labels)
    assert outcome.right / outcome.digits >= 0.995


def test_real_pen_digits_are_read(classifier: DigitClassifier, pen_digits: Path) -> None:
    outcome = read_drawings(classifier, load_drawings(pen_digits))
    assert outcome.right / outcome.digits >= 0.955
