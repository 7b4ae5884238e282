"""Predictions of a network for many digits, made as the app makes them.

    predictions = predict_drawings(classifier, drawings)

Drawings and uploaded images go through `DigitClassifier` one by one. Images in MNIST's form go
straight to its network, as in training. `training.evaluation.metrics` compares the predictions
with the labels.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.calibration import apply_temperature
from model.classifier import DigitClassifier, DigitReading, Reading, digit_score
from model.preprocess import IMAGE_SIZE, Pixels, Strokes, to_network_input
from model.runtime import CLASSES, Network

BATCH_SIZE = 500


@dataclass(frozen=True)
class Predictions:
    """The predictions for n inputs.

    `texts` (n,) is the text of each reading, "" if no digit was found; `images` uint8 (n, 28, 28)
    is what the network saw; `probabilities` and `uncalibrated` float32 (n, 10) are its output with
    and without its temperature; `accepted` bool (n,) says which are accepted as digits.
    `has_shape` is False where there is nothing to classify: no ink, or a single dot. If an input
    was read as several digits, all but `texts` describe the one that looks least like a digit.
    """

    texts: npt.NDArray[np.str_]
    images: Pixels
    probabilities: npt.NDArray[np.float32]
    uncalibrated: npt.NDArray[np.float32]
    accepted: npt.NDArray[np.bool_]
    has_shape: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, which: npt.NDArray[np.bool_ | np.intp]) -> "Predictions":
        return Predictions(
            **{field.name: getattr(self, field.name)[which] for field in fields(self)}
        )

    @property
    def digits(self) -> npt.NDArray[np.intp]:
        """The most likely digit of each, (n,)."""
        digits: npt.NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return digits

    @property
    def confidence(self) -> npt.NDArray[np.float32]:
        """The probability of the most likely digit of each, (n,)."""
        confidence: npt.NDArray[np.float32] = self.probabilities.max(axis=1)
        return confidence


def predict_images(classifier: DigitClassifier, images: Pixels) -> Predictions:
    """Returns predictions for uint8 (n, 28, 28) in MNIST's form, which go in unchanged."""
    uncalibrated = _probabilities(classifier.network, images)
    calibration = classifier.network.calibration
    calibrated = apply_temperature(uncalibrated, calibration.temperature)
    return Predictions(
        texts=calibrated.argmax(axis=1).astype(np.str_),
        images=images,
        probabilities=calibrated,
        uncalibrated=uncalibrated,
        accepted=digit_score(calibrated) >= calibration.least_digit_score,
        has_shape=np.ones(len(images), dtype=np.bool_),
    )


def predict_drawings(classifier: DigitClassifier, drawings: Iterable[Strokes]) -> Predictions:
    """Returns predictions for drawings, read as on the page. Raises DrawingError if one is bad."""
    return _predictions(classifier, [classifier.read_strokes(strokes) for strokes in drawings])


def predict_uploads(classifier: DigitClassifier, images: Iterable[Image.Image]) -> Predictions:
    """Returns predictions for images of any mode and size, read as uploads on the page."""
    return _predictions(classifier, [classifier.read_image(image) for image in images])


def _probabilities(network: Network, images: Pixels) -> npt.NDArray[np.float32]:
    inputs = to_network_input(images)
    starts = range(0, len(inputs), BATCH_SIZE)
    batches = [network.uncalibrated(inputs[start : start + BATCH_SIZE]) for start in starts]
    return np.concatenate([np.empty((0, CLASSES), np.float32), *batches])


def _predictions(classifier: DigitClassifier, readings: list[Reading]) -> Predictions:
    blank = np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.uint8)
    worst = [min(reading.digits, key=_digit_likeness, default=None) for reading in readings]
    images = np.array([digit.image if digit else blank for digit in worst], dtype=np.uint8)
    seen = predict_images(classifier, images.reshape(-1, IMAGE_SIZE, IMAGE_SIZE))
    return Predictions(
        texts=np.array([reading.text for reading in readings], dtype=np.str_),
        images=seen.images,
        probabilities=seen.probabilities,
        uncalibrated=seen.uncalibrated,
        accepted=np.array([digit is not None and digit.is_digit for digit in worst], np.bool_),
        has_shape=np.array([digit is not None and digit.has_shape for digit in worst], np.bool_),
    )


def _digit_likeness(digit: DigitReading) -> tuple[bool, float]:
    """A sort key for how much it looks like a digit. A dot comes first, whatever its score."""
    return digit.has_shape, digit.predictions[0].probability
