import numpy as np
import pytest

from model.classifier import DigitClassifier
from model.explain import explain
from model.preprocess import Pixels, digit_from_strokes
from tests.drawn import DRAWINGS, DrawnStrokes, each_drawing


def image_of(strokes: DrawnStrokes) -> Pixels:
    digit = digit_from_strokes(strokes)
    assert digit
    return digit.pixels


@each_drawing
def test_the_answer_itself_is_explained(
    classifier: DigitClassifier, digit: str, strokes: DrawnStrokes
) -> None:
    read = classifier.read_strokes(strokes).digits[0]
    explanation = explain(classifier.network, read.image)
    assert str(explanation.best) == digit
    assert explanation.second == read.predictions[1].digit
    assert explanation.evidence.shape == (28, 28)
    assert 0.1 < np.abs(explanation.evidence).max() <= 1
    assert not explanation.evidence[read.image == 0].any()


@pytest.mark.parametrize("way", ["barred", "plain"])
def test_without_the_ink_that_speaks_for_it_the_answer_is_less_sure(
    classifier: DigitClassifier, way: str
) -> None:
    image = image_of(DRAWINGS["7", way])
    explanation = explain(classifier.network, image)
    strongest = explanation.evidence >= np.quantile(explanation.evidence[image > 0], 0.7)
    weakest = explanation.evidence <= np.quantile(explanation.evidence[image > 0], 0.3)
    without = [np.where(part, 0, image)[np.newaxis, ..., np.newaxis] / np.float32(255)
               for part in (strongest, weakest & (image > 0))]  # fmt: skip
    less, more = (
        np.log(answer[0][explanation.best]) - np.log(answer[0][explanation.second])
        for answer in (classifier.network(each.astype(np.float32)) for each in without)
    )
    assert less < more - 1


def test_the_flag_of_a_one_speaks_for_a_seven(classifier: DigitClassifier) -> None:
    image = image_of(DRAWINGS["1", "european"])
    explanation = explain(classifier.network, image)
    assert (explanation.best, explanation.second) == (1, 7)
    upright = image[:, 14:18] > 128
    flag = image[:16, 5:11] > 128
    mean_upright = explanation.evidence[:, 14:18][upright].mean()
    assert explanation.evidence[:16, 5:11][flag].mean() < mean_upright


def test_an_image_without_ink_has_no_evidence(classifier: DigitClassifier) -> None:
    explanation = explain(classifier.network, np.zeros((28, 28), dtype=np.uint8))
    assert not explanation.evidence.any()
    assert explanation.best != explanation.second
