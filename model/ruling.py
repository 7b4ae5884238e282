"""Take the lines out of ruled or squared paper, so that only what is written on it is left.

Printed lines are told by running from one side of the picture to the other, several of them, and
by being fainter or thinner than the ink. Does nothing to other pictures.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.parts import connected_parts

Shape = npt.NDArray[np.bool_]

LEAST_LINES = 4  # that end at both sides of the picture
BORDER = 0.01  # of a side; in a strip so wide the edge of a single line is one piece
FAINTER = (0.25, 0.5)  # of the strongest ink: the strength taken off that lines may have
THINNER = (1, 2, 3, 4)  # pixels: half the width of lines, rounded
LEAST_INK = 0.03  # of the picture's longer side, what is left has to be as large


def without_rules(strength: Image.Image, level: float) -> Image.Image:
    """The strength of ink, as L, without that of printed lines; from `level` on, 0 to 1, it is ink.

    Where nothing would be left the lines stay.
    """
    ink = np.asarray(strength) >= 255 * level
    if not _is_ruled(ink):
        return strength
    fainter, *faintest = (_weakened(strength, taken) for taken in FAINTER)
    if _is_left(np.asarray(fainter) >= 255 * level):
        return fainter
    for half in THINNER:
        thick = _grown(_shrunk(ink, half), half)
        if _is_left(thick):
            return Image.fromarray(np.where(_grown(thick, 1), np.asarray(strength), np.uint8(0)))
    for weakened in faintest:
        if _is_left(np.asarray(weakened) >= 255 * level):
            return weakened
    return strength


def _weakened(strength: Image.Image, taken: float) -> Image.Image:
    """Strength less a part of the strongest, in [0, 1), and the strongest as strong as before."""
    return strength.point(
        [round(255 * max(0.0, value / 255 - taken) / (1 - taken)) for value in range(256)]
    )


def _is_ruled(ink: Shape) -> bool:
    """Whether lines run across from side to side, and several end at both."""
    for across in (ink, ink.T):
        strip = max(3, round(BORDER * across.shape[1]))
        if min(_pieces(across[:, :strip]), _pieces(across[:, -strip:])) >= LEAST_LINES:
            first, _, last, _ = connected_parts(across).boxes.T
            if np.any((first == 0) & (last == across.shape[1])):
                return True
    return False


def _pieces(strip: Shape) -> int:
    """How many pieces of ink there are along a strip, (h, few)."""
    along = np.pad(strip.any(axis=1), (1, 0))
    return int(np.count_nonzero(along[1:] & ~along[:-1]))


def _is_left(ink: Shape) -> bool:
    """Whether there is ink without lines."""
    if not ink.any() or _is_ruled(ink):
        return False
    boxes = connected_parts(ink).boxes
    return bool((boxes[:, 2:] - boxes[:, :2]).max() >= LEAST_INK * max(ink.shape))


def _shrunk(ink: Shape, by: int) -> Shape:
    """Where all is ink in a square about a pixel; beyond the picture there is more of it."""
    return ~_grown(~ink, by)


def _grown(ink: Shape, by: int) -> Shape:
    """Where there is any ink in a square about a pixel."""
    for axis in (0, 1):
        padded = np.pad(ink, [(by, by) if axis == other else (0, 0) for other in (0, 1)])
        shifted = [np.take(padded, range(s, s + ink.shape[axis]), axis) for s in range(2 * by + 1)]
        ink = np.logical_or.reduce(shifted)
    return ink
