"""Finds images that were enlarged by repeating pixels, and makes them as small as they were.

    small, size = without_blocks(image)

Their stairs would look like the course of a pen. Enlargements by a whole number only, unharmed by
lossy compression.
"""

import math

import numpy as np
from PIL import Image

LINES = 48  # rows, and columns, of a sample that tells most images apart at once
MIN_EDGES = 8  # columns, and rows, at which the image changes: fewer are a plain shape's
MIN_SIDE = 12  # pixels of the small image


def without_blocks(image: Image.Image) -> tuple[Image.Image, int]:
    """Returns an image without repeated pixels, and the side of the squares they were."""
    width, height = image.size
    nearest = Image.Resampling.NEAREST
    samples = (
        image.resize((width, min(height, LINES)), nearest),
        image.resize((min(width, LINES), height), nearest),
    )
    size = math.gcd(_distance(samples[0], 1), _distance(samples[1], 0))
    if size > 1:
        size = math.gcd(_distance(image, 1), _distance(image, 0))
    if size == 1 or min(width, height) < MIN_SIDE * size:
        return image, 1
    return image.resize((width // size, height // size), nearest), size


def _distance(image: Image.Image, axis: int) -> int:
    """Returns the greatest common divisor of the places along an axis where pixels change."""
    pixels = np.asarray(image)
    along = np.moveaxis(pixels, axis, 0).reshape(pixels.shape[axis], -1)
    places = 1 + np.flatnonzero((along[1:] != along[:-1]).any(axis=1))
    if len(places) < MIN_EDGES:
        return 1
    return int(np.gcd.reduce(np.append(places, len(along))))
