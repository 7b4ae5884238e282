"""Puts two drawings beside each other, so that they touch or nearly do.

    strokes = side_by_side(left, right, np.random.default_rng(1))

For training only: evaluation places digits in another way (`training.synthetic.touching`). Strokes
are float64 (n, 2), y down, a drawing is about 100 units high.
"""

import numpy as np

from model.preprocess import Points
from training.synthetic.curves import resample, smooth

# All in hundredths of a digit's height.
SIZE = 0.12  # standard deviation of the logarithm of a digit's size beside its neighbour's
SHIFT = 8.0  # standard deviation of a digit's vertical place
BANDS = 20  # rows in which the distance of two digits is measured
GAP = (-6.0, 12.0)  # between the paths of the pens; ink reaches further
LIGATURE_SHARE = 0.3  # of pairs are joined by a line from the end of one digit to the next
LIGATURE_GAP = (4.0, 40.0)
LIGATURE_SAG = 8.0


def side_by_side(
    left: list[Points], right: list[Points], generator: np.random.Generator
) -> list[Points]:
    """Returns the strokes of both with the right drawing moved to the left one's side."""
    size = np.exp(generator.normal(0, SIZE))
    middle = _middle_row(left) + generator.normal(0, SHIFT)
    row = middle - size * _middle_row(right)
    right = [stroke * size + np.array([0.0, row]) for stroke in right]
    is_joined = generator.random() < LIGATURE_SHARE
    distance = generator.uniform(*(LIGATURE_GAP if is_joined else GAP))
    move = np.array([distance - _distance(left, right), 0.0])
    right = [stroke + move for stroke in right]
    return _join(left, right, generator) if is_joined else left + right


def _middle_row(strokes: list[Points]) -> float:
    points = np.concatenate(strokes)
    return float(points[:, 1].min() + points[:, 1].max()) / 2


def _distance(left: list[Points], right: list[Points]) -> float:
    """Returns the least distance from left to right in any row, or of the boxes if none has both.

    Neighbouring rows count too, because ink is as wide as a pen.
    """
    dense = [
        np.concatenate([resample(line, 64) if len(line) > 1 else line for line in strokes])
        for strokes in (left, right)
    ]
    rows = np.concatenate(dense)[:, 1]
    edges = np.linspace(rows.min(), rows.max() + 1e-6, BANDS + 1)
    far = np.full(BANDS + 2, -np.inf)
    near = np.full(BANDS + 2, np.inf)
    np.maximum.at(far, np.digitize(dense[0][:, 1], edges), dense[0][:, 0])
    np.minimum.at(near, np.digitize(dense[1][:, 1], edges), dense[1][:, 0])
    far[1:-1] = np.max([far[:-2], far[1:-1], far[2:]], axis=0)
    least = float((near - far).min())
    if np.isfinite(least):
        return least
    return float(dense[1][:, 0].min() - dense[0][:, 0].max())


def _join(left: list[Points], right: list[Points], generator: np.random.Generator) -> list[Points]:
    """Joins the end of the left drawing's last stroke to the beginning of the right one's first."""
    before, after = left[-1], right[0]
    middle = (before[-1] + after[0]) / 2 + generator.normal(0, LIGATURE_SAG, 2)
    ligature = smooth(np.array([before[-1], middle, after[0]]))
    return [*left[:-1], np.concatenate([before, ligature[1:-1], after]), *right[1:]]
