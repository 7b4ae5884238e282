import pytest

from training.readme import README_FILE, additions, comparison, with_figures


def test_the_readme_holds_the_figures_that_were_measured() -> None:
    readme = README_FILE.read_text(encoding="utf-8")
    assert with_figures(readme) == readme


def test_a_readme_without_a_place_for_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one pair of figures comments"):
        with_figures("# Trazo\n")


def test_networks_stand_side_by_side_where_they_were_compared() -> None:
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


def test_what_each_part_of_the_training_gave_is_a_table() -> None:
    row = {
        "mnist_test": 0.9958,
        "pen_digits": 0.97174,
        "pen_digits_broad_brush": 0.95,
        "auroc_letters": 0.94938,
    }
    *_, only = additions({"ablation": {"epochs": 4, "steps": {"MNIST only": row}}}).splitlines()[
        :-1
    ]
    assert only == "| MNIST only | 99.58% | 97.17% | 95.00% | 0.949 |"
    assert additions({"ablation": None}) == ""
