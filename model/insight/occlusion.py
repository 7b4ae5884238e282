"""Occlusion saliency: which ink speaks for the likeliest digit, and which for the second.

After Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014: a soft
occluder removes the ink around one place, and the network reads the rest. Where the likeliest digit
loses against the second, the removed ink spoke for it. That takes some fifty runs of the network,
and nothing but its probabilities.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.preprocess import IMAGE_SIZE, Pixels, to_network_input
from model.runtime import Network

Values = npt.NDArray[np.float64]

OCCLUDER_RADIUS = 2.5  # pixels from its centre to where it removes half of the ink
OCCLUDER_SOFTNESS = 0.8  # pixels
STRIDE = 2  # pixels between occluders
MIN_INK = 64  # of 255, for a pixel to be explained
CLEAR_CHANGE = 1.0  # in log-odds: saliency is shown faintly if every change is smaller


@dataclass(frozen=True)
class Saliency:
    """Why a digit was read as `best` rather than `second`.

    `values` is (28, 28) in [-1, 1]: positive where the ink speaks for the best digit, negative
    where it speaks for the second, 0 where there is no ink.
    """

    best: int
    second: int
    values: Values


def occlusion_saliency(network: Network, image: Pixels) -> Saliency:
    """Explains a network's answer to an image uint8 (28, 28)."""
    probabilities = network(to_network_input(image[np.newaxis]))[0]
    second, best = (int(digit) for digit in probabilities.argsort()[-2:])
    ink = image >= MIN_INK
    occluders = _occluders(ink)
    if not len(occluders):
        return Saliency(best, second, np.zeros(image.shape))
    occluded = np.rint(image * (1 - occluders)).astype(np.uint8)
    answers = network.in_parallel(to_network_input(occluded))
    change = _log_odds(probabilities, best, second) - _log_odds(answers, best, second)
    weights = occluders.sum(axis=0)
    mean = np.tensordot(change, occluders, axes=1) / np.maximum(weights, 1e-9)
    values = np.where(ink & (weights > 0), mean, 0.0)
    return Saliency(best, second, values / max(np.abs(values).max(), CLEAR_CHANGE))


def _occluders(ink: npt.NDArray[np.bool_]) -> Values:
    """Returns the share (n, 28, 28), in [0, 1], of ink that each of n occluders removes.

    There is one for each square of STRIDE x STRIDE pixels that has ink.
    """
    side = IMAGE_SIZE // STRIDE
    squares = ink.reshape(side, STRIDE, side, STRIDE).any(axis=(1, 3))
    rows, columns = (STRIDE * place + (STRIDE - 1) / 2 for place in np.nonzero(squares))
    pixels = np.arange(IMAGE_SIZE)
    down = (pixels - rows[:, np.newaxis]) ** 2
    across = (pixels - columns[:, np.newaxis]) ** 2
    distance = np.sqrt(down[:, :, np.newaxis] + across[:, np.newaxis, :])
    occluders: Values = np.clip((OCCLUDER_RADIUS - distance) / OCCLUDER_SOFTNESS + 0.5, 0, 1)
    return occluders


def _log_odds(probabilities: npt.NDArray[np.float32], best: int, second: int) -> Values:
    """Returns the log-odds of the best against the second digit, from probabilities (..., 10)."""
    both = np.maximum(probabilities[..., [best, second]].astype(np.float64), 1e-30)
    log_odds: Values = np.log(both[..., 0]) - np.log(both[..., 1])
    return log_odds
