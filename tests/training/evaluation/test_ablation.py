import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from model.classifier import MODEL_FILE
from model.files import file_sha256
from tests.training.test_train import other_digits
from training.architecture import BEST, DENSE, Recipe, build
from training.data import Digits, Mnist
from training.evaluation import ablation
from training.evaluation.ablation import STEPS, PenDrawings, measure, summary
from training.train import Trained


def test_each_step_adds_one_part_and_the_last_is_the_shipped_recipe() -> None:
    recipes = list(STEPS.values())
    assert recipes[-1] == BEST
    assert not recipes[0].augmented
    assert recipes[0].synthetic_digits == recipes[0].synthetic_non_digits == 0
    for before, after in pairwise(recipes):
        changed = [name for name in vars(before) if vars(before)[name] != vars(after)[name]]
        assert len(changed) == 1


def test_accuracies_and_auroc_of_a_network_are_measured() -> None:
    random = np.random.default_rng(1)
    images = random.integers(0, 256, (60, 28, 28), dtype=np.uint8)
    labels = (np.arange(60) % 10).astype(np.uint8)
    digits = Digits(images, labels)
    sources = np.array(["a", "b"] * 30)
    letters = random.integers(0, 9, (20, 28, 28), dtype=np.uint8)
    pen = PenDrawings(images, 255 - images, labels, sources, letters)
    network = build(DENSE, steps=1)
    measured = measure(network, Mnist(digits, digits, digits), pen)
    predicted = network.predict(images[..., np.newaxis] / np.float32(255), verbose=0).argmax(axis=1)
    assert measured["mnist_test"] == measured["pen_digits"]
    assert measured["mnist_test"] == pytest.approx((predicted == labels).mean(), abs=1e-4)
    broad = network.predict(1 - images[..., np.newaxis] / np.float32(255), verbose=0).argmax(axis=1)
    assert measured["pen_digits_broad_brush"] == pytest.approx((broad == labels).mean(), abs=1e-4)
    by_source = [(predicted == labels)[sources == name].mean() for name in "ab"]
    assert measured["pen_digits_least_source"] == pytest.approx(min(by_source), abs=1e-4)
    assert 0 <= measured["auroc_letters"] <= 1


def test_seeds_are_summarized_by_mean_and_standard_deviation() -> None:
    runs = [{"mnist_test": 0.99}, {"mnist_test": 0.97}]
    assert summary(runs) == {
        "mean": {"mnist_test": 0.98},
        "standard_deviation": {"mnist_test": 0.01414},
    }


@pytest.mark.usefixtures("small_validation")
def test_missing_drawings_are_reported_in_one_line(
    small_mnist: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ablation, "PEN_DIGITS", tmp_path / "none.jsonl.gz")
    assert ablation.main(other_digits(small_mnist)) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "none.jsonl.gz: no such file" in error


def test_the_kept_results_belong_to_the_shipped_network() -> None:
    if not ablation.RESULT_FILE.exists():
        pytest.skip("no ablation was measured for the shipped network")
    results = json.loads(ablation.RESULT_FILE.read_text())
    assert list(results["steps"]) == list(STEPS)
    assert results["sha256"] == file_sha256(MODEL_FILE)


@pytest.mark.usefixtures("small_validation")
def test_finished_trainings_are_kept_and_only_the_others_are_repeated(
    small_mnist: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    trained: list[tuple[Recipe, int]] = []
    measured: list[object] = []

    def train(recipe: Recipe, _: Mnist, __: int = 0, seed: int = 20) -> Trained:
        trained.append((recipe, seed))
        return Trained("a new network", [], 1.25, seed)

    def measure(network: object, *_: object) -> dict[str, float]:
        measured.append(network)
        return {"mnist_test": 0.98 + 0.01 * (len(measured) % 2)}

    file = tmp_path / "ablation.json"
    monkeypatch.setattr(ablation, "RESULT_FILE", file)
    monkeypatch.setattr(ablation, "train", train)
    monkeypatch.setattr(ablation, "measure", measure)
    monkeypatch.setattr(ablation, "_read_pen_drawings", lambda: None)
    monkeypatch.setattr("keras.models.load_model", lambda *_, **__: "the shipped network")

    assert ablation.main(other_digits(small_mnist)) == 0
    assert [recipe for recipe, _ in trained[:-2]] == list(STEPS.values())
    assert trained[-2:] == [(BEST, 21), (BEST, 22)]
    assert (
        measured == ["a new network"] * len(STEPS) + ["the shipped network"] + ["a new network"] * 2
    )
    results = json.loads(file.read_text())
    assert capsys.readouterr().out.endswith(file.read_text())
    assert results["steps"].keys() == STEPS.keys()
    assert results["steps"]["MNIST only"] == {"minutes": 1.2, "mnist_test": 0.99}
    assert results["seeds"].keys() == {"20", "21", "22"}
    assert results["seeds_summary"] == summary(results["seeds"].values())

    file.write_text(json.dumps({**results, "sha256": "of another network"}))
    trained.clear()
    measured.clear()
    assert ablation.main(other_digits(small_mnist)) == 0
    assert trained == []
    assert measured == ["the shipped network"]
    again = json.loads(file.read_text())
    assert again["sha256"] == file_sha256(MODEL_FILE)
    assert again["steps"] == results["steps"]
