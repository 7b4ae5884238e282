"""MNIST's test digits, where the server has them, as samples of what the network is measured on.

Reads the file that $MNIST_NPZ names, else the one that Keras has downloaded. Downloads nothing,
and does not check that the file is MNIST to the last bit, as the training does.
"""

import functools
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

VARIABLE = "MNIST_NPZ"
SHAPE = (28, 28)


class MnistError(Exception):
    """The server has no MNIST; the message is one sentence."""


@dataclass(frozen=True)
class LabelledDigit:
    """A digit of MNIST: an image of mode L, 28 x 28, white ink on black, and its label, 0 to 9."""

    image: Image.Image
    label: int


def random_digit() -> LabelledDigit:
    """Returns a random digit of the test set. Raises MnistError where the server has none."""
    named = os.environ.get(VARIABLE)
    images, labels = _load(
        Path(named) if named else Path.home() / ".keras" / "datasets" / "mnist.npz"
    )
    index = secrets.randbelow(len(labels))
    return LabelledDigit(Image.fromarray(images[index]), int(labels[index]))


@functools.lru_cache(maxsize=1)
def _load(file: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.integer]]:
    """Returns the test images, uint8 (n, 28, 28), and their labels, integers (n,) from 0 to 9."""
    try:
        with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
            images, labels = arrays["x_test"], arrays["y_test"]
    except FileNotFoundError:
        raise MnistError(f"Expected MNIST's .npz file, named by ${VARIABLE}; got none.") from None
    except Exception as error:  # NumPy and zipfile raise many kinds for a damaged file
        raise MnistError(
            f"Expected MNIST's digits in the .npz file, got {type(error).__name__}."
        ) from None
    are_images = images.dtype == np.uint8 and images.shape[1:] == SHAPE
    are_labels = labels.dtype.kind in "ui" and labels.shape == images.shape[:1]
    if not (are_images and are_labels and len(labels) and np.isin(labels, range(10)).all()):
        raise MnistError(
            "Expected MNIST's test images uint8 (n, 28, 28) and labels from 0 to 9, got "
            f"{images.dtype} {images.shape} and {labels.dtype} {labels.shape}."
        )
    return images, labels
