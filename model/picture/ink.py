"""Finds the ink of an image: its connected components, and the shape of any of them.

The image may have any mode, size and colours. `model.picture.background` finds how much each pixel
differs from the paper, `model.picture.pen_path` how the pen moved, and `model.segmentation` which
components belong to one digit.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageOps

from model.picture.background import foreground_contrast
from model.picture.components import Components, Mask, connected_components
from model.picture.pen_path import stroke_width
from model.picture.ruled_lines import remove_ruled_lines

Boxes = npt.NDArray[np.float64]

SHAPE_SIZE = 128  # pixels of a shape's longer side: more than six for one pixel of MNIST
MAX_SIDE = 1_024  # pixels; a larger image is reduced to this first
INK_LEVEL = 0.4  # threshold, as a share of the strongest contrast
THIN_LEVEL = 0.2  # threshold where a line may be thinner than a pixel of a reduced image

NEAR = 1 / 256  # of the ink's longer side: components this close are one line with a gap
MIN_SIZE = 0.08  # of the largest component's longer side; smaller ones are specks
MIN_SIZE_IN_PHOTO = 0.03  # of the photo's longer side; beside ink so large, border ink is dropped
MAX_COMPONENTS = 64  # far more than eight digits have
SOFT_EDGE = 2  # pixels by which a component's fading edge exceeds its own pixels


@dataclass(frozen=True)
class Ink:
    """The ink of an image.

    `boxes` (n, 4) are left, top, right and bottom of each component in pixels of the image.
    `contrast` is the image reduced by the factor `reduction`, as L: how much each pixel differs
    from the background. `indices` are those of the n components in `components`.
    """

    boxes: Boxes
    contrast: Image.Image
    reduction: float
    components: Components
    indices: npt.NDArray[np.intp]

    def box(self, chosen: Collection[int]) -> tuple[float, float, float, float]:
        """Returns the box around chosen components, which are indices into `boxes`."""
        boxes = self.boxes[list(chosen)]
        left, top = boxes[:, :2].min(axis=0)
        right, bottom = boxes[:, 2:].max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def shape(self, chosen: Collection[int]) -> Mask:
        """Returns the shape of chosen components alone, which are indices into `boxes`.

        Bool (n, n): the longer side has about SHAPE_SIZE pixels, with background all around.
        """
        indices = self.indices[list(chosen)]
        boxes = self.components.boxes[indices]
        left, top = (int(side) for side in boxes[:, :2].min(axis=0))
        right, bottom = (int(side) for side in boxes[:, 2:].max(axis=0))
        longer = max(right - left, bottom - top)
        unit = longer / SHAPE_SIZE
        margin = int(np.ceil(unit))
        side = longer + 2 * margin
        left -= (side - (right - left)) // 2
        top -= (side - (bottom - top)) // 2
        square = self._contrast_of(indices, (left, top, left + side, top + side))
        size = round(side / unit)
        resampling = Image.Resampling.BOX if unit > 1 else Image.Resampling.BICUBIC
        resized = np.asarray(square.resize((size, size), resampling))
        pixels = np.asarray(square)
        ink_level = INK_LEVEL * 255
        if pixels.max() < ink_level:  # much fainter than the other ink
            ink_level = THIN_LEVEL * 255
        # A line thinner than a pixel of the reduced image fills only a part of it.
        width = stroke_width(pixels >= ink_level)
        level = min(ink_level * min(1.0, width / unit), float(resized.max()))
        # With a level so low, the soft edges in the margin may count as ink: pad once more.
        return np.pad(resized >= level, 1)

    def _contrast_of(
        self, indices: npt.NDArray[np.intp], box: tuple[int, int, int, int]
    ) -> Image.Image:
        """Returns the contrast of these components within a box; beyond the image it is 0."""
        square = self.contrast.crop(box)
        if len(indices) == len(self.components.boxes):
            return square
        own = self.components.mask(indices, box, SOFT_EDGE)
        others = np.setdiff1d(np.arange(len(self.components.boxes)), indices)
        own &= ~self.components.mask(others, box)
        return ImageChops.multiply(square, Image.fromarray(own).convert("L"))


def find_ink(image: Image.Image) -> Ink | None:
    """Returns the ink of an image, upright as its EXIF says; None if it has only one colour."""
    if 0 in image.size:
        return None
    upright = ImageOps.exif_transpose(image)
    reduction = max(1.0, max(upright.size) / MAX_SIDE)
    foreground = foreground_contrast(upright, reduction)
    contrast = remove_ruled_lines(foreground.image, INK_LEVEL)
    box = contrast.point([255 * (value >= INK_LEVEL * 255) for value in range(256)]).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    reach = max(1, round(NEAR * max(right - left, bottom - top)))
    level = THIN_LEVEL if reduction > 1 and not foreground.is_photo else INK_LEVEL
    components = connected_components(np.asarray(contrast) >= level * 255, reach)
    boxes = components.boxes
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    if foreground.is_photo:
        within = (boxes[:, :2] > 0).all(axis=1) & (boxes[:, 2:] < contrast.size).all(axis=1)
        if longer[within].max(initial=0) >= MIN_SIZE_IN_PHOTO * max(contrast.size):
            longer[~within] = 0
    largest = np.argsort(-longer, kind="stable")[:MAX_COMPONENTS]
    indices = largest[longer[largest] >= MIN_SIZE * longer.max()]
    return Ink(boxes[indices] * reduction, contrast, reduction, components, indices)
