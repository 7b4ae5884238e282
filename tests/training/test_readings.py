import numpy as np
import pytest
from PIL import Image

from model.calibration import Calibration
from model.classifier import DigitClassifier
from model.preprocess import DrawingError, digit_from_strokes
from tests.drawn import DRAWINGS, side_by_side
from training.readings import read_drawings, read_images, read_pictures

STROKES = list(DRAWINGS.values())
LABELS = [int(digit) for digit, _ in DRAWINGS]
DOT = [[[5.0, 5.0]]]


def test_drawings_are_read_as_the_app_reads_them(classifier: DigitClassifier) -> None:
    answers = read_drawings(classifier, [*STROKES, DOT])
    assert len(answers) == len(STROKES) + 1
    assert answers.texts[:-1].tolist() == [str(label) for label in LABELS]
    assert answers.digits[:-1].tolist() == LABELS
    readings = [classifier.read_strokes(strokes).digits[0] for strokes in [*STROKES, DOT]]
    assert answers.accepted.tolist() == [digit.is_digit for digit in readings]
    assert np.array_equal(answers.images, [digit.image for digit in readings])
    likeliest = [digit.predictions[0].probability for digit in readings]
    assert answers.probabilities.max(axis=1) == pytest.approx(likeliest, abs=1e-5)


def test_several_digits_are_as_sure_as_the_least_sure_of_them(classifier: DigitClassifier) -> None:
    lying = [[[y, 100 - x] for x, y in stroke] for stroke in DRAWINGS["4", "closed"]]
    seven = DRAWINGS["7", "barred"]
    unsure = classifier.read_strokes(lying).digits[0]
    for pair in ((lying, seven), (seven, lying)):
        both = read_drawings(classifier, [side_by_side(pair, 40)])
        assert len(both.texts[0]) == 2
        assert not both.accepted[0]
        assert np.array_equal(both.images[0], unsure.image)


def test_a_single_dot_has_no_shape(classifier: DigitClassifier) -> None:
    answers = read_drawings(classifier, [DOT, DRAWINGS["1", "european"]])
    assert answers.has_shape.tolist() == [False, True]
    assert answers.accepted.tolist() == [False, True]


def test_images_are_read_as_they_are(classifier: DigitClassifier) -> None:
    images = np.array([digit.pixels for s in STROKES if (digit := digit_from_strokes(s))])
    answers = read_images(classifier, images)
    drawn = read_drawings(classifier, STROKES)
    assert np.array_equal(answers.images, images)
    assert answers.probabilities == pytest.approx(drawn.probabilities, abs=1e-5)
    assert answers.accepted.tolist() == drawn.accepted.tolist()
    assert answers.has_shape.all()


def test_a_picture_without_ink_is_read_as_nothing(classifier: DigitClassifier) -> None:
    digit = digit_from_strokes(DRAWINGS["3", "round"])
    assert digit
    pictures = [Image.new("L", (60, 60), 255), Image.fromarray(255 - digit.pixels)]
    answers = read_pictures(classifier, pictures)
    assert answers.texts.tolist() == ["", "3"]
    assert answers.accepted.tolist() == [False, True]
    assert answers.has_shape.tolist() == [False, True]


def test_answers_come_with_and_without_the_temperature(classifier: DigitClassifier) -> None:
    network = classifier.network
    before = network.calibration
    network.calibration = Calibration(temperature=2.0, least_digit_score=0.5)
    try:
        answers = read_drawings(classifier, STROKES)
    finally:
        network.calibration = before
    assert (answers.probabilities.max(axis=1) < answers.uncalibrated.max(axis=1)).all()
    assert answers.digits.tolist() == answers.uncalibrated.argmax(axis=1).tolist()


def test_no_drawings_give_no_answers(classifier: DigitClassifier) -> None:
    answers = read_drawings(classifier, [])
    assert len(answers) == 0
    assert answers.probabilities.shape == (0, 10)
    assert answers.images.shape == (0, 28, 28)


def test_some_answers_can_be_looked_at_alone(classifier: DigitClassifier) -> None:
    answers = read_drawings(classifier, STROKES)
    sevens = answers[np.array(LABELS) == 7]
    assert set(sevens.texts) == {"7"}
    assert len(sevens.images) == len(sevens.accepted) == LABELS.count(7)
    assert answers[np.array([3, 1])].texts.tolist() == [answers.texts[3], answers.texts[1]]


def test_what_is_no_drawing_is_refused(classifier: DigitClassifier) -> None:
    with pytest.raises(DrawingError):
        read_drawings(classifier, [[[[0.0]]]])
