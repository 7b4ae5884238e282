"""How well what is no digit is told from digits, by the score that the app goes by and by others.

Compares scores of the answers in `training.readings`; chooses none and sets no threshold, which
`training.calibrate` does.
"""

from collections.abc import Callable, Mapping

import keras
import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from model.classifier import digit_score
from model.preprocess import to_network_input
from training.readings import BATCH, Answers
from training.report import Json

Values = npt.NDArray[np.floating]
Score = Callable[[Answers], Values]  # (n,) of n answers; higher is more like a digit

SHIPPED = "largest probability"
LEAST_SCORES = np.linspace(0, 1, 51)


def scores_of(network: keras.Model) -> dict[str, Score]:
    """The scores to compare, by name; energy only where the network ends in a softmax layer."""
    scores: dict[str, Score] = {
        SHIPPED: lambda answers: digit_score(answers.probabilities),
        "margin": lambda answers: margin(answers.probabilities),
        "negative entropy": lambda answers: negative_entropy(answers.probabilities),
    }
    logits = logits_of(network)
    if logits:
        scores["energy"] = lambda answers: negative_energy(logits(answers))
    return scores


def logits_of(network: keras.Model) -> Score | None:
    """What the softmax of the last layer is given, float32 (n, 10), for what the network saw.

    None where the last layer is no dense one with a softmax, as in a network from elsewhere.
    """
    last = network.layers[-1]
    if not isinstance(last, keras.layers.Dense) or last.activation is not keras.activations.softmax:
        return None
    features_of = keras.Model(network.inputs, last.input)
    kernel, *bias = last.get_weights()

    def logits(answers: Answers) -> Values:
        features = features_of.predict(to_network_input(answers.images), BATCH, verbose=0)
        found: Values = sum(bias, features @ kernel)
        return found

    return logits


def margin(probabilities: Values) -> Values:
    """How far the likeliest digit is ahead of the next, (n,) of (n, 10)."""
    ranked = np.sort(probabilities, axis=1)
    ahead: Values = ranked[:, -1] - ranked[:, -2]
    return ahead


def negative_entropy(probabilities: Values) -> Values:
    """How far the network is from being undecided, (n,) of (n, 10); 0 where it is certain."""
    certainty: Values = (probabilities * np.log(np.maximum(probabilities, 1e-30))).sum(axis=1)
    return certainty


def negative_energy(logits: Values) -> Values:
    """The logarithm of the sum of e to the logits, (n,) of (n, 10).

    Liu et al., "Energy-based out-of-distribution detection", 2020, equation 4, at temperature 1.
    """
    energy: Values = np.logaddexp.reduce(logits, axis=1)
    return energy


def auroc(digits: Values, others: Values) -> float:
    """The chance that a digit scores higher than something else does; 0.5 for a score of none."""
    truth = np.repeat([1, 0], [len(digits), len(others)])
    return float(roc_auc_score(truth, np.concatenate([digits, others])))


def rejection(digits: Answers, others: Mapping[str, Answers], scores: Mapping[str, Score]) -> Json:
    """Refused shares of what is no digit, by its kind, and each score's AUROC against it."""
    values = {name: _ranked(score, digits) for name, score in scores.items()}
    return {
        "refused": {kind: 1 - float(answers.accepted.mean()) for kind, answers in others.items()},
        "auroc": {
            kind: {
                name: auroc(values[name], _ranked(score, answers)) for name, score in scores.items()
            }
            for kind, answers in others.items()
        },
    }


def _ranked(score: Score, answers: Answers) -> Values:
    """Scores; what has no shape is refused whatever its score, and so ranks below all others."""
    values = score(answers)
    return np.where(answers.has_shape, values, np.finfo(np.float32).min)


def by_least_score(kinds: Mapping[str, Answers]) -> Json:
    """What share of each kind would be taken for digits, by the least score asked for."""
    return {
        "least": LEAST_SCORES.tolist(),
        "taken": {
            kind: [
                float(np.mean(answers.has_shape & (digit_score(answers.probabilities) >= least)))
                for least in LEAST_SCORES
            ]
            for kind, answers in kinds.items()
        },
    }
