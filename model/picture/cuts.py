"""Finds where touching digits can be cut apart: seams through one shape of ink, top to bottom.

A seam crosses as little ink as it can and bends around what hangs over, such as the bar of a 7.
The cheapest seams through points all over the shape are the candidates: between two digits that
touch, few cross so little. Seams and their dynamic programming are those of Avidan and Shamir
("Seam carving for content-aware image resizing", 2007). This module does not know digits, so most
candidates cut through one; `model.cuts` chooses, with the network's scores.
"""

import numpy as np
import numpy.typing as npt

from model.picture.components import Mask

MAX_CANDIDATES = 14

BAND = 2  # rows of pixels through which a seam goes at a time
REACH = 3  # columns that a seam may move from one band to the next
# The cost of a move, as pixels of ink, for each column: in the background, where it only keeps
# seams straight, and for each pixel of ink in the band, which the seam crosses on its way.
MOVE, MOVE_IN_INK = 0.15, 0.35

# The cheapest seam is found through each of these points, as shares of the height and, at equal
# distances between both, of the width. Most lie off the cheapest ways, which makes seams differ.
HEIGHTS = (0.12, 0.3, 0.5, 0.7, 0.88)
EDGES = (0.08, 0.92)
COLUMNS = 18

# Of two seams with less ink than this between them, as a share of all ink, only the cheaper counts.
DIFFERENT = 0.03
MIN_INK = 0.08  # of all ink: a smaller part is no digit, not even a 1 beside an 8
MIN_HEIGHT = 0.45  # of the shape's height: digits of one number are about equally high

Seams = npt.NDArray[np.intp]
Values = npt.NDArray[np.float32]


def cut_candidates(shape: Mask) -> list[tuple[Mask, Mask]]:
    """Returns pairs of masks, left and right, into which a shape of ink can be cut.

    The shape is bool (h, w), some 128 pixels high or wide; both masks have its size and place, and
    together its ink. The candidates come with the least ink crossed first.
    """
    rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
    if not len(rows):
        return []
    place = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    ink = shape[place]
    bands = _bands(ink)
    seams, costs = _seams(bands)
    left_ink = _left_of(bands, seams)
    total = float(bands.sum())
    chosen: list[int] = []
    candidates = []
    for number in np.argsort(costs, kind="stable"):
        if not MIN_INK * total < left_ink[number].sum() < (1 - MIN_INK) * total:
            continue
        between = np.abs(left_ink[chosen] - left_ink[number]).sum(axis=1)
        if (between < DIFFERENT * total).any():
            continue
        seam = np.repeat(seams[number], BAND)[: len(ink), np.newaxis]
        is_left = np.arange(ink.shape[1]) < seam
        parts = ink & is_left, ink & ~is_left
        if min(map(_height, parts)) < MIN_HEIGHT * len(ink):
            continue
        chosen.append(int(number))
        left, right = np.zeros_like(shape), np.zeros_like(shape)
        left[place], right[place] = parts
        candidates.append((left, right))
        if len(candidates) == MAX_CANDIDATES:
            break
    return candidates


def _bands(ink: Mask) -> Values:
    """Returns how many pixels of ink each column has in each band of rows: (bands, w)."""
    padded = np.pad(ink, ((0, -len(ink) % BAND), (0, 0)))
    bands: Values = padded.reshape(-1, BAND, ink.shape[1]).sum(axis=1, dtype=np.float32)
    return bands


def _seams(bands: Values) -> tuple[Seams, Values]:
    """Returns the cheapest seam through each of many points, and its cost.

    Seams (n, bands) have a column for each band: what is left of it is left of the seam.
    """
    count, width = bands.shape
    # The cheapest ways from the top edge down to each pixel, and from the bottom edge up to it.
    inks = np.stack([bands, bands[::-1]])
    costs, steps = np.empty_like(inks), np.zeros(inks.shape, dtype=np.intp)
    costs[:, 0] = inks[:, 0]
    moves = np.abs(np.arange(-REACH, REACH + 1, dtype=np.float32))
    padded = np.full((2, width + 2 * REACH), np.inf, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=1)
    move_costs = moves[:, np.newaxis] * (MOVE + MOVE_IN_INK * inks[:, :, np.newaxis])
    for band in range(1, count):
        padded[:, REACH:-REACH] = costs[:, band - 1]
        ways = windows + move_costs[:, band]
        steps[:, band] = ways.argmin(axis=1) - REACH
        costs[:, band] = ways.min(axis=1) + inks[:, band]
    rows = np.unique(np.rint(np.array(HEIGHTS) * (count - 1)).astype(np.intp))
    columns = np.unique((np.linspace(*EDGES, COLUMNS) * width).astype(np.intp))
    through, column = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    ups = _follow(steps[0], through, column)
    downs = _follow(steps[1], count - 1 - through, column)[:, ::-1]
    seams = np.where(np.arange(count) <= through[:, np.newaxis], ups, downs)
    total = costs[0] + costs[1][::-1] - bands
    return seams, total[through, column]


def _follow(steps: Seams, starts: Seams, columns: Seams) -> Seams:
    """Returns the columns (n, bands) of ways from each start back to the first band.

    Beyond its start, a way stays in the start's column.
    """
    followed = np.empty((len(starts), len(steps)), dtype=np.intp)
    followed[:, -1] = columns
    for band in range(len(steps) - 1, 0, -1):
        now = followed[:, band]
        followed[:, band - 1] = now + np.where(band <= starts, steps[band][now], 0)
    return followed


def _left_of(bands: Values, seams: Seams) -> Values:
    """Returns the ink left of each seam in each band: (n, bands)."""
    ink_before = np.pad(np.cumsum(bands, axis=1), ((0, 0), (1, 0)))
    left_ink: Values = ink_before[np.arange(len(bands)), seams]
    return left_ink


def _height(part: Mask) -> int:
    rows = np.flatnonzero(part.any(axis=1))
    return int(rows[-1] - rows[0] + 1)
