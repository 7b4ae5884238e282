"""Vary glyphs as different hands do: shape, slant, size of strokes, corners, tremor and speed.

    strokes = draw_variant(DIGITS[7], np.random.default_rng(1))

Returns strokes, float64 (n, 2) each, y down, about 100 units high. The glyphs themselves are in
`training.synthetic.glyphs`.
"""

import numpy as np

from model.preprocess import Points
from training.synthetic.curves import resample, round_corners, smooth
from training.synthetic.glyphs import Variants

# How much hands differ. Most are standard deviations; lengths are in hundredths of the glyph's
# size. They were chosen by eye, on sheets, so that people can still read nearly all digits.
KNOT_SHIFT = 4.5  # of each point of the path
STROKE_SHIFT = 3.0  # of each later stroke against the first
WARP = 3.5  # of a smooth distortion of the whole drawing
ASPECT = 0.28  # of the logarithm of width divided by height
SLANT, MEAN_SLANT = 0.22, 0.1
ROTATION = 0.09  # radians
OVERSHOOT = 0.05  # of a stroke's length, at both ends
MAX_TREMOR = 1.2
MAX_ROUNDING = 0.12  # of a stroke's length: the widest window for rounding corners
HOOK_SHARE = 0.12  # of stroke ends get a hook
COARSE_SHARE = 0.25  # of drawings are so fast that only few points are recorded

STROKE_POINTS = 64


def draw_variant(variants: Variants, generator: np.random.Generator) -> list[Points]:
    """Draws one of the variants, chosen at random by their weights, as one hand might."""
    weights = np.array(list(variants.values()))
    path = list(variants)[generator.choice(len(variants), p=weights / weights.sum())]
    return _draw_path(path, generator)


def _draw_path(path: str, generator: np.random.Generator) -> list[Points]:
    looseness = generator.uniform(0.3, 1.3)
    rounding = MAX_ROUNDING * generator.random() ** 2
    strokes = []
    for number, stroke in enumerate(path.split(";")):
        pieces = [_parse_points(piece) for piece in stroke.split("|")]
        moved = _move_knots(pieces, KNOT_SHIFT * looseness, generator)
        line = resample(np.concatenate([smooth(piece) for piece in moved]), STROKE_POINTS)
        line = round_corners(line, rounding)
        line = _vary_ends(line, generator)
        if number:
            line = line + generator.normal(0, STROKE_SHIFT * looseness, 2)
        strokes.append(line)
    return vary_drawing(strokes, looseness, generator)


def _parse_points(piece: str) -> Points:
    return np.array([point.split(",") for point in piece.split()], dtype=np.float64)


def _move_knots(
    pieces: list[Points], deviation: float, generator: np.random.Generator
) -> list[Points]:
    """Moves the knots of all pieces. Each piece starts where the one before ends."""
    moved: list[Points] = []
    for piece in pieces:
        points = piece + generator.normal(0, deviation, piece.shape)
        moved.append(np.concatenate([moved[-1][-1:], points]) if moved else points)
    return moved


def _vary_ends(line: Points, generator: np.random.Generator) -> Points:
    """Shortens or extends both ends, and sometimes adds a hook."""
    for _ in range(2):
        line = line[::-1]
        overshoot = round(generator.normal(0, OVERSHOOT) * len(line))
        if overshoot < 0:
            line = line[:overshoot]
        direction = line[-1] - line[-4]
        steps = np.arange(1, overshoot + 1)[:, np.newaxis]
        line = np.concatenate([line, line[-1] + steps * direction / 3])
        if generator.random() < HOOK_SHARE:
            line = np.concatenate([line, _hook(line[-1], direction, generator)])
    return line


def _hook(end: Points, direction: Points, generator: np.random.Generator) -> Points:
    """Returns six points that curl away from the end of a stroke."""
    angle = np.cumsum(np.full(6, generator.choice([-1, 1]) * generator.uniform(0.1, 0.7)))
    heading = np.arctan2(direction[1], direction[0]) + angle
    step = generator.uniform(0.5, 2.0)
    return end + step * np.cumsum(np.column_stack([np.cos(heading), np.sin(heading)]), axis=0)


def vary_drawing(
    strokes: list[Points], looseness: float, generator: np.random.Generator
) -> list[Points]:
    """Warps, slants, rotates and stretches a drawing, and adds tremor and speed."""
    slant = generator.normal(MEAN_SLANT, SLANT)
    rotation = generator.normal(0, ROTATION)
    aspect = np.exp(generator.normal(0, ASPECT))
    cos, sin = np.cos(rotation), np.sin(rotation)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, -slant], [0, 1]])
    matrix = matrix @ np.diag([aspect, 1])
    frequencies = generator.uniform(0.02, 0.06, (2, 2)) * generator.choice([-1, 1], (2, 2))
    phases = generator.uniform(0, 2 * np.pi, 2)
    warp = WARP * looseness * generator.normal(0, 1, 2)
    tremor = MAX_TREMOR * generator.random() ** 2
    coarse = generator.random() < COARSE_SHARE
    varied = []
    for stroke in strokes:
        line = stroke + warp * np.sin(stroke @ frequencies.T + phases)
        line = line @ matrix.T
        line = line + round_corners(generator.normal(0, 2 * tremor, line.shape), 0.1)
        varied.append(resample(line, int(generator.integers(6, 14))) if coarse else line)
    return varied
