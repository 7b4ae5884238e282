"""Lines through points: smooth lines, evenly spaced points, rounded corners.

    line = round_corners(resample(smooth(knots), 64), 0.1)

Points are float64 (n, 2) in any unit. Contains no glyphs; `training.synthetic.glyphs` does.
"""

import numpy as np

from model.preprocess import Points

POINTS_PER_SEGMENT = 8


def smooth(knots: Points) -> Points:
    """Returns a line through all (n, 2) knots: a Catmull-Rom spline.

    Catmull and Rom, "A class of local interpolating splines", 1974.
    """
    if len(knots) < 3:
        return knots
    before = np.concatenate([2 * knots[:1] - knots[1:2], knots[:-2]])
    after = np.concatenate([knots[2:], 2 * knots[-1:] - knots[-2:-1]])
    starts, ends = knots[:-1], knots[1:]
    start_slopes, end_slopes = (ends - before) / 2, (after - starts) / 2
    t = np.linspace(0, 1, POINTS_PER_SEGMENT, endpoint=False)[:, np.newaxis, np.newaxis]
    segments = (
        (2 * t**3 - 3 * t**2 + 1) * starts
        + (t**3 - 2 * t**2 + t) * start_slopes
        + (3 * t**2 - 2 * t**3) * ends
        + (t**3 - t**2) * end_slopes
    )
    return np.concatenate([segments.transpose(1, 0, 2).reshape(-1, 2), knots[-1:]])


def resample(line: Points, count: int) -> Points:
    """Returns `count` points along the line, at equal distances."""
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    distances = np.linspace(0, lengths[-1], count)
    return np.column_stack([np.interp(distances, lengths, line[:, axis]) for axis in (0, 1)])


def round_corners(line: Points, window_share: float) -> Points:
    """Averages each point with its neighbours in a window of this share of the line.

    Both ends stay where they are.
    """
    reach = int(window_share * len(line) / 2)
    if reach == 0:
        return line
    padded = np.pad(line, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    window = np.full(2 * reach + 1, 1 / (2 * reach + 1))
    return np.column_stack([np.convolve(padded[:, axis], window, "valid") for axis in (0, 1)])
