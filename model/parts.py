"""Find the connected parts of ink: which of its pixels hang together.

Ink is taken as runs of pixels in a row; runs that touch are joined (Rosenfeld and Pfaltz,
"Sequential operations in digital picture processing", 1966, here for all runs at once). Knows
nothing of digits: which parts are one is found by `model.segments`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.intp]
Shape = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """Runs of ink, (n,) each: row, first column, column after the last, number of their part.

    `boxes` (parts, 4) are left, top, right, bottom of each part, right and bottom being outside.
    """

    rows: Places
    begins: Places
    ends: Places
    numbers: Places
    boxes: Places

    def mask(
        self, chosen: Collection[int], box: tuple[int, int, int, int], margin: int = 0
    ) -> Shape:
        """Where within a box the chosen parts are, or are no further away than the margin."""
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        runs = np.isin(self.numbers, list(chosen))
        rows = (self.rows[runs] - top)[:, np.newaxis] + np.arange(-margin, margin + 1)
        within = (rows >= 0) & (rows < height)
        changes = np.zeros(height * (width + 1))
        for columns, change in (
            (self.begins[runs] - margin, 1),
            (self.ends[runs] + margin, -1),
        ):
            places = rows * (width + 1) + np.clip(columns - left, 0, width)[:, np.newaxis]
            changes += change * np.bincount(places[within], minlength=len(changes))
        covered: Shape = changes.reshape(height, width + 1).cumsum(axis=1)[:, :width] > 0
        return covered


def connected_parts(ink: Shape, reach: int = 1) -> Parts:
    """The parts of bool (h, w), in any order; pixels up to `reach` apart hang together.

    With 1 they touch, by a corner too.
    """
    padded = np.pad(ink, ((0, 0), (1, 1)))
    changes = np.flatnonzero(padded[:, 1:] != padded[:, :-1])  # begin, end, begin, end …
    rows, begins = np.divmod(changes[::2], ink.shape[1] + 1)
    ends = changes[1::2] % (ink.shape[1] + 1)
    # A row's places are so far from the next one's that none within reach is taken for another's.
    stride = ink.shape[1] + 2 * reach
    first, last = rows * stride + begins, rows * stride + ends
    pairs = [
        _overlaps(first, last, down * stride - (reach - 1), down * stride + (reach - 1))
        for down in range(reach + 1)
    ]
    one, other = np.concatenate(pairs, axis=1)
    roots, numbers = np.unique(_joined(len(rows), one, other), return_inverse=True)
    boxes = np.empty((len(roots), 4), dtype=np.intp)
    boxes[:, :2], boxes[:, 2:] = np.iinfo(np.intp).max, 0
    for side, values in enumerate((begins, rows)):
        np.minimum.at(boxes[:, side], numbers, values)
    for side, values in enumerate((ends, rows + 1)):
        np.maximum.at(boxes[:, 2 + side], numbers, values)
    return Parts(rows, begins, ends, numbers, boxes)


def _overlaps(first: Places, last: Places, back: int, on: int) -> Places:
    """Pairs (2, m) of runs: each with those that it meets, moved on by `back` to `on` places."""
    low = np.searchsorted(last, first + back, "left")
    count = np.maximum(np.searchsorted(first, last + on, "right") - low, 0)
    one = np.repeat(np.arange(len(first)), count)
    step = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return np.stack([one, low[one] + step])


def _joined(count: int, one: Places, other: Places) -> Places:
    """For each of `count` runs the first of all that it is joined with by pairs, (count,)."""
    root = np.arange(count)
    while True:
        low, high = np.sort([root[one], root[other]], axis=0)
        apart = low != high
        if not apart.any():
            return root
        np.minimum.at(root, high[apart], low[apart])
        while not np.array_equal(root, further := root[root]):
            root = further
