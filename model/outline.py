"""Find the path of the pen in a shape of ink: the centreline of its lines, by their outline.

A round brush that moves along a path paints everything within half its width of it. So the path
runs half a brush inside the outline, wherever the ink of another part does not hide it: all
around a loop that a broad brush has filled in, too, where thinning would leave a single line. At a
notch, where one part runs into another, the outline ends and the path goes on: there it is drawn
on, straight, through the hidden part.

Works on one shape of ink at one scale, which `model.ink` finds; all lengths are in its pixels.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Values = npt.NDArray[np.float64]
Shape = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

POSITION_SMOOTHING = 2.0  # how far the outline's staircase of pixels is levelled
DIRECTION_SMOOTHING = 0.1  # in line widths; directions need more of it than places

# In parts of the ink's longer side: the broadest brush that could have drawn a digit. A blot
# without a single free line is then a loop filled in, rather than a very broad line.
BROADEST_BRUSH = 0.33
FREE_LINES = 0.2  # the part of the outline that belongs to lines with nothing beside them, or more
# Of the longer side that one round mark covers: a blot has no line to read. That of a single dot
# covers 0.82 and more, be it three pixels small; the depth of a digit that a brush of a quarter of
# its size has filled in comes to 0.6 at most (150 pen digits).
A_DOT = 0.7

STEP = 0.5
TOLERANCE = 0.75  # the distance map is that of pixels, not of a smooth outline
SLACK = 0.05
PIXEL_BIAS = 0.8  # of a line's half width: its middle runs between pixels

NOTCH_ARM = 4  # pixels along the outline, to each side, that make its turn at a point
NOTCH_TURN = 0.9  # radians towards the ink, from which on a turn is a notch
# Radians away from the ink within a line's width of outline: the round end of a line turns by two,
# the outer side of the smallest loop by one.
A_LINES_END = 1.6
A_SPECK = 0.05  # of the squared line width: a smaller hole is no part of the form


def line_width(ink: Shape) -> float:
    """Mean width of the lines: twice the area by the length of the outline (Cauchy-Crofton)."""
    padded = np.pad(ink, 1)
    crossings = np.count_nonzero(padded[1:] != padded[:-1])
    crossings += np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    return 2 * np.count_nonzero(ink) / (np.pi / 4 * crossings)


def pen_path(ink: Shape) -> Points:
    """Points (n, 2), x and y, along the path of the pen that drew this ink, in no order.

    Around the ink there has to be paper. They lie at most a few pixels apart, and twice along
    most lines: once from each side.
    """
    depth = _depth(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    longer = 1 + max(rows[-1] - rows[0], columns[-1] - columns[0])
    if 2 * depth.max() >= A_DOT * longer:
        y, x = np.unravel_index(depth.argmax(), depth.shape)
        return np.array([[float(x), float(y)]])
    outline, width = _outlines(ink), line_width(ink)
    edge = outline.smoothed(POSITION_SMOOTHING)
    course = outline.smoothed(max(POSITION_SMOOTHING, DIRECTION_SMOOTHING * width))
    ahead = _unit(course[outline.neighbours(1)] - course[outline.neighbours(-1)])
    inwards = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    notches, hidden = _notches(outline, width)

    room, reached = _room(depth, edge, inwards, BROADEST_BRUSH / 2 * longer)
    spacing = np.hypot(*(edge[outline.neighbours(1)] - edge[outline.neighbours(-1)]).T) / 2
    free_half_width = _quantile(reached, spacing * ~hidden) if not hidden.all() else reached.max()
    half_width = min(free_half_width + PIXEL_BIAS, BROADEST_BRUSH / 2 * longer)
    path: Points = edge + np.minimum(room, half_width)[:, np.newaxis] * inwards
    if hidden.all():
        return path
    return np.concatenate([path[~hidden], _drawn_on(outline, notches, half_width, depth)])


@dataclass(frozen=True)
class _Outlines:
    """The corners (n, 2) of the pixels along outlines, one outline after another, ink to the right.

    `first` is where each corner's outline begins, `length` how many corners that has.
    """

    corners: Points
    first: Places
    length: Places

    def neighbours(self, steps: int) -> Places:
        """For each corner the one so many steps on along its outline."""
        place = np.arange(len(self.corners)) - self.first
        return self.first + (place + steps) % self.length

    def smoothed(self, deviation: float) -> Points:
        """The corners averaged along their outline, by a normal distribution."""
        reach = int(np.ceil(2.5 * deviation))
        weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
        total = np.zeros_like(self.corners)
        for weight, step in zip(weights / weights.sum(), range(-reach, reach + 1), strict=True):
            total += weight * self.corners[self.neighbours(step)]
        return total

    def mean(self, begin: int, end: int) -> Points:
        """For each corner the mean of those from `begin` to before `end` steps on."""
        total = np.zeros_like(self.corners)
        for step in range(begin, end):
            total += self.corners[self.neighbours(step)]
        return total / (end - begin)

    def turns(self, distance: float) -> tuple[Values, Values]:
        """How far the outline turns towards the ink on its way to each corner, and from it.

        In radians, over that distance in pixels, from the course at one end to that at the other.
        """
        steps = round(distance * 4 / np.pi)  # the corners of a staircase in all directions
        coming, going, _, _ = self.arms(2 * NOTCH_ARM)
        return (
            _turn(coming[self.neighbours(-steps)], coming),
            _turn(going, going[self.neighbours(steps)]),
        )

    def areas(self) -> Values:
        """For each corner the area within its outline; that of a hole is below 0."""
        after = self.corners[self.neighbours(1)]
        crossing = self.corners[:, 0] * after[:, 1] - self.corners[:, 1] * after[:, 0]
        begin = np.flatnonzero(np.arange(len(self.corners)) == self.first)
        areas: Values = np.repeat(np.add.reduceat(crossing, begin) / 2, self.length[begin])
        return areas

    def arms(self, length: int = NOTCH_ARM) -> tuple[Points, Points, Points, Points]:
        """The outline's course about each corner, over this many corners to each side.

        The directions in which it comes and goes, and the places shortly before and after.
        """
        half = length // 2
        before, after = self.mean(-half, 0), self.mean(1, half + 1)
        coming = before - self.mean(-2 * half, -half)
        going = self.mean(half + 1, 2 * half + 1) - after
        return coming, going, before, after


def _notches(outline: _Outlines, width: float) -> tuple[Shape, Shape]:
    """Which corners are the middle of a notch, and which tell nothing of the path, (n,) each."""
    coming, going, _, _ = outline.arms()
    turn = _turn(coming, going)
    areas = outline.areas()
    speck = (areas < 0) & (-areas < A_SPECK * width**2)
    notches = (turn > NOTCH_TURN) & ~speck
    for step in range(1, NOTCH_ARM + 1):
        notches &= turn > turn[outline.neighbours(step)]
        notches &= turn >= turn[outline.neighbours(-step)]
    hidden = speck
    for step in range(-NOTCH_ARM, NOTCH_ARM + 1):
        hidden = hidden | notches[outline.neighbours(step)]
    return notches, hidden


def _room(depth: Values, edge: Points, inwards: Points, most: float) -> tuple[Values, Values]:
    """How far each point can move inwards with no other paper coming nearer, and how deep it is."""
    steps = np.arange(0, most, STEP)
    depths = _at(depth, edge[:, np.newaxis] + steps[:, np.newaxis] * inwards[:, np.newaxis])
    free = np.logical_and.accumulate(depths >= steps * (1 - SLACK) - TOLERANCE, axis=1)
    last = np.maximum(free.sum(axis=1) - 1, 0)
    return steps[last], depths[np.arange(len(last)), last]


def _drawn_on(outline: _Outlines, notches: Shape, half_width: float, depth: Values) -> Points:
    """The path drawn on, straight, from both sides of each notch as long as it keeps its depth.

    Not where the outline goes round the end of a line there: then the path ends, too.
    """
    coming, going, before, after = (part[notches] for part in outline.arms())
    turns = [turn[notches] for turn in outline.turns(2 * half_width)]
    goes_on = np.concatenate(turns) > -A_LINES_END
    directions = _unit(np.concatenate([coming, -going]))
    inwards = np.column_stack([-directions[:, 1], directions[:, 0]])
    inwards[len(coming) :] *= -1
    starts = (np.concatenate([before, after]) + half_width * inwards)[goes_on]
    directions = directions[goes_on]
    steps = np.arange(0, 2 * half_width)
    straight = starts[:, np.newaxis] + steps[:, np.newaxis] * directions[:, np.newaxis]
    least = max(0.0, half_width - PIXEL_BIAS - TOLERANCE)
    within = np.logical_and.accumulate(_at(depth, straight) >= least, axis=1)
    points: Points = straight[within]
    return points


def _turn(one: Points, other: Points) -> Values:
    """The angle from one direction (n, 2) to another, towards the ink, in radians."""
    cross = one[:, 1] * other[:, 0] - one[:, 0] * other[:, 1]
    turn: Values = np.arctan2(cross, (one * other).sum(axis=1))
    return turn


def _unit(vectors: Points) -> Points:
    unit: Points = vectors / np.maximum(np.hypot(*vectors.T), 1e-9)[:, np.newaxis]
    return unit


def _quantile(values: Values, weights: Values) -> float:
    """The value below which FREE_LINES of the weight lies."""
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(share, FREE_LINES * share[-1])])


def _depth(ink: Shape) -> Values:
    """How deep each pixel lies in the ink: its distance from the paper; -0.5 on the paper."""
    far = sum(ink.shape)
    rows = np.arange(ink.shape[0])[:, np.newaxis]
    above = rows - np.maximum.accumulate(np.where(ink, -far, rows), axis=0)
    below = np.minimum.accumulate(np.where(ink, far, rows)[::-1], axis=0)[::-1] - rows
    column = np.minimum(above, below).astype(np.float64) ** 2
    square = column.copy()
    for step in range(1, ink.shape[1]):
        if step**2 >= square.max():
            break
        square[:, step:] = np.minimum(square[:, step:], column[:, :-step] + step**2)
        square[:, :-step] = np.minimum(square[:, :-step], column[:, step:] + step**2)
    depth: Values = np.sqrt(square) - 0.5
    return depth


def _at(grid: Values, points: Points) -> Values:
    """The values (...) of a grid (h, w) at points (..., 2), x and y, between its pixels too."""
    x = np.clip(points[..., 0], 0, grid.shape[1] - 1.001)
    y = np.clip(points[..., 1], 0, grid.shape[0] - 1.001)
    column, row = x.astype(np.intp), y.astype(np.intp)
    x, y = x - column, y - row
    flat = grid.ravel()
    corner = row * grid.shape[1] + column
    upper = flat[corner] * (1 - x) + flat[corner + 1] * x
    lower = flat[corner + grid.shape[1]] * (1 - x) + flat[corner + grid.shape[1] + 1] * x
    values: Values = upper * (1 - y) + lower * y
    return values


def _outlines(ink: Shape) -> _Outlines:
    height, width = ink.shape
    inner = ink[1:-1, 1:-1]
    # The sides of pixels between ink and paper, by the way they are walked: right along the upper
    # side of a pixel, down along its right one, left, up; each named by the corner it begins at.
    sides = [
        np.nonzero(inner & ~ink[:-2, 1:-1]),
        np.nonzero(inner & ~ink[1:-1, 2:]),
        np.nonzero(inner & ~ink[2:, 1:-1]),
        np.nonzero(inner & ~ink[1:-1, :-2]),
    ]
    ways = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    begins = [(0, 0), (1, 0), (1, 1), (0, 1)]
    side_at = np.full((4, height + 1, width + 1), -1)
    corners, ends, count = [], [], 0
    for number, (rows, columns) in enumerate(sides):
        x, y = columns + 1 + begins[number][0], rows + 1 + begins[number][1]
        side_at[number, y, x] = np.arange(count, count + len(x))
        corners.append(np.column_stack([x, y]))
        ends.append(np.column_stack([x + ways[number][0], y + ways[number][1]]))
        count += len(x)
    corner = np.concatenate(corners)
    x, y = np.concatenate(ends).T
    way = np.repeat(np.arange(4), [len(c) for c in corners])
    # Where two pixels touch by a corner the walk turns left, away from the ink, and so joins them.
    following = side_at[(way + 1) % 4, y, x]
    for turn in (0, 3):
        onwards = side_at[(way + turn) % 4, y, x]
        following = np.where(onwards >= 0, onwards, following)
    order, firsts, lengths = _walk(following.tolist())
    outline = corner[order].astype(np.float64) - 0.5  # (0, 0) is the middle of a pixel
    return _Outlines(outline, np.array(firsts), np.array(lengths))


def _walk(following: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Follow the sides round all outlines: their order; where each one's begins; how long it is."""
    order: list[int] = []
    firsts: list[int] = []
    lengths: list[int] = []
    walked = [False] * len(following)
    for start in range(len(following)):
        first = len(order)
        side = start
        while not walked[side]:
            walked[side] = True
            order.append(side)
            side = following[side]
        length = len(order) - first
        firsts += [first] * length
        lengths += [length] * length
    return order, firsts, lengths
