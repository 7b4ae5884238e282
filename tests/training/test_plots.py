from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

for package in ("matplotlib", "scipy", "sklearn", "tensorflow"):
    pytest.importorskip(package)

from tests.training.answers import answers_of, sure_of
from training import plots
from training.data import Digits
from training.gallery import EXAMPLES_A_DIGIT

if TYPE_CHECKING:
    from training.measurement import Measurement


def digits(*labels: int) -> Digits:
    images = np.zeros((len(labels), 28, 28), dtype=np.uint8)
    images[:, 4:24, 13:15] = 255
    return Digits(images, np.array(labels, dtype=np.uint8))


def test_every_figure_of_a_report_is_drawn_small_on_a_light_card(
    measured: "Measurement", tmp_path: Path
) -> None:
    plots.draw_report(measured.figures, measured.mnist.test, measured.test_answers, tmp_path)
    files = sorted(file for file in tmp_path.iterdir() if not file.stem.endswith("-strip"))
    assert [file.stem for file in files] == [
        "confusion-mnist", "confusion-pen-digits", "examples", "is-digit", "mistakes",
        "per-digit", "perturbations", "pictures", "reliability", "training",
    ]  # fmt: skip
    for file in files:
        picture = Image.open(file)
        assert picture.format == "PNG"
        assert picture.width == 1_040
        assert picture.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    assert sum(file.stat().st_size for file in files) < 600_000


def test_the_digits_are_there_without_words_as_the_gallery_lists_them(
    measured: "Measurement", tmp_path: Path
) -> None:
    plots.draw_report(measured.figures, measured.mnist.test, measured.test_answers, tmp_path)
    listed = measured.figures["gallery"]
    assert listed["mistakes"]
    for name, digits_listed in listed.items():
        strip = np.asarray(Image.open(tmp_path / f"{name}-strip.png"))
        assert strip.shape == (28, 28 * len(digits_listed))
        first = np.flatnonzero(measured.mnist.test.labels == digits_listed[0]["digit"])
        assert any(np.array_equal(strip[:, :28], measured.mnist.test.images[n]) for n in first)


def test_what_is_null_gets_no_picture(measured: "Measurement", tmp_path: Path) -> None:
    figures = {**measured.figures, "training": None, "pen_digits": None, "pictures": None}
    plots.draw_report(figures, measured.mnist.test, measured.test_answers, tmp_path)
    names = {file.stem for file in tmp_path.iterdir()}
    assert not names & {"training", "confusion-pen-digits", "pictures"}
    assert len(names) == 9


def test_the_most_confident_mistakes_come_first_and_nothing_right_among_them() -> None:
    answers = answers_of(sure_of([1, 2, 3, 4], [0.6, 0.99, 0.8, 0.7]))
    figure = plots.mistakes(digits(7, 2, 5, 6), answers)
    titles = [axes.get_title(loc="center") for axes in figure.axes if axes.images]
    assert titles == ["5 as 3, 80%", "6 as 4, 70%", "7 as 1, 60%"]


def test_a_network_without_mistakes_shows_none() -> None:
    figure = plots.mistakes(digits(1, 2), answers_of(sure_of([1, 2], 0.9)))
    figure.draw_without_rendering()
    assert not any(axes.images for axes in figure.axes)


def test_examples_show_some_of_each_digit_with_what_it_is_and_was_read_as() -> None:
    labels = [digit for digit in range(10) for _ in range(6)]
    answers = answers_of(sure_of([(digit + 1) % 10 for digit in labels], 0.9))
    figure = plots.examples(digits(*labels), answers)
    titles = [axes.get_title(loc="center") for axes in figure.axes]
    assert len(titles) == 10 * EXAMPLES_A_DIGIT
    assert set(titles) == {f"{digit} as {(digit + 1) % 10}" for digit in range(10)}
