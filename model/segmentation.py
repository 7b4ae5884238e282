"""Splits a drawing into digits: which of its strokes belong together, from left to right.

Strokes above one another belong to one digit, as do the bar of a 7 and the two strokes of a 4;
strokes far apart belong to two. In between the network decides: of all ways to split a drawing, the
one wins whose groups look most like digits. The components of an image are split in the same way,
by the corners of their boxes. This module has no network; `model.classifier` gives it the scores.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from model.preprocess import Points

# Lengths are shares of the drawing's height.
STROKE_WIDTH = 0.1  # the least width that a stroke counts with, even if it is upright
OVERLAP = 0.35  # of the narrower group: two groups that overlap so far belong to one digit
MAX_GAP = 0.6  # within a digit
MAX_GROUPS = 3  # of one digit, side by side
MAX_DIGITS = 8

Span = tuple[int, int]  # of groups: the first, and the one after the last


class Segmentation:
    """The strokes of a drawing in groups from left to right, none of which is ever split."""

    def __init__(self, strokes: Sequence[Points]) -> None:
        """Groups strokes (n, 2), y down, in any unit; at least one, each with a point."""
        points = np.concatenate(strokes)
        # Divide first: the difference of two huge numbers may not be finite.
        unit = max(float(np.abs(points).max()), np.finfo(float).tiny)
        self._strokes = strokes
        self._columns = [stroke[:, 0] / unit for stroke in strokes]
        self._height = float(np.ptp(points[:, 1] / unit))
        self._groups = self._join_overlapping()

    def spans(self) -> list[Span]:
        """Returns all spans of neighbouring groups that may be one digit."""
        extents = [self._extent(group) for group in self._groups]
        max_gap = MAX_GAP * self._height
        near = [right[0] - left[1] <= max_gap for left, right in pairwise(extents)]
        count = len(self._groups)
        return [
            (start, end)
            for start in range(count)
            for end in range(start + 1, min(start + MAX_GROUPS, count) + 1)
            if all(near[start : end - 1])
        ]

    def strokes(self, span: Span) -> list[Points]:
        """Returns the strokes of these groups."""
        return [self._strokes[index] for index in self.indices(span)]

    def indices(self, span: Span) -> list[int]:
        """Returns the indices of the strokes of these groups."""
        return [index for group in self._groups[slice(*span)] for index in group]

    def _join_overlapping(self) -> list[list[int]]:
        """Returns the strokes' indices in groups, enough of them for MAX_DIGITS digits."""
        middles = [float(np.mean(self._extent([index]))) for index in range(len(self._strokes))]
        groups = [[int(index)] for index in np.argsort(middles, kind="stable")]
        place = 0
        while place < len(groups) - 1:
            if self._overlap(groups[place], groups[place + 1]):
                groups[place : place + 2] = [groups[place] + groups[place + 1]]
                place = max(0, place - 1)  # the wider group may now overlap the one before
            else:
                place += 1
        return groups[: MAX_DIGITS * MAX_GROUPS]

    def _overlap(self, one: list[int], other: list[int]) -> bool:
        (left, right), (other_left, other_right) = self._widened(one), self._widened(other)
        shared = min(right, other_right) - max(left, other_left)
        return shared >= OVERLAP * min(right - left, other_right - other_left)

    def _widened(self, group: list[int]) -> tuple[float, float]:
        left, right = self._extent(group)
        missing = max(0.0, STROKE_WIDTH * self._height - (right - left))
        return left - missing / 2, right + missing / 2

    def _extent(self, group: list[int]) -> tuple[float, float]:
        columns = np.concatenate([self._columns[index] for index in group])
        return float(columns.min()), float(columns.max())


def best_segmentation(scores: Mapping[Span, float]) -> list[Span]:
    """Returns the spans, from left to right, that cover all groups with the largest product.

    `scores` in [0, 1] say how much each span looks like a digit; every single group has one.
    Dynamic programming over the end of the last span.
    """
    count = max(end for _, end in scores)
    best = np.full(count + 1, -np.inf)
    best[0] = 0.0
    last: dict[int, Span] = {}
    for span in sorted(scores, key=lambda span: span[1]):
        start, end = span
        log_product = best[start] + np.log(max(scores[span], np.finfo(float).tiny))
        if log_product > best[end]:
            best[end], last[end] = log_product, span
    spans: list[Span] = []
    while count:
        spans.append(last[count])
        count = last[count][0]
    return spans[::-1]
