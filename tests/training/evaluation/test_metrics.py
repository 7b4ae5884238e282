import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("sklearn")

from tests.training.evaluation.invented import confident_in, predictions_of
from training.evaluation import metrics


def labels(*digits: int) -> npt.NDArray[np.uint8]:
    return np.array(digits, dtype=np.uint8)


def test_right_and_accepted_predictions_are_counted() -> None:
    predictions = predictions_of(
        confident_in([7, 7, 1, 2], 0.9), accepted=[True, True, True, False]
    )
    assert metrics.overall(labels(7, 1, 1, 2), predictions) == {
        "digits": 4,
        "right": 3,
        "accuracy": 0.75,
        "accepted_as_digit": 0.75,
    }


def test_each_digit_has_its_precision_recall_f1_and_support() -> None:
    figures = metrics.per_digit(
        labels(1, 1, 1, 7, 7), predictions_of(confident_in([1, 1, 7, 7, 7], 0.9))
    )
    assert len(figures["per_digit"]) == 10
    one, seven = figures["per_digit"][1], figures["per_digit"][7]
    assert one == pytest.approx({"precision": 1, "recall": 2 / 3, "f1": 0.8, "support": 3})
    assert seven == pytest.approx({"precision": 2 / 3, "recall": 1, "f1": 0.8, "support": 2})
    assert figures["per_digit"][5] == {"precision": 0, "recall": 0, "f1": 0, "support": 0}


def test_the_confusion_matrix_has_true_digits_as_rows_and_predicted_ones_as_columns() -> None:
    figures = metrics.per_digit(
        labels(1, 1, 1, 7, 7), predictions_of(confident_in([1, 1, 7, 7, 7], 0.9))
    )
    confusion = np.array(figures["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion[1, 7] == 1
    assert confusion[7, 1] == 0
    assert confusion.sum() == 5


def test_each_source_has_its_own_figures() -> None:
    predictions = predictions_of(confident_in([1, 2, 3], 0.9))
    figures = metrics.by_source(labels(1, 2, 4), predictions, ["b", "a", "b"])
    assert {name: part["accuracy"] for name, part in figures.items()} == {"a": 1.0, "b": 0.5}


def test_confidence_and_accuracy_are_compared_in_each_bin() -> None:
    rows = confident_in([3, 3, 3, 3], [0.995, 0.985, 0.42, 0.44])
    bins = metrics.reliability(labels(3, 3, 3, 5), rows)
    assert [one["digits"] for one in bins] == [2, 2]
    assert [one["confidence"] for one in bins] == pytest.approx([0.43, 0.99])
    assert [one["accuracy"] for one in bins] == pytest.approx([0.5, 1.0])
    assert metrics.expected_calibration_error(bins) == pytest.approx((0.07 + 0.01) / 2)


def test_there_are_15_bins_and_the_last_includes_certainty() -> None:
    middles = [(number + 0.5) / 15 for number in range(2, 15)]
    bins = metrics.reliability(labels(*[0] * 14), confident_in([0] * 14, [*middles, 1.0]))
    assert [one["digits"] for one in bins] == [1] * 12 + [2]
    assert bins[0]["confidence"] == pytest.approx(2.5 / 15)


def test_calibration_is_measured_before_and_after_the_temperature() -> None:
    predictions = predictions_of(confident_in([1, 1], 0.9))
    predictions.uncalibrated[:] = confident_in([1, 1], 0.6)
    figures = metrics.calibration(labels(1, 1), predictions)
    assert figures["ece_before"] == pytest.approx(0.4)
    assert figures["ece_after"] == pytest.approx(0.1)
    assert figures["bins_after"][0]["confidence"] == pytest.approx(0.9)
