"""How long a network takes for one image, as `training.evaluate` and the Network tab tell it."""

import statistics
import time

import numpy as np

from model.preprocess import to_network_input
from model.runtime import Network


def inference_ms(network: Network, calls: int) -> float:
    """The median of that many runs of the compiled network on one image, in milliseconds.

    On one thread; finding the ink and drawing it anew comes on top.
    """
    image = to_network_input(np.zeros((1, 28, 28), dtype=np.uint8))
    seconds: list[float] = []
    for _ in range(calls):
        started = time.perf_counter()
        network(image)
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)
