from collections.abc import Callable

import numpy as np
import pytest

pytest.importorskip("sklearn")
keras = pytest.importorskip("keras")

from model.classifier import MODEL_FILE, DigitClassifier, digit_score
from tests.drawn import DRAWINGS
from tests.training.answers import answers_of, sure_of
from training.readings import Answers, read_drawings
from training.rejection import (
    SHIPPED,
    Values,
    auroc,
    by_least_score,
    logits_of,
    margin,
    negative_energy,
    negative_entropy,
    rejection,
    scores_of,
)

UNDECIDED = np.full((1, 10), 0.1, dtype=np.float32)


def score(answers: Answers) -> Values:
    return digit_score(answers.probabilities)


def test_the_shipped_score_is_what_it_is_called() -> None:
    rows = np.random.default_rng(1).random((20, 10), dtype=np.float32)
    assert SHIPPED == "largest probability"
    assert np.array_equal(digit_score(rows), rows.max(axis=1))


@pytest.mark.parametrize("measure", [margin, negative_entropy])
def test_a_sure_answer_scores_more_than_an_unsure_one(measure: Callable[[Values], Values]) -> None:
    scores = measure(np.concatenate([UNDECIDED, sure_of([4, 4, 4], [0.5, 0.9, 1.0])]))
    assert (np.diff(scores) > 0).all()


def test_the_scores_are_what_their_names_say() -> None:
    rows = sure_of([2], 0.55)
    assert margin(rows) == pytest.approx([0.5])
    assert negative_entropy(UNDECIDED) == pytest.approx([-np.log(10)])
    assert negative_entropy(sure_of([2], 1.0)) == pytest.approx([0], abs=1e-6)
    assert negative_energy(np.array([[0.0, np.log(3)]])) == pytest.approx([np.log(4)])


def test_the_logits_are_those_of_the_networks_probabilities(classifier: DigitClassifier) -> None:
    answers = read_drawings(classifier, list(DRAWINGS.values()))
    logits_from = logits_of(keras.models.load_model(MODEL_FILE, compile=False))
    assert logits_from
    powers = np.exp(logits_from(answers))
    assert powers / powers.sum(axis=1, keepdims=True) == pytest.approx(
        answers.uncalibrated, abs=1e-4
    )


def test_a_network_without_a_softmax_layer_is_not_scored_by_energy() -> None:
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)]
    network = keras.Sequential([*layers, keras.layers.Softmax()])
    assert "energy" not in scores_of(network)
    layers[-1] = keras.layers.Dense(10, activation="softmax")
    assert "energy" in scores_of(keras.Sequential(layers))


def test_auroc_is_one_for_a_score_that_always_tells_and_half_for_one_of_none() -> None:
    assert auroc(np.array([0.8, 0.9]), np.array([0.1, 0.7])) == 1
    assert auroc(np.array([0.5, 0.5]), np.array([0.5])) == 0.5
    assert auroc(np.array([0.8, 0.6]), np.array([0.7])) == 0.5


def test_refused_shares_are_by_kind_and_what_has_no_shape_ranks_last() -> None:
    digits = answers_of(sure_of([1, 2], 0.6))
    others = {
        "letters": answers_of(sure_of([1, 1], [0.5, 0.7]), accepted=[False, True]),
        "dots": answers_of(sure_of([1], 0.99), accepted=False, has_shape=False),
    }
    figures = rejection(digits, others, {"largest": score})
    assert figures == {
        "refused": {"letters": 0.5, "dots": 1.0},
        "auroc": {"letters": {"largest": 0.5}, "dots": {"largest": 1.0}},
    }


def test_the_higher_the_least_score_the_less_is_taken_for_a_digit() -> None:
    digits = answers_of(sure_of([1, 2, 3], [0.6, 0.9, 0.99]), has_shape=[True, True, False])
    figures = by_least_score({"digits": digits})
    assert figures["least"][0] == 0
    assert figures["least"][-1] == 1
    shares = np.array(figures["taken"]["digits"])
    least = np.array(figures["least"])
    assert shares[least <= 0.58] == pytest.approx(2 / 3)
    assert shares[(least > 0.61) & (least < 0.89)] == pytest.approx(1 / 3)
    assert shares[-1] == 0
