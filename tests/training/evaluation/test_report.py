import json
from pathlib import Path

import pytest

from training.data import DataError
from training.evaluation import report
from training.evaluation.report import (
    as_text,
    headlines,
    publish,
    read_ablation,
    read_report,
    read_training,
    rounded,
    unpublished,
)

EPOCH = {"loss": 0.5, "accuracy": 0.9, "val_loss": 0.1, "val_accuracy": 0.98}
TRAINING = {"sha256": "ours", "network": "best", "seed": 20, "minutes": 21.3, "epochs": [EPOCH]}

FIGURES = {
    "model": {"parameters": 113_710, "keras_bytes": 536_283, "inference_ms": 0.1614},
    "training": None,
    "mnist_test": {"digits": 10_000, "accuracy": 0.9962},
    "pen_digits": None,
    "calibration": {"mnist": {"ece_before": 0.004, "ece_after": 0.0021}, "pen_digits": None},
    "rejection": {
        "score": "largest probability",
        "kept_mnist_test": 0.9953,
        "kept_pen_digits": None,
        "auroc": {"scribbles": {"largest probability": 0.9912, "energy": 0.8}},
        "pictures": None,
    },
    "pictures": None,
    "ablation": None,
}


def network_with(folder: Path, training: object) -> Path:
    (folder / "network.json").write_text(json.dumps(training))
    return folder / "network.keras"


def published(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_report_replaces_the_previous_one_and_its_images(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "gone.png").write_text("an old image")
    (tmp_path / "report.json").write_text("{}")
    with unpublished(tmp_path / "report.json") as folder:
        (folder / "images").mkdir()
        (folder / "images" / "new.png").write_text("new")
        publish({"share": 1 / 3}, folder / "images", tmp_path / "report.json")
    assert published(tmp_path) == {
        "report.json": '{\n "share": 0.33333\n}\n',
        "report/new.png": "new",
    }


def test_a_report_that_cannot_be_written_leaves_the_previous_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError("No space left on device")

    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "before.png").write_text("before")
    (tmp_path / "report.json").write_text("{}")
    before = published(tmp_path)
    monkeypatch.setattr(report, "replace_file", full_disk)
    with unpublished(tmp_path / "report.json") as folder:
        (folder / "images").mkdir()
        with pytest.raises(OSError, match="No space left"):
            publish({}, folder / "images", tmp_path / "report.json")
    assert published(tmp_path) == before


@pytest.mark.parametrize("name", ["rename", "replace"])
def test_an_interrupt_during_publishing_leaves_the_previous_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "before.png").write_text("before")
    (tmp_path / "report.json").write_text("{}")
    before = published(tmp_path)
    move = getattr(Path, name)
    count = 0

    def interrupted_once(file: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count == 1:
            raise KeyboardInterrupt
        move(file, target)

    with unpublished(tmp_path / "report.json") as folder:
        (folder / "images").mkdir()
        monkeypatch.setattr(Path, name, interrupted_once)
        with pytest.raises(KeyboardInterrupt):
            publish({}, folder / "images", tmp_path / "report.json")
    assert published(tmp_path) == before


def test_each_list_of_numbers_is_on_one_line() -> None:
    figures = {"name": "a [1,  2] b", "rows": [[1, 2], [0.5]], "kinds": [{"a": "é"}], "none": []}
    text = as_text(figures)
    assert json.loads(text) == figures
    assert "  [ 1, 2 ],\n  [ 0.5 ]\n" in text
    assert '"a [1,  2] b"' in text
    assert "é" in text


def test_an_unwritable_place_is_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"), unpublished(tmp_path / "file" / "report.json"):
        pass


def test_floats_are_rounded_at_any_depth() -> None:
    assert rounded({"a": [0.123456789, 3], "b": {"c": (99.62345678, None)}, "d": "1.234567"}) == {
        "a": [0.12346, 3],
        "b": {"c": [99.623, None]},
        "d": "1.234567",
    }


@pytest.mark.parametrize("content", [None, "", "{", "[]"])
def test_an_unreadable_report_is_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "report.json").write_text(content)
    assert read_report(tmp_path / "report.json") is None


def test_the_record_of_a_training_is_read(tmp_path: Path) -> None:
    assert read_training(network_with(tmp_path, TRAINING), "ours") == TRAINING


@pytest.mark.parametrize(
    ("training", "reason"),
    [
        ({**TRAINING, "sha256": "theirs"}, "belongs to another network: expected sha256 ours, got"),
        ({**TRAINING, "minutes": None}, "expected minutes, a number"),
        ({**TRAINING, "epochs": None}, "epochs, a list of objects"),
        ({**TRAINING, "epochs": [EPOCH, {"loss": 0.4}]}, "epoch 2: expected accuracy, loss"),
        ([], "expected the record of a training as a JSON object, got list"),
    ],
)
def test_a_wrong_record_of_a_training_is_refused_with_a_sentence(
    tmp_path: Path, training: object, reason: str
) -> None:
    with pytest.raises(DataError, match=rf"network\.json.*{reason}"):
        read_training(network_with(tmp_path, training), "ours")


def test_a_missing_record_of_a_training_is_reported_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"network\.json: no such file, so the report says nothing"):
        read_training(tmp_path / "network.keras", "ours")


def test_an_ablation_is_read_if_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "ablation.json"
    assert read_ablation(file) is None
    file.write_text('{"seeds": 3}')
    assert read_ablation(file) == {"seeds": 3}
    file.write_text("{")
    with pytest.raises(DataError, match=r"ablation\.json: expected an ablation"):
        read_ablation(file)


def test_nothing_that_is_null_gets_a_headline() -> None:
    assert headlines(FIGURES) == {
        "Accuracy on MNIST's 10,000 test digits": "99.62%",
        "Expected calibration error, 15 bins": "MNIST 0.21%",
        "Accepted as digits": "MNIST 99.53%",
        "Out-of-distribution detection, AUROC": "scribbles 0.991",
        "Network": "113,710 parameters, 0.54 MB, 0.16 ms per image",
    }


def test_headlines_name_the_hardest_collection_and_the_worst_kind_of_image() -> None:
    rows = headlines(
        {
            **FIGURES,
            "training": TRAINING,
            "ablation": {
                "seeds": {"1": {}, "2": {}, "3": {}},
                "seeds_summary": {
                    "mean": {"mnist_test": 0.9967, "pen_digits": 0.9944},
                    "standard_deviation": {"mnist_test": 0.00021, "pen_digits": 0.0003},
                },
            },
            "pen_digits": {
                "digits": 4_530,
                "accuracy": 0.97,
                "by_source": {"app": {"accuracy": 0.99}, "gmd": {"accuracy": 0.908}},
            },
            "pictures": {
                "digits": 1_000,
                "accuracy_of_strokes": 0.971,
                "kinds": [{"accuracy": 0.96}, {"accuracy": 0.913}],
            },
        }
    )
    assert rows["Accuracy on 4,530 digits that people drew with a pen"] == (
        "97.00%; 90.80% on the hardest collection, gmd"
    )
    assert rows["The same as images of 2 kinds, 1,000 each"] == (
        "91.30% or more; as strokes 97.10%"
    )
    assert rows["Accuracy of 3 trainings with different seeds, mean ± deviation"] == (
        "MNIST 99.67% ± 0.02; pen digits 99.44% ± 0.03"
    )
    assert rows["Training"] == "21 minutes"
