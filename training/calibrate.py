"""Measure on validation digits how far a network's probabilities can be believed.

Half of them are MNIST's, half are drawn as the page's visitors draw; none was trained on.

`training.train` writes the result into the network's file (`model.calibration`). Changes no
weights and no answer's order.
"""

import keras
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from model.calibration import Calibration, with_temperature
from model.classifier import digit_score
from model.preprocess import to_network_input
from training.data import Digits
from training.drawn import drawn_digits

KEPT = 0.997  # of MNIST's validation digits pass for digits
DRAWN_SEED = 1_000_000  # which no training has
TEMPERATURES = (0.2, 5.0)


def calibrate(network: keras.Model, digits: Digits) -> Calibration:
    """The calibration of a network by MNIST's validation digits and as many drawn ones."""
    drawn = drawn_digits(len(digits), DRAWN_SEED)
    probabilities = network.predict(
        to_network_input(np.concatenate([digits.images, drawn.images])), batch_size=500, verbose=0
    )
    labels = np.concatenate([digits.labels, drawn.labels])
    temperature = best_temperature(probabilities, labels)
    scores = digit_score(with_temperature(probabilities[: len(digits)], temperature))
    return Calibration(temperature, round(float(np.quantile(scores, 1 - KEPT)), 4))


def best_temperature(
    probabilities: npt.NDArray[np.float32], labels: npt.NDArray[np.uint8]
) -> float:
    """The temperature at which float32 (n, 10) answers make these labels (n,) likeliest."""

    def surprise(logarithm: float) -> float:
        tempered = with_temperature(probabilities, float(np.exp(logarithm)))
        true = tempered[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(true, np.finfo(np.float32).tiny)).mean())

    found = minimize_scalar(surprise, bounds=np.log(TEMPERATURES), method="bounded")
    return round(float(np.exp(found.x)), 4)
