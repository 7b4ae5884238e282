"""Metrics of predictions: accuracy, precision and recall per digit, calibration.

Takes labels and predictions, and returns JSON with shares in [0, 1]; scikit-learn computes what it
can. The predictions come from `training.evaluation.predictions`; out-of-distribution detection is
in `training.evaluation.out_of_distribution`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix

from model.runtime import CLASSES
from training.evaluation.predictions import Predictions
from training.evaluation.report import Json

BINS = 15

Labels = npt.NDArray[np.uint8]
Probabilities = npt.NDArray[np.float32]


def accuracy(labels: Labels, predictions: Predictions) -> float:
    """Returns the share whose text is the label."""
    return float(accuracy_score(labels.astype(np.str_), predictions.texts))


def overall(labels: Labels, predictions: Predictions) -> Json:
    """Returns the number of digits, how many are right, and the share accepted as digits."""
    right = accuracy_score(labels.astype(np.str_), predictions.texts, normalize=False)
    return {
        "digits": len(labels),
        "right": int(right),
        "accuracy": accuracy(labels, predictions),
        "accepted_as_digit": float(predictions.accepted.mean()),
    }


def per_digit(labels: Labels, predictions: Predictions) -> Json:
    """Returns precision, recall, F1 and support of each digit, and the confusion matrix.

    The rows of the matrix are the true digits, its columns the predicted ones.
    """
    report = classification_report(
        labels, predictions.digits, labels=range(CLASSES), output_dict=True, zero_division=0.0
    )
    return {
        "per_digit": [
            {
                "precision": report[str(digit)]["precision"],
                "recall": report[str(digit)]["recall"],
                "f1": report[str(digit)]["f1-score"],
                "support": int(report[str(digit)]["support"]),
            }
            for digit in range(CLASSES)
        ],
        "confusion": confusion_matrix(labels, predictions.digits, labels=range(CLASSES)).tolist(),
    }


def by_source(labels: Labels, predictions: Predictions, sources: Sequence[str]) -> Json:
    """Returns the overall figures of each collection that the drawings are from."""
    names = np.array(sources)
    return {
        str(name): overall(labels[names == name], predictions[names == name])
        for name in np.unique(names)
    }


def calibration(labels: Labels, predictions: Predictions) -> Json:
    """Returns the expected calibration error and its bins, before and after the temperature."""
    before = reliability(labels, predictions.uncalibrated)
    after = reliability(labels, predictions.probabilities)
    return {
        "ece_before": expected_calibration_error(before),
        "ece_after": expected_calibration_error(after),
        "bins_before": before,
        "bins_after": after,
    }


def reliability(labels: Labels, probabilities: Probabilities) -> list[Json]:
    """Returns mean confidence and accuracy in 15 equal bins of the confidence.

    Empty bins are left out.
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
    return [
        {
            "digits": int(np.sum(bins == number)),
            "confidence": float(confidence[bins == number].mean()),
            "accuracy": float(right[bins == number].mean()),
        }
        for number in np.unique(bins)
    ]


def expected_calibration_error(bins: list[Json]) -> float:
    """Returns the mean difference of confidence and accuracy, weighted by the digits of each bin.

    Guo et al., "On calibration of modern neural networks", 2017, equation 3.
    """
    gaps = [abs(one["confidence"] - one["accuracy"]) for one in bins]
    return float(np.average(gaps, weights=[one["digits"] for one in bins]))
