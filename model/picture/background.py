"""Separates ink from its background: how much each pixel of an image differs from the paper.

The background of a drawn image has one colour, that of its border. In a photo, light and shadow
fall on the paper, so its colour is estimated around each place, and the contrast of ink is how much
less or more of the light it reflects. `model.picture.ink` decides which pixels are ink, and
`model.picture.ruled_lines` removes printed lines.
"""

import functools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter

from model.picture.open import to_8_bits

Levels = npt.NDArray[np.float32]

MIN_CONTRAST = 24  # of 255; anything fainter is background

# An image is a photo if it has flat areas (without a line) that differ from the border: those are
# paper in another light. Flat areas of the ink's contrast and of exactly one colour do not count,
# since a broad brush leaves them.
OVERVIEW_SIDE = 384  # pixels of the longer side, at which areas are compared
AREA_SIDE = 8  # pixels of the overview
FLAT_DEVIATION = 10  # of 255, standard deviation of an area without a line
OTHER_LIGHT = 12  # of 255: least difference from the border
INK_CONTRAST = 0.8  # share of the strongest contrast
ONE_COLOUR_DEVIATION = 0.5  # of 255, standard deviation; no photo is without noise
UNEVEN_SHARE = 0.05  # of all flat areas

# The background of a photo. Its first estimate is the median of a window.
WINDOW = 1 / 3  # of the longer side
COARSE_SIDE = 48  # pixels of the longer side, for that estimate
# It is then refined with local means of what is not ink.
FINE_SIDE = 256  # pixels of the longer side
MEAN_RADII = (1 / 24, 1 / 48, 1 / 96)  # of the longer side, one after the other
NOT_INK = 0.4  # share of the strongest contrast
PRIOR_WEIGHT = 0.02  # of the previous estimate, for places where there is only ink
BLACK_LEVEL = 12  # of 255: what a sensor makes of no light
NOISE_DEVIATION = 0.8  # pixels, standard deviation of the blur against noise


@dataclass(frozen=True)
class ForegroundContrast:
    """How much each pixel differs from the background, as an image of mode L.

    255 is the strongest contrast; all pixels are 0 if there is none. `is_photo` is True where the
    background has more than one colour.
    """

    image: Image.Image
    is_photo: bool


def foreground_contrast(image: Image.Image, reduction: float = 1.0) -> ForegroundContrast:
    """Returns how much each pixel of an image differs from its background.

    The image may have any mode. It is first made smaller by the factor `reduction`, at least 1.
    """
    colours = _as_colours(image)
    if reduction > 1:
        width, height = (max(1, round(side / reduction)) for side in colours.size)
        colours = colours.resize((width, height), Image.Resampling.BOX)
    difference = _difference_from_border(colours)
    strongest = int(np.asarray(difference).max())
    if strongest < MIN_CONTRAST:
        return ForegroundContrast(Image.new("L", difference.size), is_photo=False)
    if colours.mode in {"L", "RGB"} and _is_unevenly_lit(difference, strongest):
        return ForegroundContrast(_contrast_in_photo(colours), is_photo=True)
    stretched = [min(255, round(value * 255 / strongest)) for value in range(256)]
    return ForegroundContrast(difference.point(stretched), is_photo=False)


def _as_colours(image: Image.Image) -> Image.Image:
    """Converts any mode to L or RGB, or to RGBa if the image may be transparent.

    In RGBa, colours are multiplied by their opacity, so that all transparent pixels are equal.
    """
    if image.mode == "RGBa":
        return image
    colours = to_8_bits(image)
    return colours.convert("RGBa") if colours.mode == "RGBA" else colours


def _difference_from_border(colours: Image.Image) -> Image.Image:
    """Returns how much each pixel differs from the median of the border, as L.

    Opacity counts as a fourth colour, so that ink on a transparent image shows in any colour.
    """
    width, height = colours.size
    edges = [(0, 0, width, 1), (0, height - 1, width, height)]
    edges += [(0, 0, 1, height), (width - 1, 0, width, height)]
    bands = len(colours.getbands())
    border = np.concatenate([np.asarray(colours.crop(e)).reshape(-1, bands) for e in edges])
    background = tuple(int(value) for value in np.median(border, axis=0))
    uniform = Image.new(colours.mode, colours.size, background)
    return functools.reduce(ImageChops.lighter, ImageChops.difference(colours, uniform).split())


