"""Put digits side by side into rows, as people write numbers and pages of numbers.

    strokes = place_rows([[three, five], [one, two, six]], np.random.default_rng(1))

Evaluation and tests use them. The digits, their sizes and places vary as in handwriting; digits of
one row do not touch. `training.synthetic.touching` makes digits that do.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from model.preprocess import Points, Strokes
from training.synthetic.pictures import SUPERSAMPLING, draw_ink

# Shares of the height of a digit, unless said otherwise.
SIZE = (0.85, 1.15)  # of a digit
DROP = 0.06  # standard deviation of a digit's place above or below its row
GAP = (0.18, 0.45)  # between digits
SPACING = (1.45, 2.0)  # from one row to the next
MAX_INDENT = 0.6
PAGE_SIDE = 1_000  # pixels
MARGIN = 0.05  # of PAGE_SIDE
MAX_HEIGHT = 150  # pixels that a digit is high at most
FLATTEST = 0.35  # height of a digit by its width, at least: a digit is not blown up beyond


def place_rows(
    rows: Sequence[Sequence[Strokes]],
    generator: np.random.Generator,
    gap: tuple[float, float] = GAP,
    tilt: float = 0.0,
) -> list[list[list[float]]]:
    """Places digits (lists of strokes, y down, any unit) in rows; returns all their strokes.

    A digit is about 1 high. `gap` bounds the gaps between digits, and rows fall to the right by
    `tilt` degrees.
    """
    angle = np.deg2rad(tilt)
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    spacing = generator.uniform(*SPACING)
    placed: list[Points] = []
    for number, row in enumerate(rows):
        x = generator.uniform(0, MAX_INDENT)
        for digit in row:
            strokes = _unit_high(digit)
            size = generator.uniform(*SIZE)
            y = number * spacing + (1 - size) / 2 + generator.normal(0, DROP)
            placed += [stroke * size + [x, y] for stroke in strokes]
            x += size * max(float(stroke[:, 0].max()) for stroke in strokes)
            x += generator.uniform(*gap)
    return [(stroke @ rotation).tolist() for stroke in placed]


def draw_page(
    rows: Sequence[Sequence[Strokes]],
    generator: np.random.Generator,
    brush: float = 0.08,
    gap: tuple[float, float] = GAP,
    tilt: float = 0.0,
) -> Image.Image:
    """Draws digits in rows in black on white, PAGE_SIDE pixels on its longer side.

    `brush` is the width of the pen as a share of a digit's height; the rest is as in `place_rows`.
    """
    strokes = [np.array(stroke) for stroke in place_rows(rows, generator, gap, tilt)]
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = min((1 - 2 * MARGIN) * PAGE_SIDE / float(extent.max()), MAX_HEIGHT)
    margin = MARGIN * PAGE_SIDE
    width, height = (round(float(side) * scale + 2 * margin) for side in extent)
    placed = [((stroke - low) * scale + margin) * SUPERSAMPLING for stroke in strokes]
    ink = draw_ink(placed, max(1, round(brush * scale * SUPERSAMPLING)), (width, height))
    return ImageOps.invert(ink)


def _unit_high(digit: Strokes) -> list[Points]:
    """Returns the strokes (n, 2) of a digit, 1 high, with its upper left corner at (0, 0)."""
    strokes = [np.array(stroke, dtype=np.float64) for stroke in digit if len(stroke)]
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    unit = max(float(extent[1]), FLATTEST * float(extent[0]), 1e-9)
    return [(stroke - low) / unit for stroke in strokes]
