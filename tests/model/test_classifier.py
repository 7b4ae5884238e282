import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from model.classifier import DigitClassifier
from model.page import MAX_GROUPS
from model.reading import PLACEHOLDER
from tests.sample_drawings import (
    DRAWINGS,
    DrawnStrokes,
    draw_image,
    draw_number,
    each_drawing,
    side_by_side,
)
from training.data import Drawing, Mnist, load_drawings
from training.evaluation.predictions import predict_drawings, predict_images
from training.evaluation.report import REPORT_FILE

HORIZONTAL: DrawnStrokes = [[[0, 0], [100, 0]]]
SQUARE: DrawnStrokes = [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]]
TRIANGLE: DrawnStrokes = [[[50, 0], [100, 100], [0, 100], [50, 0]]]
DOT: DrawnStrokes = [[[5, 5]]]


@pytest.fixture(scope="module")
def pen_drawings(pen_digits: Path) -> list[Drawing]:
    return load_drawings(pen_digits)


def random_number(generator: np.random.Generator) -> list[tuple[str, str]]:
    """Returns the keys in DRAWINGS of two to eight random digits."""
    keys = list(DRAWINGS)
    return [keys[index] for index in generator.choice(len(keys), generator.integers(2, 9))]


def sample(drawings: list[Drawing], generator: np.random.Generator) -> list[Drawing]:
    """Returns three random drawings."""
    return [drawings[index] for index in generator.choice(len(drawings), 3)]


@each_drawing
def test_each_way_of_writing_a_digit_is_read(
    classifier: DigitClassifier, digit: str, strokes: DrawnStrokes
) -> None:
    reading = classifier.read_strokes(strokes)
    assert reading.text == digit
    assert reading.digits[0].is_digit


def test_a_digit_has_its_three_likeliest_predictions_best_first(
    classifier: DigitClassifier,
) -> None:
    (digit,) = classifier.read_strokes(DRAWINGS["1", "european"]).digits
    probabilities = [each.probability for each in digit.predictions]
    assert len(probabilities) == 3
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1 + 1e-6
    assert len({each.digit for each in digit.predictions}) == 3
    assert digit.image.shape == (28, 28)


@pytest.mark.parametrize("gap", [20, 40, 90])
def test_a_number_is_read_from_left_to_right(classifier: DigitClassifier, gap: float) -> None:
    generator = np.random.default_rng(int(gap))
    numbers = [random_number(generator) for _ in range(40)]
    right = 0
    for number in numbers:
        reading = classifier.read_strokes(side_by_side([DRAWINGS[way] for way in number], gap))
        right += reading.text == "".join(digit for digit, _ in number)
        boxes = [digit.box for digit in reading.digits]
        assert boxes == sorted(boxes)
    assert right / len(numbers) >= 0.95


@pytest.mark.parametrize(("gap", "brush"), [(0.15, 12), (0.3, 5), (0.3, 20), (0.8, 12)])
def test_a_number_in_an_image_is_read_from_left_to_right(
    classifier: DigitClassifier, gap: float, brush: int
) -> None:
    generator = np.random.default_rng(brush)
    right = 0
    for _ in range(8):
        number = random_number(generator)
        image, boxes = draw_number([DRAWINGS[way] for way in number], gap, brush)
        reading = classifier.read_image(image)
        if reading.text == "".join(digit for digit, _ in number):
            right += 1
            for digit, box in zip(reading.digits, boxes, strict=True):
                assert digit.box == pytest.approx(box, abs=4)
                assert digit.image.shape == (28, 28)
    assert right >= 7


@pytest.mark.parametrize("kind", ["inverted", "transparent", "large"])
def test_a_number_is_read_in_any_kind_of_image(classifier: DigitClassifier, kind: str) -> None:
    ways = [("5", "two_strokes"), ("0", "slanted"), ("4", "open"), ("7", "barred")]
    image, _ = draw_number([DRAWINGS[way] for way in ways], 0.3, 10)
    if kind == "inverted":
        image = ImageOps.invert(image)
    elif kind == "transparent":
        ink = ImageOps.invert(image)
        image = Image.merge("RGBA", [Image.new("L", image.size, 250)] * 3 + [ink])
    else:
        image = image.resize((image.width * 5, image.height * 5))
    assert classifier.read_image(image).text == "5047"


