"""Removes the lines of ruled or squared paper, so that only the writing is left.

Ruled lines run from one side of the image to the other, there are several of them, and they are
fainter or thinner than the ink. Other images stay as they are.
"""

import numpy as np
from PIL import Image

from model.picture.components import Mask, connected_components, dilate, erode

MIN_LINES = 4  # that end at both sides of the image
BORDER = 0.01  # share of a side: a strip so narrow that each line's end is one run in it
FAINTER = (0.25, 0.5)  # shares of the strongest ink that are subtracted, to remove fainter lines
THINNER = (1, 2, 3, 4)  # pixels: half the widths of lines that are removed, rounded
MIN_INK = 0.03  # share of the image's longer side that the remaining ink has to span


def remove_ruled_lines(contrast: Image.Image, level: float) -> Image.Image:
    """Returns the contrast of ink, as L, without ruled lines; pixels from `level` on are ink.

    `level` is in [0, 1]. Lines stay if nothing else would be left.
    """
    ink = np.asarray(contrast) >= 255 * level
    if not _is_ruled(ink):
        return contrast
    fainter, *faintest = (_subtract(contrast, share) for share in FAINTER)
    if _has_writing(np.asarray(fainter) >= 255 * level):
        return fainter
    for half_width in THINNER:
        thick = dilate(erode(ink.astype(np.uint8), half_width), half_width)
        if _has_writing(thick.astype(bool)):
            kept = dilate(thick, 1).astype(bool)
            return Image.fromarray(np.where(kept, np.asarray(contrast), np.uint8(0)))
    for weakened in faintest:
        if _has_writing(np.asarray(weakened) >= 255 * level):
            return weakened
    return contrast


def _subtract(contrast: Image.Image, share: float) -> Image.Image:
    """Subtracts a share of the strongest contrast, in [0, 1), and stretches the rest to 255."""
    return contrast.point(
        [round(255 * max(0.0, value / 255 - share) / (1 - share)) for value in range(256)]
    )


def _is_ruled(ink: Mask) -> bool:
    """Returns whether lines run from side to side, and at least MIN_LINES end at both sides."""
    for across in (ink, ink.T):
        strip = max(3, round(BORDER * across.shape[1]))
        if min(_runs(across[:, :strip]), _runs(across[:, -strip:])) >= MIN_LINES:
            left, _, right, _ = connected_components(across).boxes.T
            if np.any((left == 0) & (right == across.shape[1])):
                return True
    return False


def _runs(strip: Mask) -> int:
    """Returns how many separate runs of ink there are along a strip (h, few)."""
    along = np.pad(strip.any(axis=1), (1, 0))
    return int(np.count_nonzero(along[1:] & ~along[:-1]))


def _has_writing(ink: Mask) -> bool:
    """Returns whether there is ink of some size, and it is not ruled."""
    if not ink.any() or _is_ruled(ink):
        return False
    boxes = connected_components(ink).boxes
    return bool((boxes[:, 2:] - boxes[:, :2]).max() >= MIN_INK * max(ink.shape))