def _is_unevenly_lit(difference: Image.Image, strongest: int) -> bool:
    """Returns whether a good part of the image is paper that differs from the border."""
    pixels = np.asarray(_fit(difference, OVERVIEW_SIDE), dtype=np.float32)
    rows, columns = (side // AREA_SIDE for side in pixels.shape)
    if not rows or not columns:
        return False
    areas = pixels[: rows * AREA_SIDE, : columns * AREA_SIDE]
    areas = areas.reshape(rows, AREA_SIDE, columns, AREA_SIDE)
    mean, deviation = areas.mean(axis=(1, 3)), areas.std(axis=(1, 3))
    flat = deviation < FLAT_DEVIATION
    ink = (mean > INK_CONTRAST * strongest) & (deviation < ONE_COLOUR_DEVIATION)
    other_light = flat & (mean > OTHER_LIGHT) & ~ink
    return bool(np.count_nonzero(other_light) > UNEVEN_SHARE * np.count_nonzero(flat))


def _contrast_in_photo(colours: Image.Image) -> Image.Image:
    """Returns how much less or more light each pixel reflects than the paper around it, as L."""
    coarse, fine = _fit(colours, COARSE_SIDE), _fit(colours, FINE_SIDE)
    window = 1 + 2 * round(WINDOW * max(coarse.size) / 2)
    background = _levels(coarse.filter(ImageFilter.MedianFilter(window)), fine.size)
    levels = _levels(fine, fine.size)
    for share in MEAN_RADII:
        contrast = _contrast(levels, background)
        paper = (contrast < NOT_INK * contrast.max()).astype(np.float32)[..., np.newaxis]
        radius = max(1, round(share * FINE_SIDE))
        total = _local_mean(levels * paper, radius) + PRIOR_WEIGHT * background
        background = total / (_local_mean(paper, radius) + PRIOR_WEIGHT)
    smooth = colours.filter(ImageFilter.GaussianBlur(NOISE_DEVIATION))
    bands = [Image.fromarray(band.astype(np.uint8)) for band in np.moveaxis(background, -1, 0)]
    around = Image.merge(colours.mode, bands)
    contrast = _contrast(_levels(smooth, smooth.size), _levels(around, smooth.size))
    strongest = float(contrast.max())
    if strongest * 255 < MIN_CONTRAST:
        return Image.new("L", colours.size)
    return Image.fromarray((contrast * (255 / strongest)).astype(np.uint8))


def _fit(image: Image.Image, longer_side: int) -> Image.Image:
    """Makes an image smaller, if it is larger, so that its longer side has that many pixels."""
    scale = max(1.0, max(image.size) / longer_side)
    width, height = (max(1, round(side / scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _levels(colours: Image.Image, size: tuple[int, int]) -> Levels:
    """Returns float32 (h, w, bands) of an image that is resized to `size`."""
    resized = np.asarray(colours.resize(size, Image.Resampling.BILINEAR), dtype=np.float32)
    return resized.reshape(*resized.shape[:2], -1)


def _contrast(levels: Levels, background: Levels) -> Levels:
    """Returns (h, w): how much lighter or darker pixels (h, w, bands) are than the background.

    As a share of the background's light, so that ink has the same contrast in shadow.
    """
    contrast: Levels = (np.abs(levels - background) / (background + BLACK_LEVEL)).max(axis=-1)
    return contrast


def _local_mean(values: Levels, radius: int) -> Levels:
    """Returns the mean of (h, w, bands) in a square around each pixel; border pixels repeat."""
    side = 2 * radius + 1
    mean = cv2.blur(values, (side, side), borderType=cv2.BORDER_REPLICATE)
    return mean.reshape(values.shape).astype(np.float32, copy=False)
