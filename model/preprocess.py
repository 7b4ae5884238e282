"""Turn a drawing or a picture into what the network reads: the one place where that is done.

Both become points on the centreline of a pen. Those are fitted into a 20 x 20 box, centred by
their mass in 28 x 28 pixels, and drawn with a pen as wide as MNIST's, as MNIST was made (LeCun et
al., "Gradient-based learning applied to document recognition", 1998, section III.A). So neither
place nor size nor brush of a drawing matters. Training, evaluation and serving all scale pixels
with `to_network_input`. Finds no digits within a drawing: all its ink is one digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

Strokes = Sequence[Sequence[Sequence[float]]]
Points = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]

IMAGE_SIZE = 28
BOX_SIZE = 20.0
MASS_CENTRE = 14.0  # pixels count from 0: MNIST's mean centre of mass is (14.0, 14.0)

# Pixels. With these, drawn digits have lines as wide at half ink as MNIST's, 2.59 on average, and
# edges as soft; the tests compare them where MNIST is at hand.
PEN_WIDTH = 2.4
PEN_SOFTNESS = 1.0

SAMPLE_SPACING = 0.5  # pixels: the edge of the drawn line then waves by less than 0.03
MOST_SAMPLES = 4_000  # a drawing longer than 2,000 pixels has covered its box many times over

THINNING_SIZE = 80  # a picture's ink is thinned at four pixels to one of the 28 x 28
LARGEST_SIDE = 1_024  # a larger picture is reduced to this first
LEAST_CONTRAST = 24.0  # of 255; fainter than this is paper, not ink
INK_LEVEL = 0.4  # of the strongest ink; from here on a pixel counts as ink


class DrawingError(ValueError):
    """Strokes that are not lists of points; the message says what was expected and what came."""


@dataclass(frozen=True)
class DigitImage:
    """A digit as the network sees it, and where it was in the drawing or picture.

    `pixels` is uint8 (28, 28), 0 for paper and 255 for ink; `box` is left, top, right, bottom in
    the input's own units.
    """

    pixels: Pixels
    box: tuple[float, float, float, float]


def to_network_input(images: Pixels) -> npt.NDArray[np.float32]:
    """Images uint8 (n, 28, 28) as the network takes them: float32 (n, 28, 28, 1) in [0, 1]."""
    return images.astype(np.float32)[..., np.newaxis] / np.float32(255)


def digit_from_strokes(strokes: Strokes) -> DigitImage | None:
    """Draw strokes (lists of [x, y], y down, any unit) as the network sees them.

    None where there is no point at all. Raises DrawingError where strokes are not lists of pairs
    of finite numbers.
    """
    lines = [points for points in map(_as_points, strokes) if len(points)]
    if not lines:
        return None
    points = np.concatenate(lines)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    # Divide first: the difference of two huge numbers may not be finite.
    unit = max(float(np.abs(points).max()), np.finfo(float).tiny)
    lines, scaled = [line / unit for line in lines], points / unit
    starts = np.concatenate([line[:-1] for line in lines])
    ends = np.concatenate([line[1:] for line in lines])
    lengths = np.hypot(*(ends - starts).T)
    if lengths.any():
        centroid = np.average((starts + ends) / 2, axis=0, weights=lengths)
    else:
        centroid = scaled.mean(axis=0)
    scale, offset = _fit(scaled, centroid)
    pen_downs = np.array([line[0] for line in lines])
    samples = np.concatenate([pen_downs, _sample(starts, ends, lengths, scale)])
    return DigitImage(
        draw_pen(samples * scale + offset),
        (float(left), float(top), float(right), float(bottom)),
    )


def digit_from_picture(picture: Image.Image) -> DigitImage | None:
    """Find the ink of a picture of any mode, size and polarity, and draw it anew.

    None where the picture is all of one colour.
    """
    if 0 in picture.size:
        return None
    upright = ImageOps.exif_transpose(picture)
    reduction = max(1.0, max(upright.size) / LARGEST_SIDE)
    if reduction > 1:
        size = [max(1, round(side / reduction)) for side in upright.size]
        upright = _to_rgba(upright).resize((size[0], size[1]), Image.Resampling.BOX)
    strength = _ink_strength(upright)
    ink = strength >= INK_LEVEL
    if not ink.any():
        return None
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    centreline = _centreline(strength[top:bottom, left:right], ink[top:bottom, left:right])
    scale, offset = _fit(centreline, centreline.mean(axis=0))
    return DigitImage(
        draw_pen(centreline * scale + offset),
        (
            float(left * reduction),
            float(top * reduction),
            float(right * reduction),
            float(bottom * reduction),
        ),
    )


_REACH = 2  # pixels from a point's own pixel that its ink can touch
_AROUND = np.arange(-_REACH, _REACH + 1)
_STAMP_X, _STAMP_Y = (grid.ravel() for grid in np.meshgrid(_AROUND, _AROUND))


def draw_pen(points: Points) -> Pixels:
    """Draw round pen marks at (n, 2) points in pixels, (0, 0) being the middle of the first.

    Returns uint8 (28, 28): full ink within the pen, fading over its soft edge.
    """
    side = IMAGE_SIZE + 2 * _REACH
    nearest = np.rint(points).astype(np.intp)
    columns = nearest[:, :1] + _STAMP_X
    rows = nearest[:, 1:] + _STAMP_Y
    squares = (columns - points[:, :1]) ** 2 + (rows - points[:, 1:]) ** 2
    closest = np.full(side * side, np.inf)
    np.minimum.at(closest, ((rows + _REACH) * side + columns + _REACH).ravel(), squares.ravel())
    distance = np.sqrt(closest.reshape(side, side)[_REACH:-_REACH, _REACH:-_REACH])
    ink = np.clip((PEN_WIDTH / 2 - distance) / PEN_SOFTNESS + 0.5, 0, 1)
    pixels: Pixels = np.rint(ink * 255).astype(np.uint8)
    return pixels


def _as_points(stroke: Sequence[Sequence[float]]) -> Points:
    expected = "Expected each stroke to be a list of points [x, y] of finite numbers, got"
    try:
        points = np.asarray(stroke)
    except ValueError:
        raise DrawingError(f"{expected} points of different lengths.") from None
    if points.shape == (0,):
        return np.empty((0, 2))
    if points.ndim != 2 or points.shape[1] != 2:
        raise DrawingError(f"{expected} an array of shape {points.shape}.")
    if points.dtype.kind not in "iuf":
        raise DrawingError(f"{expected} something that is not a number.")
    points = points.astype(np.float64)
    if not np.isfinite(points).all():
        raise DrawingError(f"{expected} NaN or infinity.")
    return points


def _fit(points: Points, centroid: Points) -> tuple[float, Points]:
    """Scale and offset that bring (n, 2) points to 28 x 28 pixels as MNIST's digits lie."""
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    magnitude = float(np.abs(points).max())
    pen = PEN_WIDTH + PEN_SOFTNESS
    scale = (BOX_SIZE - pen) / extent if extent > 1e-9 * magnitude else 0.0
    offset = MASS_CENTRE - centroid * scale
    # A digit with its mass far to one side would leave the image; keep its ink inside.
    edge = pen / 2 - 0.5
    return scale, np.clip(offset, edge - low * scale, IMAGE_SIZE - 1 - edge - high * scale)


