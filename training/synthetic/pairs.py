"""Draws pairs of digits that touch, and what a pair may be confused with, to train on.

    strokes, (left, right) = draw_pair(np.random.default_rng(1))
    strokes = draw_no_pair(np.random.default_rng(1))

Evaluation draws its pairs in another way, with digits that people wrote
(`training.synthetic.touching`). Strokes are float64 (n, 2), y down, a digit is about 100 units
high. Draws no images; `training.synthetic.pair_images` does.
"""

from collections.abc import Callable

import numpy as np

from model.preprocess import Points
from model.runtime import CLASSES
from training.synthetic.beside import side_by_side
from training.synthetic.glyphs import LETTERS
from training.synthetic.hand import draw_variant
from training.synthetic.non_digits import (
    draw_dots,
    draw_filled_area,
    draw_letter,
    draw_scribble,
    draw_sign,
)
from training.synthetic.writers import Writer

LEAST_PART, MOST_PART = 0.2, 0.9  # of a digit's length that an unfinished one has

Digit = Callable[[np.random.Generator], list[Points]]


def draw_pair(generator: np.random.Generator) -> tuple[list[Points], tuple[int, int]]:
    """Draws two digits that touch or nearly do; returns the strokes, and which digits they are."""
    writer = Writer.random(generator)
    left, right = (int(digit) for digit in generator.integers(CLASSES, size=2))
    strokes = side_by_side(writer.draw(left, generator), writer.draw(right, generator), generator)
    return strokes, (left, right)


def draw_no_pair(generator: np.random.Generator) -> list[Points]:
    """Draws anything but two digits; the kinds are random, with the weights in NO_PAIRS."""
    kinds, weights = list(NO_PAIRS), np.array(list(NO_PAIRS.values()))
    return kinds[generator.choice(len(kinds), p=weights / weights.sum())](generator)


def draw_digit(generator: np.random.Generator) -> list[Points]:
    """One digit."""
    return Writer.random(generator).draw(int(generator.integers(CLASSES)), generator)


def draw_unfinished_digit(generator: np.random.Generator) -> list[Points]:
    """The beginning of a digit, as it is read while the pen moves."""
    strokes = draw_digit(generator)
    counts = np.array([len(stroke) for stroke in strokes])
    left = max(2, round(generator.uniform(LEAST_PART, MOST_PART) * counts.sum()))
    begun: list[Points] = []
    for stroke in strokes:
        if left >= 2:
            begun.append(stroke[:left])
        left -= len(stroke)
    return begun


def draw_three_digits(generator: np.random.Generator) -> list[Points]:
    """Three digits that touch."""
    pair, _ = draw_pair(generator)
    return side_by_side(pair, draw_digit(generator), generator)


def draw_letters(generator: np.random.Generator) -> list[Points]:
    """Two letters, or a letter and a digit."""
    sides = [
        draw_variant(LETTERS, generator),
        draw_letter(generator) if generator.random() < 0.5 else draw_digit(generator),
    ]
    order = generator.permutation(2)
    return side_by_side(sides[order[0]], sides[order[1]], generator)


NO_PAIRS: dict[Digit, float] = {
    draw_digit: 10,
    draw_unfinished_digit: 5,
    draw_three_digits: 4,
    draw_letter: 10,
    draw_letters: 4,
    draw_sign: 3,
    draw_scribble: 3,
    draw_filled_area: 1,
    draw_dots: 1,
}
