"""Splits a row into digits: which of its strokes belong together, from left to right.

Strokes above one another belong to one digit, as do the bar of a 7 and the two strokes of a 4;
strokes far apart belong to two. In between the network decides: of all ways to split a row, the
one wins whose groups look most like digits. The components of an image are split in the same way.
Ink that is small beside its row is a sign: a minus, a point, a comma. This module works on boxes
and has no network; `model.classifier` gives it the scores.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from model.rows import Boxes, typical_height

# Lengths are shares of the typical height of the row's digits.
STROKE_WIDTH = 0.1  # the least width that a stroke counts with, even if it is upright
OVERLAP = 0.35  # of the narrower group: two groups that overlap so far belong to one digit
MAX_GAP = 0.6  # within a digit
MAX_GROUPS = 3  # of one digit, side by side
MAX_ASPECT = 1.5  # of one digit that has several groups: its width

SIGN_HEIGHT = 0.4  # of a sign at most: a plus is higher, and left to the network
SIGN_GAP = 0.03  # to both sides of a sign at least
CLEAR_SIGN_GAP = 0.15  # nearer to a digit, a sign may also be a part of it
SIGN_SCORE = 0.7  # of a sign that may be a part of a digit
HIGH = 0.35  # from the top of a row: no sign ends above, but the bar of a 5 may
TALL = 0.7  # a row needs ink of this height beside a sign

# A gap is wide, and parts two numbers, if it is wider than this and than the other gaps.
WIDE_GAP = 0.7
WIDER_THAN_OTHERS = 2.5  # times the median gap
ONLY_GAP = 1.5  # where there are too few others to compare with
MIN_GAPS = 3

Span = tuple[int, int]  # of groups: the first, and the one after the last


class Segmentation:
    """The strokes of a row in groups from left to right, none of which is ever split."""

    def __init__(self, boxes: Boxes, row: Sequence[int]) -> None:
        """Groups the strokes of a row, at least one: indices into boxes (n, 4) in any unit.

        Boxes are left, top, right, bottom.
        """
        self._boxes = boxes
        own = boxes[list(row)]
        heights = own[:, 3] - own[:, 1]
        widest = float((own[:, 2:] - own[:, :2]).max())
        self._height = typical_height(heights) if heights.any() else widest
        self._groups = self._join_overlapping(row)
        self._extents = np.array([self._extent(group) for group in self._groups])

    def __len__(self) -> int:
        """Returns the number of groups."""
        return len(self._groups)

    def spans(self) -> list[Span]:
        """Returns all spans of neighbouring groups that may be one digit or sign."""
        gaps = self.gaps()
        signs = self.signs()
        count = len(self._groups)
        return [
            (start, end)
            for start in range(count)
            for end in range(start + 1, min(start + MAX_GROUPS, count) + 1)
            if end == start + 1
            or (
                max(gaps[start : end - 1]) <= MAX_GAP
                and max(signs[start:end]) < 1.0
                and self.aspect((start, end)) <= MAX_ASPECT
            )
        ]

    def aspect(self, span: Span) -> float:
        """Returns the width of a span, as a share of its height or the row's, the larger one."""
        extents = self._extents[slice(*span)]
        width, height = extents[:, 2:].max(axis=0) - extents[:, :2].min(axis=0)
        return float(width) / (max(self._height, float(height)) or 1.0)

    def widest_gap(self, span: Span) -> float:
        """Returns the widest gap within a span of several groups."""
        return max(self.gaps()[span[0] : span[1] - 1])

    def shorten(self, count: int) -> None:
        """Keeps only the first `count` groups."""
        self._groups = self._groups[:count]
        self._extents = self._extents[:count]

    def gaps(self) -> list[float]:
        """Returns the gaps between neighbouring groups, negative where they overlap."""
        unit = self._height or 1.0
        return [float(right[0] - left[2]) / unit for left, right in pairwise(self._extents)]

    def signs(self) -> list[float]:
        """Returns how sure it is that a group is a sign: too small beside the row to be a digit.

        In [0, 1]; 1 means that it is no part of a digit either.
        """
        heights = self._extents[:, 3] - self._extents[:, 1]
        if not (heights >= TALL * self._height).any() or not heights.any():
            return [0.0] * len(self._groups)
        gaps = [np.inf, *self.gaps(), np.inf]
        depths = (self._extents[:, 3] - self._extents[:, 1].min()) / self._height
        return [
            _sign_score(height / self._height, min(sides)) if depth > HIGH else 0.0
            for height, depth, sides in zip(heights, depths, pairwise(gaps), strict=True)
        ]

    def indices(self, span: Span) -> tuple[int, ...]:
        """Returns the indices of the strokes of these groups."""
        return tuple(index for group in self._groups[slice(*span)] for index in group)

    def wide_gaps(self, spans: Sequence[Span]) -> list[bool]:
        """Returns for each gap between digits, from left to right, whether it parts two numbers."""
        ends = [self._extents[start:end, 2].max() for start, end in spans[:-1]]
        starts = [self._extents[start:end, 0].min() for start, end in spans[1:]]
        gaps = np.maximum(np.subtract(starts, ends), 0.0) / (self._height or 1.0)
        least = ONLY_GAP
        if len(gaps) >= MIN_GAPS:
            least = max(WIDE_GAP, WIDER_THAN_OTHERS * float(np.median(gaps)))
        return [bool(gap > least) for gap in gaps]

    def _join_overlapping(self, row: Sequence[int]) -> list[list[int]]:
        """Returns the strokes' indices in groups from left to right."""
        middles = (self._boxes[:, 0] + self._boxes[:, 2]) / 2
        groups = [[index] for index in sorted(row, key=lambda index: middles[index])]
        place = 0
        while place < len(groups) - 1:
            if self._overlap(groups[place], groups[place + 1]):
                groups[place : place + 2] = [groups[place] + groups[place + 1]]
                place = max(0, place - 1)  # the wider group may now overlap the one before
            else:
                place += 1
        return groups

    def _overlap(self, one: list[int], other: list[int]) -> bool:
        (left, right), (other_left, other_right) = self._widened(one), self._widened(other)
        shared = min(right, other_right) - max(left, other_left)
        return shared >= OVERLAP * min(right - left, other_right - other_left)

    def _widened(self, group: list[int]) -> tuple[float, float]:
        left, _, right, _ = self._extent(group)
        missing = max(0.0, STROKE_WIDTH * self._height - (right - left))
        return left - missing / 2, right + missing / 2

    def _extent(self, group: list[int]) -> Boxes:
        boxes = self._boxes[group]
        return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _sign_score(height: float, gap: float) -> float:
    if height >= SIGN_HEIGHT or gap < SIGN_GAP:
        return 0.0
    return 1.0 if gap >= CLEAR_SIGN_GAP else SIGN_SCORE


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
