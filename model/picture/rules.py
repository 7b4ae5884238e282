"""Finds what may be rules in an image: lines that are straight, thin, long and without gaps.

Of ruled or squared paper, frames, cells, the axes of a plot; also the bars of a 7 and a 1, which
`model.picture.rule_removal` tells apart. Everything is for rules along x, which may slope a little;
those along y are found in the transposed image.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from model.picture.components import Mask, connected_components

Box = tuple[float, float, float, float]
Extent = tuple[int, int]  # first and one after the last

MAX_THICKNESS = 0.15  # of the shorter side of all ink
MIN_THICKNESS = 3  # pixels that a rule may be thick in the smallest image
MIN_PIECE = 0.1  # of the side of all ink: between two digits, a piece of a rule may be as short
MAX_PIECES = 200  # of rules in one direction; more are not looked at
MAX_SLOPE = 0.3  # a photo may be tilted by 15 degrees
EVEN = 1.5  # times the median thickness: where it is thicker, other ink touches a rule
STRAIGHT = 0.2  # of the thickness: standard deviation from a straight line
SAME_SLOPE = 0.06
MIN_LENGTH = 0.5  # of the side of all ink along the rule
MIN_COVER = 0.88  # of its length: a rule has ink without gaps, the bars of 7777 have not


@dataclass(frozen=True)
class Rule:
    """A rule along x: its middle is at y = slope * x + offset, from x = start to before end."""

    slope: float
    offset: float
    start: int
    end: int
    thickness: float

    def at(self, x: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
        """Returns y of the middle at x."""
        return np.asarray(self.slope * x + self.offset)

    @property
    def length(self) -> int:
        """The length along x, in pixels."""
        return self.end - self.start

    def box(self) -> Box:
        """Returns left, top, right, bottom."""
        ends = self.at(np.array([self.start, self.end - 1.0]))
        half = self.thickness / 2
        return (
            float(self.start),
            float(ends.min() - half),
            float(self.end),
            float(ends.max() + half),
        )


def find_rules(ink: Mask, along_x: Extent, along_y: Extent) -> list[Rule]:
    """Returns what may be rules along x in ink, bool (h, w): straight, thin, without gaps.

    The extents are those of all ink, by which a rule is long and thin.
    """
    (left, right), (top, bottom) = along_x, along_y
    most = max(MIN_THICKNESS, round(MAX_THICKNESS * min(right - left, bottom - top)))
    column = np.ones((most + 1, 1), dtype=np.uint8)
    framed = np.pad(ink, ((most + 1, most + 1), (0, 0))).astype(np.uint8)
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, column)[most + 1 : -most - 1].astype(bool)
    pieces = _pieces(ink & ~thick, right - left)
    rules = []
    while pieces:
        piece = pieces.pop(0)
        rule, own = _prolonged(piece, pieces)
        pieces = [each for each in pieces if each not in own]
        rule = _ends(rule, ink)
        if rule.length >= MIN_LENGTH * (right - left) and _cover(rule, ink) >= MIN_COVER:
            rules.append(rule)
    return rules


def extent_of(ink: Mask) -> Extent:
    """Returns the first x at which there is ink, and the one after the last."""
    inked = np.flatnonzero(ink.any(axis=0))
    return (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, 0)


def _pieces(thin: Mask, extent: int) -> list[Rule]:
    """Returns the straight pieces of thin ink along an extent in x, the longest first."""
    components = connected_components(thin)
    boxes = components.boxes
    lengths = boxes[:, 2] - boxes[:, 0]
    least = max(MIN_THICKNESS, MIN_PIECE * extent)
    longest = np.argsort(-lengths, kind="stable")[:MAX_PIECES]
    pieces = []
    for index in longest[lengths[longest] >= least]:
        left, top, right, bottom = boxes[index]
        y, x = np.nonzero(components.labels[top:bottom, left:right] == index)
        counts = np.bincount(x, minlength=right - left)
        columns = np.flatnonzero(counts <= EVEN * np.median(counts) + 1)
        middles = top + np.bincount(x, weights=y)[columns] / counts[columns]
        columns += left
        if np.ptp(columns) < least:
            continue
        slope, offset = np.polyfit(columns, middles, 1)
        own_thickness = float(np.median(counts))
        deviation = float(np.std(middles - slope * columns - offset))
        if deviation <= STRAIGHT * own_thickness + 0.5 and abs(slope) <= MAX_SLOPE:
            pieces.append(Rule(float(slope), float(offset), int(left), int(right), own_thickness))
    return pieces


def _prolonged(piece: Rule, others: Iterable[Rule]) -> tuple[Rule, list[Rule]]:
    """Returns the rule that a piece makes with those others that lie on it, and these others."""
    own = [piece]
    rule = piece
    for other in others:
        ends = np.array([other.start, other.end - 1.0])
        distance = np.abs(rule.at(ends) - other.at(ends)).max()
        apart = max(other.start - rule.end, rule.start - other.end, 0)
        if distance <= rule.thickness + 1 + SAME_SLOPE * apart:
            own.append(other)
            middles = np.concatenate([np.linspace(r.start, r.end - 1, 9) for r in own])
            heights = np.concatenate([r.at(np.linspace(r.start, r.end - 1, 9)) for r in own])
            weights = np.repeat([float(r.length) for r in own], 9)
            slope, offset = np.polyfit(middles, heights, 1, w=weights)
            rule = Rule(
                float(slope),
                float(offset),
                min(rule.start, other.start),
                max(rule.end, other.end),
                float(np.average([r.thickness for r in own], weights=[r.length for r in own])),
            )
    return rule, own[1:]


def _course(rule: Rule, ink: Mask, start: int, end: int) -> Mask:
    """Returns for each x from start to before end whether there is ink on the rule's course."""
    x = np.arange(start, end)
    reach = max(1, round(rule.thickness / 2))
    y = np.rint(rule.at(x.astype(np.float64))).astype(np.intp)
    rows = np.clip(y + np.arange(-reach, reach + 1)[:, np.newaxis], 0, len(ink) - 1)
    on: Mask = ink[rows, x].any(axis=0)
    return on


def _ends(rule: Rule, ink: Mask) -> Rule:
    """Returns the rule as far as its ink goes on without a gap wider than twice its thickness."""
    inked = np.flatnonzero(_course(rule, ink, 0, ink.shape[1]))
    breaks = np.flatnonzero(np.diff(inked) > 2 * rule.thickness + 2)
    starts = inked[np.concatenate([[0], breaks + 1])]
    ends = inked[np.concatenate([breaks, [-1]])] + 1
    return replace(
        rule,
        start=int(starts[max(0, np.searchsorted(starts, rule.start, side="right") - 1)]),
        end=int(ends[min(len(ends) - 1, np.searchsorted(ends, rule.end))]),
    )


def _cover(rule: Rule, ink: Mask) -> float:
    return float(_course(rule, ink, rule.start, rule.end).mean())
