import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from model.classifier import MODEL_FILE
from model.files import file_sha256
from tests.training.test_train import other_digits
from training import ablation
from training.ablation import STEPS, PenDrawings, measure, summary
from training.architecture import BEST, DENSE, build
from training.data import Digits, Mnist


def test_each_step_adds_one_part_and_the_last_is_the_shipped_recipe() -> None:
    recipes = list(STEPS.values())
    assert recipes[-1] == BEST
    assert not recipes[0].augmented
    assert recipes[0].drawn == recipes[0].non_digits == 0
    for before, after in pairwise(recipes):
        changed = [name for name in vars(before) if vars(before)[name] != vars(after)[name]]
        assert len(changed) == 1


def test_what_a_network_reads_right_is_measured() -> None:
    random = np.random.default_rng(1)
    images = random.integers(0, 256, (60, 28, 28), dtype=np.uint8)
    labels = (np.arange(60) % 10).astype(np.uint8)
    digits = Digits(images, labels)
    sources = np.array(["a", "b"] * 30)
    letters = random.integers(0, 9, (20, 28, 28), dtype=np.uint8)
    pen = PenDrawings(images, 255 - images, labels, sources, letters)
    network = build(DENSE, steps=1)
    measured = measure(network, Mnist(digits, digits, digits), pen)
    answers = network.predict(images[..., np.newaxis] / np.float32(255), verbose=0).argmax(axis=1)
    assert measured["mnist_test"] == measured["pen_digits"]
    assert measured["mnist_test"] == pytest.approx((answers == labels).mean(), abs=1e-4)
    broad = network.predict(1 - images[..., np.newaxis] / np.float32(255), verbose=0).argmax(axis=1)
    assert measured["pen_digits_broad_brush"] == pytest.approx((broad == labels).mean(), abs=1e-4)
    by_source = [(answers == labels)[sources == name].mean() for name in "ab"]
    assert measured["pen_digits_least_source"] == pytest.approx(min(by_source), abs=1e-4)
    assert 0 <= measured["auroc_letters"] <= 1


def test_seeds_are_summed_up_by_mean_and_standard_deviation() -> None:
    runs = [{"mnist_test": 0.99}, {"mnist_test": 0.97}]
    assert summary(runs) == {
        "mean": {"mnist_test": 0.98},
        "standard_deviation": {"mnist_test": 0.01414},
    }


def test_missing_drawings_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    images = np.zeros((5_001, 28, 28), dtype=np.uint8)
    labels = np.zeros(5_001, dtype=np.uint8)
    file = tmp_path / "mnist.npz"
    np.savez(file, x_train=images, y_train=labels, x_test=images[:3], y_test=labels[:3])
    monkeypatch.setattr(ablation, "PEN_DIGITS", tmp_path / "none.jsonl.gz")
    assert ablation.main(other_digits(file)) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "none.jsonl.gz: no such file" in error


def test_the_kept_results_belong_to_the_shipped_network() -> None:
    if not ablation.RESULT_FILE.exists():
        pytest.skip("nothing is measured yet")
    results = json.loads(ablation.RESULT_FILE.read_text())
    assert list(results["steps"]) == list(STEPS)
    assert results["sha256"] == file_sha256(MODEL_FILE)
