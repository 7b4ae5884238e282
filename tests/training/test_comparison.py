from pathlib import Path

import numpy as np
import pytest

for package in ("tensorflow", "sklearn", "scipy"):
    pytest.importorskip(package)

from model.classifier import MODEL_FILE, DigitClassifier
from training import train
from training.comparison import curve, describe, picture_curve, train_anew
from training.data import DataError, Mnist
from training.perturb import Perturbation, invert


def test_a_network_is_trained_by_its_own_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def main(arguments: list[str]) -> int:
        print("Epoch 1/5")
        asked.append(arguments)
        return 0

    monkeypatch.setattr(train, "main", main)
    file = train_anew("dense", mnist=["--mnist", "mnist.npz"], folder=tmp_path)
    assert file == tmp_path / "dense.keras"
    assert train_anew("cnn", mnist=[], folder=tmp_path) == tmp_path / "cnn.keras"
    assert asked == [
        ["dense", "--output", str(tmp_path / "dense.keras"), "--mnist", "mnist.npz"],
        ["cnn", "--output", str(tmp_path / "cnn.keras")],
    ]
    assert capsys.readouterr().out == ""


def test_a_training_that_fails_or_is_interrupted_ends_the_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train, "main", lambda _: 130)
    with pytest.raises(KeyboardInterrupt):
        train_anew("dense", mnist=[], folder=tmp_path)
    monkeypatch.undo()
    with pytest.raises(DataError, match=r"nowhere\.npz: no such file"):
        train_anew("dense", mnist=["--mnist", str(tmp_path / "nowhere.npz")], folder=tmp_path)
    assert capsys.readouterr().err == ""


def test_a_network_is_described_by_size_and_speed(classifier: DigitClassifier) -> None:
    described = describe(MODEL_FILE, classifier)
    assert described["parameters"] > 10_000
    assert described["keras_bytes"] == MODEL_FILE.stat().st_size
    assert 0 < described["inference_ms"] < 100


def test_inverted_images_are_read_as_pictures_only(
    classifier: DigitClassifier, few_digits: Mnist
) -> None:
    polarity = Perturbation("polarity", "inverted", (0, 1), invert)
    given = curve(classifier, few_digits.validation, polarity)
    as_pictures = picture_curve(classifier, few_digits.validation, polarity)
    assert given[0] == 1
    assert given[1] < 0.5
    assert np.array(as_pictures) == pytest.approx([1, 1], abs=0.1)
