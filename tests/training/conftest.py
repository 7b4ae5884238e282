"""Small data and a small evaluation for the tests of training."""

import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from model.classifier import MODEL_FILE
from model.files import file_sha256
from model.preprocess import digit_from_strokes
from tests.sample_drawings import DRAWINGS
from training import data
from training.data import Digits, Drawing, Mnist

STROKES = list(DRAWINGS.values())
LABELS = np.array([int(digit) for digit, _ in DRAWINGS], dtype=np.uint8)
CORRUPTED_DIGITS = 3
EPOCH = {"loss": 0.4, "accuracy": 0.9, "val_loss": 0.1, "val_accuracy": 0.97}

TRAINING_IMAGES, VALIDATION_IMAGES, TEST_IMAGES = 400, 60, 100


@pytest.fixture
def small_validation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds out as few images for validation as `small_mnist` has."""
    monkeypatch.setattr(data, "VALIDATION_IMAGES", VALIDATION_IMAGES)


@pytest.fixture(scope="session")
def small_mnist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file in MNIST's form: the test drawings, slanted and stretched at random."""
    random = np.random.default_rng(7)
    images = []
    for number in range(TRAINING_IMAGES + VALIDATION_IMAGES + TEST_IMAGES):
        slant, stretch = random.uniform(-0.25, 0.25), random.uniform(0.8, 1.2)
        strokes = STROKES[number % len(STROKES)]
        varied = [[[x * stretch + y * slant, y] for x, y in stroke] for stroke in strokes]
        digit = digit_from_strokes(varied)
        assert digit
        images.append(digit.pixels)
    pixels, labels = np.array(images), np.resize(LABELS, len(images))
    split = TRAINING_IMAGES + VALIDATION_IMAGES
    file = tmp_path_factory.mktemp("small") / "mnist.npz"
    np.savez(
        file,
        x_train=pixels[:split],
        y_train=labels[:split],
        x_test=pixels[split:],
        y_test=labels[split:],
    )
    return file


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Lets SIGINT raise KeyboardInterrupt, also if the tests run in a shell's background job."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def few_digits() -> Mnist:
    """The test drawings as MNIST's images, the same in each part; one test label is wrong."""
    images = np.array([digit.pixels for s in STROKES if (digit := digit_from_strokes(s))])
    mislabelled = LABELS.copy()
    mislabelled[0] = 9
    digits = Digits(images, LABELS)
    return Mnist(digits, digits, Digits(images, mislabelled))


@pytest.fixture(scope="session")
def few_drawings() -> list[Drawing]:
    """The test drawings, from two sources."""
    return [
        Drawing(strokes, int(label), f"{'ab'[number % 2]}/file")
        for number, (strokes, label) in enumerate(zip(STROKES, LABELS, strict=True))
    ]


@pytest.fixture(scope="session")
def small_measurement() -> Iterator[None]:
    """Measures on a few drawings wherever an evaluation measures on many."""
    pytest.importorskip("tensorflow")
    pytest.importorskip("sklearn")
    from training.evaluation import comparison, measurement, pages
    from training.synthetic.pictures import IMAGE_KINDS

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "TIMED_CALLS", 10)
        patch.setattr(measurement, "SCRIBBLES", 16)
        patch.setattr(measurement, "DOTS", 6)
        patch.setattr(measurement, "DIGITS_AS_IMAGES", 12)
        patch.setattr(pages, "NUMBERS", 4)
        patch.setattr(pages, "PAIRS_A_WAY", 2)
        patch.setattr(measurement, "CORRUPTED_DIGITS", CORRUPTED_DIGITS)
        patch.setattr(measurement, "IMAGE_KINDS", IMAGE_KINDS[:2])
        yield


@pytest.fixture(scope="session")
def network_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped network with an invented record of its training."""
    folder = tmp_path_factory.mktemp("network")
    for suffix in (".keras", ".tflite"):
        shutil.copy(MODEL_FILE.with_suffix(suffix), folder)
    file = folder / MODEL_FILE.name
    training = {"sha256": file_sha256(file), "minutes": 21.3, "epochs": [EPOCH, EPOCH]}
    file.with_suffix(".json").write_text(json.dumps(training))
    return file