def test_a_stroke_that_does_not_touch_its_digit_belongs_to_it(
    classifier: DigitClassifier,
) -> None:
    five: DrawnStrokes = [
        [[30, 8], [26, 45], [50, 40], [68, 55], [66, 78], [45, 92], [24, 84]],
        [[44, 6], [74, 4]],
    ]
    (digit,) = classifier.read_image(draw_image(five)).digits
    assert digit.predictions[0].digit == 5


@pytest.mark.parametrize("brush", [3, 12, 40])
@pytest.mark.parametrize(
    "strokes",
    [DOT, [*DOT, [[70, 5]]], [*DOT, [[5, 70]]], [*DOT, [[70, 5]], [[135, 9]]]],
    ids=["one", "two side by side", "two above one another", "three"],
)
def test_dots_in_an_image_are_rejected(
    classifier: DigitClassifier, strokes: DrawnStrokes, brush: int
) -> None:
    image, _ = draw_number([strokes], 0, brush)
    digits = classifier.read_image(image).digits
    assert digits or brush == 3  # which is too small for any digit
    assert not any(digit.is_digit or digit.has_shape for digit in digits)


def test_specks_around_a_digit_in_an_image_are_ignored(classifier: DigitClassifier) -> None:
    clean = draw_image(DRAWINGS["3", "round"])
    image = clean.copy()
    for x, y in ((3, 3), (193, 60), (8, 188), (180, 185)):
        image.paste(0, (x, y, x + 4, y + 4))
    (digit,) = classifier.read_image(image).digits
    assert digit.predictions[0].digit == 3
    assert digit.box == classifier.read_image(clean).digits[0].box


def test_more_digits_than_fit_are_cut_off_and_the_reading_says_so(
    classifier: DigitClassifier,
) -> None:
    row = side_by_side([DRAWINGS["2", "plain"]] * 24, 50)
    page = [[[x, y + 180 * n] for x, y in stroke] for n in range(12) for stroke in row]
    reading = classifier.read_strokes(page)
    assert reading.text == "\n".join(["2" * 24] * 12)
    assert not reading.truncated
    page += [[[x, y + 180 * n] for x, y in stroke] for n in range(12, 14) for stroke in row]
    reading = classifier.read_strokes(page)
    assert reading.truncated
    assert len(reading.digits) == MAX_GROUPS


def test_an_empty_drawing_has_an_empty_reading(classifier: DigitClassifier) -> None:
    for reading in (
        classifier.read_strokes([]),
        classifier.read_strokes([[]]),
        classifier.read_image(Image.new("L", (280, 280), 255)),
    ):
        assert reading.text == ""
        assert reading.digits == ()


@pytest.mark.parametrize(
    "strokes",
    [
        pytest.param(HORIZONTAL, id="horizontal stroke"),
        pytest.param(TRIANGLE, id="triangle"),
        pytest.param(DOT, id="dot"),
        pytest.param(
            SQUARE,
            id="square",
            marks=pytest.mark.xfail(strict=True, reason="it looks like the 0 of a meter"),
        ),
    ],
)
def test_a_drawing_unlike_any_digit_is_rejected_and_still_has_predictions(
    classifier: DigitClassifier, strokes: DrawnStrokes
) -> None:
    reading = classifier.read_strokes(strokes)
    assert not reading.digits[0].is_digit
    assert len(reading.digits[0].predictions) == 3
    assert reading.text == PLACEHOLDER


def test_threads_may_share_a_classifier(classifier: DigitClassifier) -> None:
    expected = [digit for digit, _ in DRAWINGS] * 5
    with ThreadPoolExecutor(8) as threads:
        readings = threads.map(classifier.read_strokes, list(DRAWINGS.values()) * 5)
        assert [reading.text for reading in readings] == expected


