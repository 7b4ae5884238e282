from pathlib import Path

import numpy as np
import pytest

for package in ("tensorflow", "sklearn", "scipy"):
    pytest.importorskip(package)

from model.classifier import MODEL_FILE, DigitClassifier
from training import train
from training.data import DataError, Mnist
from training.evaluation.comparison import (
    accuracy_curve,
    accuracy_curve_of_uploads,
    describe,
    train_network,
)
from training.evaluation.corruptions import Corruption, invert


def test_a_network_is_trained_with_its_own_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called: list[list[str]] = []

    def main(arguments: list[str]) -> int:
        print("Epoch 1/5")
        called.append(arguments)
        return 0

    monkeypatch.setattr(train, "main", main)
    file = train_network("dense", mnist=["--mnist", "mnist.npz"], folder=tmp_path)
    assert file == tmp_path / "dense.keras"
    assert train_network("cnn", mnist=[], folder=tmp_path) == tmp_path / "cnn.keras"
    assert called == [
        ["dense", "--output", str(tmp_path / "dense.keras"), "--mnist", "mnist.npz"],
        ["cnn", "--output", str(tmp_path / "cnn.keras")],
    ]
    assert capsys.readouterr().out == ""


def test_a_failed_or_interrupted_training_ends_the_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train, "main", lambda _: 130)
    with pytest.raises(KeyboardInterrupt):
        train_network("dense", mnist=[], folder=tmp_path)
    monkeypatch.undo()
    with pytest.raises(DataError, match=r"nowhere\.npz: no such file"):
        train_network("dense", mnist=["--mnist", str(tmp_path / "nowhere.npz")], folder=tmp_path)
    assert capsys.readouterr().err == ""


def test_a_network_is_described_by_size_and_latency(classifier: DigitClassifier) -> None:
    described = describe(MODEL_FILE, classifier)
    assert described["parameters"] > 10_000
    assert described["keras_bytes"] == MODEL_FILE.stat().st_size
    assert 0 < described["inference_ms"] < 100


def test_inverted_images_are_read_only_as_uploads(
    classifier: DigitClassifier, few_digits: Mnist
) -> None:
    polarity = Corruption("polarity", "inverted", (0, 1), invert)
    direct = accuracy_curve(classifier, few_digits.validation, polarity)
    uploaded = accuracy_curve_of_uploads(classifier, few_digits.validation, polarity)
    assert direct[0] == 1
    assert direct[1] < 0.5
    assert np.array(uploaded) == pytest.approx([1, 1], abs=0.1)
