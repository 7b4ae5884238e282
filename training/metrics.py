"""What is said of a network's answers to digits: accuracy, figures per digit, calibration.

Takes labels and answers as arrays, and gives JSON with shares in [0, 1]. What scikit-learn counts
is counted by it. Reading the digits is `training.readings`; what is no digit, `training.rejection`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix

from model.runtime import CLASSES
from training.readings import Answers
from training.report import Json

BINS = 15

Labels = npt.NDArray[np.uint8]
Probabilities = npt.NDArray[np.float32]


def accuracy(labels: Labels, answers: Answers) -> float:
    """The share that was read as what it is."""
    return float(accuracy_score(labels.astype(np.str_), answers.texts))


def shares(labels: Labels, answers: Answers) -> Json:
    """How many were read right, and what share was taken for digits."""
    right = accuracy_score(labels.astype(np.str_), answers.texts, normalize=False)
    return {
        "digits": len(labels),
        "right": int(right),
        "accuracy": accuracy(labels, answers),
        "accepted_as_digit": float(answers.accepted.mean()),
    }


def by_digit(labels: Labels, answers: Answers) -> Json:
    """Precision, recall, F1 and support of each digit, and the confusion matrix.

    Its rows are the true digits, its columns those read.
    """
    report = classification_report(
        labels, answers.digits, labels=range(CLASSES), output_dict=True, zero_division=0.0
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
        "confusion": confusion_matrix(labels, answers.digits, labels=range(CLASSES)).tolist(),
    }


def by_source(labels: Labels, answers: Answers, sources: Sequence[str]) -> Json:
    """The shares of each collection that the drawings are from."""
    names = np.array(sources)
    return {
        str(name): shares(labels[names == name], answers[names == name])
        for name in np.unique(names)
    }


def calibration(labels: Labels, answers: Answers) -> Json:
    """Expected calibration error and its bins, before and after the network's temperature."""
    before, after = (reliability(labels, p) for p in (answers.uncalibrated, answers.probabilities))
    return {
        "ece_before": expected_calibration_error(before),
        "ece_after": expected_calibration_error(after),
        "bins_before": before,
        "bins_after": after,
    }


def reliability(labels: Labels, probabilities: Probabilities) -> list[Json]:
    """How sure the network was and how often it was right, by 15 equal bins of how sure it was.

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
    """By how much confidence and accuracy differ, on average over the digits.

    Guo et al., "On calibration of modern neural networks", 2017, equation 3.
    """
    gaps = [abs(one["confidence"] - one["accuracy"]) for one in bins]
    return float(np.average(gaps, weights=[one["digits"] for one in bins]))
