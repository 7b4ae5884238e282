"""Finds the path of the pen in a shape of ink: the centreline of its strokes, from its contours.

A round brush that moves along a path paints everything within half its width. So the path runs half
a brush width inside the contour, wherever the ink of another stroke does not hide it. That also
holds around a loop that a broad brush has filled in, where thinning would leave a single line. A
notch is where one stroke runs into another: there the contour ends and the path goes on, so the
path is extended, straight, through the hidden part.

Works on one shape at one scale, which `model.picture.ink` finds; all lengths are in its pixels.
OpenCV gives the distance transform. Its `findContours` visits the centres of border pixels, which
is half a pixel off and merges both sides of a thin line; here contours run along pixel edges.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.picture.components import Mask

Points = npt.NDArray[np.float64]
Values = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

POSITION_SMOOTHING = 2.0  # pixels, standard deviation along the contour: levels its staircase
DIRECTION_SMOOTHING = 0.1  # stroke widths; directions need more of it than positions

MAX_BRUSH = 0.33  # of the ink's longer side: the broadest brush that could have drawn a digit
# The share of the contour that has no other stroke beside it, at least. It tells the brush width:
# a blob in which no part is free is a filled-in loop rather than a very broad stroke.
FREE_SHARE = 0.2
# A blob has no stroke to read if one round mark covers this share of its longer side. A dot covers
# 0.82 and more, even if it has only three pixels. Digits that a brush of a quarter of their size
# has filled in reach 0.6 at most (150 pen digits).
DOT_SHARE = 0.7

STEP = 0.5  # pixels
TOLERANCE = 0.75  # pixels: the distances are those of pixels, not of a smooth contour
SLACK = 0.05
PIXEL_BIAS = 0.8  # pixels that a half width is measured too small: its middle lies between pixels

ARM_LENGTH = 4  # pixels along the contour, to each side, that make its turn at a point
NOTCH_TURN = 0.9  # radians towards the ink, from which on a turn is a notch
# Radians away from the ink within a stroke width of contour: the round end of a stroke turns by
# two, the outer side of the smallest loop by one.
END_TURN = 1.6
SPECK_AREA = 0.05  # of the squared stroke width: a smaller hole does not belong to the form


def stroke_width(ink: Mask) -> float:
    """Returns the mean stroke width: twice the area over the perimeter (Cauchy-Crofton)."""
    padded = np.pad(ink, 1)
    crossings = np.count_nonzero(padded[1:] != padded[:-1])
    crossings += np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    return 2 * np.count_nonzero(ink) / (np.pi / 4 * crossings)


def pen_path(ink: Mask) -> Points:
    """Returns points (n, 2), x and y, along the path of the pen, in no particular order.

    The ink must be surrounded by background. The points are at most a few pixels apart and cover
    most strokes twice, once from each side. A dot has one point.
    """
    depth = distance_to_background(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    longer = 1 + max(rows[-1] - rows[0], columns[-1] - columns[0])
    if 2 * depth.max() >= DOT_SHARE * longer:
        y, x = np.unravel_index(depth.argmax(), depth.shape)
        return np.array([[float(x), float(y)]])
    contours, width = _find_contours(ink), stroke_width(ink)
    edge = contours.smoothed(POSITION_SMOOTHING)
    course = contours.smoothed(max(POSITION_SMOOTHING, DIRECTION_SMOOTHING * width))
    tangents = _normalized(course[contours.shifted(1)] - course[contours.shifted(-1)])
    normals = np.column_stack([-tangents[:, 1], tangents[:, 0]])  # towards the ink
    notches, hidden = _find_notches(contours, width)

    free_distance, reached = _free_distance(depth, edge, normals, MAX_BRUSH / 2 * longer)
    spacing = np.hypot(*(edge[contours.shifted(1)] - edge[contours.shifted(-1)]).T) / 2
    free_half_width = _quantile(reached, spacing * ~hidden) if not hidden.all() else reached.max()
    half_width = min(free_half_width + PIXEL_BIAS, MAX_BRUSH / 2 * longer)
    path: Points = edge + np.minimum(free_distance, half_width)[:, np.newaxis] * normals
    if hidden.all():
        return path
    return np.concatenate([path[~hidden], _extensions(contours, notches, half_width, depth)])


def distance_to_background(ink: Mask) -> Values:
    """Returns how deep each pixel lies in the ink: its distance to the background, less 0.5.

    On the background it is -0.5. The ink must be surrounded by background.
    """
    distance = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    # Squared distances are whole numbers; rounded, they are exact in spite of OpenCV's float32.
    depth: Values = np.sqrt(np.rint(distance.astype(np.float64) ** 2)) - 0.5
    return depth


@dataclass(frozen=True)
class _Contours:
    """The corners (n, 2) of pixels along closed contours, one after another, ink to the right.

    `first` is the index at which each corner's contour begins, `length` its number of corners.
    """

    corners: Points
    first: Indices
    length: Indices

    def shifted(self, steps: int) -> Indices:
        """Returns for each corner the index of the corner that many steps further along."""
        position = np.arange(len(self.corners)) - self.first
        return self.first + (position + steps) % self.length

    def smoothed(self, deviation: float) -> Points:
        """Returns the corners averaged along their contour with a Gaussian."""
        reach = int(np.ceil(2.5 * deviation))
        weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
        total = np.zeros_like(self.corners)
        for weight, step in zip(weights / weights.sum(), range(-reach, reach + 1), strict=True):
            total += weight * self.corners[self.shifted(step)]
        return total

    def mean(self, begin: int, end: int) -> Points:
        """Returns for each corner the mean of those from `begin` to before `end` steps on."""
        total = np.zeros_like(self.corners)
        for step in range(begin, end):
            total += self.corners[self.shifted(step)]
        return total / (end - begin)

    def turns(self, distance: float) -> tuple[Values, Values]:
        """Returns how far the contour turns towards the ink before and after each corner.

        In radians, over that distance in pixels.
        """
        steps = round(distance * 4 / np.pi)  # corners of a staircase, averaged over directions
        incoming, outgoing, _, _ = self.arms(2 * ARM_LENGTH)
        return (
            _turn(incoming[self.shifted(-steps)], incoming),
            _turn(outgoing, outgoing[self.shifted(steps)]),
        )

    def areas(self) -> Values:
        """Returns for each corner the area within its contour, which is negative for a hole."""
        following = self.corners[self.shifted(1)]
        cross = self.corners[:, 0] * following[:, 1] - self.corners[:, 1] * following[:, 0]
        begin = np.flatnonzero(np.arange(len(self.corners)) == self.first)
        areas: Values = np.repeat(np.add.reduceat(cross, begin) / 2, self.length[begin])
        return areas

    def arms(self, length: int = ARM_LENGTH) -> tuple[Points, Points, Points, Points]:
        """Returns the course of the contour around each corner, `length` corners to each side.

        The incoming and outgoing directions, and the positions shortly before and after.
        """
        half = length // 2
        before, after = self.mean(-half, 0), self.mean(1, half + 1)
        incoming = before - self.mean(-2 * half, -half)
        outgoing = self.mean(half + 1, 2 * half + 1) - after
        return incoming, outgoing, before, after


def _find_notches(contours: _Contours, width: float) -> tuple[Mask, Mask]:
    """Returns which corners are the middle of a notch, and which say nothing about the path."""
    incoming, outgoing, _, _ = contours.arms()
    turn = _turn(incoming, outgoing)
    areas = contours.areas()
    speck = (areas < 0) & (-areas < SPECK_AREA * width**2)
    notches = (turn > NOTCH_TURN) & ~speck
    for step in range(1, ARM_LENGTH + 1):
        notches &= turn > turn[contours.shifted(step)]
        notches &= turn >= turn[contours.shifted(-step)]
    hidden = speck
    for step in range(-ARM_LENGTH, ARM_LENGTH + 1):
        hidden = hidden | notches[contours.shifted(step)]
    return notches, hidden


def _free_distance(
    depth: Values, edge: Points, normals: Points, limit: float
) -> tuple[Values, Values]:
    """Returns how far each point can move inwards before other background comes nearer.

    Also returns the depth there. Both are (n,), in pixels.
    """
    steps = np.arange(0, limit, STEP)
    depths = _bilinear(depth, edge[:, np.newaxis] + steps[:, np.newaxis] * normals[:, np.newaxis])
    free = np.logical_and.accumulate(depths >= steps * (1 - SLACK) - TOLERANCE, axis=1)
    last = np.maximum(free.sum(axis=1) - 1, 0)
    return steps[last], depths[np.arange(len(last)), last]


def _extensions(contours: _Contours, notches: Mask, half_width: float, depth: Values) -> Points:
    """Returns the path extended straight from both sides of each notch while it keeps its depth.

    A path is not extended where the contour goes around the end of a stroke: it ends there, too.
    """
    incoming, outgoing, before, after = (part[notches] for part in contours.arms())
    turns = [turn[notches] for turn in contours.turns(2 * half_width)]
    continues = np.concatenate(turns) > -END_TURN
    directions = _normalized(np.concatenate([incoming, -outgoing]))
    normals = np.column_stack([-directions[:, 1], directions[:, 0]])
    normals[len(incoming) :] *= -1
    starts = (np.concatenate([before, after]) + half_width * normals)[continues]
    directions = directions[continues]
    steps = np.arange(0, 2 * half_width)
    straight = starts[:, np.newaxis] + steps[:, np.newaxis] * directions[:, np.newaxis]
    min_depth = max(0.0, half_width - PIXEL_BIAS - TOLERANCE)
    deep = np.logical_and.accumulate(_bilinear(depth, straight) >= min_depth, axis=1)
    points: Points = straight[deep]
    return points


def _turn(one: Points, other: Points) -> Values:
    """Returns the angle from one direction (n, 2) to another, towards the ink, in radians."""
    cross = one[:, 1] * other[:, 0] - one[:, 0] * other[:, 1]
    turn: Values = np.arctan2(cross, (one * other).sum(axis=1))
    return turn


def _normalized(vectors: Points) -> Points:
    unit: Points = vectors / np.maximum(np.hypot(*vectors.T), 1e-9)[:, np.newaxis]
    return unit


def _quantile(values: Values, weights: Values) -> float:
    """Returns the value below which a share of FREE_SHARE of the weight lies."""
    order = np.argsort(values)
    cumulative = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(cumulative, FREE_SHARE * cumulative[-1])])


def _bilinear(grid: Values, points: Points) -> Values:
    """Samples a grid (h, w) at points (..., 2), x and y, with bilinear interpolation.

    OpenCV's `remap` rounds the weights to 1/32 of a pixel, and takes float32 alone.
    """
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


def _find_contours(ink: Mask) -> _Contours:
    height, width = ink.shape
    inner = ink[1:-1, 1:-1]
    # The edges between ink and background, by direction: right along the upper side of a pixel,
    # down along its right side, left, up. Each edge is named by the corner at which it begins.
    edges = [
        np.nonzero(inner & ~ink[:-2, 1:-1]),
        np.nonzero(inner & ~ink[1:-1, 2:]),
        np.nonzero(inner & ~ink[2:, 1:-1]),
        np.nonzero(inner & ~ink[1:-1, :-2]),
    ]
    directions = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    begins = [(0, 0), (1, 0), (1, 1), (0, 1)]
    edge_at = np.full((4, height + 1, width + 1), -1)
    corners, ends, count = [], [], 0
    for number, (rows, columns) in enumerate(edges):
        x, y = columns + 1 + begins[number][0], rows + 1 + begins[number][1]
        edge_at[number, y, x] = np.arange(count, count + len(x))
        corners.append(np.column_stack([x, y]))
        ends.append(np.column_stack([x + directions[number][0], y + directions[number][1]]))
        count += len(x)
    corner = np.concatenate(corners)
    x, y = np.concatenate(ends).T
    direction = np.repeat(np.arange(4), [len(c) for c in corners])
    # Where two pixels touch at a corner, turn left, away from the ink: that joins them.
    following = edge_at[(direction + 1) % 4, y, x]
    for turn in (0, 3):
        onwards = edge_at[(direction + turn) % 4, y, x]
        following = np.where(onwards >= 0, onwards, following)
    order, firsts, lengths = _follow(following.tolist())
    contour = corner[order].astype(np.float64) - 0.5  # (0, 0) is the centre of a pixel
    return _Contours(contour, np.array(firsts), np.array(lengths))


def _follow(following: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Follows the edges around all contours: their order, and each one's begin and length."""
    order: list[int] = []
    firsts: list[int] = []
    lengths: list[int] = []
    visited = [False] * len(following)
    for start in range(len(following)):
        first = len(order)
        edge = start
        while not visited[edge]:
            visited[edge] = True
            order.append(edge)
            edge = following[edge]
        length = len(order) - first
        firsts += [first] * length
        lengths += [length] * length
    return order, firsts, lengths
