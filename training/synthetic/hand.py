"""Vary paths of the pen as different hands do: shape, slant, corners, ticks, tremor and speed.

    hand = Hand.random(generator)
    strokes = draw_path(parse_path("8,8 92,8 | 40,100"), hand, generator)

Returns strokes, float64 (n, 2) each, y down, about 100 units high. What is drawn comes from
`training.synthetic.glyphs` and `training.synthetic.forms`; who draws, and with which habits, from
`training.synthetic.writers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.preprocess import Points
from training.synthetic.curves import resample, round_corners, smooth
from training.synthetic.glyphs import Variants

# How much hands differ. Most are standard deviations; lengths are in hundredths of the glyph's
# size. They were chosen by eye, on sheets, so that people can still read nearly all digits.
KNOT_SHIFT = 4.5  # of each point of the path
STROKE_SHIFT = 3.0  # of each later stroke against the first
WARP = 3.5  # of a smooth distortion of the whole drawing
ASPECT, OWN_ASPECT = 0.25, 0.12  # of the logarithm of width divided by height: of hands, of digits
SLANT, OWN_SLANT, MEAN_SLANT = 0.2, 0.09, 0.1
ROTATION, OWN_ROTATION = 0.07, 0.05  # radians
OVERSHOOT = 0.05  # of a stroke's length, at both ends
MAX_TREMOR = 1.2
MAX_ROUNDING = 0.12  # of a stroke's length: the widest window for rounding corners
HOOK_SHARE = 0.12  # of stroke ends get a hook
COARSE_SHARE = 0.25  # of hands are so fast, or devices so slow, that few points are recorded
COARSE_POINTS = (6, 14)

# Some hands touch the paper early or leave it late: a short tick up to where a stroke begins, or
# away from where it ends. Longer ones would make an L of a 1.
TICK_SHARE = 0.7  # of the strokes of a hand that ticks
TICK = (6.0, 22.0)
TICK_ANGLE = (0.15, 1.1)  # radians above level
TICK_IN_SHARE, TICK_OUT_SHARE = 0.12, 0.2  # of hands

STROKE_POINTS = 64

Path = Sequence[Sequence[Points]]  # strokes of pieces, which meet in corners


@dataclass(frozen=True)
class Hand:
    """How somebody holds and moves the pen; the same for all that they draw.

    `looseness` is how far points stray, 1 being usual. `rounding` is the share of a stroke over
    which corners are rounded. `slant` is a shear, `rotation` in radians, `aspect` the width by
    which drawings are stretched. `tremor` is in hundredths of the height. `is_coarse` hands leave
    few points. `ticks_in` and `ticks_out` are whether strokes begin and end with a tick.
    """

    looseness: float
    rounding: float
    slant: float
    rotation: float
    aspect: float
    tremor: float
    is_coarse: bool
    ticks_in: bool
    ticks_out: bool

    @classmethod
    def random(cls, generator: np.random.Generator) -> "Hand":
        """Returns any hand."""
        return cls(
            looseness=float(generator.uniform(0.3, 1.3)),
            rounding=MAX_ROUNDING * float(generator.random()) ** 2,
            slant=float(generator.normal(MEAN_SLANT, SLANT)),
            rotation=float(generator.normal(0, ROTATION)),
            aspect=float(np.exp(generator.normal(0, ASPECT))),
            tremor=MAX_TREMOR * float(generator.random()) ** 2,
            is_coarse=bool(generator.random() < COARSE_SHARE),
            ticks_in=bool(generator.random() < TICK_IN_SHARE),
            ticks_out=bool(generator.random() < TICK_OUT_SHARE),
        )


def draw_variant(
    variants: Variants, generator: np.random.Generator, hand: Hand | None = None
) -> list[Points]:
    """Draws one of the variants, chosen at random by their weights, as a hand might."""
    weights = np.array(list(variants.values()))
    path = list(variants)[generator.choice(len(variants), p=weights / weights.sum())]
    return draw_path(parse_path(path), hand or Hand.random(generator), generator)


def parse_path(text: str) -> Path:
    """Returns the path of a glyph's text, as `training.synthetic.glyphs` writes them."""
    return [[_parse_points(piece) for piece in stroke.split("|")] for stroke in text.split(";")]


def draw_path(path: Path, hand: Hand, generator: np.random.Generator) -> list[Points]:
    """Draws a path as a hand might, never twice the same."""
    strokes = []
    for number, pieces in enumerate(path):
        moved = _move_knots(pieces, KNOT_SHIFT * hand.looseness, generator)
        line = resample(np.concatenate([smooth(piece) for piece in moved]), STROKE_POINTS)
        line = round_corners(line, hand.rounding)
        line = _vary_ends(line, generator)
        line = _add_ticks(line, hand, generator)
        if number:
            line = line + generator.normal(0, STROKE_SHIFT * hand.looseness, 2)
        strokes.append(line)
    return vary_drawing(strokes, hand, generator)


def _parse_points(piece: str) -> Points:
    return np.array([point.split(",") for point in piece.split()], dtype=np.float64)


def _move_knots(
    pieces: Sequence[Points], deviation: float, generator: np.random.Generator
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


def _add_ticks(line: Points, hand: Hand, generator: np.random.Generator) -> Points:
    """Adds a tick before a stroke that begins downwards or level, and after one that ends so."""
    if hand.ticks_in and _is_falling(line[:4]) and generator.random() < TICK_SHARE:
        line = np.concatenate([line[:1] - _tick(generator)[::-1], line])
    if hand.ticks_out and _is_falling(line[-4:]) and generator.random() < TICK_SHARE:
        line = np.concatenate([line, line[-1:] + _tick(generator)])
    return line


def _is_falling(line: Points) -> bool:
    right, down = line[-1] - line[0]
    return bool(down > 0.5 * abs(right))


def _tick(generator: np.random.Generator) -> Points:
    """Returns two steps (2, 2) to the right and up."""
    angle, length = generator.uniform(*TICK_ANGLE), generator.uniform(*TICK)
    whole = length * np.array([np.cos(angle), -np.sin(angle)])
    return np.array([whole / 2, whole])


def vary_drawing(strokes: list[Points], hand: Hand, generator: np.random.Generator) -> list[Points]:
    """Warps, slants, rotates and stretches a drawing, and adds tremor and speed."""
    slant = generator.normal(hand.slant, OWN_SLANT)
    rotation = generator.normal(hand.rotation, OWN_ROTATION)
    aspect = hand.aspect * np.exp(generator.normal(0, OWN_ASPECT))
    cos, sin = np.cos(rotation), np.sin(rotation)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, -slant], [0, 1]])
    matrix = matrix @ np.diag([aspect, 1])
    frequencies = generator.uniform(0.02, 0.06, (2, 2)) * generator.choice([-1, 1], (2, 2))
    phases = generator.uniform(0, 2 * np.pi, 2)
    warp = WARP * hand.looseness * generator.normal(0, 1, 2)
    varied = []
    for stroke in strokes:
        line = stroke + warp * np.sin(stroke @ frequencies.T + phases)
        line = line @ matrix.T
        line = line + round_corners(generator.normal(0, 2 * hand.tremor, line.shape), 0.1)
        count = int(generator.integers(*COARSE_POINTS))
        varied.append(resample(line, count) if hand.is_coarse else line)
    return varied
