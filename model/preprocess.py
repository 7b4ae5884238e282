"""Turn a drawing or a picture into what the network reads: the one place where that is done.

Both become points on the centreline of a pen. Those are fitted into a 20 x 20 box, centred by
their mass in 28 x 28 pixels, and drawn with a pen as wide as MNIST's, as MNIST was made (LeCun et
al., "Gradient-based learning applied to document recognition", 1998, section III.A). So neither
place nor size nor brush of a drawing matters. Training, evaluation and serving all scale pixels
with `to_network_input`. Finds no digits within a drawing: what it is given is one digit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.ink import Ink
from model.outline import pen_path

Strokes = Sequence[Sequence[Sequence[float]]]
Points = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]

IMAGE_SIZE = 28
FULL_INK = 255  # paper is 0
BOX_SIZE = 20.0
MASS_CENTRE = 14.0  # pixels count from 0: MNIST's mean centre of mass is (14.0, 14.0)

# Pixels. With these, drawn digits have lines as wide at half ink as MNIST's, 2.59 on average, and
# edges as soft; the tests compare them where MNIST is at hand.
PEN_WIDTH = 2.4
PEN_SOFTNESS = 1.0

SAMPLE_SPACING = 0.5  # pixels: the edge of the drawn line then waves by less than 0.03
MOST_SAMPLES = 4_000  # a drawing longer than 2,000 pixels has covered its box many times over


class DrawingError(ValueError):
    """Strokes that are not lists of points; the message says what was expected and what came."""


@dataclass(frozen=True)
class DigitImage:
    """A digit as the network sees it, and where it was in the drawing or picture.

    `pixels` is uint8 (28, 28), 0 for paper and 255 for ink. `box` is left, top, right, bottom of
    the ink in the input's own units; `has_shape` is False for a dot, and for several in a picture,
    which have no line to read. `frame` is left, top, right, bottom of all the 28 x 28 pixels where
    strokes were drawn that are no dot, in finite numbers.
    """

    pixels: Pixels
    box: Box
    has_shape: bool
    frame: Box | None = None


def to_network_input(images: Pixels) -> npt.NDArray[np.float32]:
    """Images uint8 (n, 28, 28) as the network takes them: float32 (n, 28, 28, 1) in [0, 1]."""
    return images.astype(np.float32)[..., np.newaxis] / np.float32(FULL_INK)


def digit_from_strokes(strokes: Strokes) -> DigitImage | None:
    """Draw strokes (lists of [x, y], y down, any unit) as the network sees them.

    None where there is no point at all. Raises DrawingError where strokes are not lists of pairs
    of finite numbers.
    """
    lines = as_lines(strokes)
    return digit_from_lines(lines) if lines else None


def as_lines(strokes: Strokes) -> list[Points]:
    """Strokes as arrays (n, 2) of finite numbers, without those that have no point.

    Raises DrawingError where strokes are not lists of pairs of finite numbers.
    """
    return [points for points in map(_as_points, strokes) if len(points)]


def digit_from_lines(lines: Sequence[Points]) -> DigitImage:
    """Draw at least one stroke (n, 2) as the network sees it; see `digit_from_strokes`."""
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
        has_shape=bool(left < right or top < bottom),
        frame=_frame(scale, offset, unit),
    )


def digit_from_ink(ink: Ink, parts: Collection[int]) -> DigitImage:
    """Draw the path of parts of a picture's ink, by their places in its boxes, as one digit."""
    path = pen_path(ink.shape(parts))
    centroid = path.mean(axis=0)
    scale, offset = _fit(path, centroid)
    # Points lie closer together in some places than in others: centre by what they draw.
    pixels = draw_pen(path * scale + offset)
    aside = _mass_centre(pixels) - (centroid * scale + offset)
    scale, offset = _fit(path, centroid + aside / max(scale, 1e-9))
    return DigitImage(
        draw_pen(path * scale + offset),
        ink.box(parts),
        has_shape=len(path) > 1 and (len(parts) == 1 or _has_line(ink, parts)),
    )


def _has_line(ink: Ink, parts: Collection[int]) -> bool:
    """Whether there is anything but dots, each in a part of its own."""
    return any(len(pen_path(ink.shape([part]))) > 1 for part in parts)


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
    pixels: Pixels = np.rint(ink * FULL_INK).astype(np.uint8)
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


def _frame(scale: float, offset: Points, unit: float) -> Box | None:
    """Where the edges of the pixels lie in a drawing that was divided by `unit`, then fitted."""
    if not scale:
        return None
    with np.errstate(over="ignore"):  # around a drawing that is as large as numbers go
        corners = np.array([-0.5 - offset, IMAGE_SIZE - 0.5 - offset]) / scale * unit
    left, top, right, bottom = (float(side) for side in corners.ravel())
    return (left, top, right, bottom) if np.isfinite(corners).all() else None


def _sample(starts: Points, ends: Points, lengths: Points, scale: float) -> Points:
    """Points along the segments, at most SAMPLE_SPACING pixels apart, each end included."""
    spacing = max(SAMPLE_SPACING, float(lengths.sum()) * scale / MOST_SAMPLES)
    counts = np.maximum(1, np.ceil(lengths * scale / spacing)).astype(np.intp)
    segment = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    fraction = (step / counts[segment])[:, np.newaxis]
    along: Points = starts[segment] + (ends - starts)[segment] * fraction
    return along


def _mass_centre(pixels: Pixels) -> Points:
    """The centre of mass, x and y, of uint8 (28, 28)."""
    ink = pixels / pixels.sum()
    middles = np.arange(IMAGE_SIZE)
    return np.array([ink.sum(axis=0) @ middles, ink.sum(axis=1) @ middles])
