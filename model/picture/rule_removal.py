"""Removes rules from the contrast of ink: ruled and squared paper, frames, cells, axes.

A rule ends at the border of the image or at another rule, and is longer than the digits are high.
Where a digit crosses it, the ink is thicker or darker than the rule, and stays. Some strokes are
like rules: the stem of a 7 that reaches from side to side of its cell. So what may be meant is
returned in several ways, and the network decides (`model.classifier`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from model.picture.background import MIN_CONTRAST
from model.picture.components import Mask, connected_components
from model.picture.pen_path import stroke_width
from model.picture.rules import MIN_THICKNESS, Box, Extent, Rule, extent_of, find_rules

Contrast = npt.NDArray[np.uint8]

LONGER_THAN_DIGITS = 1.25  # times the height of the tallest ink beside the rules
LEAST_REST = 0.1  # of the rule's length: what remains has to be more than specks
MANY_BARS = 8  # that begin and end together
BESIDE_BARS = 0.1  # of a bar's length: writing beside ruled lines is taller
FRAME_SIDES = 3  # so many rules together may be as short as
AS_LONG_AS_DIGITS = 1.05  # times the height of the tallest ink
GOOD_PART = 0.25  # of a component that is not a rule alone
LONE_RULE = 1.6  # times the tallest ink: a shorter rule without others may be a 1 if it is as
SAME_WIDTH = 0.35  # broad as the strokes: so far apart are the logarithms of the widths at most
AT_BORDER = 0.05  # of the image's side
OUTERMOST = 0.12  # of the side of all ink: what is so near to its border is the side of a frame

FAINTER = 0.5  # than ink: share of its level from which on a rule is sought
ROUNDS = 3  # of removing rules, each fainter than the ones before
FRINGE = 2  # pixels around a rule, in which it fades
CROSSING = 1.6  # times the thickness of the rule, from which on other ink crosses it
DARKER = 1.4  # times the contrast of the rule


@dataclass(frozen=True)
class Unruled:
    """The contrast of ink, as L, without rules, and the boxes of these.

    `frame` is the box of a closed frame or of a grid, if there is one. `is_doubtful` is True if all
    rules have one direction, and are as short and broad as the strokes of a digit.
    """

    contrast: Image.Image
    rules: tuple[Box, ...] = ()
    frame: Box | None = None
    is_doubtful: bool = False


def remove_rules(contrast: Image.Image, level: float) -> list[Unruled]:
    """Removes rules from the contrast of ink, as L, of which pixels from `level` on are ink.

    `level` is in [0, 1]. What is left is stretched to full contrast, by which fainter rules may
    appear, which are removed too. Rules stay if nothing else would be left. Returns what may be
    meant: first without all rules, then with those inside, and with all of them; the last alone
    where there are none.
    """
    pixels: Contrast = np.asarray(contrast)
    without = _remove(pixels, level, outermost=False)
    if not without.rules:
        return [Unruled(contrast)]
    outermost = _remove(pixels, level, outermost=True)
    spared = [outermost] if 0 < len(outermost.rules) < len(without.rules) else []
    return [without, *spared, Unruled(contrast)]


def _remove(pixels: Contrast, level: float, outermost: bool) -> Unruled:
    """Removes rules, only those at the border of all ink if `outermost`."""
    extents = extent_of(pixels >= 255 * level), extent_of((pixels >= 255 * level).T)
    removed: tuple[list[Rule], list[Rule]] = ([], [])
    is_doubtful = False
    for _ in range(ROUNDS):
        across, down, doubtful = _rules(pixels, level, extents, removed)
        if outermost:
            across = [rule for rule in across if _is_outermost(rule, extents[1])]
            down = [rule for rule in down if _is_outermost(rule, extents[0])]
        if not across and not down:
            break
        left = _without(pixels, across, down, level)
        strongest = int(left.max())
        if any(_is_bar_code(bars, left, level) for bars in (across, down) if bars):
            left[:] = 0
        elif strongest < MIN_CONTRAST:
            break
        removed = (removed[0] + across, removed[1] + down)
        is_doubtful |= doubtful
        pixels = np.minimum(np.arange(256) * (255 / max(strongest, 1)), 255).astype(np.uint8)[left]
    across, down = removed
    boxes = [rule.box() for rule in across]
    boxes += [(top, left, bottom, right) for left, top, right, bottom in map(Rule.box, down)]
    frame = None
    if min(len(across), len(down)) >= 2:
        edges = np.array(boxes)
        frame = (*edges[:, :2].min(axis=0).tolist(), *edges[:, 2:].max(axis=0).tolist())
    return Unruled(Image.fromarray(pixels), tuple(boxes), frame, is_doubtful)


def _rules(
    pixels: Contrast,
    level: float,
    extents: tuple[Extent, Extent],
    removed: tuple[list[Rule], list[Rule]],
) -> tuple[list[Rule], list[Rule], bool]:
    """Returns the rules along x and along y in contrast (h, w), beside those already removed.

    Also returns whether they may be strokes of digits.
    """
    ink = pixels >= 255 * FAINTER * level
    along_x, along_y = extents
    across = find_rules(ink, along_x, along_y)
    down = find_rules(ink.T, along_y, along_x)
    for bars in (across, down):
        if _are_bars(bars) and _is_bar_code(bars, _without(pixels, across, down, level), level):
            return across, down, False
    across, down = _anchored(across, down, ink.shape, removed)
    if not across and not down:
        return [], [], False
    left = _without(pixels, across, down, level) >= 255 * level
    tallest = _tallest(left)
    count = sum(map(len, (across, down, *removed)))
    least = (LONGER_THAN_DIGITS if count < FRAME_SIDES else AS_LONG_AS_DIGITS) * tallest
    across, down = ([rule for rule in own if rule.length >= least] for own in (across, down))
    rules = across + down
    longest = max((rule.length for rule in rules), default=0)
    if not rules or tallest < LEAST_REST * longest:
        return [], [], False
    connected = _tallest_with(left, pixels >= 255 * level)
    limit = LONE_RULE if len(rules) == 1 else AS_LONG_AS_DIGITS
    is_short = longest < limit * connected and not (across and down)
    ratio = np.log(np.median([rule.thickness for rule in rules]) / stroke_width(left))
    return across, down, bool(is_short and abs(ratio) < SAME_WIDTH)


def _is_bar_code(rules: Sequence[Rule], left: Contrast, level: float) -> bool:
    longest = max(rule.length for rule in rules)
    return _are_bars(rules) and _tallest(left >= 255 * level) < BESIDE_BARS * longest


def _are_bars(rules: Sequence[Rule]) -> bool:
    """Returns whether rules are the bars of a bar code: too many for digits, and of one length."""
    return any(
        sum(
            max(abs(other.start - rule.start), abs(other.end - rule.end)) <= AT_BORDER * rule.length
            for other in rules
        )
        >= MANY_BARS
        for rule in rules
    )


def _tallest_with(left: Mask, ink: Mask) -> int:
    """Returns the height of the tallest component of ink of which a good part is left."""
    components = connected_components(ink)
    labels = components.labels
    count = len(components.boxes)
    share = np.bincount(labels[left & (labels >= 0)], minlength=count) / np.maximum(
        np.bincount(labels[labels >= 0], minlength=count), 1
    )
    heights = components.boxes[:, 3] - components.boxes[:, 1]
    return int(heights[share > GOOD_PART].max(initial=1))


def _is_outermost(rule: Rule, extent: Extent) -> bool:
    """Returns whether a rule along x is at the border of all ink, whose extent in y is given."""
    margin = OUTERMOST * (extent[1] - extent[0]) + rule.thickness / 2
    y = float(rule.at((rule.start + rule.end) / 2))
    return min(y - extent[0], extent[1] - y) <= margin


def _anchored(
    across: list[Rule],
    down: list[Rule],
    shape: tuple[int, ...],
    removed: tuple[list[Rule], list[Rule]],
) -> tuple[list[Rule], list[Rule]]:
    """Returns those rules along x and along y that end at the border or at one another."""
    height, width = shape
    while True:
        before = len(across) + len(down)
        across = [rule for rule in across if _is_anchored(rule, width, down + removed[1])]
        down = [rule for rule in down if _is_anchored(rule, height, across + removed[0])]
        if len(across) + len(down) == before:
            return across, down


def _is_anchored(rule: Rule, width: int, others: Sequence[Rule]) -> bool:
    """Returns whether both ends of a rule along x are at the border of the image, or at a rule."""
    stops = [(0.0, 0.0), (float(width), 0.0)]
    stops += [(float(other.at(rule.at(rule.start))), other.thickness) for other in others]
    margin = AT_BORDER * width + rule.thickness
    return all(
        min(abs(stop - end) - thickness for stop, thickness in stops) <= margin
        for end in (rule.start, rule.end)
    )


def _tallest(ink: Mask) -> int:
    """Returns the height of the tallest component, of those inside the image if there are any."""
    boxes = connected_components(ink).boxes
    if not len(boxes):
        return 0
    heights = boxes[:, 3] - boxes[:, 1]
    inside = (boxes[:, :2] > 0).all(axis=1) & (boxes[:, 2:] < ink.shape[::-1]).all(axis=1)
    tallest = int(heights[inside].max(initial=0))
    return tallest if tallest >= LEAST_REST * len(ink) else int(heights.max())


def _without(
    pixels: Contrast, across: Iterable[Rule], down: Iterable[Rule], level: float
) -> Contrast:
    """Returns contrast (h, w) without rules along x and along y."""
    left = pixels.copy()
    bands = np.zeros(pixels.shape, dtype=np.uint8)
    for rule in across:
        _erase(rule, left, bands, level)
    for rule in down:
        _erase(rule, left.T, bands.T, level)
    # What lies within a rule's band altogether is a piece of the rule.
    components = connected_components(left >= 255 * level)
    labels = components.labels.ravel()
    count = len(components.boxes)
    inside = np.bincount(labels[(labels >= 0) & (bands.ravel() > 0)], minlength=count)
    pieces = np.flatnonzero(inside == np.bincount(labels[labels >= 0], minlength=count))
    left[np.isin(components.labels, pieces)] = 0
    return left


def _erase(rule: Rule, pixels: Contrast, bands: Contrast, level: float) -> None:
    """Erases a rule along x where no other ink crosses it, and marks its band."""
    x = np.arange(rule.start, rule.end)
    y = np.rint(rule.at(x.astype(np.float64))).astype(np.intp)
    reach = int(np.ceil(CROSSING * rule.thickness)) + 2 + FRINGE
    rows = y + np.arange(-reach, reach + 1)[:, np.newaxis]
    inside = (rows >= 0) & (rows < len(pixels))
    band = np.where(inside, pixels[np.clip(rows, 0, len(pixels) - 1), x], np.uint8(0))
    bands[rows[inside], np.broadcast_to(x, rows.shape)[inside]] = 1
    ink = band >= 255 * FAINTER * level
    # From the middle of the rule outwards, as far as the ink goes on.
    half = max(1, round(rule.thickness / 2))
    core = np.zeros_like(ink)
    core[reach - half : reach + half + 1] = ink[reach - half : reach + half + 1]
    own = core.copy()
    for row in range(reach - half - 1, -1, -1):
        own[row] = ink[row] & own[row + 1]
    for row in range(reach + half + 1, len(ink)):
        own[row] = ink[row] & own[row - 1]
    level_of_rule = float(np.median(band[core])) if core.any() else 255.0
    crossed = own.sum(axis=0) > CROSSING * rule.thickness + 1
    crossed = cv2.morphologyEx(
        crossed[np.newaxis].astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, MIN_THICKNESS), np.uint8)
    )[0].astype(bool)
    is_rule = inside & (band < max(DARKER * level_of_rule, 255 * level))
    erased = is_rule & ~crossed
    erased[: reach - half - FRINGE] &= own[: reach - half - FRINGE]
    erased[reach + half + FRINGE + 1 :] &= own[reach + half + FRINGE + 1 :]
    kept = ink & ~erased
    gap = np.ones((round(rule.thickness) + 2, 3), dtype=np.uint8)
    joined = cv2.morphologyEx(kept.astype(np.uint8), cv2.MORPH_CLOSE, gap).astype(bool)
    erased &= ~joined
    pixels[rows[erased], np.broadcast_to(x, rows.shape)[erased]] = 0
