"""Find the digits of a drawing: which of its strokes belong together, from left to right.

Strokes above one another are one digit, as are the bars and dots of a 4, 5 or 7; strokes far apart
are two. Between these the network decides: of all ways to part a drawing, the one is taken whose
parts look most like digits. So are the parts of a picture's ink, by the corners of their boxes.
Knows no network: `model.classifier` asks it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from model.preprocess import Points

# Lengths are parts of the drawing's height.
STROKE_WIDTH = 0.1  # what an upright stroke takes up to the left and right, at least
OVERLAP = 0.35  # of the narrower one: two groups that share so much are one digit
WIDEST_GAP = 0.6  # within a digit
MOST_GROUPS = 3  # that one digit is made of, where they lie side by side
MOST_DIGITS = 8

Run = tuple[int, int]


class Segments:
    """The strokes of a drawing in groups that lie side by side, none of which is parted."""

    def __init__(self, lines: Sequence[Points]) -> None:
        """Group strokes (n, 2), y down, in any unit; at least one, each with a point."""
        points = np.concatenate(lines)
        # Divide first: the difference of two huge numbers may not be finite.
        unit = max(float(np.abs(points).max()), np.finfo(float).tiny)
        self._lines = lines
        self._columns = [line[:, 0] / unit for line in lines]
        self._height = float(np.ptp(points[:, 1] / unit))
        self._groups = self._join_overlapping()

    def runs(self) -> list[Run]:
        """Which neighbouring groups may be one digit: (first, after the last) for each choice."""
        spans = [self._span(group) for group in self._groups]
        widest = WIDEST_GAP * self._height
        near = [right[0] - left[1] <= widest for left, right in pairwise(spans)]
        count = len(self._groups)
        return [
            (start, end)
            for start in range(count)
            for end in range(start + 1, min(start + MOST_GROUPS, count) + 1)
            if all(near[start : end - 1])
        ]

    def strokes(self, run: Run) -> list[Points]:
        """The strokes of these groups."""
        return [self._lines[number] for number in self.numbers(run)]

    def numbers(self, run: Run) -> list[int]:
        """The same by their places among the strokes."""
        return [number for group in self._groups[slice(*run)] for number in group]

    def _join_overlapping(self) -> list[list[int]]:
        """The strokes' numbers in groups from left to right, for the first MOST_DIGITS digits."""
        middles = [float(np.mean(self._span([number]))) for number in range(len(self._lines))]
        groups = [[int(number)] for number in np.argsort(middles, kind="stable")]
        place = 0
        while place < len(groups) - 1:
            if self._overlap(groups[place], groups[place + 1]):
                groups[place : place + 2] = [groups[place] + groups[place + 1]]
                place = max(0, place - 1)  # the wider group may now reach the one before
            else:
                place += 1
        return groups[: MOST_DIGITS * MOST_GROUPS]

    def _overlap(self, one: list[int], other: list[int]) -> bool:
        (left, right), (other_left, other_right) = self._widened(one), self._widened(other)
        shared = min(right, other_right) - max(left, other_left)
        return shared >= OVERLAP * min(right - left, other_right - other_left)

    def _widened(self, group: list[int]) -> tuple[float, float]:
        left, right = self._span(group)
        missing = max(0.0, STROKE_WIDTH * self._height - (right - left))
        return left - missing / 2, right + missing / 2

    def _span(self, group: list[int]) -> tuple[float, float]:
        columns = np.concatenate([self._columns[number] for number in group])
        return float(columns.min()), float(columns.max())


def likeliest_parts(scores: Mapping[Run, float]) -> list[Run]:
    """The runs, from left to right, that part all groups and whose scores have the largest product.

    Scores are in [0, 1], one for each run that may be a digit; each single group has one.
    """
    count = max(end for _, end in scores)
    best = np.full(count + 1, -np.inf)
    best[0] = 0.0
    last: dict[int, Run] = {}
    for run in sorted(scores, key=lambda run: run[1]):
        start, end = run
        sum_of_logarithms = best[start] + np.log(max(scores[run], np.finfo(float).tiny))
        if sum_of_logarithms > best[end]:
            best[end], last[end] = sum_of_logarithms, run
    parts: list[Run] = []
    while count:
        parts.append(last[count])
        count = last[count][0]
    return parts[::-1]
