"""Out-of-distribution detection: how well a score separates digits from other drawings.

Compares the score that the app uses with others from the literature. Sets no threshold;
`training.calibrate` does.
"""

from collections.abc import Callable, Mapping

import keras
import numpy as np
import numpy.typing as npt
from scipy.special import entr, logsumexp
from sklearn.metrics import roc_auc_score

from model.classifier import digit_score
from model.preprocess import to_network_input
from training.evaluation.predictions import BATCH_SIZE, Predictions
from training.evaluation.report import Json

Values = npt.NDArray[np.floating]
Score = Callable[[Predictions], Values]  # (n,) for n predictions; higher is more like a digit

SHIPPED_SCORE = "largest probability"
THRESHOLDS = np.linspace(0, 1, 51)


def scores_of(network: keras.Model) -> dict[str, Score]:
    """Returns the scores by name; energy only if the network ends in a softmax layer."""
    scores: dict[str, Score] = {
        SHIPPED_SCORE: lambda predictions: digit_score(predictions.probabilities),
        "margin": lambda predictions: margin(predictions.probabilities),
        "negative entropy": lambda predictions: negative_entropy(predictions.probabilities),
    }
    logits = logits_of(network)
    if logits:
        scores["energy"] = lambda predictions: negative_energy(logits(predictions))
    return scores


def logits_of(network: keras.Model) -> Score | None:
    """Returns a function that computes the logits float32 (n, 10) of predictions.

    Returns None if the last layer is not a dense layer with a softmax.
    """
    last = network.layers[-1]
    if not isinstance(last, keras.layers.Dense) or last.activation is not keras.activations.softmax:
        return None
    feature_extractor = keras.Model(network.inputs, last.input)
    kernel, *bias = last.get_weights()

    def logits(predictions: Predictions) -> Values:
        inputs = to_network_input(predictions.images)
        features = feature_extractor.predict(inputs, BATCH_SIZE, verbose=0)
        computed: Values = sum(bias, features @ kernel)
        return computed

    return logits


def margin(probabilities: Values) -> Values:
    """Returns the difference of the two largest probabilities, (n,) for (n, 10)."""
    ranked = np.sort(probabilities, axis=1)
    difference: Values = ranked[:, -1] - ranked[:, -2]
    return difference


def negative_entropy(probabilities: Values) -> Values:
    """Returns the negative entropy, (n,) for (n, 10); 0 where the network is certain."""
    negative: Values = -entr(probabilities).sum(axis=1)
    return negative


def negative_energy(logits: Values) -> Values:
    """Returns the log-sum-exp of the logits, (n,) for (n, 10).

    Liu et al., "Energy-based out-of-distribution detection", 2020, equation 4, at temperature 1.
    """
    energy: Values = logsumexp(logits, axis=1)
    return energy


def auroc(digits: Values, others: Values) -> float:
    """Returns the chance that a digit scores higher than another drawing; 0.5 by guessing."""
    is_digit = np.repeat([1, 0], [len(digits), len(others)])
    return float(roc_auc_score(is_digit, np.concatenate([digits, others])))


def detection(
    digits: Predictions, others: Mapping[str, Predictions], scores: Mapping[str, Score]
) -> Json:
    """Returns, for each kind of non-digit, the rejected share and the AUROC of each score."""
    values = {name: _scored(score, digits) for name, score in scores.items()}
    return {
        "refused": {
            kind: 1 - float(predictions.accepted.mean()) for kind, predictions in others.items()
        },
        "auroc": {
            kind: {
                name: auroc(values[name], _scored(score, predictions))
                for name, score in scores.items()
            }
            for kind, predictions in others.items()
        },
    }


def _scored(score: Score, predictions: Predictions) -> Values:
    """Returns the scores. Drawings without a shape are always rejected, so they rank last."""
    return np.where(predictions.has_shape, score(predictions), np.finfo(np.float32).min)


def by_threshold(kinds: Mapping[str, Predictions]) -> Json:
    """Returns the share of each kind that is accepted as digits, for each threshold."""
    return {
        "least": THRESHOLDS.tolist(),
        "taken": {kind: _accepted_shares(predictions) for kind, predictions in kinds.items()},
    }


def _accepted_shares(predictions: Predictions) -> list[float]:
    scores = digit_score(predictions.probabilities)
    return [
        float(np.mean(predictions.has_shape & (scores >= threshold))) for threshold in THRESHOLDS
    ]
