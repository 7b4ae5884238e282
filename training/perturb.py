"""Perturb MNIST's images step by step, to see how far a network can still read them.

What is perturbed is the image of 28 x 28 pixels, uint8, 0 for paper and 255 for ink, that goes to
the network as it is: nothing finds, centres or thins the ink anew, as the app does. For measuring
alone; variations to train on are in `training.augment`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from model.preprocess import Pixels

NOISE_SEED = 5


@dataclass(frozen=True)
class Perturbation:
    """One way of perturbing images uint8 (n, 28, 28), `unit` being what its strengths count.

    `strengths` go upwards; 0 leaves the images as they are.
    """

    name: str
    unit: str
    strengths: tuple[float, ...]
    apply: Callable[[Pixels, float], Pixels]


def rotate(images: Pixels, degrees: float) -> Pixels:
    """Turn about the middle, anticlockwise; corners that come in are paper."""
    turned = ndimage.rotate(images.astype(np.float32), degrees, axes=(2, 1), reshape=False, order=1)
    return _as_pixels(turned)


def shift(images: Pixels, distance: float) -> Pixels:
    """Move by whole pixels, every fourth image to the right, down, left and up; paper comes in."""
    moved = np.empty_like(images)
    for turn, (down, right) in enumerate([(0, 1), (1, 0), (0, -1), (-1, 0)]):
        by = (0, round(down * distance), round(right * distance))
        moved[turn::4] = ndimage.shift(images[turn::4], by, order=0)
    return moved


def change_pen_width(images: Pixels, change: float) -> Pixels:
    """Make lines wider by that many pixels, or narrower where it is negative."""
    size = (1, 1 + round(abs(change)), 1 + round(abs(change)))
    if change < 0:
        return _as_pixels(ndimage.grey_erosion(images, size))
    return _as_pixels(ndimage.grey_dilation(images, size))


def add_noise(images: Pixels, deviation: float) -> Pixels:
    """Add normal noise of that standard deviation, 1 being the step from paper to ink."""
    noise = np.random.default_rng(NOISE_SEED).standard_normal(images.shape, dtype=np.float32)
    return _as_pixels(images + 255 * deviation * noise)


def fade(images: Pixels, lost: float) -> Pixels:
    """Take away that share of the contrast; the paper stays as it is."""
    return _as_pixels(images * (1 - lost))


def blur(images: Pixels, deviation: float) -> Pixels:
    """Blur with a normal distribution of that standard deviation in pixels."""
    return _as_pixels(
        ndimage.gaussian_filter(images.astype(np.float32), deviation, axes=(1, 2), mode="constant")
    )


def invert(images: Pixels, share: float) -> Pixels:
    """Blend with the negative: at 0.5 all is grey, at 1 the ink is black on white."""
    return _as_pixels((1 - share) * images + share * (255.0 - images))


def _as_pixels(images: npt.NDArray[np.floating | np.uint8]) -> Pixels:
    pixels: Pixels = np.rint(np.clip(images, 0, 255)).astype(np.uint8)
    return pixels


PERTURBATIONS = (
    Perturbation("rotation", "degrees", (-60, -45, -30, -15, 0, 15, 30, 45, 60), rotate),
    Perturbation("shift", "pixels", (0, 1, 2, 3, 4, 5, 6, 7, 8), shift),
    Perturbation("pen width", "pixels more", (-2, -1, 0, 1, 2, 3, 4), change_pen_width),
    Perturbation(
        "noise", "deviation, ink being 1", (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3), add_noise
    ),
    Perturbation("contrast", "share lost", (0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95), fade),
    Perturbation("blur", "pixels", (0, 0.5, 1, 1.5, 2, 2.5, 3), blur),
    Perturbation(
        "polarity", "share of the negative", (0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1), invert
    ),
)
