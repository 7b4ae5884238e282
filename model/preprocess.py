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
    points = np.concatenate(strokes)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    # Divide first: the difference of two huge numbers may not be finite.
    unit = max(float(np.abs(points).max()), np.finfo(float).tiny)
    strokes, scaled = [stroke / unit for stroke in strokes], points / unit
    starts = np.concatenate([stroke[:-1] for stroke in strokes])
    ends = np.concatenate([stroke[1:] for stroke in strokes])
    lengths = np.hypot(*(ends - starts).T)
    if lengths.any():
        centroid = np.average((starts + ends) / 2, axis=0, weights=lengths)
    else:
        centroid = scaled.mean(axis=0)
    scale, offset = _fit(scaled, centroid)
    pen_downs = np.array([stroke[0] for stroke in strokes])
    samples = np.concatenate([pen_downs, _sample(starts, ends, lengths, scale)])
    return DigitImage(
        draw_pen(samples * scale + offset),
        (float(left), float(top), float(right), float(bottom)),
        has_shape=bool(left < right or top < bottom),
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
    scale, offset = _fit(path, centroid)
    # The points are not evenly dense, so their centroid is corrected by the mass of what they draw.
    pixels = draw_pen(path * scale + offset)
    error = _mass_centre(pixels) - (centroid * scale + offset)
    scale, offset = _fit(path, centroid + error / max(scale, 1e-9))
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
_AROUND = np.arange(-_REACH, _REACH + 1)
_STAMP_X, _STAMP_Y = (grid.ravel() for grid in np.meshgrid(_AROUND, _AROUND))


def draw_pen(points: Points) -> Pixels:
    """Draws round pen marks at points (n, 2) in pixels; (0, 0) is the centre of the first pixel.

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
    """Returns the scale and offset that fit points (n, 2) into 28 x 28 pixels as in MNIST."""
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    magnitude = float(np.abs(points).max())
    pen = PEN_WIDTH + PEN_SOFTNESS
    scale = (BOX_SIZE - pen) / extent if extent > 1e-9 * magnitude else 0.0
    offset = MASS_CENTRE - centroid * scale
    # A digit with its mass far to one side would exceed the image; keep its ink inside.
    edge = pen / 2 - 0.5
    return scale, np.clip(offset, edge - low * scale, IMAGE_SIZE - 1 - edge - high * scale)


def _frame(scale: float, offset: Points, unit: float) -> Box | None:
    """Returns the outer edges of the 28 x 28 pixels in the drawing's units."""
    if not scale:
        return None
    with np.errstate(over="ignore"):  # a drawing may be as large as numbers go
        corners = np.array([-0.5 - offset, IMAGE_SIZE - 0.5 - offset]) / scale * unit
    left, top, right, bottom = (float(side) for side in corners.ravel())
    return (left, top, right, bottom) if np.isfinite(corners).all() else None


def _sample(starts: Points, ends: Points, lengths: Points, scale: float) -> Points:
    """Returns points along segments, at most SAMPLE_SPACING pixels apart, with each end."""
    spacing = max(SAMPLE_SPACING, float(lengths.sum()) * scale / MAX_SAMPLES)
    counts = np.maximum(1, np.ceil(lengths * scale / spacing)).astype(np.intp)
    segment = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    fraction = (step / counts[segment])[:, np.newaxis]
    along: Points = starts[segment] + (ends - starts)[segment] * fraction
    return along


def _mass_centre(pixels: Pixels) -> Points:
    """Returns the centre of mass, x and y, of uint8 (28, 28)."""
    ink = pixels / pixels.sum()
    middles = np.arange(IMAGE_SIZE)
    return np.array([ink.sum(axis=0) @ middles, ink.sum(axis=1) @ middles])
