from collections.abc import Callable

import numpy as np
import pytest

pytest.importorskip("sklearn")
keras = pytest.importorskip("keras")

from model.classifier import MODEL_FILE, DigitClassifier, digit_score
from tests.sample_drawings import DRAWINGS
from tests.training.evaluation.invented import confident_in, predictions_of
from training.evaluation.out_of_distribution import (
    SHIPPED_SCORE,
    Values,
    auroc,
    by_threshold,
    detection,
    logits_of,
    margin,
    negative_energy,
    negative_entropy,
    scores_of,
)
from training.evaluation.predictions import Predictions, predict_drawings

UNDECIDED = np.full((1, 10), 0.1, dtype=np.float32)


def score(predictions: Predictions) -> Values:
    return digit_score(predictions.probabilities)


def test_the_shipped_score_is_the_largest_probability() -> None:
    rows = np.random.default_rng(1).random((20, 10), dtype=np.float32)
    assert SHIPPED_SCORE == "largest probability"
    assert np.array_equal(digit_score(rows), rows.max(axis=1))


@pytest.mark.parametrize("measure", [margin, negative_entropy])
def test_confident_predictions_score_more_than_undecided_ones(
    measure: Callable[[Values], Values],
) -> None:
    scores = measure(np.concatenate([UNDECIDED, confident_in([4, 4, 4], [0.5, 0.9, 1.0])]))
    assert (np.diff(scores) > 0).all()


def test_the_scores_match_their_definitions() -> None:
    rows = confident_in([2], 0.55)
    assert margin(rows) == pytest.approx([0.5])
    assert negative_entropy(UNDECIDED) == pytest.approx([-np.log(10)])
    assert negative_entropy(confident_in([2], 1.0)) == pytest.approx([0], abs=1e-6)
    assert negative_energy(np.array([[0.0, np.log(3)]])) == pytest.approx([np.log(4)])


def test_the_softmax_of_the_logits_gives_the_probabilities(classifier: DigitClassifier) -> None:
    predictions = predict_drawings(classifier, list(DRAWINGS.values()))
    logits_from = logits_of(keras.models.load_model(MODEL_FILE, compile=False))
    assert logits_from
    powers = np.exp(logits_from(predictions))
    assert powers / powers.sum(axis=1, keepdims=True) == pytest.approx(
        predictions.uncalibrated, abs=0.005
    )


def test_a_network_without_a_softmax_layer_is_not_scored_by_energy() -> None:
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)]
    network = keras.Sequential([*layers, keras.layers.Softmax()])
    assert "energy" not in scores_of(network)
    layers[-1] = keras.layers.Dense(10, activation="softmax")
    assert "energy" in scores_of(keras.Sequential(layers))


def test_auroc_is_one_for_a_perfect_score_and_half_for_a_useless_one() -> None:
    assert auroc(np.array([0.8, 0.9]), np.array([0.1, 0.7])) == 1
    assert auroc(np.array([0.5, 0.5]), np.array([0.5])) == 0.5
    assert auroc(np.array([0.8, 0.6]), np.array([0.7])) == 0.5


def test_each_kind_has_its_rejected_share_and_drawings_without_a_shape_rank_last() -> None:
    digits = predictions_of(confident_in([1, 2], 0.6))
    others = {
        "letters": predictions_of(confident_in([1, 1], [0.5, 0.7]), accepted=[False, True]),
        "dots": predictions_of(confident_in([1], 0.99), accepted=False, has_shape=False),
    }
    figures = detection(digits, others, {"largest": score})
    assert figures == {
        "refused": {"letters": 0.5, "dots": 1.0},
        "auroc": {"letters": {"largest": 0.5}, "dots": {"largest": 1.0}},
    }


def test_a_higher_threshold_accepts_fewer_drawings() -> None:
    digits = predictions_of(
        confident_in([1, 2, 3], [0.6, 0.9, 0.99]), has_shape=[True, True, False]
    )
    figures = by_threshold({"digits": digits})
    assert figures["least"][0] == 0
    assert figures["least"][-1] == 1
    shares = np.array(figures["taken"]["digits"])
    least = np.array(figures["least"])
    assert shares[least <= 0.58] == pytest.approx(2 / 3)
    assert shares[(least > 0.61) & (least < 0.89)] == pytest.approx(1 / 3)
    assert shares[-1] == 0