def _sample(starts: Points, ends: Points, lengths: Points, scale: float) -> Points:
    """Points along the segments, at most SAMPLE_SPACING pixels apart, each end included."""
    spacing = max(SAMPLE_SPACING, float(lengths.sum()) * scale / MOST_SAMPLES)
    counts = np.maximum(1, np.ceil(lengths * scale / spacing)).astype(np.intp)
    segment = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    fraction = (step / counts[segment])[:, np.newaxis]
    along: Points = starts[segment] + (ends - starts)[segment] * fraction
    return along


def _to_rgba(picture: Image.Image) -> Image.Image:
    """Any mode as RGBA, colours multiplied by their opacity; more than 8 bits become 8."""
    if picture.mode[0] in "IF":
        values = np.nan_to_num(np.asarray(picture, dtype=np.float64))
        span = max(float(np.ptp(values)), 1e-9)
        picture = Image.fromarray(((values - values.min()) * (255 / span)).astype(np.uint8))
    if picture.mode == "RGBa":
        return picture
    return picture.convert("RGBA").convert("RGBa")


def _ink_strength(picture: Image.Image) -> npt.NDArray[np.float64]:
    """How much each pixel differs from the paper: (height, width), 1 where most; 0 if nowhere.

    The paper is the commonest colour, by the median, along the picture's border. Opacity counts
    as a fourth colour, so that ink on a transparent picture shows whatever its colour.
    """
    colours = np.asarray(_to_rgba(picture)).astype(np.int16)
    border = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    difference = np.abs(colours - np.median(border, axis=0)).max(axis=2)
    contrast = float(difference.max())
    return difference / contrast if contrast >= LEAST_CONTRAST else np.zeros(difference.shape)


