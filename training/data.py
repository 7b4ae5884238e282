"""Load the data for training and evaluation: MNIST, and drawings that people made with a pen.

MNIST comes from `keras.datasets.mnist`, or offline from an .npz file in the same form. Its last
5,000 training images are held out for validation; its test images are for the final figures only.
Drawings are strokes, one JSON object per line. They are for evaluation, never for training.
Nothing here scales or centres an image; `model.preprocess` does.
"""

import argparse
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from model.preprocess import Strokes, digit_from_strokes

T = TypeVar("T")

MNIST_VARIABLE = "MNIST_NPZ"
# Of the bytes of training images, training labels, test images and test labels, in this order.
MNIST_SHA256 = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"
VALIDATION_IMAGES = 5_000

DRAWINGS_FOLDER = Path(os.environ.get("TRAZO_DATA", Path(__file__).parents[2] / "shared" / "data"))
PEN_DIGITS = DRAWINGS_FOLDER / "strokes_dev.jsonl.gz"
PEN_LETTERS = DRAWINGS_FOLDER / "letters_dev.jsonl.gz"
PAPER = DRAWINGS_FOLDER / "paper"


class DataError(Exception):
    """Data that cannot be loaded or is invalid; the message is one sentence."""


@dataclass(frozen=True)
class Digits:
    """Images uint8 (n, 28, 28), ink 255 on background 0, with labels uint8 (n,), 0 to 9.

    Pairs of digits have images (n, 28, 48) and labels (n, 2).
    """

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    def first(self, count: int | None) -> "Digits":
        """Returns the first `count` digits, or all of them if it is None."""
        return Digits(self.images[:count], self.labels[:count])


@dataclass(frozen=True)
class Mnist:
    """MNIST in three parts: 55,000 training, 5,000 validation and 10,000 test digits."""

    train: Digits
    validation: Digits
    test: Digits


@dataclass(frozen=True)
class Drawing:
    """One digit that a person drew: its strokes, its label 0 to 9, and its collection."""

    strokes: Strokes
    label: int
    source: str


def load_mnist(file: Path | None = None, *, other_digits: bool = False) -> Mnist:
    """Reads MNIST from `file`, or from the file that $MNIST_NPZ names, or through Keras.

    With `other_digits`, any digits in MNIST's form will do; without it, the bytes must be MNIST's.
    Raises DataError if they are not, or if the data are not 28 x 28 uint8 images with labels 0 to
    9.
    """
    path = file or os.environ.get(MNIST_VARIABLE)
    arrays = _read_npz(Path(path)) if path else _download()
    train = _check_digits(arrays["x_train"], arrays["y_train"], "training")
    test = _check_digits(arrays["x_test"], arrays["y_test"], "test")
    if not other_digits:
        _check_hash(train, test)
    if len(train) <= VALIDATION_IMAGES:
        raise DataError(
            f"MNIST: expected more than {VALIDATION_IMAGES:,} training images, since "
            f"{VALIDATION_IMAGES:,} are held out for validation; got {len(train):,}."
        )
    split = len(train) - VALIDATION_IMAGES
    return Mnist(
        train=train.first(split),
        validation=Digits(train.images[split:], train.labels[split:]),
        test=test,
    )


def add_mnist_options(parser: argparse.ArgumentParser) -> None:
    """Adds `--mnist` and `--other-digits`, which say where MNIST is."""
    parser.add_argument(
        "--mnist", type=Path, metavar="FILE", help=f"MNIST as one .npz file (or ${MNIST_VARIABLE})"
    )
    parser.add_argument(
        "--other-digits", action="store_true", help="the file holds other digits in MNIST's form"
    )


def mnist_options(options: argparse.Namespace) -> list[str]:
    """Returns the parsed options as command-line arguments again."""
    file = ["--mnist", str(options.mnist)] if options.mnist else []
    return [*file, *(["--other-digits"] if options.other_digits else [])]


def load_drawings(file: Path) -> list[Drawing]:
    """Reads digits from a .jsonl.gz file: `{"label": 0, "source": "…", "strokes": [[[x, y]…]…]}`.

    Raises DataError with file and line if it cannot be read.
    """
    return _read_lines(
        file, lambda row: Drawing(_strokes(row), range(10).index(row["label"]), str(row["source"]))
    )


def load_strokes(file: Path) -> list[Strokes]:
    """Reads drawings from such a file without their labels, letters for example.

    Raises DataError with file and line if it cannot be read.
    """
    return _read_lines(file, _strokes)


def _read_lines(file: Path, parse: Callable[[dict[str, Any]], T]) -> list[T]:
    rows: list[T] = []
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                rows.append(parse(json.loads(line)))  # noqa: PERF401  the error needs its length
    except FileNotFoundError:
        raise DataError(f"{file}: no such file.") from None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{file}, line {len(rows) + 1}: expected a JSON object with label, source and "
            f"strokes; got {type(error).__name__}: {error}."
        ) from None
    return rows


def _strokes(row: dict[str, Any]) -> Strokes:
    strokes = row["strokes"]
    if not isinstance(strokes, list) or digit_from_strokes(strokes) is None:
        raise ValueError("strokes without points")
    return strokes


def _read_npz(file: Path) -> dict[str, npt.NDArray[np.uint8]]:
    names = ("x_train", "y_train", "x_test", "y_test")
    try:
        with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names}
    except FileNotFoundError:
        raise DataError(
            f"{file}: no such file; --mnist and ${MNIST_VARIABLE} expect MNIST as one .npz file."
        ) from None
    except Exception as error:  # numpy and zipfile raise many kinds for a damaged file
        raise DataError(
            f"{file}: expected an .npz file with {', '.join(names)}; "
            f"got {type(error).__name__}: {error}."
        ) from None


def _download() -> dict[str, npt.NDArray[np.uint8]]:
    import keras

    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # from urllib, the disk or the hash check
        raise DataError(
            f"MNIST could not be downloaded ({error}); download mnist.npz on another machine and "
            f"name it with --mnist FILE or ${MNIST_VARIABLE}."
        ) from None
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _check_hash(train: Digits, test: Digits) -> None:
    digest = hashlib.sha256()
    for array in (train.images, train.labels, test.images, test.labels):
        digest.update(array.tobytes())
    if digest.hexdigest() != MNIST_SHA256:
        raise DataError(
            f"MNIST: expected SHA-256 {MNIST_SHA256}, got {digest.hexdigest()}. Download "
            "mnist.npz again, or use --other-digits if the file holds other digits on purpose."
        )


def _check_digits(
    images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], part: str
) -> Digits:
    if images.ndim != 3 or images.shape[1:] != (28, 28) or images.dtype != np.uint8:
        raise DataError(
            f"MNIST, {part} images: expected uint8 of shape (n, 28, 28), "
            f"got {images.dtype} of shape {images.shape}."
        )
    if labels.shape != images.shape[:1] or labels.dtype.kind not in "ui":
        raise DataError(
            f"MNIST, {part} labels: expected {len(images)} integers, "
            f"got {labels.dtype} of shape {labels.shape}."
        )
    if len(labels) == 0 or labels.min() < 0 or labels.max() > 9:
        raise DataError(f"MNIST, {part} labels: expected values from 0 to 9.")
    return Digits(images, labels.astype(np.uint8))
