"""Draw what is no digit, to measure whether it is taken for one: scribbles and dots.

Made for evaluation alone, so that nothing here may be drawn the way `training.drawn` draws what
the network was trained to be undecided about. Points are [x, y] in the unit square, y down, with
the shake of a hand. Letters come from people (`training.data`), not from here.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from model.preprocess import Strokes

Line = npt.NDArray[np.float64]  # (n, 2)

SHAKE = 0.006  # of the drawing's size
POINTS = 60  # a stroke


def scribbles(count: int, generator: np.random.Generator) -> list[Strokes]:
    """As many scribbles, of every kind in turn."""
    return [_drawn(SCRIBBLES[number % len(SCRIBBLES)], generator) for number in range(count)]


def dots(count: int, generator: np.random.Generator) -> list[Strokes]:
    """As many drawings of one dot or several, of every kind in turn."""
    return [_drawn(DOTS[number % len(DOTS)], generator) for number in range(count)]


def loose_curve(generator: np.random.Generator) -> list[Line]:
    """One long line that wanders about and crosses itself."""
    knots = generator.uniform(size=(generator.integers(14, 22), 2))
    return [_smooth(knots)]


def zigzag(generator: np.random.Generator) -> list[Line]:
    """A line to and fro, advancing."""
    turns = int(generator.integers(6, 13))
    along = np.linspace(0, 1, turns) + generator.normal(0, 0.02, turns)
    across = np.where(np.arange(turns) % 2, 1.0, 0.0) * generator.uniform(0.3, 0.8)
    across += generator.normal(0, 0.04, turns)
    return [_turned(_straight(np.column_stack([along, across])), generator)]


def spiral(generator: np.random.Generator) -> list[Line]:
    """Three turns or more, inwards."""
    angle = np.linspace(0, 2 * np.pi * generator.uniform(3, 5), 2 * POINTS)
    radius = np.linspace(0.5, 0.05, len(angle))
    points = np.column_stack([np.cos(angle), generator.uniform(0.7, 1) * np.sin(angle)])
    return [_turned(points * radius[:, None], generator)]


def hatching(generator: np.random.Generator) -> list[Line]:
    """Parallel strokes, half of the time crossed by others."""
    places = np.linspace(0, 1, int(generator.integers(4, 8)))
    lines = [_straight(np.array([[x, 0.0], [x + 0.1, 1.0]])) for x in places]
    if generator.random() < 0.5:
        lines += [_straight(np.array([[0.0, y], [1.0, y + 0.1]])) for y in places]
    angle = generator.uniform(0, 2 * np.pi)
    return [_rotated(line, angle) for line in lines]


def cross(generator: np.random.Generator) -> list[Line]:
    """Two strokes across each other, upright or aslant, or three as a star."""
    count = int(generator.integers(2, 4))
    first = generator.choice([0.0, np.pi / 4]) + generator.normal(0, 0.1)
    line = _straight(np.array([[-0.5, 0.0], [0.5, 0.0]]))
    return [_rotated(line, first + np.pi * number / count) for number in range(count)]


def tick(generator: np.random.Generator) -> list[Line]:
    """A check mark."""
    corner = [0.3 + generator.normal(0, 0.03), 0.6 + generator.normal(0, 0.03)]
    return [_straight(np.array([[0.0, 0.3], corner, [1.0, -0.3]]))]


def dash(generator: np.random.Generator) -> list[Line]:
    """A level line; an upright one might be a 1."""
    return [_straight(np.array([[0.0, 0.0], [1.0, generator.normal(0, 0.08)]]))]


def tangle(generator: np.random.Generator) -> list[Line]:
    """A patch gone over again and again."""
    count = int(generator.integers(25, 50))
    return [_smooth(generator.normal(0.5, 0.25, size=(count, 2)))]


def dot(generator: np.random.Generator) -> list[Line]:
    """A single point, as a click leaves it."""
    return [generator.uniform(size=(1, 2))]


def several_dots(generator: np.random.Generator) -> list[Line]:
    """Two to nine points apart, in no order."""
    return list(generator.uniform(size=(generator.integers(2, 10), 1, 2)))


def row_of_dots(generator: np.random.Generator) -> list[Line]:
    """Three to six points in a level row, as an ellipsis."""
    count = int(generator.integers(3, 7))
    places = np.column_stack([np.linspace(0, 1, count), generator.normal(0, 0.02, count)])
    return list(places[:, None])


SCRIBBLES = (loose_curve, zigzag, spiral, hatching, cross, tick, dash, tangle)
DOTS = (dot, several_dots, row_of_dots)


def _drawn(
    draw: Callable[[np.random.Generator], list[Line]], generator: np.random.Generator
) -> Strokes:
    lines = draw(generator)
    shake = [generator.normal(0, SHAKE, line.shape) for line in lines]
    strokes: Strokes = [(line + by).tolist() for line, by in zip(lines, shake, strict=True)]
    return strokes


def _smooth(knots: Line) -> Line:
    """A smooth line through the knots (Catmull and Rom, "A class of local splines", 1974)."""
    before, start, end, after = knots[:-3], knots[1:-2], knots[2:-1], knots[3:]
    t = np.linspace(0, 1, 8, endpoint=False)[:, None, None]
    points = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
    return points.transpose(1, 0, 2).reshape(-1, 2)


def _straight(corners: Line) -> Line:
    """Points along straight lines from corner to corner."""
    places = np.linspace(0, len(corners) - 1, POINTS)
    number = np.arange(len(corners))
    return np.column_stack([np.interp(places, number, corners[:, axis]) for axis in (0, 1)])


def _rotated(line: Line, angle: float) -> Line:
    cos, sin = np.cos(angle), np.sin(angle)
    turned: Line = line @ np.array([[cos, sin], [-sin, cos]])
    return turned


def _turned(line: Line, generator: np.random.Generator) -> Line:
    return _rotated(line, generator.uniform(0, 2 * np.pi))
