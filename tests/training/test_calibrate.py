import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("tensorflow")

from model.calibration import apply_temperature
from training.architecture import DENSE, build
from training.calibrate import ACCEPTED_SHARE, best_temperature, calibrate
from training.data import Digits


def predictions_and_labels(
    temperature: float,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    """Probabilities whose logits are this many times too large, and labels sampled from them."""
    random = np.random.default_rng(4)
    logits = random.normal(0, 2, (20_000, 10))
    honest = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (honest.cumsum(axis=1) < random.random((len(honest), 1))).sum(axis=1).clip(max=9)
    return apply_temperature(honest.astype(np.float32), 1 / temperature), labels.astype(np.uint8)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_the_temperature_that_calibrates_is_found(temperature: float) -> None:
    assert best_temperature(*predictions_and_labels(temperature)) == pytest.approx(
        temperature, rel=0.05
    )


def test_a_confident_mistake_does_not_spoil_the_temperature() -> None:
    probabilities, labels = predictions_and_labels(1.0)
    probabilities[0] = 0
    probabilities[0, labels[0] - 1] = 1
    assert best_temperature(probabilities, labels) == pytest.approx(1.0, rel=0.05)


def test_nearly_all_validation_digits_are_accepted() -> None:
    network = build(DENSE, steps=1)
    random = np.random.default_rng(5)
    images = random.integers(0, 255, (1_000, 28, 28), dtype=np.uint8)
    calibration = calibrate(network, Digits(images, np.arange(1_000, dtype=np.uint8) % 10))
    probabilities = network.predict(images[..., np.newaxis] / np.float32(255), verbose=0)
    scores = apply_temperature(probabilities, calibration.temperature).max(axis=1)
    assert (scores >= calibration.least_digit_score).mean() == pytest.approx(
        ACCEPTED_SHARE, abs=0.002
    )
