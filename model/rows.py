"""Puts strokes or components into rows, from top to bottom.

Works on boxes alone. Strokes of one digit may lie above one another, like the bar of a 5 or the
dots of a division sign, so only boxes as tall as digits make a row; smaller ones join the row that
is nearest. Rows may slope, as in a photo that was not held straight. Which strokes of a row belong
to one digit is decided by `model.segmentation`.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]
Values = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

# Shares of the typical height of a digit, unless said otherwise.
TALL = 0.45  # boxes as tall as this make rows
SAME_ROW = 0.5  # of the lower of two boxes: they share a row if they overlap so far in height
ONE_SHAPE = 0.35  # of the smaller box, in width and in height: such boxes are one shape
LEAST_SIDE = 0.1  # the width of an upright stroke counts as this, and the height of a level one
NEIGHBOUR = 3.0  # how far apart neighbours are that tell the slope of a row
MAX_SLOPE = np.tan(np.deg2rad(16))  # a photo may be tilted by 15 degrees
CLEAR_GAP = 0.15  # between rows; with less, they may be the parts of one digit
FLAT = 0.45  # of its width: the bars of an equals sign are no rows
MAX_DOUBTFUL = 8  # strokes or components: nobody draws one digit in more

MIN_PAIRS = 3  # of neighbours; with fewer, rows count as level


def find_rows(boxes: Boxes) -> list[list[int]]:
    """Returns the indices of boxes (n, 4), left, top, right, bottom, in rows from top to bottom.

    The boxes may be in any unit; each is in exactly one row.
    """
    if len(boxes) == 1:
        return [[0]]
    shapes = _shapes(boxes)
    outlines = np.array([_around(boxes[shape]) for shape in shapes])
    heights = outlines[:, 3] - outlines[:, 1]
    typical = typical_height(heights)
    tall = np.flatnonzero(heights >= TALL * typical)
    middles = (outlines[:, :2] + outlines[:, 2:]) / 2
    slope = _slope(outlines[tall], typical)
    levels = middles[:, 1] - slope * middles[:, 0]
    row_of = np.zeros(len(shapes), dtype=np.intp)
    row_of[tall] = _clusters(levels[tall], heights[tall])
    for small in np.flatnonzero(heights < TALL * typical):
        row_of[small] = row_of[tall[_nearest(outlines[small], outlines[tall])]]
    rows = [np.flatnonzero(row_of == row) for row in np.unique(row_of)]
    rows.sort(key=lambda row: float(np.mean(levels[np.intersect1d(row, tall)])))
    return [[index for shape in row for index in shapes[shape]] for row in rows]


def row_hypotheses(boxes: Boxes) -> list[list[list[int]]]:
    """Returns the ways, at most two, to put boxes (n, 4) into rows, the likeliest first.

    Of two shapes above one another with little between them, only the network can tell whether
    they are two digits, or one that was drawn in two parts.
    """
    rows = find_rows(boxes)
    if len(rows) < 2 or len(boxes) > MAX_DOUBTFUL:
        return [rows]
    outlines = [_around(boxes[row]) for row in rows]
    gaps = [lower[1] - upper[3] for upper, lower in pairwise(outlines)]
    heights = [outline[3] - outline[1] for outline in outlines]
    widths = [outline[2] - outline[0] for outline in outlines]
    if min(heights) > FLAT * min(widths) and min(gaps) > CLEAR_GAP * min(heights):
        return [rows]
    return [[[index for row in rows for index in row]], rows]


def typical_height(heights: Values) -> float:
    """Returns the height of a digit: the median of heights, in which tall boxes count more."""
    order = np.argsort(heights)
    weights = np.cumsum((heights[order] / max(heights.max(), np.finfo(float).tiny)) ** 2)
    return float(heights[order][np.searchsorted(weights, weights[-1] / 2)])


def _shapes(boxes: Boxes) -> list[list[int]]:
    """Returns the indices of boxes that overlap so far that they are strokes of one digit."""
    sides = boxes[:, 2:] - boxes[:, :2]
    sides = np.maximum(sides, LEAST_SIDE * typical_height(np.maximum(sides[:, 1], 1e-12)))
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = middles - sides / 2, middles + sides / 2
    shared = np.minimum(high[:, np.newaxis], high) - np.maximum(low[:, np.newaxis], low)
    smaller = np.minimum(sides[:, np.newaxis], sides)
    joined: npt.NDArray[np.bool_] = np.all(shared >= ONE_SHAPE * smaller, axis=2)
    return _connected(joined)


def _connected(joined: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Returns the connected components of a graph, bool (n, n)."""
    unseen = np.ones(len(joined), dtype=bool)
    components = []
    for start in range(len(joined)):
        if not unseen[start]:
            continue
        component, waiting = [], [start]
        unseen[start] = False
        while waiting:
            index = waiting.pop()
            component.append(index)
            following = np.flatnonzero(joined[index] & unseen)
            unseen[following] = False
            waiting += following.tolist()
        components.append(sorted(component))
    return components


def _around(boxes: Boxes) -> Values:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _slope(outlines: Boxes, typical: float) -> float:
    """Returns how many units rows fall for each unit to the right, from neighbours in a row."""
    middles = (outlines[:, :2] + outlines[:, 2:]) / 2
    slopes = []
    for index, (x, y) in enumerate(middles):
        gaps = outlines[:, 0] - outlines[index, 2]
        rises = np.abs(middles[:, 1] - y)
        near = (middles[:, 0] > x) & (gaps < NEIGHBOUR * typical) & (rises < SAME_ROW * typical)
        if near.any():
            nearest = np.flatnonzero(near)[np.argmin(middles[near, 0])]
            run = middles[nearest, 0] - x
            slopes.append((middles[nearest, 1] - y) / max(run, TALL * typical))
    if len(slopes) < MIN_PAIRS:
        return 0.0
    return float(np.clip(np.median(slopes), -MAX_SLOPE, MAX_SLOPE))


def _clusters(levels: Values, heights: Values) -> Indices:
    """Returns the number of the row of each box, from its middle and its height."""
    low, high = levels - heights / 2, levels + heights / 2
    shared = np.minimum(high[:, np.newaxis], high) - np.maximum(low[:, np.newaxis], low)
    same = shared >= SAME_ROW * np.minimum(heights[:, np.newaxis], heights)
    rows = np.zeros(len(levels), dtype=np.intp)
    for number, row in enumerate(_connected(same)):
        rows[row] = number
    return rows


def _nearest(box: Values, outlines: Boxes) -> int:
    """Returns the index of the outline (n, 4) that is nearest to a box; height counts double."""
    gaps = np.maximum(np.maximum(outlines[:, :2] - box[2:], box[:2] - outlines[:, 2:]), 0.0)
    middles = np.abs((outlines[:, :2] + outlines[:, 2:]) - (box[:2] + box[2:])) / 2
    return int(np.argmin((gaps * [1.0, 2.0]).sum(axis=1) + 1e-3 * middles.sum(axis=1)))
