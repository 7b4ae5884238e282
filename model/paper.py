"""Tell ink from paper: how much each pixel of a picture differs from the paper it is on.

The paper of a drawn picture is of one colour, that along its border. In a photo light and shadow
fall on it, so that there it is taken anew from around each place, and ink is what reflects more or
less of the light than paper does. Which of the pixels are ink, and what is drawn with it, is for
`model.ink` to find; the lines of ruled paper take out `model.ruling`.
"""

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter

from model.picture import in_8_bits

Levels = npt.NDArray[np.float32]

LEAST_CONTRAST = 24  # of 255; fainter than this is paper, not ink

# A photo is told by areas that have no line in them and are not as the paper along the border:
# those are paper in another light, unless they are of the ink's contrast and all of one colour, as
# a broad brush leaves them.
OVERVIEW = 384  # the longer side of the picture that these are looked for in
AREA = 8  # pixels of it
EVEN = 10  # of 255, standard deviation: an area without a line
OTHER_LIGHT = 12  # of 255 from the paper, at least
INK_CONTRAST = 0.8  # of the strongest ink
ONE_COLOUR = 0.5  # of 255, standard deviation: no photo is without noise
UNEVEN = 0.05  # of all areas without a line

# How the paper of a photo is found, in parts of its longer side.
WINDOW = 1 / 3  # the commonest colour in a window so wide is that of paper
COARSE = 48  # pixels that this is done at, for the longer side
FINE = 256  # and those at which it is then adapted to what is near, without the ink
NEAR = (1 / 24, 1 / 48, 1 / 96)
NOT_INK = 0.4  # of the strongest ink
FROM_BEFORE = 0.02  # the weight of the estimate before, for places where there is nothing but ink
DARKNESS = 12  # of 255: what a sensor makes of no light at all
NOISE = 0.8  # pixels that noise is averaged over, standard deviation


@dataclass(frozen=True)
class Strength:
    """How much each pixel of a picture differs from the paper, as L: 255 where most; 0 if nowhere.

    `is_photo` where the paper is not of one colour.
    """

    pixels: Image.Image
    is_photo: bool


def strength_of(picture: Image.Image, reduction: float = 1.0) -> Strength:
    """How much each pixel of a picture differs from the paper.

    The picture may be of any mode; it is made smaller by the factor `reduction`, at least 1.
    """
    colours = _colours(picture)
    if reduction > 1:
        width, height = (max(1, round(side / reduction)) for side in colours.size)
        colours = colours.resize((width, height), Image.Resampling.BOX)
    difference = _difference(colours)
    contrast = int(np.asarray(difference).max())
    if contrast < LEAST_CONTRAST:
        return Strength(Image.new("L", difference.size), is_photo=False)
    if colours.mode in {"L", "RGB"} and _is_unevenly_lit(difference, contrast):
        return Strength(_strength_in_a_photo(colours), is_photo=True)
    stretched = [min(255, round(value * 255 / contrast)) for value in range(256)]
    return Strength(difference.point(stretched), is_photo=False)


def _colours(picture: Image.Image) -> Image.Image:
    """Any mode as L or RGB, or as RGBa where a picture may be transparent; 8 bits a channel.

    In RGBa colours are multiplied by their opacity, so that all that is transparent is alike.
    """
    if picture.mode == "RGBa":
        return picture
    colours = in_8_bits(picture)
    return colours.convert("RGBa") if colours.mode == "RGBA" else colours


def _difference(colours: Image.Image) -> Image.Image:
    """How much each pixel differs from the paper's one colour, as L.

    That is the median along the border. Opacity counts as a fourth colour, so that ink on a
    transparent picture shows whatever its colour.
    """
    width, height = colours.size
    edges = [(0, 0, width, 1), (0, height - 1, width, height)]
    edges += [(0, 0, 1, height), (width - 1, 0, width, height)]
    bands = len(colours.getbands())
    border = np.concatenate([np.asarray(colours.crop(e)).reshape(-1, bands) for e in edges])
    paper = tuple(int(value) for value in np.median(border, axis=0))
    difference = ImageChops.difference(colours, Image.new(colours.mode, colours.size, paper))
    return functools.reduce(ImageChops.lighter, difference.split())


