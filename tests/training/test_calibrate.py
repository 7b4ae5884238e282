import numpy as np
import pytest

pytest.importorskip("tensorflow")

from model.calibration import with_temperature
from training.architecture import DENSE, build
from training.calibrate import KEPT, best_temperature, calibrate
from training.data import Digits


def answers_and_labels(temperature: float) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Answers whose logits are this many times too large, and labels drawn as they say."""
    random = np.random.default_rng(4)
    logits = random.normal(0, 2, (20_000, 10))
    honest = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([random.choice(10, p=row) for row in honest], dtype=np.uint8)
    return with_temperature(honest.astype(np.float32), 1 / temperature), labels


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_the_temperature_is_found_that_makes_answers_honest(temperature: float) -> None:
    assert best_temperature(*answers_and_labels(temperature)) == pytest.approx(
        temperature, rel=0.05
    )


def test_an_answer_that_is_surely_wrong_spoils_nothing() -> None:
    answers, labels = answers_and_labels(1.0)
    answers[0] = 0
    answers[0, labels[0] - 1] = 1
    assert best_temperature(answers, labels) == pytest.approx(1.0, rel=0.05)


def test_nearly_all_validation_digits_pass_for_digits() -> None:
    network = build(DENSE, steps=1)
    random = np.random.default_rng(5)
    images = random.integers(0, 255, (1_000, 28, 28), dtype=np.uint8)
    calibration = calibrate(network, Digits(images, np.arange(1_000, dtype=np.uint8) % 10))
    answers = network.predict(images[..., np.newaxis] / np.float32(255), verbose=0)
    scores = with_temperature(answers, calibration.temperature).max(axis=1)
    assert (scores >= calibration.least_digit_score).mean() == pytest.approx(KEPT, abs=0.002)
