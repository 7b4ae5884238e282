import json
from pathlib import Path

import pytest

from training.benchmark.__main__ import RESULT_FILE
from training.benchmark.readme_figures import (
    TABLES,
    ablation,
    comparison,
    main_figures,
    with_figures,
)
from training.evaluation.report import REPORT_FILE, Json


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.name)
def test_the_documents_have_the_measured_figures(file: Path) -> None:
    assert with_figures(file) == file.read_text(encoding="utf-8")


def test_a_document_without_a_place_for_figures_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "README.md"
    file.write_text("# Trazo\n")
    monkeypatch.setitem(TABLES, file, lambda *_: "")
    with pytest.raises(ValueError, match="expected one pair of figures comments, found 0"):
        with_figures(file)


def test_the_readme_shows_the_ten_main_figures() -> None:
    table = main_figures(read(REPORT_FILE), read(RESULT_FILE))
    assert len(table.splitlines()) == 2 + 10


def test_compared_networks_stand_side_by_side() -> None:
    row = {
        "parameters": 101_770,
        "keras_bytes": 420_000,
        "inference_ms": 0.01234,
        "mnist_test": 0.978,
    }
    report = {
        "comparison": {
            "best": {**row, "training_minutes": None, "pen_digits": None},
            "dense": {**row, "training_minutes": 0.25, "pen_digits": 0.899},
        }
    }
    *_, best, dense = comparison(report).strip().splitlines()
    assert best == "| `best` | 101,770 | – | 0.42 MB | 0.01 ms | 97.80% | – |"
    assert dense == "| `dense` | 101,770 | 0.2 min | 0.42 MB | 0.01 ms | 97.80% | 89.90% |"
    assert comparison({"comparison": None}) == ""


def test_the_ablation_is_a_table() -> None:
    row = {
        "mnist_test": 0.9958,
        "pen_digits": 0.97174,
        "pen_digits_broad_brush": 0.95,
        "auroc_letters": 0.94938,
    }
    report = {"ablation": {"epochs": 4, "steps": {"MNIST only": row}}}
    *_, only = ablation(report).strip().splitlines()
    assert only == "| MNIST only | 99.58% | 97.17% | 95.00% | 0.949 |"
    assert ablation({"ablation": None}) == ""


def read(file: Path) -> Json:
    content: Json = json.loads(file.read_text(encoding="utf-8"))
    return content
