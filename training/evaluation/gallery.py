"""The test digits that a report shows: the most confident mistakes, and random examples.

The report lists them. `write_strips` writes their images side by side into two strips, from which
the Results tab cuts the single digits.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.runtime import CLASSES
from training.data import Digits
from training.evaluation.metrics import Labels
from training.evaluation.predictions import Predictions
from training.evaluation.report import Json

EXAMPLES_PER_DIGIT = 4
MAX_MISTAKES = 24

Rows = npt.NDArray[np.intp]


def mistakes(labels: Labels, predictions: Predictions) -> Rows:
    """Returns the rows of the most confident mistakes, the most confident first."""
    wrong = np.flatnonzero(predictions.digits != labels)
    return wrong[np.argsort(-predictions.confidence[wrong])][:MAX_MISTAKES]


def examples(labels: Labels) -> Rows:
    """Returns the rows of a few random examples of each digit, from 0 to 9."""
    generator = np.random.default_rng(3)
    rows_of = [np.flatnonzero(labels == digit) for digit in range(CLASSES)]
    return np.concatenate([generator.permutation(rows)[:EXAMPLES_PER_DIGIT] for rows in rows_of])


def choose(labels: Labels, predictions: Predictions) -> dict[str, Rows]:
    """Returns the rows of both, by their name in the report."""
    return {"mistakes": mistakes(labels, predictions), "examples": examples(labels)}


def describe(labels: Labels, predictions: Predictions) -> Json:
    """Returns label, predicted digit and its probability of everything that is shown."""
    return {
        name: [
            {
                "digit": int(labels[row]),
                "read": int(predictions.digits[row]),
                "probability": float(predictions.confidence[row]),
            }
            for row in rows
        ]
        for name, rows in choose(labels, predictions).items()
    }


def write_strips(test: Digits, predictions: Predictions, folder: Path) -> None:
    """Writes `mistakes-strip.png` and `examples-strip.png`; no file for an empty list."""
    for name, rows in choose(test.labels, predictions).items():
        if len(rows):
            strip = Image.fromarray(np.concatenate(test.images[rows], axis=1))
            strip.save(folder / f"{name}-strip.png", optimize=True)
