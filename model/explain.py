"""Explain an answer: which parts of the ink speak for the likeliest digit, and which against it.

By occlusion, after Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014:
the ink around one place is rubbed out, softly, and the network asked again. Where the likeliest
digit loses against the second, the ink spoke for it. Asks the network some fifty times, and needs
nothing of it but its answers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.preprocess import IMAGE_SIZE, Pixels, to_network_input
from model.runtime import Network

Values = npt.NDArray[np.float64]

RUBBER = 2.5  # pixels from its middle to where it still rubs out half
RUBBER_SOFTNESS = 0.8  # pixels
SPACING = 2  # pixels from one place that is rubbed out to the next
LEAST_INK = 64  # of 255, for a pixel to be worth explaining
CLEAR_EVIDENCE = 1.0  # odds change e-fold: less than that everywhere is shown faintly
AT_ONCE = 16  # images, so that other threads get their turn


@dataclass(frozen=True)
class Explanation:
    """Why a digit was read as `best` rather than `second`.

    `evidence` is (28, 28) in [-1, 1]: above 0 where the ink speaks for the best, below 0 where
    for the second; 0 where there is no ink.
    """

    best: int
    second: int
    evidence: Values


def explain(network: Network, image: Pixels) -> Explanation:
    """Explain a network's answer to an image uint8 (28, 28)."""
    answer = network(to_network_input(image[np.newaxis]))[0]
    second, best = (int(digit) for digit in answer.argsort()[-2:])
    ink = image >= LEAST_INK
    rubbers = _rubbers(ink)
    if not len(rubbers):
        return Explanation(best, second, np.zeros(image.shape))
    rubbed_out = np.rint(image * (1 - rubbers)).astype(np.uint8)
    parts = np.array_split(rubbed_out, np.ceil(len(rubbed_out) / AT_ONCE))
    answers = np.concatenate([network(to_network_input(part)) for part in parts])
    lost = _lead(answer, best, second) - _lead(answers, best, second)
    weights = rubbers.sum(axis=0)
    mean = np.tensordot(lost, rubbers, axes=1) / np.maximum(weights, 1e-9)
    evidence = np.where(ink & (weights > 0), mean, 0.0)
    return Explanation(best, second, evidence / max(np.abs(evidence).max(), CLEAR_EVIDENCE))


def _rubbers(ink: npt.NDArray[np.bool_]) -> Values:
    """How much (n, 28, 28), in [0, 1], each place's rubber takes; one place to a square of ink."""
    side = IMAGE_SIZE // SPACING
    squares = ink.reshape(side, SPACING, side, SPACING).any(axis=(1, 3))
    rows, columns = (SPACING * place + (SPACING - 1) / 2 for place in np.nonzero(squares))
    pixels = np.arange(IMAGE_SIZE)
    down = (pixels - rows[:, np.newaxis]) ** 2
    across = (pixels - columns[:, np.newaxis]) ** 2
    distance = np.sqrt(down[:, :, np.newaxis] + across[:, np.newaxis, :])
    rubbers: Values = np.clip((RUBBER - distance) / RUBBER_SOFTNESS + 0.5, 0, 1)
    return rubbers


def _lead(answers: npt.NDArray[np.float32], best: int, second: int) -> Values:
    """The logarithm of the odds of the best against the second digit, of answers (..., 10)."""
    likely = np.maximum(answers[..., [best, second]].astype(np.float64), 1e-30)
    lead: Values = np.log(likely[..., 0]) - np.log(likely[..., 1])
    return lead