def _is_unevenly_lit(difference: Image.Image, contrast: int) -> bool:
    """Whether a good part of the picture is paper, but not of the colour along the border."""
    pixels = np.asarray(_fitted(difference, OVERVIEW), dtype=np.float32)
    rows, columns = (side // AREA for side in pixels.shape)
    if not rows or not columns:
        return False
    areas = pixels[: rows * AREA, : columns * AREA].reshape(rows, AREA, columns, AREA)
    mean, deviation = areas.mean(axis=(1, 3)), areas.std(axis=(1, 3))
    even = deviation < EVEN
    drawn = (mean > INK_CONTRAST * contrast) & (deviation < ONE_COLOUR)
    other_light = even & (mean > OTHER_LIGHT) & ~drawn
    return bool(np.count_nonzero(other_light) > UNEVEN * np.count_nonzero(even))


def _strength_in_a_photo(colours: Image.Image) -> Image.Image:
    """How much less or more light each pixel reflects than the paper about it, as L."""
    coarse, fine = _fitted(colours, COARSE), _fitted(colours, FINE)
    window = 1 + 2 * round(WINDOW * max(coarse.size) / 2)
    paper = _levels(coarse.filter(ImageFilter.MedianFilter(window)), fine.size)
    seen = _levels(fine, fine.size)
    for part in NEAR:
        strength = _contrast(seen, paper)
        blank = (strength < NOT_INK * strength.max()).astype(np.float32)[np.newaxis]
        radius = max(1, round(part * FINE))
        paper = (_mean_around(seen * blank, radius) + FROM_BEFORE * paper) / (
            _mean_around(blank, radius) + FROM_BEFORE
        )
    around = Image.merge(colours.mode, [Image.fromarray(b.astype(np.uint8)) for b in paper])
    smooth = colours.filter(ImageFilter.GaussianBlur(NOISE))
    strength = _contrast(_levels(smooth, smooth.size), _levels(around, smooth.size))
    strongest = float(strength.max())
    if strongest * 255 < LEAST_CONTRAST:
        return Image.new("L", colours.size)
    return Image.fromarray((strength * (255 / strongest)).astype(np.uint8))


def _fitted(picture: Image.Image, longer_side: int) -> Image.Image:
    """The picture made smaller, if need be, to that many pixels for its longer side."""
    scale = max(1.0, max(picture.size) / longer_side)
    width, height = (max(1, round(side / scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BOX)


def _levels(colours: Image.Image, size: tuple[int, int]) -> Levels:
    """Float32 (bands, h, w) of a picture, brought to that size."""
    bands = colours.resize(size, Image.Resampling.BILINEAR).split()
    return np.stack([np.asarray(band, dtype=np.float32) for band in bands])


def _contrast(seen: Levels, paper: Levels) -> Levels:
    """How much more or less light each pixel (bands, h, w) has than the paper, (h, w).

    In parts of the paper's light, so that it is the same in shadow.
    """
    contrast: Levels = (np.abs(seen - paper) / (paper + DARKNESS)).max(axis=0)
    return contrast


def _mean_around(values: Levels, radius: int) -> Levels:
    """The mean of (bands, h, w) in squares about each pixel, those at the border repeated."""
    for axis in (1, 2):
        around = [(0, 0)] * 3
        around[axis] = (radius + 1, radius)
        total = np.pad(values, around, mode="edge").cumsum(axis=axis, dtype=np.float64)
        first, last = (
            np.take(total, np.arange(values.shape[axis]) + start, axis)
            for start in (0, 2 * radius + 1)
        )
        values = ((last - first) / (2 * radius + 1)).astype(np.float32)
    return values
