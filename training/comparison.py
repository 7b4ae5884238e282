"""What networks are compared by: size, speed, training time, and how they read perturbed digits.

The others of `training.architecture` are trained anew to stand beside the shipped one.
"""

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path

import keras
from PIL import Image

from model.classifier import DigitClassifier
from model.timing import inference_ms
from training import train
from training.data import DataError, Digits
from training.metrics import accuracy
from training.perturb import Perturbation
from training.readings import read_images, read_pictures
from training.report import Json

TIMED_CALLS = 500
INTERRUPTED = 130  # the exit status of a command that Ctrl+C has ended


def train_anew(name: str, mnist: Sequence[str], folder: Path) -> Path:
    """Train the network called `name` as its command does; its .keras file in the folder.

    `mnist` are the options that say where MNIST is.

    Raises KeyboardInterrupt where it is interrupted, and DataError where it cannot be trained.
    """
    file = folder / f"{name}.keras"
    arguments = [name, "--output", str(file), *mnist]
    said = io.StringIO()  # which would break the progress bar
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        status = train.main(arguments)
    if status == INTERRUPTED:
        raise KeyboardInterrupt
    if status:
        raise DataError(said.getvalue().strip())
    return file


def describe(file: Path, classifier: DigitClassifier) -> Json:
    """Parameters, bytes on disk and milliseconds for one image of a .keras file's network."""
    network = keras.models.load_model(file, compile=False)
    return {
        "parameters": network.count_params(),
        "keras_bytes": file.stat().st_size,
        "tflite_bytes": file.with_suffix(".tflite").stat().st_size,
        "inference_ms": inference_ms(classifier.network, TIMED_CALLS),
    }


def curve(classifier: DigitClassifier, digits: Digits, by: Perturbation) -> list[float]:
    """Accuracy at each strength, where the network gets the perturbed images as they are."""
    return [
        accuracy(digits.labels, read_images(classifier, by.apply(digits.images, strength)))
        for strength in by.strengths
    ]


def picture_curve(classifier: DigitClassifier, digits: Digits, by: Perturbation) -> list[float]:
    """The same where each perturbed image is taken for a picture that somebody uploads."""
    return [
        accuracy(
            digits.labels,
            read_pictures(classifier, map(Image.fromarray, by.apply(digits.images, strength))),
        )
        for strength in by.strengths
    ]
