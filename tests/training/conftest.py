"""A network measured on a few drawings, for the tests of what is measured, drawn and published."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from model.classifier import MODEL_FILE
from model.files import file_sha256
from model.preprocess import digit_from_strokes
from tests.drawn import DRAWINGS
from training.data import Digits, Drawing, Mnist

if TYPE_CHECKING:  # which needs packages that Python 3.10 does not have
    from training.measurement import Measurement

STROKES = list(DRAWINGS.values())
LABELS = np.array([int(digit) for digit, _ in DRAWINGS], dtype=np.uint8)
PERTURBED = 3
EPOCH = {"loss": 0.4, "accuracy": 0.9, "val_loss": 0.1, "val_accuracy": 0.97}


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
def small_measures() -> Iterator[None]:
    """Everything that is measured on many drawings is measured on a few."""
    pytest.importorskip("tensorflow")
    pytest.importorskip("sklearn")
    pytest.importorskip("matplotlib")
    from training import measurement
    from training.pictures import COMBINATIONS

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measurement, "SCRIBBLES", 16)
        patch.setattr(measurement, "DOTS", 6)
        patch.setattr(measurement, "IN_PICTURES", 12)
        patch.setattr(measurement, "PERTURBED", PERTURBED)
        patch.setattr(measurement, "COMBINATIONS", COMBINATIONS[:2])
        yield


@pytest.fixture(scope="session")
def network_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped network with a made-up training beside it."""
    folder = tmp_path_factory.mktemp("network")
    for suffix in (".keras", ".tflite"):
        shutil.copy(MODEL_FILE.with_suffix(suffix), folder)
    file = folder / MODEL_FILE.name
    training = {"sha256": file_sha256(file), "minutes": 21.3, "epochs": [EPOCH, EPOCH]}
    file.with_suffix(".json").write_text(json.dumps(training))
    return file


@pytest.fixture(scope="session")
def measured(
    small_measures: None,  # noqa: ARG001
    network_file: Path,
    few_digits: Mnist,
    few_drawings: list[Drawing],
) -> "Measurement":
    """That network measured, beside another that is the same."""
    from training.measurement import Measurement

    letters = [[[[0.0, 0.0], [10.0, 20.0], [20.0, 0.0], [30.0, 20.0], [40.0, 0.0]]]] * 3
    measurement = Measurement(network_file, few_digits, few_drawings, letters)
    for _, measure in measurement.steps(train=lambda _: network_file):
        measure()
    return measurement
