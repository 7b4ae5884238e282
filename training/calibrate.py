"""Calibrate a network: its temperature, and the threshold of its digit score.

    calibration = calibrate(network, mnist.validation)

Uses MNIST's validation digits and as many synthetic digits; the network was trained on none of
them. `training.train` writes the result into the network's file (`model.calibration`). Changes
neither the weights nor the order of the predictions.
"""

import keras
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from model.calibration import Calibration, apply_temperature
from model.classifier import digit_score
from model.preprocess import to_network_input
from training.data import Digits
from training.synthetic.digits import synthetic_digits

ACCEPTED_SHARE = 0.997  # of MNIST's validation digits
SYNTHETIC_SEED = 1_000_000  # no training uses it
TEMPERATURES = (0.2, 5.0)


def calibrate(network: keras.Model, digits: Digits) -> Calibration:
    """Returns the calibration of a network for MNIST's validation digits and synthetic digits."""
    synthetic = synthetic_digits(len(digits), SYNTHETIC_SEED)
    probabilities = network.predict(
        to_network_input(np.concatenate([digits.images, synthetic.images])),
        batch_size=500,
        verbose=0,
    )
    labels = np.concatenate([digits.labels, synthetic.labels])
    temperature = best_temperature(probabilities, labels)
    scores = digit_score(apply_temperature(probabilities[: len(digits)], temperature))
    return Calibration(temperature, round(float(np.quantile(scores, 1 - ACCEPTED_SHARE)), 4))


def best_temperature(
    probabilities: npt.NDArray[np.float32], labels: npt.NDArray[np.uint8]
) -> float:
    """Returns the temperature with the least negative log-likelihood of the labels (n,).

    Guo et al., "On calibration of modern neural networks", 2017. `probabilities` is float32
    (n, 10).
    """

    def negative_log_likelihood(log_temperature: float) -> float:
        calibrated = apply_temperature(probabilities, float(np.exp(log_temperature)))
        of_labels = calibrated[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(of_labels, np.finfo(np.float32).tiny)).mean())

    found = minimize_scalar(negative_log_likelihood, bounds=np.log(TEMPERATURES), method="bounded")
    return round(float(np.exp(found.x)), 4)
