"""Drawings that are not one digit: letters, signs, scribbles, dots and pairs of digits.

    drawings = draw_non_digits(8, np.random.default_rng(1))

The network is trained to be undecided about them. Evaluation uses other drawings, from
`training.synthetic.scribbles`. Strokes are float64 (n, 2), y down, in any unit.
"""

from collections.abc import Callable

import numpy as np

from model.preprocess import Points
from model.runtime import CLASSES
from training.synthetic.beside import side_by_side
from training.synthetic.curves import smooth
from training.synthetic.glyphs import LETTERS, SIGNS
from training.synthetic.hand import Hand, draw_variant, vary_drawing
from training.synthetic.writers import Writer

TOUCHING_SHARE = 0.7  # of pairs of digits


def draw_non_digits(count: int, generator: np.random.Generator) -> list[list[Points]]:
    """Draws `count` non-digits; their kinds are random, with the weights in NON_DIGITS."""
    kinds, weights = list(NON_DIGITS), np.array(list(NON_DIGITS.values()))
    chosen = generator.choice(len(kinds), count, p=weights / weights.sum())
    return [kinds[number](generator) for number in chosen]


def draw_letter(generator: np.random.Generator) -> list[Points]:
    """A letter that does not look like a digit."""
    return draw_variant(LETTERS, generator)


def draw_sign(generator: np.random.Generator) -> list[Points]:
    """A mathematical sign, a punctuation mark or a simple shape."""
    return draw_variant(SIGNS, generator)


def draw_scribble(generator: np.random.Generator) -> list[Points]:
    """A few curves or zigzags through random points."""
    strokes = []
    for _ in range(generator.integers(1, 4)):
        knots = generator.uniform(0, 100, (generator.integers(4, 14), 2))
        strokes.append(smooth(knots) if generator.random() < 0.6 else knots)
    return strokes


def draw_filled_area(generator: np.random.Generator) -> list[Points]:
    """An area filled with the pen: a zigzag or a spiral."""
    turns = int(generator.integers(3, 12))
    if generator.random() < 0.5:
        ends = np.column_stack([np.tile([0, 100], turns), np.linspace(0, 100, 2 * turns)])
        line = ends + generator.normal(0, 6, ends.shape)
        return vary_drawing([line], Hand.random(generator), generator)
    angle = np.linspace(0, 2 * np.pi * turns / 2, 40 * turns)
    radius = np.linspace(generator.uniform(0, 15), 50, len(angle))
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    return vary_drawing([radius[:, np.newaxis] * circle], Hand.random(generator), generator)


def draw_dots(generator: np.random.Generator) -> list[Points]:
    """Two to five dots and short ticks."""
    places = generator.uniform(0, 100, (generator.integers(2, 6), 1, 2))
    ticks = generator.normal(0, generator.uniform(0, 8), (len(places), 2, 2))
    return list(places + ticks)


def draw_pair_of_digits(generator: np.random.Generator) -> list[Points]:
    """Two digits side by side, which touch or do not."""
    writer = Writer.random(generator)
    left, right = (writer.draw(int(generator.integers(CLASSES)), generator) for _ in range(2))
    if generator.random() < TOUCHING_SHARE:
        return side_by_side(left, right, generator)
    gap = generator.uniform(5, 40)
    shift = max(line[:, 0].max() for line in left) - min(line[:, 0].min() for line in right) + gap
    return left + [line + np.array([shift, 0]) for line in right]


NON_DIGITS: dict[Callable[[np.random.Generator], list[Points]], float] = {
    draw_letter: 10,
    draw_sign: 4,
    draw_scribble: 3,
    draw_filled_area: 2,
    draw_dots: 1,
    draw_pair_of_digits: 4,
}
