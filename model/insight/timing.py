"""Measures the inference time of a network, for `training.evaluate` and the Network tab."""

import statistics
import time

import numpy as np

from model.preprocess import to_network_input
from model.runtime import Network


def inference_ms(network: Network, calls: int) -> float:
    """Returns the median of that many runs of the compiled network on one image, in milliseconds.

    On one thread. Preprocessing comes on top of it.
    """
    image = to_network_input(np.zeros((1, 28, 28), dtype=np.uint8))
    seconds: list[float] = []
    for _ in range(calls):
        started = time.perf_counter()
        network(image)
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)
