"""Ablation: what each part of the shipped recipe contributes, and how much depends on the seed.

    python -m training.evaluation.ablation                    about an hour on two cores

Trains the network on MNIST alone, then adds one part of the recipe after another, for the same few
epochs each. Also trains the whole recipe with two more seeds. Writes ablation.json after each
training and continues from there when it is run again. `training.evaluate` includes the result in
its report. Changes nothing in `model/`.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from model.classifier import MODEL_FILE, digit_score
from model.files import file_sha256, replace_file
from model.preprocess import Strokes, digit_from_strokes, to_network_input
from training.architecture import BEST, Recipe
from training.data import (
    PEN_DIGITS,
    PEN_LETTERS,
    DataError,
    Mnist,
    add_mnist_options,
    load_drawings,
    load_mnist,
    load_strokes,
)
from training.synthetic.pictures import ImageKind, pixels_from_drawn_image
from training.train import train

RESULT_FILE = Path(__file__).with_name("ablation.json")
EPOCHS = 4
DECIMALS = 5
OTHER_SEEDS = (21, 22)
BROAD_BRUSH = ImageKind(40, 200, "black on white")

MNIST_ONLY = replace(
    BEST,
    augmented=False,
    elastic=False,
    synthetic_digits=0,
    broad_brush=0.0,
    synthetic_non_digits=0,
)
STEPS: dict[str, Recipe] = {
    "MNIST only": MNIST_ONLY,
    "+ affine and pen width": replace(MNIST_ONLY, augmented=True),
    "+ elastic": replace(MNIST_ONLY, augmented=True, elastic=True),
    "+ synthetic digits": replace(BEST, broad_brush=0.0, synthetic_non_digits=0),
    "+ some with a broad brush": replace(BEST, synthetic_non_digits=0),
    "+ synthetic non-digits": BEST,
}


@dataclass(frozen=True)
class PenDrawings:
    """Pen digits and letters as the network sees them: uint8 (n, 28, 28).

    `broad_brush` holds the same digits, drawn as images with a broad brush.
    """

    digits: npt.NDArray[np.uint8]
    broad_brush: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    sources: npt.NDArray[np.str_]
    letters: npt.NDArray[np.uint8]


def main(arguments: list[str] | None = None) -> int:
    """Run the trainings that are not measured yet; returns the exit status."""
    options = _parse(arguments)
    try:
        mnist = load_mnist(options.mnist, other_digits=options.other_digits)
        pen = _read_pen_drawings()
        results = _read_results(file_sha256(MODEL_FILE))
        for name, recipe in STEPS.items():
            if name not in results["steps"]:
                print(f"{name}: {EPOCHS} epochs", flush=True)
                trained = train(recipe, mnist, EPOCHS)
                measured = measure(trained.network, mnist, pen)
                results["steps"][name] = {"minutes": round(trained.minutes, 1), **measured}
                _write(results)
        shipped = json.loads(MODEL_FILE.with_suffix(".json").read_text())
        for seed in (shipped["seed"], *OTHER_SEEDS):
            if str(seed) not in results["seeds"]:
                print(f"seed {seed}", flush=True)
                network = (
                    keras.models.load_model(MODEL_FILE, compile=False)
                    if seed == shipped["seed"]
                    else train(BEST, mnist, seed=seed).network
                )
                results["seeds"][str(seed)] = measure(network, mnist, pen)
                _write(results)
    except (DataError, OSError) as error:
        print(f"ablation: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            f"\nablation: stopped; {RESULT_FILE.name} keeps what is finished.",
            file=sys.stderr,
        )
        return 130
    print(RESULT_FILE.read_text(), end="")
    return 0


def measure(network: keras.Model, mnist: Mnist, pen: PenDrawings) -> dict[str, float]:
    """Returns accuracies in [0, 1], and the AUROC of digits against letters."""
    digits, letters = _predict(network, pen.digits), _predict(network, pen.letters)
    right = digits.argmax(axis=1) == pen.labels
    is_digit = np.repeat([True, False], [len(digits), len(letters)])
    scores = digit_score(np.concatenate([digits, letters]))
    return {
        "mnist_validation": _accuracy(network, mnist.validation.images, mnist.validation.labels),
        "mnist_test": _accuracy(network, mnist.test.images, mnist.test.labels),
        "pen_digits": round(float(right.mean()), DECIMALS),
        "pen_digits_least_source": round(
            min(float(right[pen.sources == name].mean()) for name in set(pen.sources)), DECIMALS
        ),
        "pen_digits_broad_brush": _accuracy(network, pen.broad_brush, pen.labels),
        "auroc_letters": round(float(roc_auc_score(is_digit, scores)), DECIMALS),
    }


def summary(runs: Iterable[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Returns mean and standard deviation of each figure over at least two trainings."""
    runs = list(runs)
    columns = {name: [run[name] for run in runs] for name in runs[0]}
    return {
        "mean": {name: round(mean(column), DECIMALS) for name, column in columns.items()},
        "standard_deviation": {
            name: round(stdev(column), DECIMALS) for name, column in columns.items()
        },
    }


def _read_pen_drawings() -> PenDrawings:
    digits, letters = load_drawings(PEN_DIGITS), load_strokes(PEN_LETTERS)
    return PenDrawings(
        _draw_strokes([digit.strokes for digit in digits]),
        _draw_with_broad_brush([digit.strokes for digit in digits]),
        np.array([digit.label for digit in digits], dtype=np.uint8),
        np.array([digit.source.split("/")[0] for digit in digits]),
        _draw_strokes(letters),
    )


def _draw_strokes(drawings: list[Strokes]) -> npt.NDArray[np.uint8]:
    return np.array([digit.pixels for digit in map(digit_from_strokes, drawings) if digit])


def _draw_with_broad_brush(drawings: list[Strokes]) -> npt.NDArray[np.uint8]:
    generator = np.random.default_rng(0)
    return np.array([pixels_from_drawn_image(d, BROAD_BRUSH, generator) for d in drawings])


def _predict(network: keras.Model, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    probabilities: npt.NDArray[np.float32] = network.predict(
        to_network_input(images), batch_size=500, verbose=0
    )
    return probabilities


def _accuracy(
    network: keras.Model, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]
) -> float:
    right = _predict(network, images).argmax(axis=1) == labels
    return round(float(right.mean()), DECIMALS)


def _read_results(sha256: str) -> dict[str, Any]:
    """Returns the results so far, without the shipped network's if that has changed since."""
    if not RESULT_FILE.exists():
        return {"sha256": sha256, "epochs": EPOCHS, "steps": {}, "seeds": {}}
    results: dict[str, Any] = json.loads(RESULT_FILE.read_text())
    if results["sha256"] != sha256:
        other = map(str, OTHER_SEEDS)
        results["seeds"] = {s: results["seeds"][s] for s in other if s in results["seeds"]}
    return {**results, "sha256": sha256}


def _write(results: dict[str, Any]) -> None:
    if len(results["seeds"]) > 1:
        results["seeds_summary"] = summary(results["seeds"].values())
    replace_file(RESULT_FILE, (json.dumps(results, indent=2) + "\n").encode())


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluation.ablation",
        description="Measure what each part of the recipe contributes.",
    )
    add_mnist_options(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
