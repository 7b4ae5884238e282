import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from model.calibration import (
    METADATA_MEMBER,
    Calibration,
    apply_temperature,
    read_calibration,
    write_calibration,
)
from model.files import ModelFileError


def save_metadata(file: Path, metadata: object) -> Path:
    """Writes a file like a network that Keras has saved, with this metadata."""
    with zipfile.ZipFile(file, "w") as content:
        content.writestr(METADATA_MEMBER, json.dumps(metadata))
        content.writestr("model.weights.h5", b"weights")
    return file


def test_a_temperature_divides_the_logits_behind_the_probabilities() -> None:
    logits = np.array([[4.0, 2.0, -3.0], [0.0, 0.0, 60.0]], dtype=np.float32)
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    halved = np.exp(logits / 2) / np.exp(logits / 2).sum(axis=1, keepdims=True)
    assert np.allclose(apply_temperature(softmax, 2), halved, atol=1e-6)
    assert np.allclose(apply_temperature(softmax, 1), softmax, atol=1e-6)


def test_a_calibration_is_read_back_and_the_weights_are_kept(tmp_path: Path) -> None:
    file = save_metadata(tmp_path / "mine.keras", {"keras_version": "3", "date_saved": "today"})
    assert read_calibration(file) == Calibration()
    write_calibration(file, Calibration(temperature=1.25, least_digit_score=0.5))
    assert read_calibration(file) == Calibration(1.25, 0.5)
    with zipfile.ZipFile(file) as content:
        assert content.read("model.weights.h5") == b"weights"


def test_the_same_network_makes_the_same_file_on_any_date(tmp_path: Path) -> None:
    files = [
        save_metadata(tmp_path / f"{date}.keras", {"keras_version": "3", "date_saved": date})
        for date in ("today", "tomorrow")
    ]
    for file in files:
        write_calibration(file, Calibration())
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    "calibration",
    [
        {"temperature": 0, "least_digit_score": 0.5},
        {"temperature": float("nan"), "least_digit_score": 0.5},
        {"temperature": 1, "least_digit_score": 2},
        {"temperature": "warm", "least_digit_score": 0.5},
        {"colour": 1},
        "none",
        [1, 2],
    ],
)
def test_a_damaged_calibration_is_refused_in_one_sentence(
    tmp_path: Path, calibration: object
) -> None:
    file = save_metadata(tmp_path / "mine.keras", {"calibration": calibration})
    with pytest.raises(ModelFileError, match=r"^[^\n]*mine\.keras[^\n]*$"):
        read_calibration(file)


def test_a_file_without_metadata_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "mine.keras"
    with zipfile.ZipFile(file, "w") as content:
        content.writestr("model.weights.h5", b"weights")
    with pytest.raises(ModelFileError, match=r"^[^\n]*metadata\.json cannot be read[^\n]*$"):
        read_calibration(file)
