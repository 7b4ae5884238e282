"""Lines through points: smooth ones, evenly spaced ones, and ones with rounded corners.

    line = round_corners(resampled(smooth(knots), 64), 0.1)

Points are float64 (n, 2) in any unit. Knows nothing of digits; `training.drawn` draws them.
"""

import numpy as np

from model.preprocess import Points

POINTS_BETWEEN_KNOTS = 8


def smooth(knots: Points) -> Points:
    """A Catmull-Rom spline through (n, 2) knots."""
    if len(knots) < 3:
        return knots
    before = np.concatenate([2 * knots[:1] - knots[1:2], knots[:-2]])
    after = np.concatenate([knots[2:], 2 * knots[-1:] - knots[-2:-1]])
    starts, ends = knots[:-1], knots[1:]
    leaving, arriving = (ends - before) / 2, (after - starts) / 2
    t = np.linspace(0, 1, POINTS_BETWEEN_KNOTS, endpoint=False)[:, np.newaxis, np.newaxis]
    cubic = (
        (2 * t**3 - 3 * t**2 + 1) * starts
        + (t**3 - 2 * t**2 + t) * leaving
        + (3 * t**2 - 2 * t**3) * ends
        + (t**3 - t**2) * arriving
    )
    return np.concatenate([cubic.transpose(1, 0, 2).reshape(-1, 2), knots[-1:]])


def resampled(line: Points, count: int) -> Points:
    """The same line by `count` points at equal distances."""
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0, lengths[-1], count)
    return np.column_stack([np.interp(at, lengths, line[:, axis]) for axis in (0, 1)])


def round_corners(line: Points, rounding: float) -> Points:
    """Average each point with its neighbours, over this share of the line; the ends stay."""
    reach = int(rounding * len(line) / 2)
    if reach == 0:
        return line
    start, end = 2 * line[:1] - line[reach:0:-1], 2 * line[-1:] - line[-2 : -reach - 2 : -1]
    padded = np.concatenate([start, line, end])
    window = np.full(2 * reach + 1, 1 / (2 * reach + 1))
    return np.column_stack([np.convolve(padded[:, axis], window, "valid") for axis in (0, 1)])
