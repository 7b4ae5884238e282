"""Load the digits that training and evaluation read: MNIST, and drawings made with a pen.

MNIST comes from `keras.datasets.mnist`, or from an .npz file in the same form where there is no
network. Its last 5,000 training images are held out for validation; its test images are for the
final figures only. Drawings are strokes, one JSON object a line; they are for measuring, never for
training. Nothing here scales or centres an image: `model.preprocess` does.
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
# Of training images and labels, test images and labels, byte for byte, one after another.
MNIST_SHA256 = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"
VALIDATION_IMAGES = 5_000

DRAWINGS_FOLDER = Path(os.environ.get("TRAZO_DATA", Path(__file__).parents[2] / "shared" / "data"))
PEN_DIGITS = DRAWINGS_FOLDER / "strokes_dev.jsonl.gz"
PEN_LETTERS = DRAWINGS_FOLDER / "letters_dev.jsonl.gz"


class DataError(Exception):
    """Data that cannot be had or is not what it should be; the message is one sentence."""


@dataclass(frozen=True)
class Digits:
    """Images uint8 (n, 28, 28), 0 is paper and 255 is ink, with labels uint8 (n,), 0 to 9."""

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    def first(self, count: int | None) -> "Digits":
        """The first `count` digits, or all of them where it is None."""
        return Digits(self.images[:count], self.labels[:count])


@dataclass(frozen=True)
class Mnist:
    """MNIST in three parts: 55,000 digits to train on, 5,000 to choose by, 10,000 to report."""

    train: Digits
    validation: Digits
    test: Digits


@dataclass(frozen=True)
class Drawing:
    """One digit as a person drew it: its strokes, its label 0 to 9, and where it is from."""

    strokes: Strokes
    label: int
    source: str


def load_mnist(file: Path | None = None, *, other_digits: bool = False) -> Mnist:
    """Read MNIST from `file`, else from the file $MNIST_NPZ names, else through Keras.

    Raises DataError where it cannot be had, is not 28x28 uint8 images with labels 0 to 9, or,
    unless `other_digits` may take its place, is not MNIST to the last bit.
    """
    named = file or os.environ.get(MNIST_VARIABLE)
    arrays = _read_npz(Path(named)) if named else _download()
    train = _checked(arrays["x_train"], arrays["y_train"], "training")
    test = _checked(arrays["x_test"], arrays["y_test"], "test")
    if not other_digits:
        _check_hash(train, test)
    if len(train) <= VALIDATION_IMAGES:
        raise DataError(
            f"MNIST: expected more than {VALIDATION_IMAGES:,} training images, since that many "
            f"are held out for validation; got {len(train):,}."
        )
    split = len(train) - VALIDATION_IMAGES
    return Mnist(
        train=train.first(split),
        validation=Digits(train.images[split:], train.labels[split:]),
        test=test,
    )


def add_mnist_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where MNIST is: `mnist` and `other_digits`."""
    parser.add_argument(
        "--mnist", type=Path, metavar="FILE", help=f"MNIST as one .npz file (or ${MNIST_VARIABLE})"
    )
    parser.add_argument(
        "--other-digits", action="store_true", help="that file holds other digits in MNIST's form"
    )


def mnist_options(options: argparse.Namespace) -> list[str]:
    """The same options as they are written on a command line."""
    file = ["--mnist", str(options.mnist)] if options.mnist else []
    return [*file, *(["--other-digits"] if options.other_digits else [])]


def load_drawings(file: Path) -> list[Drawing]:
    """Read digits from a .jsonl.gz file: `{"label": 0, "source": "…", "strokes": [[[x, y]…]…]}`.

    Raises DataError, naming file and line, where it cannot be read.
    """
    return _read_lines(
        file, lambda row: Drawing(_strokes(row), range(10).index(row["label"]), str(row["source"]))
    )


def load_strokes(file: Path) -> list[Strokes]:
    """Read drawings of anything from such a file, letters for one, without their labels.

    Raises DataError, naming file and line, where it cannot be read.
    """
    return _read_lines(file, _strokes)


def _read_lines(file: Path, parse: Callable[[dict[str, Any]], T]) -> list[T]:
    rows: list[T] = []
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                rows.append(parse(json.loads(line)))  # noqa: PERF401  its length names the line
    except FileNotFoundError:
        raise DataError(f"{file}: no such file of drawings.") from None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{file}, line {len(rows) + 1}: expected a JSON object with label, source and "
            f"strokes; got {type(error).__name__}: {error}."
        ) from None
    return rows


def _strokes(row: dict[str, Any]) -> Strokes:
    strokes = row["strokes"]
    if not isinstance(strokes, list) or digit_from_strokes(strokes) is None:
        raise ValueError("strokes without a point")
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
    except Exception as error:  # numpy and zipfile raise a dozen kinds for a damaged file
        raise DataError(
            f"{file}: expected an .npz file with {', '.join(names)}; "
            f"got {type(error).__name__}: {error}."
        ) from None


def _download() -> dict[str, npt.NDArray[np.uint8]]:
    import keras

    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # whatever urllib, the disk or the hash check raise
        raise DataError(
            f"MNIST could not be downloaded ({error}); download mnist.npz where there is a "
            f"network and name it with --mnist FILE or ${MNIST_VARIABLE}."
        ) from None
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _check_hash(train: Digits, test: Digits) -> None:
    digest = hashlib.sha256()
    for array in (train.images, train.labels, test.images, test.labels):
        digest.update(array.tobytes())
    if digest.hexdigest() != MNIST_SHA256:
        raise DataError(
            f"MNIST: these are not its digits: expected SHA-256 {MNIST_SHA256}, got "
            f"{digest.hexdigest()}. Download mnist.npz anew, or say --other-digits if it is meant "
            "to hold others."
        )


def _checked(images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], part: str) -> Digits:
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
