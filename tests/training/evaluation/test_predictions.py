import numpy as np
import pytest
from PIL import Image

from model.calibration import Calibration
from model.classifier import DigitClassifier
from model.preprocess import DrawingError, digit_from_strokes
from tests.sample_drawings import DRAWINGS, side_by_side
from training.evaluation.predictions import predict_drawings, predict_images, predict_uploads

STROKES = list(DRAWINGS.values())
LABELS = [int(digit) for digit, _ in DRAWINGS]
DOT = [[[5.0, 5.0]]]


def test_drawings_are_predicted_as_the_app_reads_them(classifier: DigitClassifier) -> None:
    predictions = predict_drawings(classifier, [*STROKES, DOT])
    assert len(predictions) == len(STROKES) + 1
    assert predictions.texts[:-1].tolist() == [str(label) for label in LABELS]
    assert predictions.digits[:-1].tolist() == LABELS
    readings = [classifier.read_strokes(strokes).digits[0] for strokes in [*STROKES, DOT]]
    assert predictions.accepted.tolist() == [digit.is_digit for digit in readings]
    assert np.array_equal(predictions.images, [digit.image for digit in readings])
    likeliest = [digit.predictions[0].probability for digit in readings]
    assert predictions.probabilities.max(axis=1) == pytest.approx(likeliest, abs=1e-5)


def test_several_digits_count_as_the_one_least_like_a_digit(classifier: DigitClassifier) -> None:
    lying = [[[y, 100 - x] for x, y in stroke] for stroke in DRAWINGS["4", "closed"]]
    seven = DRAWINGS["7", "barred"]
    unsure = classifier.read_strokes(lying).digits[0]
    for pair in ((lying, seven), (seven, lying)):
        both = predict_drawings(classifier, [side_by_side(pair, 40)])
        assert len(both.texts[0]) == 2
        assert not both.accepted[0]
        assert np.array_equal(both.images[0], unsure.image)


def test_a_single_dot_has_no_shape(classifier: DigitClassifier) -> None:
    predictions = predict_drawings(classifier, [DOT, DRAWINGS["1", "european"]])
    assert predictions.has_shape.tolist() == [False, True]
    assert predictions.accepted.tolist() == [False, True]


def test_images_go_to_the_network_unchanged(classifier: DigitClassifier) -> None:
    images = np.array([digit.pixels for s in STROKES if (digit := digit_from_strokes(s))])
    predictions = predict_images(classifier, images)
    drawn = predict_drawings(classifier, STROKES)
    assert np.array_equal(predictions.images, images)
    assert predictions.probabilities == pytest.approx(drawn.probabilities, abs=1e-5)
    assert predictions.accepted.tolist() == drawn.accepted.tolist()
    assert predictions.has_shape.all()


def test_an_upload_without_ink_has_no_digit(classifier: DigitClassifier) -> None:
    digit = digit_from_strokes(DRAWINGS["3", "round"])
    assert digit
    uploads = [Image.new("L", (60, 60), 255), Image.fromarray(255 - digit.pixels)]
    predictions = predict_uploads(classifier, uploads)
    assert predictions.texts.tolist() == ["", "3"]
    assert predictions.accepted.tolist() == [False, True]
    assert predictions.has_shape.tolist() == [False, True]


def test_probabilities_come_with_and_without_the_temperature(classifier: DigitClassifier) -> None:
    network = classifier.network
    before = network.calibration
    network.calibration = Calibration(temperature=2.0, least_digit_score=0.5)
    try:
        predictions = predict_drawings(classifier, STROKES)
    finally:
        network.calibration = before
    assert (predictions.probabilities.max(axis=1) < predictions.uncalibrated.max(axis=1)).all()
    assert predictions.digits.tolist() == predictions.uncalibrated.argmax(axis=1).tolist()


def test_no_drawings_give_no_predictions(classifier: DigitClassifier) -> None:
    predictions = predict_drawings(classifier, [])
    assert len(predictions) == 0
    assert predictions.probabilities.shape == (0, 10)
    assert predictions.images.shape == (0, 28, 28)


def test_predictions_can_be_indexed(classifier: DigitClassifier) -> None:
    predictions = predict_drawings(classifier, STROKES)
    sevens = predictions[np.array(LABELS) == 7]
    assert set(sevens.texts) == {"7"}
    assert len(sevens.images) == len(sevens.accepted) == LABELS.count(7)
    assert predictions[np.array([3, 1])].texts.tolist() == [
        predictions.texts[3],
        predictions.texts[1],
    ]


def test_an_invalid_drawing_is_refused(classifier: DigitClassifier) -> None:
    with pytest.raises(DrawingError):
        predict_drawings(classifier, [[[[0.0]]]])
