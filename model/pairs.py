"""Turns two digits that touch into the input of the network that reads such pairs.

The points of the pens' path are fitted into a box of 40 x 20 pixels, centred in 48 x 28, and drawn
as `model.preprocess` draws one digit.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.picture.components import Mask
from model.picture.ink import Shape
from model.picture.pen_path import pen_path
from model.preprocess import (
    BOX_SIZE,
    IMAGE_SIZE,
    PEN_SOFTNESS,
    PEN_WIDTH,
    PenLine,
    Pixels,
    Points,
    draw_pen,
)

PAIR_MODEL_FILE = Path(__file__).parent / "pair_model.keras"
PAIR_WIDTH = 48
PAIR_SHAPE = (IMAGE_SIZE, PAIR_WIDTH, 1)
PAIR_BOX_WIDTH = 40.0


def pair_from_arrays(strokes: Sequence[Points]) -> Pixels:
    """Draws strokes (n, 2), at least one, as the network for pairs sees them, uint8 (28, 48)."""
    line = PenLine.of(strokes)
    scale, offset = _fit(line.points.T)
    return draw_pen(line.samples(scale, offset), PAIR_WIDTH)


def pair_from_shape(shape: Shape) -> Pixels:
    """Draws the pen path of a shape of ink as the network for pairs sees it, uint8 (28, 48)."""
    return pair_from_mask(shape.mask)


def pair_from_mask(ink: Mask) -> Pixels:
    """Draws the pen path of ink, bool (h, w), as the network for pairs sees it."""
    path = pen_path(ink)
    scale, offset = _fit(path)
    return draw_pen(path * scale + offset, PAIR_WIDTH)


def _fit(points: Points) -> tuple[float, Points]:
    """Returns the scale and offset that fit points (n, 2) into the middle of 48 x 28 pixels."""
    low, high = points.min(axis=0), points.max(axis=0)
    pen = PEN_WIDTH + PEN_SOFTNESS
    room = np.array([PAIR_BOX_WIDTH, BOX_SIZE]) - pen
    scale = float((room / np.maximum(high - low, 1e-9)).min())
    middle = (np.array([PAIR_WIDTH, IMAGE_SIZE]) - 1) / 2
    return scale, middle - scale * (low + high) / 2
