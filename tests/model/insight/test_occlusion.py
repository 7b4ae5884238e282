import numpy as np
import numpy.typing as npt
import pytest

from model.classifier import DigitClassifier
from model.insight.occlusion import MIN_INK, occlusion_saliency
from model.preprocess import Pixels, digit_from_strokes, to_network_input
from tests.sample_drawings import DRAWINGS, DrawnStrokes, each_drawing

Images = npt.NDArray[np.float32]


def digit_pixels(strokes: DrawnStrokes) -> Pixels:
    digit = digit_from_strokes(strokes)
    assert digit
    return digit.pixels


@each_drawing
def test_saliency_explains_the_answer_that_the_classifier_gives(
    classifier: DigitClassifier, digit: str, strokes: DrawnStrokes
) -> None:
    reading = classifier.read_strokes(strokes).digits[0]
    saliency = occlusion_saliency(classifier.network, reading.image)
    assert str(saliency.best) == digit
    assert saliency.second == reading.predictions[1].digit
    assert saliency.values.shape == (28, 28)
    assert np.abs(saliency.values).max() == 1  # removing some ink changes a clear answer a lot
    assert not saliency.values[reading.image == 0].any()


@pytest.mark.parametrize("way", ["barred", "plain"])
def test_removing_the_ink_that_speaks_for_the_answer_makes_it_less_certain(
    classifier: DigitClassifier, way: str
) -> None:
    image = digit_pixels(DRAWINGS["7", way])
    saliency = occlusion_saliency(classifier.network, image)
    ink = image > 0
    low, high = np.quantile(saliency.values[ink], [0.3, 0.7])

    def log_odds_without(part: npt.NDArray[np.bool_]) -> float:
        rest = np.where(part, 0, image).astype(np.uint8)[np.newaxis]
        logs = np.log(classifier.network(to_network_input(rest))[0])
        return float(logs[saliency.best] - logs[saliency.second])

    strongest, weakest = ink & (saliency.values >= high), ink & (saliency.values <= low)
    assert log_odds_without(strongest) < log_odds_without(weakest) - 1


def test_the_flag_of_a_one_speaks_for_a_seven(classifier: DigitClassifier) -> None:
    image = digit_pixels(DRAWINGS["1", "european"])
    saliency = occlusion_saliency(classifier.network, image)
    assert (saliency.best, saliency.second) == (1, 7)
    stem = saliency.values[:, 14:18][image[:, 14:18] > 128]
    flag = saliency.values[:16, 5:11][image[:16, 5:11] > 128]
    assert flag.mean() < stem.mean()


def test_saliency_is_faint_if_no_ink_changes_the_answer_much(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prefer_seven_slightly(_: object, images: Images) -> Images:
        logits = np.zeros((len(images), 10), dtype=np.float32)
        logits[:, 7] = images.sum(axis=(1, 2, 3)) / 100
        odds = np.exp(logits)
        probabilities: Images = odds / odds.sum(axis=1, keepdims=True)
        return probabilities

    image = digit_pixels(DRAWINGS["7", "barred"])
    for way in ("__call__", "in_parallel"):
        monkeypatch.setattr(type(classifier.network), way, prefer_seven_slightly)
    saliency = occlusion_saliency(classifier.network, image)
    assert saliency.best == 7
    assert saliency.values[image >= MIN_INK].min() > 0
    assert saliency.values.max() < 0.3


def test_an_image_without_ink_has_no_saliency(classifier: DigitClassifier) -> None:
    saliency = occlusion_saliency(classifier.network, np.zeros((28, 28), dtype=np.uint8))
    assert not saliency.values.any()
    assert saliency.best != saliency.second
