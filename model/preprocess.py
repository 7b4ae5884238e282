"""Turns a drawing or an image of one digit into the network's input; no other module does.

Both become points on the centreline of a pen. The points are fitted into a 20 x 20 box, centred by
their mass in 28 x 28 pixels, and drawn with a pen as wide as MNIST's, as MNIST was made (LeCun et
al., "Gradient-based learning applied to document recognition", 1998, section III.A). So the place,
size and brush of a drawing do not matter. Training, evaluation and serving all scale pixels with
`to_network_input`. `model.segmentation` splits a drawing into digits before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.picture.components import Mask, connected_components
from model.picture.ink import Shape
from model.picture.pen_path import pen_path, stroke_width

Strokes = Sequence[Sequence[Sequence[float]]]
Points = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]

IMAGE_SIZE = 28
FULL_INK = 255  # the background is 0
BOX_SIZE = 20.0
MASS_CENTRE = 14.0  # pixels count from 0: MNIST's mean centre of mass is (14.0, 14.0)

# Pixels. With these, drawn digits have strokes as wide at half intensity as MNIST's, 2.59 on
# average, and edges as soft; a test compares them if it finds MNIST.
PEN_WIDTH = 2.4
PEN_SOFTNESS = 1.0

# Of a picture whose pen is as wide, as a share of the digit's longer side, the network sees the own
# pixels too, with those from this level on: MNIST's edges fade as far.
MNIST_WIDTHS = (0.08, 0.18)
SCAN_LEVEL = 25

LARGEST = 4  # components that are looked at to tell a digit from dots

SAMPLE_SPACING = 0.5  # pixels: the edge of a drawn stroke then waves by less than 0.03
MAX_SAMPLES = 4_000  # a drawing longer than 2,000 pixels has covered its box many times

_TINY = float(np.finfo(float).tiny)


class DrawingError(ValueError):
    """Strokes that are not lists of points; the message says what was expected and received."""


@dataclass(frozen=True)
class DigitImage:
    """A digit as the network sees it, and where it was in the drawing or image.

    `pixels` is uint8 (28, 28), 0 for background and 255 for ink. `box` is left, top, right, bottom
    of the ink in the input's units. `has_shape` is False for a dot, and for several dots in an
    image, which have no stroke to read. `frame` is left, top, right, bottom of the 28 x 28 pixels
    in the input's units; it is None for images, for dots, and beyond the range of numbers. `scan`
    is a second image of the same digit, where the network is to see two.
    """

    pixels: Pixels
    box: Box
    has_shape: bool
    frame: Box | None = None
    scan: Pixels | None = None


@dataclass(frozen=True)
class PenLine:
    """The points of strokes, one after another, as shares of `unit`, the largest number.

    `points` is (2, n); `lengths` (n - 1) are those of the segments, 0 from one stroke to the next.
    `box` is left, top, right, bottom of the points as they came.
    """

    points: Points
    lengths: Points
    unit: float
    box: Box

    @classmethod
    def of(cls, strokes: Sequence[Points]) -> "PenLine":
        """Joins strokes (n, 2), at least one."""
        points = np.ascontiguousarray(np.concatenate(strokes).T)
        left, top = points.min(axis=1).tolist()
        right, bottom = points.max(axis=1).tolist()
        # Divide first: the difference of two huge numbers may not be finite.
        unit = max(-left, -top, right, bottom, _TINY)
        points = points / unit
        lengths = np.hypot(*(points[:, 1:] - points[:, :-1]))
        ends = np.cumsum([len(stroke) for stroke in strokes[:-1]], dtype=np.intp) - 1
        lengths[ends] = 0  # the pen is up
        return cls(points, lengths, unit, (left, top, right, bottom))

    def samples(self, scale: float, offset: Points) -> Points:
        """Returns points (m, 2) along the strokes in pixels, at most SAMPLE_SPACING apart."""
        return _sample(self.points * scale + offset[:, np.newaxis], self.lengths * scale).T


def to_network_input(images: Pixels) -> npt.NDArray[np.float32]:
    """Converts images uint8 (n, 28, 28) to float32 (n, 28, 28, 1) in [0, 1]."""
    return images.astype(np.float32)[..., np.newaxis] / np.float32(FULL_INK)


def digit_from_strokes(strokes: Strokes) -> DigitImage | None:
    """Draws strokes (lists of [x, y], y down, any unit) as the network sees them.

    Returns None where there is no point. Raises DrawingError where strokes are not lists of pairs
    of finite numbers.
    """
    arrays = parse_strokes(strokes)
    return digit_from_arrays(arrays) if arrays else None


def parse_strokes(strokes: Strokes) -> list[Points]:
    """Returns strokes as arrays (n, 2) of finite numbers, without those that have no point.

    Raises DrawingError where strokes are not lists of pairs of finite numbers.
    """
    return [points for points in map(_as_points, strokes) if len(points)]


def digit_from_arrays(strokes: Sequence[Points]) -> DigitImage:
    """Draws strokes (n, 2), at least one, as the network sees them."""
    line = PenLine.of(strokes)
    points, lengths, unit = line.points, line.lengths, line.unit
    total = float(lengths.sum())
    if total:
        centroid = (points[:, :-1] + points[:, 1:]) @ lengths / (2 * total)
    else:
        centroid = points.mean(axis=1)
    scale, offset = _fit(points.min(axis=1), points.max(axis=1), centroid)
    left, top, right, bottom = line.box
    return DigitImage(
        draw_pen(line.samples(scale, offset)),
        line.box,
        has_shape=left < right or top < bottom,
        frame=_frame(scale, offset, unit),
    )


def digit_from_shape(shape: Shape, quickly: bool = False) -> DigitImage:
    """Draws the pen path of a shape of ink as the network sees it.

    If `quickly`, its own pixels will do where its pen is as wide as MNIST's.
    """
    scan = _scan(shape)
    if quickly and scan is not None:
        return DigitImage(scan, shape.box, has_shape=True)
    path = pen_path(shape.mask)
    centroid = path.mean(axis=0)
    low, high = path.min(axis=0), path.max(axis=0)
    scale, offset = _fit(low, high, centroid)
    # The points are not evenly dense, so their centroid is corrected by the mass of what they draw.
    pixels = draw_pen(path * scale + offset)
    error = _mass_centre(pixels) - (centroid * scale + offset)
    scale, offset = _fit(low, high, centroid + error / max(scale, 1e-9))
    return DigitImage(
        draw_pen(path * scale + offset),
        shape.box,
        has_shape=len(path) > 1 and (shape.count == 1 or _has_stroke(shape.mask)),
        scan=scan,
    )


def _has_stroke(mask: Mask) -> bool:
    """Returns whether any of the largest components is more than a dot."""
    components = connected_components(mask)
    boxes = components.boxes
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    return any(
        len(pen_path(np.pad(components.mask([index], tuple(boxes[index].tolist())), 2))) > 1
        for index in np.argsort(-longer, kind="stable")[:LARGEST]
    )


def _scan(shape: Shape) -> Pixels | None:
    """Returns the shape's own pixels as MNIST was made, if its pen is as wide as MNIST's pens.

    Such a picture shows the network more than the pen's path does; others show it less.
    """
    rows, columns = np.flatnonzero(shape.mask.any(axis=1)), np.flatnonzero(shape.mask.any(axis=0))
    longer = 1 + max(rows[-1] - rows[0], columns[-1] - columns[0])
    if not MNIST_WIDTHS[0] <= stroke_width(shape.mask) / longer <= MNIST_WIDTHS[1]:
        return None
    levels = np.where(shape.levels >= SCAN_LEVEL, shape.levels, np.uint8(0))
    rows, columns = np.flatnonzero(levels.any(axis=1)), np.flatnonzero(levels.any(axis=0))
    crop = levels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = BOX_SIZE / max(crop.shape)
    size = [max(1, round(side * scale)) for side in crop.shape[::-1]]
    small = cv2.resize(crop, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    middle = np.array(
        [small.sum(axis=0) @ np.arange(size[0]), small.sum(axis=1) @ np.arange(size[1])]
    )
    shift = MASS_CENTRE - middle / small.sum()
    moved = cv2.warpAffine(small, np.column_stack([np.eye(2), shift]), (IMAGE_SIZE, IMAGE_SIZE))
    return np.rint(np.clip(moved, 0, FULL_INK)).astype(np.uint8)


_REACH = 2  # pixels around a point's own pixel that its mark can touch
_AROUND = np.arange(-_REACH, _REACH + 1)[:, np.newaxis]
_AT_ONCE = 1_024  # points whose marks fit into the processor's cache


def draw_pen(points: Points, width: int = IMAGE_SIZE) -> Pixels:
    """Draws round pen marks at points (n, 2) in pixels; (0, 0) is the centre of the first pixel.

    Returns uint8 (28, width): full ink within the pen, fading over its soft edge.
    """
    # The points come last in each array: NumPy is several times faster along a long axis.
    places = np.ascontiguousarray(points.T)
    closest = np.full((IMAGE_SIZE + 2 * _REACH, width + 2 * _REACH), np.inf)
    for first in range(0, len(points), _AT_ONCE):
        _stamp(places[:, first : first + _AT_ONCE], closest)
    distance = np.sqrt(closest[_REACH:-_REACH, _REACH:-_REACH])
    ink = np.minimum(np.maximum((PEN_WIDTH / 2 - distance) / PEN_SOFTNESS + 0.5, 0), 1)
    pixels: Pixels = np.rint(ink * FULL_INK).astype(np.uint8)
    return pixels


def _stamp(places: Points, closest: Points) -> None:
    """Lowers the squared distance of each pixel to its closest point, for points (2, n)."""
    nearest = np.rint(places)
    across, down = ((nearest - places)[:, np.newaxis] + _AROUND) ** 2
    squares = down[:, np.newaxis] + across
    columns, rows = nearest.astype(np.intp) + _REACH
    row = closest.shape[1]
    around = (_AROUND * row + _AROUND.T).reshape(-1, 1)
    np.minimum.at(closest.reshape(-1), (rows * row + columns + around).ravel(), squares.ravel())


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


def _fit(low: Points, high: Points, centroid: Points) -> tuple[float, Points]:
    """Returns the scale and offset that fit ink into 28 x 28 pixels as in MNIST.

    `low` and `high` are the least and the largest x and y of its points.
    """
    extent = float((high - low).max())
    magnitude = max(float(-low.min()), float(high.max()))
    pen = PEN_WIDTH + PEN_SOFTNESS
    scale = (BOX_SIZE - pen) / extent if extent > 1e-9 * magnitude else 0.0
    offset = MASS_CENTRE - centroid * scale
    # A digit with its mass far to one side would exceed the image; keep its ink inside.
    edge = pen / 2 - 0.5
    least, most = edge - low * scale, IMAGE_SIZE - 1 - edge - high * scale
    return scale, np.minimum(np.maximum(offset, least), most)


def _frame(scale: float, offset: Points, unit: float) -> Box | None:
    """Returns the outer edges of the 28 x 28 pixels in the drawing's units."""
    if not scale:
        return None
    with np.errstate(over="ignore"):  # a drawing may be as large as numbers go
        corners = np.array([-0.5 - offset, IMAGE_SIZE - 0.5 - offset]) / scale * unit
    left, top, right, bottom = (float(side) for side in corners.ravel())
    return (left, top, right, bottom) if np.isfinite(corners).all() else None


def _sample(points: Points, lengths: Points) -> Points:
    """Returns points (2, n) in pixels with others between them, at most SAMPLE_SPACING apart.

    `lengths` (n - 1) are those of the segments, 0 from one stroke to the next: there are none.
    """
    spacing = max(SAMPLE_SPACING, float(lengths.sum()) / MAX_SAMPLES)
    counts = np.maximum(1, np.ceil(lengths / spacing)).astype(np.intp)
    steps = np.repeat((points[:, 1:] - points[:, :-1]) / counts, counts, axis=1)
    samples: Points = np.concatenate([points[:, :1], steps], axis=1).cumsum(axis=1)
    return samples


def _mass_centre(pixels: Pixels) -> Points:
    """Returns the centre of mass, x and y, of uint8 (28, 28)."""
    ink = pixels / pixels.sum()
    middles = np.arange(IMAGE_SIZE)
    return np.array([ink.sum(axis=0) @ middles, ink.sum(axis=1) @ middles])
