from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest

from model.classifier import DigitClassifier
from model.insight import timing
from model.insight.timing import inference_ms


def test_the_time_is_the_median_of_runs_on_one_image(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0, 0.002, 1, 6, 7, 7.002, 8, 8.001, 9, 9.003])
    monkeypatch.setattr(timing, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    shapes: list[tuple[int, ...]] = []

    def run(images: npt.NDArray[np.float32]) -> None:
        shapes.append(images.shape)

    monkeypatch.setattr(type(classifier.network), "__call__", lambda _, images: run(images))
    assert inference_ms(classifier.network, calls=5) == pytest.approx(2)
    assert shapes == [(1, 28, 28, 1)] * 5


def test_the_shipped_network_takes_less_than_a_frame(classifier: DigitClassifier) -> None:
    assert 0 < inference_ms(classifier.network, calls=21) < 16
