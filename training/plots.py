"""Draw the pictures of a report: charts of its figures, and grids of the digits themselves.

Every picture is a light card of its own, so that it reads on a dark page too. Measures nothing.
"""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib import style
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image

from model.preprocess import Pixels
from training import charts, gallery
from training.charts import FAINT, INK, MNIST, MUTED, PEN_DIGITS, WIDTH
from training.data import Digits
from training.readings import Answers
from training.report import Json

DPI = 200  # a picture is then 1,040 pixels wide
COLOURS = 128  # in a saved picture
PAPER = LinearSegmentedColormap.from_list("paper", ["#eef0f5", "#000000"])

STYLE = {
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
}


def draw_report(figures: Json, test: Digits, answers: Answers, folder: Path) -> None:
    """Draw what there is in a report, and digits of the test set with what they were read as.

    Parts of the report that are null get no picture. The digits are there without words, too, side
    by side, for the page to put its own below.
    """
    pen = figures["pen_digits"]
    pictures: dict[str, Callable[[], Figure]] = {
        "confusion-mnist": lambda: charts.confusion(figures["mnist_test"], MNIST),
        "per-digit": lambda: charts.per_digit(figures),
        "reliability": lambda: charts.reliability(figures["calibration"]),
        "mistakes": lambda: mistakes(test, answers),
        "examples": lambda: examples(test, answers),
        "perturbations": lambda: charts.perturbations(figures["perturbations"]),
        "is-digit": lambda: charts.is_digit(figures["is_digit"]),
    }
    if figures["training"]:
        pictures["training"] = lambda: charts.training(figures["training"]["epochs"])
    if pen:
        pictures["confusion-pen-digits"] = lambda: charts.confusion(pen, PEN_DIGITS)
    if figures["pictures"]:
        pictures["pictures"] = lambda: charts.picture_kinds(figures["pictures"])
    with style.context(STYLE):
        for name, draw in pictures.items():
            save(draw(), folder / f"{name}.png")
    for name, chosen in gallery.choices(test.labels, answers).items():
        if len(chosen):
            strip(test.images[chosen]).save(folder / f"{name}-strip.png", optimize=True)


def strip(images: Pixels) -> Image.Image:
    """Images uint8 (n, 28, 28) side by side, pixel by pixel."""
    return Image.fromarray(np.concatenate(images, axis=1))


def save(figure: Figure, file: Path) -> None:
    """Write a figure as a small .png file."""
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=DPI)
    Image.open(content).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        file, optimize=True
    )


def mistakes(test: Digits, answers: Answers) -> Figure:
    """The wrong answers that the network was surest of, with what they are."""
    chosen = gallery.mistakes(test.labels, answers)
    sureness = answers.probabilities.max(axis=1)
    captions = [f"{test.labels[n]} as {answers.digits[n]}, {sureness[n]:.0%}" for n in chosen]
    return grid("The most confident mistakes, and how sure", test.images[chosen], captions, 6)


def examples(test: Digits, answers: Answers) -> Figure:
    """Some of each digit, by lot, with what they are and what they were read as."""
    chosen = gallery.examples(test.labels)
    captions = [f"{test.labels[n]} as {answers.digits[n]}" for n in chosen]
    return grid("Test digits: what each is, as what it was read", test.images[chosen], captions, 8)


def grid(title: str, images: Pixels, captions: list[str], in_a_row: int) -> Figure:
    """Images uint8 (n, 28, 28) side by side, each under its caption."""
    rows = max(1, -(-len(images) // in_a_row))
    figure = Figure((WIDTH, 0.3 + rows * (WIDTH / in_a_row + 0.22)))
    figure.suptitle(title, x=0.02, ha="left", fontsize=10.5, fontweight="bold")
    figure.subplots(rows, in_a_row, squeeze=False)
    for axes in figure.axes:
        axes.axis("off")
    for axes, image, caption in zip(figure.axes, images, captions, strict=False):
        axes.imshow(image, cmap=PAPER, vmin=0, vmax=255)
        axes.set_title(caption, fontsize=9, loc="center", fontweight="normal", pad=3)
    return figure
