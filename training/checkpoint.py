"""Keep what a training has reached after each epoch, so that it can go on after an interruption.

One file holds the network with its optimizer, what was measured in each epoch so far, and a
fingerprint of all that the result depends on. Where that has changed, the training starts anew.
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
    *(PROJECT / "training" / f"{name}.py" for name in (
        "architecture", "augment", "batches", "curves", "drawn", "faster", "glyphs", "pictures",
        "train",
    )),
    *(PROJECT / "model" / f"{name}.py" for name in (
        "ink", "outline", "paper", "parts", "preprocess", "ruling",
    )),
]  # fmt: skip

Epochs = list[dict[str, float]]


@dataclass(frozen=True)
class Progress:
    """A network as far as it is trained, the figures of each epoch, and the seconds it took."""

    network: keras.Model
    epochs: Epochs
    seconds: float


class Record(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Adds each epoch's figures to `epochs`, and writes a checkpoint where it has a file for it."""

    def __init__(self, epochs: Epochs, began: float, file: Path | None, fingerprint: str) -> None:
        """`began` is when the training would have begun without interruptions (monotonic)."""
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
    """What an interrupted training reached; None where there is none, or of another training."""
    try:
        with zipfile.ZipFile(file) as saved:
            progress = json.loads(saved.read(PROGRESS_MEMBER))
        if progress["fingerprint"] != fingerprint:
            return None
        return Progress(keras.models.load_model(file), progress["epochs"], progress["seconds"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return None


def fingerprint(recipe: Recipe, mnist: Mnist, epochs: int, seed: int) -> str:
    """A SHA-256 of all that a training's result depends on, the project's own code included."""
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
