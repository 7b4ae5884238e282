import json
from pathlib import Path

import numpy as np
import pytest

from model.classifier import DigitClassifier
from model.preprocess import digit_from_strokes
from tests.drawn import DRAWINGS
from training import evaluate
from training.data import Drawing
from training.evaluate import Outcome, read_drawings, read_images


def test_drawings_are_counted_right_and_wrong(classifier: DigitClassifier) -> None:
    drawings = [
        Drawing(DRAWINGS["7", "barred"], 7, "a/one"),
        Drawing(DRAWINGS["7", "plain"], 1, "a/two"),
        Drawing([[[5, 5]]], 0, "b/dot"),
    ]
    assert read_drawings(classifier, drawings) == Outcome(digits=3, right=1, accepted=2)


def test_images_are_counted_right_and_wrong(classifier: DigitClassifier) -> None:
    digits = [digit_from_strokes(strokes) for strokes in DRAWINGS.values()]
    images = np.array([digit.pixels for digit in digits if digit])
    labels = np.array([int(digit) for digit, _ in DRAWINGS], dtype=np.uint8)
    labels[0] = 9
    outcome = read_images(classifier, images, labels)
    assert outcome == Outcome(len(labels), right=len(labels) - 1, accepted=len(labels))


def test_an_outcome_is_told_in_shares() -> None:
    assert Outcome(digits=8, right=6, accepted=7).as_json() == {
        "digits": 8,
        "right": 6,
        "accuracy": 0.75,
        "accepted_as_digit": 0.875,
    }


def test_missing_data_is_told_in_one_line_and_the_report_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    report.write_text("the report before")
    monkeypatch.setattr(evaluate, "REPORT_FILE", report)
    assert evaluate.main(["--mnist", str(tmp_path / "nowhere.npz")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nowhere.npz: no such file" in error
    assert report.read_text() == "the report before"


def test_a_report_holds_the_networks_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, classifier: DigitClassifier
) -> None:
    pytest.importorskip("tensorflow")
    images = np.zeros((5_002, 28, 28), dtype=np.uint8)
    labels = np.zeros(5_002, dtype=np.uint8)
    np.savez(
        tmp_path / "mnist.npz",
        x_train=images,
        y_train=labels,
        x_test=images[:3],
        y_test=labels[:3],
    )
    monkeypatch.setattr(evaluate, "REPORT_FILE", tmp_path / "report.json")
    arguments = ["--mnist", str(tmp_path / "mnist.npz"), "--drawings", str(tmp_path / "none.gz")]
    assert evaluate.main(arguments) == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["model"]["sha256"] == classifier.network.sha256
    assert report["model"]["parameters"] > 0
    assert report["mnist_test"]["digits"] == 3
    assert report["pen_digits"] is None
