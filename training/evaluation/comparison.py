"""Compare networks: size, latency, training time, and robustness to corruptions.

The other networks of `training.architecture` are trained again for the comparison.
"""

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path

import keras
from PIL import Image

from model.classifier import DigitClassifier
from model.insight.timing import inference_ms
from training import train
from training.data import DataError, Digits
from training.evaluation.corruptions import Corruption
from training.evaluation.metrics import accuracy
from training.evaluation.predictions import predict_images, predict_uploads
from training.evaluation.report import Json

TIMED_CALLS = 500
INTERRUPTED = 130  # the exit status of a command after Ctrl+C


def train_network(name: str, mnist: Sequence[str], folder: Path) -> Path:
    """Trains a network with its own command; returns its .keras file in the folder.

    `mnist` holds the command-line options that say where MNIST is. Raises KeyboardInterrupt if it
    is interrupted, and DataError if training fails.
    """
    file = folder / f"{name}.keras"
    arguments = [name, "--output", str(file), *mnist]
    errors = io.StringIO()  # output would break the progress bar
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
        status = train.main(arguments)
    if status == INTERRUPTED:
        raise KeyboardInterrupt
    if status:
        raise DataError(errors.getvalue().strip())
    return file


def describe(file: Path, classifier: DigitClassifier) -> Json:
    """Returns parameters, bytes on disk, and latency in ms per image, of a .keras file."""
    network = keras.models.load_model(file, compile=False)
    return {
        "parameters": network.count_params(),
        "keras_bytes": file.stat().st_size,
        "tflite_bytes": file.with_suffix(".tflite").stat().st_size,
        "inference_ms": inference_ms(classifier.network, TIMED_CALLS),
    }


def accuracy_curve(
    classifier: DigitClassifier, digits: Digits, corruption: Corruption
) -> list[float]:
    """Returns the accuracy at each strength; the network gets the corrupted images directly."""
    return [
        accuracy(
            digits.labels, predict_images(classifier, corruption.apply(digits.images, strength))
        )
        for strength in corruption.strengths
    ]


def accuracy_curve_of_uploads(
    classifier: DigitClassifier, digits: Digits, corruption: Corruption
) -> list[float]:
    """Returns the accuracy at each strength; each corrupted image is read like an upload."""
    return [
        accuracy(
            digits.labels,
            predict_uploads(
                classifier, map(Image.fromarray, corruption.apply(digits.images, strength))
            ),
        )
        for strength in corruption.strengths
    ]
