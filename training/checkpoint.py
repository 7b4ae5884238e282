"""Write a checkpoint after each epoch, so that training can continue after an interruption.

One file holds the network with its optimizer, the figures of each epoch so far, and a fingerprint
of everything that the result depends on. If the fingerprint has changed, training starts again.
"""

import hashlib
import json
import platform
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import keras

from training.architecture import Recipe
from training.data import Mnist
from training.faster import convolution_policy

PROGRESS_MEMBER = "progress.json"
PROJECT = Path(__file__).parents[1]
SOURCES = [
    PROJECT / folder / f"{name}.py"
    for folder, names in {
        "training": ("architecture", "augment", "batches", "data", "faster", "train"),
        "training/synthetic": (
            "beside",
            "curves",
            "digits",
            "forms",
            "glyphs",
            "hand",
            "non_digits",
            "pair_images",
            "pairs",
            "pictures",
            "writers",
        ),
        "model": ("pairs", "preprocess"),
        "model/picture": (
            "background",
            "blocks",
            "components",
            "ink",
            "isolated",
            "open",
            "pen_path",
            "rule_removal",
            "rules",
        ),
    }.items()
    for name in names
]

Epochs = list[dict[str, float]]


@dataclass(frozen=True)
class Progress:
    """A partly trained network, the figures of each epoch, and the seconds of training."""

    network: keras.Model
    epochs: Epochs
    seconds: float


class Record(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Adds each epoch's figures to `epochs`, and writes a checkpoint if there is a file for it."""

    def __init__(self, epochs: Epochs, began: float, file: Path | None, fingerprint: str) -> None:
        """`began` is a monotonic time: when training would have begun without interruptions."""
        super().__init__()
        self._epochs = epochs
        self._began = began
        self._file = file
        self._fingerprint = fingerprint

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002, D102
        self._epochs.append({name: float(value) for name, value in (logs or {}).items()})
        if self._file and not self.model.stop_training:
            self._write(self._file)

    def _write(self, file: Path) -> None:
        progress = {
            "fingerprint": self._fingerprint,
            "epochs": self._epochs,
            "seconds": time.monotonic() - self._began,
        }
        unfinished = file.with_name(f"writing-{file.name}")
        try:
            self.model.save(unfinished)
            with zipfile.ZipFile(unfinished, "a") as saved:
                saved.writestr(PROGRESS_MEMBER, json.dumps(progress))
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)


def read_checkpoint(file: Path, fingerprint: str) -> Progress | None:
    """Returns the progress of an interrupted training, or None if the file does not hold it."""
    try:
        with zipfile.ZipFile(file) as saved:
            progress = json.loads(saved.read(PROGRESS_MEMBER))
        if progress["fingerprint"] != fingerprint:
            return None
        return Progress(keras.models.load_model(file), progress["epochs"], progress["seconds"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return None


def fingerprint(recipe: Recipe, mnist: Mnist, epochs: int, seed: int) -> str:
    """Returns a SHA-256 of everything that the result depends on, the project's code included."""
    digest = hashlib.sha256()
    for part in _parts(recipe, mnist, epochs, seed):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(recipe: Recipe, mnist: Mnist, epochs: int, seed: int) -> Iterator[bytes]:
    settings = {name: str(value) for name, value in vars(recipe).items() if not callable(value)}
    machine = [platform.machine(), convolution_policy()]
    yield json.dumps([settings, epochs, seed, machine]).encode()
    yield from (version(package).encode() for package in ("keras", "numpy", "tensorflow"))
    yield from (file.read_bytes() for file in SOURCES)
    yield from (mnist.train.images.tobytes(), mnist.train.labels.tobytes())
