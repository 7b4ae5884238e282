"""Finds how a group of strokes can be split into a left and a right digit.

Whole strokes are split in the order in which they were drawn, and from left to right. A stroke that
was drawn through both digits without lifting the pen is cut at one of its points, where what comes
before lies beside what comes after; a ligature there may be left out. The network decides between
the candidates (`model.cuts`). Strokes far apart need no such cut: `model.segmentation` tells them
apart.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from model.preprocess import Points

MAX_SPLITS = 6  # candidates of whole strokes
MAX_CANDIDATES = 12
MAX_STROKES = 24  # a group of more strokes is not split

# Writing leans: parts that overlap in upright columns may not in leaning ones. These are the
# directions, x and y, in which the extents of parts are measured, and the height as the last.
DIRECTIONS = np.array([[1, -0.3], [1, 0], [1, 0.3], [1, 0.6], [0, 1]])

# All other lengths are shares of the group's height.
DIFFERENT = 0.2  # along a stroke: of two cuts closer than this, only the better counts
LIGATURE = 0.25  # along a stroke, to each side of a cut, that one of two candidates leaves out
MIN_PIECE = 0.4  # a shorter piece of a cut stroke is no digit
MIN_HEIGHT = 0.45  # of each part: digits of one number are about equally high
MIN_WIDTH = 0.15  # the least width that a part counts with, as for a 1
THROUGH_STROKE = 0.5  # the logarithm of a score: see `handicap`
MAX_OVERLAP = 0.7  # of the narrower part: two digits hardly share more of their width

Parts = tuple[list[Points], list[Points]]
Values = npt.NDArray[np.float64]  # extents are (..., 5, 2): from and to in each direction


def cut_candidates(strokes: Sequence[Points]) -> list[Parts]:
    """Returns pairs of lists of strokes (n, 2), left and right, into which a group can be split.

    The group has at least one stroke, each at least one point, y down, in any unit. Splits of whole
    strokes come first, then cuts through a stroke; of each, those whose parts overlap least.
    """
    points = np.concatenate(strokes)
    # Divide first: the difference of two huge numbers may not be finite.
    unit = max(float(np.abs(points).max()), np.finfo(float).tiny)
    height = float(np.ptp(points[:, 1] / unit))
    if not height or len(strokes) > MAX_STROKES:
        return []
    scaled = [stroke / unit / height for stroke in strokes]
    extents = np.array([_extent(stroke) for stroke in scaled])
    splits = sorted(_whole_splits(extents), key=lambda split: split[0])[:MAX_SPLITS]
    candidates = [
        ([strokes[index] for index in left], [strokes[index] for index in right])
        for _, left, right in splits
    ]
    cuts = sorted(
        (overlap, number, ends)
        for number, stroke in enumerate(scaled)
        for overlap, ends in _places(stroke, np.delete(extents, number, axis=0))
    )[: MAX_CANDIDATES - len(candidates)]
    return candidates + [_cut(strokes, number, ends) for _, number, ends in cuts]


def _extent(points: Points) -> Values:
    along = points @ DIRECTIONS.T
    return np.stack([along.min(axis=0), along.max(axis=0)], axis=-1)


def _joined(extents: Values) -> Values:
    """Returns the extent (5, 2) of several together (n, 5, 2)."""
    return np.stack([extents[..., 0].min(axis=0), extents[..., 1].max(axis=0)], axis=-1)


def _overlap(left: Values, right: Values) -> Values:
    """Returns how much of the narrower part overlaps with the other, in the best direction.

    Extents are (..., 5, 2). It is negative where there is a gap, and inf where a part is too low,
    or the parts overlap too much.
    """
    widths = np.maximum(np.minimum(*(np.ptp(part, axis=-1) for part in (left, right))), MIN_WIDTH)
    shares = (left[..., 1] - right[..., 0]) / widths
    overlap: Values = shares[..., :-1].min(axis=-1)
    low = np.minimum(np.ptp(left[..., -1, :], axis=-1), np.ptp(right[..., -1, :], axis=-1))
    return np.where((low < MIN_HEIGHT) | (overlap > MAX_OVERLAP), np.inf, overlap)


def _whole_splits(extents: Values) -> Iterator[tuple[float, list[int], list[int]]]:
    """Yields the overlap and the indices of the strokes left and right."""
    middles = extents[:, 1].mean(axis=-1)
    seen = set()
    for order in (np.argsort(middles, kind="stable"), np.arange(len(extents))):
        for count in range(1, len(order)):
            left, right = sorted(order[:count].tolist()), sorted(order[count:].tolist())
            if _joined(extents[left])[1].mean() > _joined(extents[right])[1].mean():
                left, right = right, left
            overlap = float(_overlap(_joined(extents[left]), _joined(extents[right])))
            if np.isfinite(overlap) and tuple(left) not in seen:
                seen.add(tuple(left))
                yield overlap, left, right


def _places(stroke: Points, others: Values) -> Iterator[tuple[float, tuple[int, int]]]:
    """Yields where a stroke can be cut, best places first.

    The overlap of the parts, and the indices of the last point before the cut and the first after
    it: the same point for both, then those that leave out a ligature.
    """
    lengths = np.hypot(*np.diff(stroke, axis=0, prepend=stroke[:1]).T).cumsum()
    along = stroke @ DIRECTIONS.T
    before = _running_extent(along)
    after = _running_extent(along[::-1])[::-1]
    forward = before[:, 1].mean(axis=-1) <= after[:, 1].mean(axis=-1)
    turn = forward[:, np.newaxis, np.newaxis]
    left, right = np.where(turn, before, after), np.where(turn, after, before)
    for other in others:
        is_left = (other[1].mean() < stroke[:, 0])[:, np.newaxis, np.newaxis]
        wider_left = _joined(np.stack([left, np.broadcast_to(other, left.shape)]))
        wider_right = _joined(np.stack([right, np.broadcast_to(other, right.shape)]))
        left, right = np.where(is_left, wider_left, left), np.where(is_left, right, wider_right)
    overlaps = _overlap(left, right)
    overlaps[(lengths < MIN_PIECE) | (lengths > lengths[-1] - MIN_PIECE)] = np.inf
    for _ in range(MAX_CANDIDATES):
        place = int(overlaps.argmin())
        if not np.isfinite(overlaps[place]):
            return
        away = np.abs(lengths - lengths[place])
        yield float(overlaps[place]), (place, place)
        beyond = np.flatnonzero(away >= LIGATURE)
        last, first = beyond[beyond < place].max(), beyond[beyond > place].min()
        yield float(overlaps[place]), (int(last), int(first))
        overlaps[away < DIFFERENT] = np.inf


def _running_extent(along: Values) -> Values:
    """Returns the extents (n, 5, 2) of a stroke's points up to each, from their places (n, 5)."""
    smallest, largest = np.minimum.accumulate(along), np.maximum.accumulate(along)
    return np.stack([smallest, largest], axis=-1)


def _cut(strokes: Sequence[Points], number: int, ends: tuple[int, int]) -> Parts:
    """Returns the parts with a stroke cut: one piece up to the first end, one from the other."""
    stroke, (last, first) = strokes[number], ends
    before, after = sorted([stroke[: last + 1], stroke[first:]], key=_middle)
    left, right = [before], [after]
    column = stroke[last, 0] / 2 + stroke[first, 0] / 2
    for other in (*strokes[:number], *strokes[number + 1 :]):
        (left if _middle(other) < column else right).append(other)
    return left, right


def _middle(stroke: Points) -> float:
    """Returns the column between the leftmost and the rightmost point, however large both are."""
    return float(stroke[:, 0].min() / 2 + stroke[:, 0].max() / 2)


def handicap(strokes: Sequence[Points], parts: Parts) -> float:
    """Returns how much better a cut through a stroke has to be than a split of whole strokes.

    In logarithms of the score: a split that is nearly as good is likelier, and drops no ink.
    """
    return THROUGH_STROKE if sum(map(len, parts)) > len(strokes) else 0.0
