"""The charts of a report, each a figure of its own, from the figures as they stand in the report.

Narrow enough for a phone, in colours that colour-blind people can tell apart (Okabe and Ito,
"Color universal design", 2008). `training.plots` sets the style, and writes them to files.
"""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from scipy.stats import binomtest

from training.report import Json

WIDTH = 5.2  # inches

INK, MUTED, FAINT = "#1d2433", "#5d6678", "#e3e6ec"
BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072b2", "#d55e00", "#009e73", "#aa4499", "#e69f00"
SERIES = [(BLUE, "o"), (VERMILION, "s"), (GREEN, "^"), (PURPLE, "D"), (ORANGE, "v")]
MISTAKES = LinearSegmentedColormap.from_list("mistakes", ["#fdebdd", VERMILION])

ROUND = [1, 2, 5, 10]  # steps between ticks, times a power of ten

MNIST, PEN_DIGITS = "MNIST's test digits", "Pen digits"
PER_DIGIT = {"precision": "precision", "f1": "F1", "recall": "recall"}

Shares = npt.NDArray[np.float64]


def training(epochs: list[dict[str, float]]) -> Figure:
    """Accuracy and loss by epoch, on training and validation digits."""
    figure = Figure((WIDTH, 5.2))
    numbers = range(1, len(epochs) + 1)
    top, bottom = figure.subplots(2, sharex=True)
    for axes, measure in ((top, "accuracy"), (bottom, "loss")):
        for key, name, (colour, marker) in (
            (measure, "training", SERIES[1]),
            (f"val_{measure}", "validation", SERIES[0]),
        ):
            values = [epoch[key] for epoch in epochs]
            axes.plot(numbers, values, color=colour, marker=marker, label=name)
        axes.set_title(f"{measure.capitalize()} by epoch")
    top.yaxis.set_major_formatter(PercentFormatter(1))
    bottom.set_ylim(bottom=0)
    bottom.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _legend_below(figure)
    return figure


def confusion(figures: Json, title: str) -> Figure:
    """How often each digit was read as each; only mistakes are coloured."""
    counts = np.array(figures["confusion"])
    wrong = np.where(np.eye(len(counts), dtype=bool) | (counts == 0), np.nan, counts)
    most = np.nanmax(wrong, initial=1)
    figure = Figure((WIDTH, WIDTH))
    axes = figure.subplots()
    axes.imshow(wrong, cmap=MISTAKES, vmin=0, vmax=most)
    for (true, read), count in np.ndenumerate(counts):
        if count:
            colour = MUTED if true == read else "white" if count > 0.6 * most else INK
            axes.text(read, true, f"{count:,}", ha="center", va="center", color=colour)
    axes.set_title(f"{title}: {figures['right']:,} of {figures['digits']:,} right")
    axes.set_xlabel("read as")
    axes.set_ylabel("true digit")
    axes.set_xticks(range(len(counts)))
    axes.set_yticks(range(len(counts)))
    axes.set_xticks(np.arange(len(counts) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(counts) + 1) - 0.5, minor=True)
    axes.tick_params(which="both", length=0)
    axes.tick_params(labelsize=12, labelcolor=INK)
    axes.grid(visible=False)
    axes.grid(which="minor", color=FAINT)
    axes.spines[:].set_visible(False)
    return figure


def per_digit(figures: Json) -> Figure:
    """Precision, F1, recall and support of each digit."""
    parts = {MNIST: figures["mnist_test"], PEN_DIGITS: figures["pen_digits"]}
    parts = {title: part for title, part in parts.items() if part}
    figure = Figure((WIDTH, 0.7 + 3.3 * len(parts)))
    for axes, (title, part) in zip(_stacked(figure, len(parts)), parts.items(), strict=True):
        for number, (key, name) in enumerate(PER_DIGIT.items()):
            colour, marker = SERIES[number]
            places = np.arange(10) + 0.22 * (number - 1)
            values = [digit[key] for digit in part["per_digit"]]
            axes.plot(values, places, marker, color=colour, label=name)
        for digit, one in enumerate(part["per_digit"]):
            _beside(axes, digit, f"{one['support']:,.0f}")
        _beside(axes, -0.95, "digits")
        axes.set_title(title)
        axes.set_yticks(range(10))
        axes.tick_params(axis="y", labelsize=11, labelcolor=INK, length=0)
        axes.set_ylim(9.6, -0.6)
        worst = min(digit[key] for digit in part["per_digit"] for key in PER_DIGIT)
        room = 0.05 * max(1 - worst, 0.01)
        axes.set_xlim(worst - room, 1 + room)
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=ROUND))
        axes.xaxis.set_major_formatter(PercentFormatter(1))
    _legend_below(figure)
    return figure


