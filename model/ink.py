"""Find the ink of a picture of any mode, size and colours: its parts, and the shape of any of them.

How much each pixel differs from the paper is found by `model.paper`, what the ink was drawn with
by `model.outline`, and which parts are one digit by `model.segments`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageOps

from model.outline import line_width
from model.paper import strength_of
from model.parts import Parts, connected_parts
from model.ruling import without_rules

Boxes = npt.NDArray[np.float64]
Shape = npt.NDArray[np.bool_]

SHAPE_SIZE = 128  # a shape's longer side: more than six pixels to one of MNIST's
LARGEST_SIDE = 1_024  # a larger picture is reduced to this first
INK_LEVEL = 0.4  # of the strongest ink; from here on a pixel counts as ink
THIN_LEVEL = 0.2  # where a drawn line may be thinner than a pixel of the picture made smaller

# Of the longer side of all ink: parts so near to each other are one line that has grown too thin.
NEAR = 1 / 256
A_SPECK = 0.08  # of the largest part's longer side: smaller ones are no part of a digit
IN_A_PHOTO = 0.03  # of its longer side: beside ink as large, what hangs on the border is none
MOST_PARTS = 64  # far more than eight digits are made of
SOFT_EDGE = 2  # pixels: as far beyond its pixels reaches a part's fading edge


@dataclass(frozen=True)
class Ink:
    """The ink of a picture, in connected parts.

    `boxes` (n, 4) are left, top, right, bottom of each part in the picture's pixels. `strength`
    is the picture, reduced by the factor `reduction`, as L: how much each pixel differs from the
    paper; `numbers` are those that the n parts have in `parts`.
    """

    boxes: Boxes
    strength: Image.Image
    reduction: float
    parts: Parts
    numbers: npt.NDArray[np.intp]

    def box(self, chosen: Collection[int]) -> tuple[float, float, float, float]:
        """The box around parts, by their places in `boxes`."""
        boxes = self.boxes[list(chosen)]
        left, top = boxes[:, :2].min(axis=0)
        right, bottom = boxes[:, 2:].max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def shape(self, chosen: Collection[int]) -> Shape:
        """The shape of parts, by their places in `boxes`, without the others.

        Bool (n, n), about SHAPE_SIZE pixels for its longer side, and paper all around it.
        """
        numbers = self.numbers[list(chosen)]
        boxes = self.parts.boxes[numbers]
        left, top = (int(side) for side in boxes[:, :2].min(axis=0))
        right, bottom = (int(side) for side in boxes[:, 2:].max(axis=0))
        longer = max(right - left, bottom - top)
        unit = longer / SHAPE_SIZE
        margin = int(np.ceil(unit))
        side = longer + 2 * margin
        left -= (side - (right - left)) // 2
        top -= (side - (bottom - top)) // 2
        square = self._alone(numbers, (left, top, left + side, top + side))
        size = round(side / unit)
        resampling = Image.Resampling.BOX if unit > 1 else Image.Resampling.BICUBIC
        resized = np.asarray(square.resize((size, size), resampling))
        pixels = np.asarray(square)
        ink_level = INK_LEVEL * 255
        if pixels.max() < ink_level:  # much fainter than the other ink
            ink_level = THIN_LEVEL * 255
        # A line thinner than a pixel of the reduced picture fills only part of it.
        width = line_width(pixels >= ink_level)
        level = min(ink_level * min(1.0, width / unit), float(resized.max()))
        # Such a level may make ink of the soft edges in the margin.
        return np.pad(resized >= level, 1)

    def _alone(self, numbers: npt.NDArray[np.intp], box: tuple[int, int, int, int]) -> Image.Image:
        """The strength of these parts within a box; beyond the picture it is 0."""
        square = self.strength.crop(box)
        if len(numbers) == len(self.parts.boxes):
            return square
        own = self.parts.mask(numbers, box, SOFT_EDGE)
        others = np.setdiff1d(np.arange(len(self.parts.boxes)), numbers)
        own &= ~self.parts.mask(others, box)
        return ImageChops.multiply(square, Image.fromarray(own).convert("L"))


def find_ink(picture: Image.Image) -> Ink | None:
    """The ink of a picture, turned as its EXIF says; None where it is all of one colour."""
    if 0 in picture.size:
        return None
    upright = ImageOps.exif_transpose(picture)
    reduction = max(1.0, max(upright.size) / LARGEST_SIDE)
    seen = strength_of(upright, reduction)
    strength = without_rules(seen.pixels, INK_LEVEL)
    box = strength.point([255 * (value >= INK_LEVEL * 255) for value in range(256)]).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    reach = max(1, round(NEAR * max(right - left, bottom - top)))
    level = THIN_LEVEL if reduction > 1 and not seen.is_photo else INK_LEVEL
    parts = connected_parts(np.asarray(strength) >= level * 255, reach)
    longer = (parts.boxes[:, 2:] - parts.boxes[:, :2]).max(axis=1)
    if seen.is_photo:
        within = (parts.boxes[:, :2] > 0).all(axis=1) & (parts.boxes[:, 2:] < strength.size).all(1)
        if longer[within].max(initial=0) >= IN_A_PHOTO * max(strength.size):
            longer[~within] = 0
    largest = np.argsort(-longer, kind="stable")[:MOST_PARTS]
    numbers = largest[longer[largest] >= A_SPECK * longer.max()]
    return Ink(parts.boxes[numbers] * reduction, strength, reduction, parts, numbers)
