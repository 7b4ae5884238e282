"""Corrupt MNIST's images step by step, to measure how robust a network is.

    rotated = rotate(images, 30)

Takes and returns uint8 (n, 28, 28), ink 255 on background 0. Nothing centres the ink or normalizes
its width afterwards, as the app would. For evaluation only; `training.augment` augments training
data.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from model.preprocess import Pixels

NOISE_SEED = 5


@dataclass(frozen=True)
class Corruption:
    """One kind of corruption: `apply` takes images uint8 (n, 28, 28) and a strength.

    `unit` is the unit of the strengths. They ascend; 0 leaves the images unchanged.
    """

    name: str
    unit: str
    strengths: tuple[float, ...]
    apply: Callable[[Pixels, float], Pixels]


def rotate(images: Pixels, degrees: float) -> Pixels:
    """Rotates anticlockwise about the centre; corners that come in are background."""
    rotated = ndimage.rotate(
        images.astype(np.float32), degrees, axes=(2, 1), reshape=False, order=1
    )
    return _to_pixels(rotated)


def shift(images: Pixels, distance: float) -> Pixels:
    """Shifts by whole pixels: images go right, down, left and up in turn; background comes in."""
    shifted = np.empty_like(images)
    for number, (down, right) in enumerate([(0, 1), (1, 0), (0, -1), (-1, 0)]):
        offset = (0, round(down * distance), round(right * distance))
        shifted[number::4] = ndimage.shift(images[number::4], offset, order=0)
    return shifted


def change_pen_width(images: Pixels, change: float) -> Pixels:
    """Makes lines this many pixels wider, or narrower if it is negative."""
    size = (1, 1 + round(abs(change)), 1 + round(abs(change)))
    if change < 0:
        return _to_pixels(ndimage.grey_erosion(images, size))
    return _to_pixels(ndimage.grey_dilation(images, size))


def add_noise(images: Pixels, deviation: float) -> Pixels:
    """Adds Gaussian noise of this standard deviation; 1 is from background to ink."""
    noise = np.random.default_rng(NOISE_SEED).standard_normal(images.shape, dtype=np.float32)
    return _to_pixels(images + 255 * deviation * noise)


def reduce_contrast(images: Pixels, lost: float) -> Pixels:
    """Takes away this share of the contrast; the background stays unchanged."""
    return _to_pixels(images * (1 - lost))


def blur(images: Pixels, deviation: float) -> Pixels:
    """Applies a Gaussian blur of this standard deviation in pixels."""
    return _to_pixels(
        ndimage.gaussian_filter(images.astype(np.float32), deviation, axes=(1, 2), mode="constant")
    )


def invert(images: Pixels, share: float) -> Pixels:
    """Blends with the negative: at 0.5 everything is grey, at 1 ink is 0 on background 255."""
    return _to_pixels((1 - share) * images + share * (255.0 - images))


def _to_pixels(images: npt.NDArray[np.floating | np.uint8]) -> Pixels:
    pixels: Pixels = np.rint(np.clip(images, 0, 255)).astype(np.uint8)
    return pixels


CORRUPTIONS = (
    Corruption("rotation", "degrees", (-60, -45, -30, -15, 0, 15, 30, 45, 60), rotate),
    Corruption("shift", "pixels", (0, 1, 2, 3, 4, 5, 6, 7, 8), shift),
    Corruption("pen width", "pixels more", (-2, -1, 0, 1, 2, 3, 4), change_pen_width),
    Corruption("noise", "deviation, ink being 1", (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3), add_noise),
    Corruption("contrast", "share lost", (0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95), reduce_contrast),
    Corruption("blur", "pixels", (0, 0.5, 1, 1.5, 2, 2.5, 3), blur),
    Corruption("polarity", "share of the negative", (0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1), invert),
)
