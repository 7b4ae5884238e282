from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from model.classifier import DigitClassifier
from model.preprocess import Strokes
from tests.drawn import (
    DRAWINGS,
    DrawnStrokes,
    each_drawing,
    number_in_a_picture,
    picture_of,
    side_by_side,
)
from training.data import Mnist, load_drawings
from training.readings import read_drawings, read_images

LYING_LINE: DrawnStrokes = [[[0, 0], [100, 0]]]
SQUARE: DrawnStrokes = [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]]
DOT: DrawnStrokes = [[[5, 5]]]


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


@pytest.mark.parametrize("gap", [20, 40, 90])
def test_whole_numbers_are_read_from_left_to_right(classifier: DigitClassifier, gap: float) -> None:
    random = np.random.default_rng(int(gap))
    numbers = [
        [list(DRAWINGS)[n] for n in random.choice(len(DRAWINGS), random.integers(2, 9))]
        for _ in range(40)
    ]
    right = 0
    for number in numbers:
        reading = classifier.read_strokes(side_by_side([DRAWINGS[way] for way in number], gap))
        right += reading.text == "".join(digit for digit, _ in number)
        boxes = [digit.box for digit in reading.digits]
        assert boxes == sorted(boxes)
    assert right / len(numbers) >= 0.95


@pytest.mark.parametrize(("gap", "brush"), [(0.15, 12), (0.3, 5), (0.3, 20), (0.8, 12)])
def test_whole_numbers_in_pictures_are_read_from_left_to_right(
    classifier: DigitClassifier, gap: float, brush: int
) -> None:
    random = np.random.default_rng(brush)
    right = 0
    for _ in range(30):
        ways = [list(DRAWINGS)[n] for n in random.choice(len(DRAWINGS), random.integers(2, 9))]
        picture, boxes = number_in_a_picture([DRAWINGS[way] for way in ways], gap, brush)
        reading = classifier.read_image(picture)
        if reading.text == "".join(digit for digit, _ in ways):
            right += 1
            for digit, box in zip(reading.digits, boxes, strict=True):
                assert digit.box == pytest.approx(box, abs=4)
                assert digit.image.shape == (28, 28)
    assert right / 30 >= 0.9


@pytest.mark.parametrize("mode", ["inverted", "transparent", "large"])
def test_numbers_in_pictures_of_any_kind_are_read(classifier: DigitClassifier, mode: str) -> None:
    ways = [("5", "two_strokes"), ("0", "slanted"), ("4", "open"), ("7", "barred")]
    picture, _ = number_in_a_picture([DRAWINGS[way] for way in ways], 0.3, 10)
    if mode == "inverted":
        picture = ImageOps.invert(picture)
    elif mode == "transparent":
        ink = ImageOps.invert(picture)
        picture = Image.merge("RGBA", [Image.new("L", picture.size, 250)] * 3 + [ink])
    else:
        picture = picture.resize((picture.width * 5, picture.height * 5))
    assert classifier.read_image(picture).text == "5047"


def test_a_bar_that_does_not_touch_its_digit_belongs_to_it(classifier: DigitClassifier) -> None:
    five: DrawnStrokes = [
        [[30, 8], [26, 45], [50, 40], [68, 55], [66, 78], [45, 92], [24, 84]],
        [[44, 6], [74, 4]],
    ]
    (digit,) = classifier.read_image(picture_of(five)).digits
    assert digit.predictions[0].digit == 5


@pytest.mark.parametrize("brush", [3, 12, 40])
@pytest.mark.parametrize(
    "strokes",
    [DOT, [*DOT, [[70, 5]]], [*DOT, [[5, 70]]], [*DOT, [[70, 5]], [[135, 9]]]],
    ids=["dot", "two", "colon", "row"],
)
def test_dots_in_a_picture_are_no_digits(
    classifier: DigitClassifier, strokes: DrawnStrokes, brush: int
) -> None:
    picture, _ = number_in_a_picture([strokes], 0, brush)
    digits = classifier.read_image(picture).digits
    assert digits
    assert not any(digit.is_digit or digit.has_shape for digit in digits)


