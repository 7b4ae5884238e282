"""Scribbles and dots, to measure whether the network rejects them.

They are for evaluation only, so nothing here may be drawn as in `training.synthetic.non_digits`,
which the network is trained on. Points are [x, y] in the unit square, y down, with a hand's
tremor. Letters for evaluation were written by people (`training.data`).
"""

from collections.abc import Callable

import numpy as np

from model.preprocess import Points, Strokes
from training.synthetic.curves import POINTS_PER_SEGMENT, smooth

TREMOR = 0.006  # standard deviation, as a share of the drawing's size
STROKE_POINTS = 60


def scribbles(count: int, generator: np.random.Generator) -> list[Strokes]:
    """Draws `count` scribbles, each kind in turn."""
    return [_draw(SCRIBBLES[number % len(SCRIBBLES)], generator) for number in range(count)]


def dots(count: int, generator: np.random.Generator) -> list[Strokes]:
    """Draws `count` drawings of one or more dots, each kind in turn."""
    return [_draw(DOTS[number % len(DOTS)], generator) for number in range(count)]


def loose_curve(generator: np.random.Generator) -> list[Points]:
    """One long line that wanders about and crosses itself."""
    knots = generator.uniform(size=(generator.integers(14, 22), 2))
    return [_smooth_middle(knots)]


def zigzag(generator: np.random.Generator) -> list[Points]:
    """One line that goes up and down as it advances."""
    turns = int(generator.integers(6, 13))
    along = np.linspace(0, 1, turns) + generator.normal(0, 0.02, turns)
    across = np.where(np.arange(turns) % 2, 1.0, 0.0) * generator.uniform(0.3, 0.8)
    across += generator.normal(0, 0.04, turns)
    return [_rotate_randomly(_straight(np.column_stack([along, across])), generator)]


def spiral(generator: np.random.Generator) -> list[Points]:
    """Three to five turns, inwards."""
    angle = np.linspace(0, 2 * np.pi * generator.uniform(3, 5), 2 * STROKE_POINTS)
    radius = np.linspace(0.5, 0.05, len(angle))
    points = np.column_stack([np.cos(angle), generator.uniform(0.7, 1) * np.sin(angle)])
    return [_rotate_randomly(points * radius[:, None], generator)]


def hatching(generator: np.random.Generator) -> list[Points]:
    """Parallel strokes; in half of the drawings others cross them."""
    places = np.linspace(0, 1, int(generator.integers(4, 8)))
    lines = [_straight(np.array([[x, 0.0], [x + 0.1, 1.0]])) for x in places]
    if generator.random() < 0.5:
        lines += [_straight(np.array([[0.0, y], [1.0, y + 0.1]])) for y in places]
    angle = generator.uniform(0, 2 * np.pi)
    return [_rotate(line, angle) for line in lines]


def cross(generator: np.random.Generator) -> list[Points]:
    """Two strokes that cross, upright or diagonal, or three that form a star."""
    count = int(generator.integers(2, 4))
    first = generator.choice([0.0, np.pi / 4]) + generator.normal(0, 0.1)
    line = _straight(np.array([[-0.5, 0.0], [0.5, 0.0]]))
    return [_rotate(line, first + np.pi * number / count) for number in range(count)]


def tick(generator: np.random.Generator) -> list[Points]:
    """A check mark."""
    corner = [0.3 + generator.normal(0, 0.03), 0.6 + generator.normal(0, 0.03)]
    return [_straight(np.array([[0.0, 0.3], corner, [1.0, -0.3]]))]


def dash(generator: np.random.Generator) -> list[Points]:
    """A level line; an upright one could be a 1."""
    return [_straight(np.array([[0.0, 0.0], [1.0, generator.normal(0, 0.08)]]))]


def tangle(generator: np.random.Generator) -> list[Points]:
    """One line that crosses the same place again and again."""
    count = int(generator.integers(25, 50))
    return [_smooth_middle(generator.normal(0.5, 0.25, size=(count, 2)))]


def dot(generator: np.random.Generator) -> list[Points]:
    """A single point, as a click leaves it."""
    return [generator.uniform(size=(1, 2))]


def several_dots(generator: np.random.Generator) -> list[Points]:
    """Two to nine points at random places."""
    return list(generator.uniform(size=(generator.integers(2, 10), 1, 2)))


def row_of_dots(generator: np.random.Generator) -> list[Points]:
    """Three to six points in a level row, like an ellipsis."""
    count = int(generator.integers(3, 7))
    places = np.column_stack([np.linspace(0, 1, count), generator.normal(0, 0.02, count)])
    return list(places[:, None])


SCRIBBLES = (loose_curve, zigzag, spiral, hatching, cross, tick, dash, tangle)
DOTS = (dot, several_dots, row_of_dots)


def _draw(
    draw: Callable[[np.random.Generator], list[Points]], generator: np.random.Generator
) -> Strokes:
    lines = draw(generator)
    tremors = [generator.normal(0, TREMOR, line.shape) for line in lines]
    strokes: Strokes = [
        (line + tremor).tolist() for line, tremor in zip(lines, tremors, strict=True)
    ]
    return strokes


def _smooth_middle(knots: Points) -> Points:
    """Returns a smooth line from the second knot to the one before last."""
    return smooth(knots)[POINTS_PER_SEGMENT : -POINTS_PER_SEGMENT - 1]


def _straight(corners: Points) -> Points:
    """Returns points on straight lines from corner to corner."""
    places = np.linspace(0, len(corners) - 1, STROKE_POINTS)
    number = np.arange(len(corners))
    return np.column_stack([np.interp(places, number, corners[:, axis]) for axis in (0, 1)])


def _rotate(line: Points, angle: float) -> Points:
    cos, sin = np.cos(angle), np.sin(angle)
    rotated: Points = line @ np.array([[cos, sin], [-sin, cos]])
    return rotated


def _rotate_randomly(line: Points, generator: np.random.Generator) -> Points:
    return _rotate(line, generator.uniform(0, 2 * np.pi))
