"""Have a network read many digits as the app does, and keep all that it answered.

Drawings and pictures go through `DigitClassifier`, one by one; images in MNIST's form go to its
network directly, as in training. What is right and what is wrong is for `training.metrics` to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.calibration import with_temperature
from model.classifier import DigitClassifier, DigitReading, Reading, digit_score
from model.preprocess import IMAGE_SIZE, Pixels, Strokes, to_network_input
from model.runtime import CLASSES, Network

BATCH = 500


@dataclass(frozen=True)
class Answers:
    """What a network answered to n drawings.

    `texts` (n,) is what each was read as, "" where nothing was found in it; `images` uint8
    (n, 28, 28) is what the network saw; `probabilities` and `uncalibrated` float32 (n, 10) are
    its answers with and without its temperature; `accepted` bool (n,) are those it takes for
    digits. `has_shape` is False where there was nothing to judge by: no ink, or a single dot.
    Of what was read as several digits, all but `texts` is of the one least like a digit.
    """

    texts: npt.NDArray[np.str_]
    images: Pixels
    probabilities: npt.NDArray[np.float32]
    uncalibrated: npt.NDArray[np.float32]
    accepted: npt.NDArray[np.bool_]
    has_shape: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, which: npt.NDArray[np.bool_ | np.intp]) -> "Answers":
        return Answers(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    @property
    def digits(self) -> npt.NDArray[np.intp]:
        """The likeliest digit of each, (n,)."""
        likeliest: npt.NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return likeliest


def probabilities(network: Network, images: Pixels) -> npt.NDArray[np.float32]:
    """Probabilities float32 (n, 10), uncalibrated, of uint8 (n, 28, 28)."""
    inputs = to_network_input(images)
    batches = [network.uncalibrated(inputs[i : i + BATCH]) for i in range(0, len(inputs), BATCH)]
    return np.concatenate([np.empty((0, CLASSES), np.float32), *batches])


def read_images(classifier: DigitClassifier, images: Pixels) -> Answers:
    """Read uint8 (n, 28, 28) as they are; MNIST's come in the network's form."""
    uncalibrated = probabilities(classifier.network, images)
    calibration = classifier.network.calibration
    calibrated = with_temperature(uncalibrated, calibration.temperature)
    return Answers(
        texts=calibrated.argmax(axis=1).astype(np.str_),
        images=images,
        probabilities=calibrated,
        uncalibrated=uncalibrated,
        accepted=digit_score(calibrated) >= calibration.least_digit_score,
        has_shape=np.ones(len(images), dtype=np.bool_),
    )


def read_drawings(classifier: DigitClassifier, drawings: Iterable[Strokes]) -> Answers:
    """Read drawings as a visitor's are read. Raises DrawingError where one is none."""
    return _answers(classifier, [classifier.read_strokes(strokes) for strokes in drawings])


def read_pictures(classifier: DigitClassifier, pictures: Iterable[Image.Image]) -> Answers:
    """Read pictures as a visitor's are read."""
    return _answers(classifier, [classifier.read_image(picture) for picture in pictures])


def _answers(classifier: DigitClassifier, readings: list[Reading]) -> Answers:
    blank = np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.uint8)
    judged = [min(reading.digits, key=_likeness, default=None) for reading in readings]
    images = np.array([digit.image if digit else blank for digit in judged], dtype=np.uint8)
    seen = read_images(classifier, images.reshape(-1, IMAGE_SIZE, IMAGE_SIZE))
    return Answers(
        texts=np.array([reading.text for reading in readings], dtype=np.str_),
        images=seen.images,
        probabilities=seen.probabilities,
        uncalibrated=seen.uncalibrated,
        accepted=np.array([digit is not None and digit.is_digit for digit in judged], np.bool_),
        has_shape=np.array([digit is not None and digit.has_shape for digit in judged], np.bool_),
    )


def _likeness(digit: DigitReading) -> tuple[bool, float]:
    """How much it looks like a digit, to be compared; a dot, of whatever score, least."""
    return digit.has_shape, digit.predictions[0].probability