def test_specks_about_a_digit_in_a_picture_are_none(classifier: DigitClassifier) -> None:
    picture = picture_of(DRAWINGS["3", "round"])
    for x, y in ((3, 3), (193, 60), (8, 188), (180, 185)):
        picture.paste(0, (x, y, x + 4, y + 4))
    (digit,) = classifier.read_image(picture).digits
    assert digit.predictions[0].digit == 3
    assert digit.box == classifier.read_image(picture_of(DRAWINGS["3", "round"])).digits[0].box


def test_at_most_eight_digits_of_a_picture_are_read(classifier: DigitClassifier) -> None:
    picture, _ = number_in_a_picture([DRAWINGS["2", "plain"]] * 9, 0.4, 10)
    assert classifier.read_image(picture).text == "22222222"


def test_at_most_eight_digits_are_read(classifier: DigitClassifier) -> None:
    nine = side_by_side([DRAWINGS["2", "plain"]] * 9, 50)
    assert classifier.read_strokes(nine).text == "22222222"


def test_an_empty_drawing_gives_an_empty_reading(classifier: DigitClassifier) -> None:
    for reading in (
        classifier.read_strokes([]),
        classifier.read_strokes([[]]),
        classifier.read_image(Image.new("L", (280, 280), 255)),
    ):
        assert reading.text == ""
        assert reading.digits == ()


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
    answers = read_images(classifier, mnist.test.images)
    assert (answers.digits == mnist.test.labels).mean() >= 0.995


def as_lists(strokes: Strokes) -> DrawnStrokes:
    return [[list(point) for point in stroke] for stroke in strokes if stroke]


@pytest.mark.parametrize("gap", [0.1, 0.25, 0.5])
def test_numbers_of_real_pen_digits_are_parted_right(
    classifier: DigitClassifier, pen_digits: Path, gap: float
) -> None:
    drawings = load_drawings(pen_digits)
    random = np.random.default_rng(6)
    numbers = [[drawings[n] for n in random.choice(len(drawings), 3)] for _ in range(200)]
    right = 0
    for number in numbers:
        parts = [as_lists(drawing.strokes) for drawing in number]
        strokes = side_by_side(parts, gap)
        ends = np.cumsum([len(part) for part in parts])
        lefts = [
            min(x for stroke in strokes[end - len(part) : end] for x, _ in stroke)
            for part, end in zip(parts, ends, strict=True)
        ]
        digits = classifier.read_strokes(strokes).digits
        right += [digit.box[0] for digit in digits] == lefts
    assert right / len(numbers) >= 0.95


@pytest.mark.parametrize("gap", [0.15, 0.3])
def test_pictures_of_numbers_of_real_pen_digits_are_parted_right(
    classifier: DigitClassifier, pen_digits: Path, gap: float
) -> None:
    drawings = load_drawings(pen_digits)
    random = np.random.default_rng(8)
    right = 0
    for _ in range(100):
        number = [drawings[n] for n in random.choice(len(drawings), 3)]
        parts = [as_lists(drawing.strokes) for drawing in number]
        parts = [[[[100 * x, 100 * y] for x, y in stroke] for stroke in part] for part in parts]
        picture, boxes = number_in_a_picture(parts, gap, int(random.integers(4, 15)))
        digits = classifier.read_image(picture).digits
        right += len(digits) == 3 and bool(
            np.allclose([digit.box for digit in digits], boxes, atol=4)
        )
    assert right / 100 >= 0.95


def test_real_pen_digits_are_read(classifier: DigitClassifier, pen_digits: Path) -> None:
    drawings = load_drawings(pen_digits)
    answers = read_drawings(classifier, [drawing.strokes for drawing in drawings])
    assert (answers.digits == [drawing.label for drawing in drawings]).mean() >= 0.955