def _centreline(strength: npt.NDArray[np.float64], ink: npt.NDArray[np.bool_]) -> Points:
    """The centreline (n, 2) of the ink in a cropped picture, in the picture's pixels."""
    height, width = ink.shape
    zoom = THINNING_SIZE / max(height, width)
    size = (max(1, round(width * zoom)), max(1, round(height * zoom)))
    resampling = Image.Resampling.BOX if zoom < 1 else Image.Resampling.BICUBIC
    resized = np.asarray(Image.fromarray(strength.astype(np.float32)).resize(size, resampling))
    # A line thinner than a pixel of the reduced picture fills only part of it.
    level = INK_LEVEL * min(1.0, _line_width(ink) * zoom)
    y, x = np.nonzero(_thin(resized >= min(level, float(resized.max()))))
    return np.column_stack([(x + 0.5) * width / size[0], (y + 0.5) * height / size[1]])


def _line_width(ink: npt.NDArray[np.bool_]) -> float:
    """Mean width of the lines: twice the area by the length of the outline (Cauchy-Crofton)."""
    padded = np.pad(ink, 1)
    crossings = np.count_nonzero(padded[1:] != padded[:-1])
    crossings += np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    return 2 * np.count_nonzero(ink) / (np.pi / 4 * crossings)


def _thinning_tables() -> list[npt.NDArray[np.bool_]]:
    """For each of 256 neighbourhoods, whether a pixel goes, in the two passes of Zhang and Suen.

    "A fast parallel algorithm for thinning digital patterns", 1984. Bit k of a neighbourhood is
    the k-th of the eight pixels clockwise from the one above.
    """
    bits = (np.arange(256)[:, np.newaxis] >> np.arange(8)) & 1
    north, east, south, west = bits[:, 0], bits[:, 2], bits[:, 4], bits[:, 6]
    neighbours = bits.sum(axis=1)
    transitions = ((bits == 0) & (np.roll(bits, -1, axis=1) == 1)).sum(axis=1)
    outline = (neighbours >= 2) & (neighbours <= 6) & (transitions == 1)
    first = outline & (north * east * south == 0) & (east * south * west == 0)
    second = outline & (north * east * west == 0) & (north * south * west == 0)
    return [first, second]


_THINNING_TABLES = _thinning_tables()
_CLOCKWISE = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]


def _thin(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Take away the outer pixels of the ink until lines one pixel wide remain."""
    padded = np.pad(ink, 1)
    height, width = ink.shape
    thinned = False
    while not thinned:
        thinned = True
        for goes in _THINNING_TABLES:
            code = np.zeros(ink.shape, dtype=np.uint8)
            for bit, (down, right) in enumerate(_CLOCKWISE):
                neighbour = padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]
                code |= np.left_shift(neighbour, bit, dtype=np.uint8)
            gone = padded[1:-1, 1:-1] & goes[code]
            if gone.any():
                padded[1:-1, 1:-1] &= ~gone
                thinned = False
    return padded[1:-1, 1:-1]