def reliability(calibration: Json) -> Figure:
    """How often the network is right when it is so sure, before and after its temperature.

    With 95 % intervals (Wilson, "Probable inference", 1927): there are few digits where it is
    unsure.
    """
    parts = {MNIST: calibration["mnist"], PEN_DIGITS: calibration["pen_digits"]}
    parts = {title: part for title, part in parts.items() if part}
    figure = Figure((WIDTH, 0.7 + 3.1 * len(parts)))
    for axes, (title, part) in zip(_stacked(figure, len(parts)), parts.items(), strict=True):
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=":", label="as it should be")
        for when, (colour, marker), aside in (
            ("before", SERIES[1], -0.004),
            ("after", SERIES[0], 0.004),
        ):
            bins = part[f"bins_{when}"]
            right = np.array([one["accuracy"] for one in bins])
            counts = np.array([one["digits"] for one in bins])
            axes.errorbar(
                [one["confidence"] + aside for one in bins],
                right,
                np.abs(_interval(right, counts) - right),
                fmt=marker,
                color=colour,
                elinewidth=1,
                label=when,
            )
        before, after = part["ece_before"], part["ece_after"]
        axes.set_title(f"{title}: ECE {before:.2%} before, {after:.2%} after")
        axes.set_xlim(0, 1.03)
        axes.set_ylim(0, 1.03)
        axes.set_ylabel("was right")
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.yaxis.set_major_formatter(PercentFormatter(1))
    figure.axes[-1].set_xlabel("how sure it was")
    _legend_below(figure)
    return figure


def perturbations(figures: Json) -> Figure:
    """Accuracy by the strength of each perturbation, a curve for each network."""
    strengths = figures["strengths"]
    rows = len(strengths) // 2 + 1  # one place at least is left for the legend
    figure = Figure((WIDTH, 1.75 * rows))
    figure.subplots(rows, 2, sharey=True)
    for axes, (name, strength) in zip(figure.axes, strengths.items(), strict=False):
        for (network, curves), (colour, marker) in zip(
            figures["accuracy"].items(), SERIES, strict=False
        ):
            axes.plot(strength["values"], curves[name], color=colour, marker=marker, label=network)
        axes.set_title(name.capitalize())
        axes.set_xlabel(strength["unit"], labelpad=1)
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=ROUND))
        axes.set_ylim(0, 1.05)
        axes.yaxis.set_major_formatter(PercentFormatter(1))
    for axes in figure.axes[len(strengths) :]:
        axes.axis("off")
    axes.legend(*figure.axes[0].get_legend_handles_labels(), loc="center", fontsize=10)
    return figure


def is_digit(figures: Json) -> Figure:
    """What share of each kind of drawing is taken for a digit, by the least score asked for."""
    figure = Figure((WIDTH, 4.2))
    axes = figure.subplots()
    taken, least = figures["by_least_score"], figures["least"]
    for (kind, shares), (colour, _) in zip(taken["taken"].items(), SERIES, strict=False):
        axes.plot(taken["least"], shares, color=colour, label=kind)
    axes.axvline(least, color=INK, linewidth=1, linestyle="--", label=f"as shipped: {least:.2f}")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(f"least score asked for: {figures['score']}")
    axes.set_title("Taken for a digit")
    _legend_below(figure)
    return figure


def picture_kinds(figures: Json) -> Figure:
    """Accuracy on pictures of the same drawings, by the kind of picture."""
    kinds = figures["kinds"]
    figure = Figure((WIDTH, 1.2 + 0.22 * len(kinds)))
    axes = figure.subplots()
    colour, marker = SERIES[0]
    values = [kind["accuracy"] for kind in kinds]
    axes.plot(values, range(len(kinds)), marker, color=colour, label="as pictures", zorder=3)
    axes.axvline(figures["accuracy_of_strokes"], color=VERMILION, label="as strokes")
    axes.set_yticks(range(len(kinds)), [kind["name"] for kind in kinds])
    axes.set_ylim(len(kinds) - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=ROUND))
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_title(f"{figures['digits']:,} pen digits read")
    _legend_below(figure)
    return figure


def _stacked(figure: Figure, count: int) -> list[Axes]:
    return list(figure.subplots(count, squeeze=False).flat)


def _beside(axes: Axes, y: float, text: str) -> None:
    axes.annotate(text, (1.02, y), xycoords=("axes fraction", "data"), va="center", color=MUTED)


def _legend_below(figure: Figure) -> None:
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=min(3, len(labels)))


def _interval(right: Shares, counts: npt.NDArray[np.intp]) -> Shares:
    """Bounds (2, n) of the shares that n bins may truly have."""
    intervals = [
        binomtest(round(share * count), int(count)).proportion_ci(method="wilson")
        for share, count in zip(right, counts, strict=True)
    ]
    return np.array([(interval.low, interval.high) for interval in intervals]).T
