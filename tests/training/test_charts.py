from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

for package in ("matplotlib", "scipy", "sklearn", "tensorflow"):
    pytest.importorskip(package)

from matplotlib import style
from matplotlib.figure import Figure

from training import charts
from training.plots import STYLE
from training.report import Json

if TYPE_CHECKING:
    from training.measurement import Measurement

CHARTS: dict[str, Callable[[Json], Figure]] = {
    "training": lambda figures: charts.training(figures["training"]["epochs"]),
    "confusion": lambda figures: charts.confusion(figures["mnist_test"], charts.MNIST),
    "per digit": charts.per_digit,
    "reliability": lambda figures: charts.reliability(figures["calibration"]),
    "perturbations": lambda figures: charts.perturbations(figures["perturbations"]),
    "is digit": lambda figures: charts.is_digit(figures["is_digit"]),
    "pictures": lambda figures: charts.picture_kinds(figures["pictures"]),
}


@pytest.fixture(autouse=True)
def in_style() -> Iterator[None]:
    with style.context(STYLE):
        yield


def labels_of(figure: Figure) -> list[str]:
    return figure.axes[0].get_legend_handles_labels()[1]


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_of_a_chart_is_cut_off(name: str, measured: "Measurement") -> None:
    figure = CHARTS[name](measured.figures)
    figure.draw_without_rendering()
    drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert drawn.x0 >= 0
    assert drawn.y0 >= 0
    assert drawn.x1 <= width
    assert drawn.y1 <= height


@pytest.mark.parametrize("name", ["per digit", "reliability"])
def test_what_is_null_is_left_out(name: str, measured: "Measurement") -> None:
    both = CHARTS[name](measured.figures)
    calibration = {**measured.figures["calibration"], "pen_digits": None}
    one = CHARTS[name]({**measured.figures, "pen_digits": None, "calibration": calibration})
    assert (len(both.axes), len(one.axes)) == (2, 1)


def test_training_and_validation_are_told_apart(measured: "Measurement") -> None:
    figure = CHARTS["training"](measured.figures)
    assert labels_of(figure) == ["training", "validation"]
    training, validation = figure.axes[0].get_lines()
    assert np.array_equal(training.get_ydata(), [0.9, 0.9])
    assert np.array_equal(validation.get_ydata(), [0.97, 0.97])


def test_the_confusion_matrix_counts_each_cell_that_is_not_empty() -> None:
    confusion = [[0] * 10 for _ in range(10)]
    confusion[1][1], confusion[1][7] = 1_135, 4
    figure = charts.confusion({"confusion": confusion, "right": 1_135, "digits": 1_139}, "Some")
    cells = {(text.get_position(), text.get_text()) for text in figure.axes[0].texts}
    assert cells == {((1, 1), "1,135"), ((7, 1), "4")}
    assert figure.axes[0].get_title(loc="left") == "Some: 1,135 of 1,139 right"


def test_a_network_without_mistakes_has_a_confusion_matrix_too() -> None:
    diagonal = [[int(row == column) for column in range(10)] for row in range(10)]
    figure = charts.confusion({"confusion": diagonal, "right": 10, "digits": 10}, "All")
    figure.draw_without_rendering()
    assert len(figure.axes[0].texts) == 10


def test_every_perturbation_has_a_place_and_every_network_a_curve(measured: "Measurement") -> None:
    perturbations = measured.figures["perturbations"]
    figure = CHARTS["perturbations"](measured.figures)
    drawn = [axes for axes in figure.axes if axes.get_lines()]
    titles = [axes.get_title(loc="left").lower() for axes in drawn]
    assert titles == list(perturbations["strengths"])
    assert all(len(axes.get_lines()) == len(perturbations["accuracy"]) for axes in drawn)
    assert labels_of(figure) == list(perturbations["accuracy"])


def test_the_shipped_least_score_is_marked(measured: "Measurement") -> None:
    figure = CHARTS["is digit"](measured.figures)
    least = measured.figures["is_digit"]["least"]
    assert labels_of(figure)[-1] == f"as shipped: {least:.2f}"
    assert np.array_equal(figure.axes[0].get_lines()[-1].get_xdata(), [least, least])


def test_every_kind_of_picture_is_named(measured: "Measurement") -> None:
    names = [kind["name"] for kind in measured.figures["pictures"]["kinds"]]
    (axes,) = CHARTS["pictures"](measured.figures).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == names
