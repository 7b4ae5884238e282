"""Finds the ink of an image: its connected components, and the shape of any of them.

The image may have any mode, size and colours. `model.picture.background` finds how much each pixel
differs from the paper, `model.picture.pen_path` how the pen moved, and `model.segmentation` which
components belong to one digit.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

from model.picture.background import SMALL, foreground_contrast, is_pattern
from model.picture.blocks import without_blocks
from model.picture.components import Components, Mask, connected_components, dilate
from model.picture.pen_path import stroke_width
from model.picture.rule_removal import Unruled, remove_rules
from model.picture.rules import Box

Boxes = npt.NDArray[np.float64]

SHAPE_SIZE = 128  # pixels of a shape's longer side: more than six for one pixel of MNIST
MAX_SIDE = 1_024  # pixels; a larger image is reduced to this first
INK_LEVEL = 0.4  # threshold, as a share of the strongest contrast
THIN_LEVEL = 0.2  # threshold where a line may be thinner than a pixel of a reduced image

NEAR = 1 / 256  # of a digit's longer side: components this close are one line with a gap
SMALL_BESIDE = 0.5  # of the largest ink in a frame: the labels of a plot are smaller
MIN_SIZE = 0.08  # of the largest component's longer side; smaller ones are specks

# Ink at the border of the image is dropped if it is not like the ink inside, if that is so large.
MIN_SIZE_INSIDE = 0.03  # of the image's longer side
THICKER_THAN_INK = 2.5  # times the thickest component inside
SLIVER = 0.3  # of the longest component inside

MIN_PIXELS = 6  # of the largest component's longer side, in an image that is not small
MAX_COMPONENTS = 600  # more than 12 rows of 24 digits have
SOFT_EDGE = 2  # pixels by which a component's fading edge exceeds its own pixels


@dataclass(frozen=True)
class Shape:
    """The ink of one digit, or of what may be one, with background all around.

    `levels` uint8 (n, n) are the contrast, `mask` bool (n, n) where there is ink. `box` is left,
    top, right and bottom of the ink in pixels of the image. Pixel (0, 0) of the mask begins at
    `origin` in the image, and is `unit` wide there. `count` is the number of components.
    """

    levels: npt.NDArray[np.uint8]
    mask: Mask
    box: Box
    origin: tuple[float, float]
    unit: float
    count: int

    def reduced(self, factor: float) -> "Shape":
        """Returns the same with `factor` times fewer pixels on each side."""
        size = [max(1, round(side / factor)) for side in self.mask.shape[::-1]]
        levels = cv2.resize(self.levels, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(self.mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) >= 0.5
        if not mask.any():
            return self
        return replace(self, levels=np.pad(levels, 2), mask=np.pad(mask, 2))

    def part(self, mask: Mask) -> "Shape":
        """Returns the shape of a part of the ink, bool (n, n), which touches the rest."""
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        x, y = self.origin
        box = (
            x + self.unit * float(columns[0]),
            y + self.unit * float(rows[0]),
            x + self.unit * float(columns[-1] + 1),
            y + self.unit * float(rows[-1] + 1),
        )
        levels = np.where(mask | ~self.mask, self.levels, np.uint8(0))
        near = dilate(mask.astype(np.uint8), SOFT_EDGE).astype(bool)
        return replace(
            self, levels=np.where(near, levels, np.uint8(0)), mask=mask, box=box, count=1
        )


@dataclass(frozen=True)
class Ink:
    """All the ink of an image.

    `boxes` (n, 4) are left, top, right and bottom of each component in pixels of the image.
    `contrast` is the image reduced by the factor `reduction`, as L: how much each pixel differs
    from the background. `indices` are those of the n components in `components`. `unruled` says
    what was removed before; `is_complete` is False if there were more components than are kept.
    """

    boxes: Boxes
    contrast: Image.Image
    reduction: float
    components: Components
    indices: npt.NDArray[np.intp]
    unruled: Unruled
    is_complete: bool

    def box(self, chosen: Collection[int]) -> tuple[float, float, float, float]:
        """Returns the box around chosen components, which are indices into `boxes`."""
        boxes = self.boxes[list(chosen)]
        left, top = boxes[:, :2].min(axis=0)
        right, bottom = boxes[:, 2:].max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def shape(self, chosen: Collection[int], size: int = SHAPE_SIZE) -> Shape:
        """Returns the shape of chosen components alone, which are indices into `boxes`.

        Its longer side has about `size` pixels.
        """
        indices = self.indices[list(chosen)]
        boxes = self.components.boxes[indices]
        left, top = (int(side) for side in boxes[:, :2].min(axis=0))
        right, bottom = (int(side) for side in boxes[:, 2:].max(axis=0))
        longer = max(right - left, bottom - top)
        unit = longer / size
        margin = int(np.ceil(unit))
        side = longer + 2 * margin
        left -= (side - (right - left)) // 2
        top -= (side - (bottom - top)) // 2
        square = self._contrast_of(indices, (left, top, left + side, top + side))
        resized_side = round(side / unit)
        resampling = Image.Resampling.BOX if unit > 1 else Image.Resampling.BICUBIC
        resized = np.asarray(square.resize((resized_side, resized_side), resampling))
        pixels = np.asarray(square)
        ink_level = INK_LEVEL * 255
        if pixels.max() < ink_level:  # much fainter than the other ink
            ink_level = THIN_LEVEL * 255
        # A line thinner than a pixel of the reduced image fills only a part of it.
        width = stroke_width(pixels >= ink_level)
        level = min(ink_level * min(1.0, width / unit), float(resized.max()))
        # With a level so low, the soft edges in the margin may count as ink: pad once more.
        levels = np.pad(resized, 1)
        scale = side / resized_side * self.reduction
        origin = (left * self.reduction - scale, top * self.reduction - scale)
        return Shape(levels, levels >= level, self.box(chosen), origin, scale, len(indices))

    def _contrast_of(
        self, indices: npt.NDArray[np.intp], box: tuple[int, int, int, int]
    ) -> Image.Image:
        """Returns the contrast of these components within a box; beyond the image it is 0."""
        square = self.contrast.crop(box)
        if len(indices) == len(self.components.boxes):
            return square
        own = self.components.mask(indices, box, SOFT_EDGE)
        exactly = self.components.mask(indices, box)
        own &= exactly | ~self.components.mask(slice(-1), box)
        return ImageChops.multiply(square, Image.fromarray(own).convert("L"))


def ink_hypotheses(image: Image.Image) -> list[Ink]:
    """Returns what the ink of an image may be, the likeliest first; nothing if it has one colour.

    There are several if a line may be a rule of the paper or a stroke of a digit.
    """
    first, *others = _inks(image) or [None]
    return [first, *filter(None, others)] if first else []


def all_ink(image: Image.Image) -> Ink | None:
    """Returns the ink of an image with all its lines; None if it has one colour."""
    inks = _inks(image)
    return inks[-1] if inks else None


def _inks(image: Image.Image) -> list[Ink | None]:
    """Returns the ink without rules, if there are any, and then with them."""
    if 0 in image.size:
        return []
    small, block = without_blocks(image)
    reduction = max(1.0, max(small.size) / MAX_SIDE)
    foreground = foreground_contrast(small, reduction)
    level = THIN_LEVEL if reduction > 1 and not foreground.is_photo else INK_LEVEL
    unruled = remove_rules(foreground.image, INK_LEVEL)
    return [_find_components(each, block * reduction, level) for each in unruled]


def _find_components(unruled: Unruled, reduction: float, level: float) -> Ink | None:
    contrast = unruled.contrast
    pixels = np.asarray(contrast)
    if not (pixels >= INK_LEVEL * 255).any() or is_pattern(pixels >= INK_LEVEL * 255):
        return None
    ink = pixels >= level * 255
    components = connected_components(ink)
    sides = components.boxes[:, 2:] - components.boxes[:, :2]
    longer = sides.max(axis=1)
    reach = round(NEAR * float(np.median(longer[longer >= longer.max() / 4])))
    if reach > 1:
        components = connected_components(ink, reach)
    boxes = components.boxes
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    longer[_is_scenery(components, ink)] = 0
    longer[_is_beside(boxes, unruled.frame)] = 0
    if ink.size > SMALL and longer.max(initial=0) < MIN_PIXELS:
        return None
    largest = np.argsort(-longer, kind="stable")[:MAX_COMPONENTS]
    indices = largest[longer[largest] >= MIN_SIZE * longer.max()]
    is_complete = bool(np.count_nonzero(longer >= MIN_SIZE * longer.max()) <= MAX_COMPONENTS)
    return Ink(
        boxes[indices] * reduction, contrast, reduction, components, indices, unruled, is_complete
    )


def _is_scenery(components: Components, ink: Mask) -> npt.NDArray[np.bool_]:
    """Returns which components at the border of an image (n,) are not like the ink inside it.

    They are the edge of a table or a shadow, far thicker than the ink inside, or the end of
    something beyond the border, thin along it.
    """
    boxes, (height, width) = components.boxes, ink.shape
    sides = boxes[:, 2:] - boxes[:, :2]
    at_side = (boxes[:, 0] <= 0) | (boxes[:, 2] >= width)
    at_top = (boxes[:, 1] <= 0) | (boxes[:, 3] >= height)
    inside = ~at_side & ~at_top
    longest = float(sides[inside].max(initial=0))
    scenery = np.zeros(len(boxes), dtype=bool)
    if inside.all() or longest < MIN_SIZE_INSIDE * max(width, height):
        return scenery
    depth = np.zeros(len(boxes) + 1)
    distance = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_3)
    np.maximum.at(depth, components.labels.ravel(), distance.ravel())
    depth = depth[:-1]  # the last is the background
    thick = depth > THICKER_THAN_INK * depth[inside].max(initial=0)
    thin = (at_side & (sides[:, 0] < SLIVER * longest)) | (
        at_top & (sides[:, 1] < SLIVER * longest)
    )
    scenery[~inside & (thick | thin)] = True
    return scenery


def _is_beside(boxes: npt.NDArray[np.intp], frame: Box | None) -> npt.NDArray[np.bool_]:
    """Returns which components (n,) are far smaller than those in a frame, and outside it."""
    if frame is None:
        return np.zeros(len(boxes), dtype=bool)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    within = ((middles > frame[:2]) & (middles < frame[2:])).all(axis=1)
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    small = longer < SMALL_BESIDE * longer[within].max(initial=0)
    beside: npt.NDArray[np.bool_] = ~within & small
    return beside