@pytest.mark.parametrize("gap", [0.1, 0.25, 0.5])
def test_numbers_of_pen_digits_are_segmented(
    classifier: DigitClassifier, pen_drawings: list[Drawing], gap: float
) -> None:
    generator = np.random.default_rng(6)
    right = 0
    for _ in range(80):
        number = [each.strokes for each in sample(pen_drawings, generator)]
        # A stroke without points would have no place beside the others.
        digits = [[[list(xy) for xy in stroke] for stroke in each if stroke] for each in number]
        strokes = side_by_side(digits, gap)
        ends = np.cumsum([len(digit) for digit in digits])
        lefts = [
            min(x for stroke in strokes[end - len(digit) : end] for x, _ in stroke)
            for digit, end in zip(digits, ends, strict=True)
        ]
        right += [digit.box[0] for digit in classifier.read_strokes(strokes).digits] == lefts
    assert right / 80 >= 0.95


@pytest.mark.parametrize("gap", [0.15, 0.3])
def test_images_of_numbers_of_pen_digits_are_segmented(
    classifier: DigitClassifier, pen_drawings: list[Drawing], gap: float
) -> None:
    generator = np.random.default_rng(8)
    right = 0
    for _ in range(25):
        number = [each.strokes for each in sample(pen_drawings, generator)]
        digits = [
            [[[100 * x, 100 * y] for x, y in stroke] for stroke in each if stroke]
            for each in number
        ]
        image, boxes = draw_number(digits, gap, int(generator.integers(4, 15)))
        found = [digit.box for digit in classifier.read_image(image).digits]
        right += len(found) == 3 and bool(np.allclose(found, boxes, atol=4))
    assert right / 25 >= 0.92


def test_pen_digits_are_read(classifier: DigitClassifier, pen_drawings: list[Drawing]) -> None:
    drawings = pen_drawings[::8]
    predictions = predict_drawings(classifier, [drawing.strokes for drawing in drawings])
    assert (predictions.digits == [drawing.label for drawing in drawings]).mean() >= 0.98


def test_mnist_test_digits_are_read(classifier: DigitClassifier, mnist: Mnist) -> None:
    predictions = predict_images(classifier, mnist.test.images[::8])
    assert (predictions.digits == mnist.test.labels[::8]).mean() >= 0.99


@pytest.mark.slow
def test_the_report_has_the_accuracy_that_is_measured_now(
    classifier: DigitClassifier, mnist: Mnist, pen_drawings: list[Drawing]
) -> None:
    report = json.loads(REPORT_FILE.read_text(encoding="utf-8"))
    predictions = predict_images(classifier, mnist.test.images)
    measured = (predictions.digits == mnist.test.labels).mean()
    assert report["mnist_test"]["accuracy"] == pytest.approx(measured, abs=2e-4)
    predictions = predict_drawings(classifier, [drawing.strokes for drawing in pen_drawings])
    measured = (predictions.texts == [str(drawing.label) for drawing in pen_drawings]).mean()
    assert report["pen_digits"]["accuracy"] == pytest.approx(measured, abs=5e-4)


@pytest.mark.parametrize("factor", [1, 10])
def test_a_picture_as_small_as_mnist_shows_one_digit_even_if_the_pen_left_a_gap(
    classifier: DigitClassifier, factor: int
) -> None:
    image = Image.new("L", (28, 28))
    pen = ImageDraw.Draw(image)
    pen.line([(8, 5), (8, 13), (14, 12), (19, 15), (19, 20), (14, 23), (8, 22)], 255, width=2)
    pen.line([(12, 5), (20, 5)], 255, width=2)  # two pixels from the rest
    assert (
        classifier.read_image(
            image.resize((28 * factor, 28 * factor), Image.Resampling.NEAREST)
        ).text
        == "5"
    )
