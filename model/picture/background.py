"""Separates ink from its background: how much each pixel of an image differs from the paper.

The background of a drawn image has one colour, that of its border. In a photo, light and shadow
fall on the paper. Mostly they change so slowly that a smooth surface describes the paper, whatever
a broad pen covers; where a shadow has an edge, the paper's colour is estimated around each place.
The contrast of ink is how much less or more of the light it reflects. `model.picture.ink` decides
which pixels are ink, and `model.picture.rule_removal` removes printed lines.
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

# An image that is not small shows a pattern if so much of its border is ink, in so many runs.
BORDER_SHARE = 0.3
MANY_RUNS = 12
SMALL = 64 * 64  # pixels

# A drawn image has a border of one colour, but for ink that reaches it and for traces of JPEG.
SAME_COLOUR = 2  # of 255
DRAWN_SHARE = 0.9  # of the border

# A sheet of paper that lies on a table or is framed, as a share of the image's shorter side, and of
# the box around it: no brush is as broad.
SHEET_THICKNESS = 0.25
SHEET_FILL = 0.86  # an ellipse fills 0.79
SHEET_SHARE = 0.4  # of the image's area
SHEET_ALONE = 0.95  # of all that differs from the border lies in that box

# The smooth surface that describes the paper of a photo: a polynomial of second degree, fitted
# again and again to what is near the last one (Tukey's biweight).
SURFACE_SIDE = 96  # pixels of the longer side, at which it is fitted
DEGREES = (1, 3, 3, 3, 6, 6, 6, 6, 6)  # terms in each round: a level, a slope, a bent surface
FIRST_REACH, LEAST_REACH = 48.0, 10.0  # of 255: what differs by more does not count
REACH_DEVIATIONS = 4.0  # of the paper; the reach shrinks to so many of them

RIDGE = 1e-3  # keeps the fit possible where too few pixels are near the surface

# Where it falls short: in a shadow with an edge, and in light that it cannot follow.
OVERVIEW_SIDE = 256  # pixels of the longer side, at which areas are compared
SHADOW_CONTRASTS = (0.25, 0.9)  # shares of the strongest contrast: ink differs by more
SHADOW_THICKNESS = 0.15  # of the shorter side
SHADOW_BORDER = 0.12  # share of the border that is dark
FAINT = 0.12  # share of the strongest contrast
MANY_TIMES = 5.0  # as much that is faint as there is ink

# Then the paper is estimated around each place, at first as the median of a window.
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
    foreground = _contrast_with_border(colours)
    sheet = _sheet_of_paper(foreground.image)
    if sheet is None:
        return foreground
    inside = _contrast_with_border(colours.crop(sheet))
    if not inside.image.getextrema()[1]:
        return foreground
    whole = Image.new("L", colours.size)
    whole.paste(inside.image, sheet[:2])
    return ForegroundContrast(whole, inside.is_photo)


def _sheet_of_paper(contrast: Image.Image) -> tuple[int, int, int, int] | None:
    """Returns the box of a sheet of paper, if the border of an image is a table or a frame.

    Then all of the paper seems to be ink: far thicker than any, and almost a rectangle.
    """
    scale = max(1.0, max(contrast.size) / OVERVIEW_SIDE)
    dark = np.asarray(_fit(contrast, OVERVIEW_SIDE)) >= NOT_INK * 255
    depth = cv2.distanceTransform(np.pad(dark, 1).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_3)
    if 2 * float(depth.max()) < SHEET_THICKNESS * min(dark.shape):
        return None
    rows, columns = np.flatnonzero(dark.mean(axis=1) > 0.5), np.flatnonzero(dark.mean(axis=0) > 0.5)
    if not len(rows) or not len(columns):
        return None
    left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    inside = dark[top:bottom, left:right]
    is_box = inside.mean() >= SHEET_FILL and inside.sum() >= SHEET_ALONE * dark.sum()
    if not is_box or inside.size < SHEET_SHARE * dark.size:
        return None
    inset = 1  # pixel of the overview, in which paper and table are mixed
    box = (left + inset, top + inset, right - inset, bottom - inset)
    sides = [round(float(side) * scale) for side in box]
    return sides[0], sides[1], sides[2], sides[3]


def _contrast_with_border(colours: Image.Image) -> ForegroundContrast:
    """Returns the contrast of an image whose border is background."""
    difference, is_drawn = _difference_from_border(colours)
    if not is_drawn and colours.mode in {"L", "RGB"}:
        return ForegroundContrast(_contrast_in_photo(colours), is_photo=True)
    strongest = int(np.asarray(difference).max())
    if strongest < MIN_CONTRAST:
        return ForegroundContrast(Image.new("L", difference.size), is_photo=False)
    stretched = [min(255, round(value * 255 / strongest)) for value in range(256)]
    return ForegroundContrast(difference.point(stretched), is_photo=False)


def is_pattern(ink: npt.NDArray[np.bool_]) -> bool:
    """Returns whether ink, bool (h, w), is a pattern that goes on beyond the image."""
    border = np.concatenate([ink[0], ink[:, -1], ink[-1], ink[:, 0]])
    runs = np.count_nonzero(border[1:] & ~border[:-1])
    return bool(ink.size > SMALL and runs >= MANY_RUNS and border.mean() > BORDER_SHARE)


def _as_colours(image: Image.Image) -> Image.Image:
    """Converts any mode to L or RGB, or to RGBa if the image may be transparent.

    In RGBa, colours are multiplied by their opacity, so that all transparent pixels are equal.
    """
    if image.mode == "RGBa":
        return image
    colours = to_8_bits(image)
    return colours.convert("RGBa") if colours.mode == "RGBA" else colours


def _difference_from_border(colours: Image.Image) -> tuple[Image.Image, bool]:
    """Returns how much each pixel differs from the median of the border, as L.

    Also returns whether the border has one colour. Opacity counts as a fourth colour, so that ink
    on a transparent image shows in any colour.
    """
    width, height = colours.size
    edges = [(0, 0, width, 1), (0, height - 1, width, height)]
    edges += [(0, 0, 1, height), (width - 1, 0, width, height)]
    bands = len(colours.getbands())
    border = np.concatenate([np.asarray(colours.crop(e)).reshape(-1, bands) for e in edges])
    background = np.median(border, axis=0).astype(int)
    same = (np.abs(border - background) <= SAME_COLOUR).all(axis=1)
    uniform = Image.new(colours.mode, colours.size, tuple(background.tolist()))
    bands_apart = ImageChops.difference(colours, uniform).split()
    return functools.reduce(ImageChops.lighter, bands_apart), bool(same.mean() >= DRAWN_SHARE)


def _contrast_in_photo(colours: Image.Image) -> Image.Image:
    """Returns how much less or more light each pixel reflects than the paper, as L."""
    overview = _fit(colours, OVERVIEW_SIDE)
    levels = _levels(overview, overview.size)
    surface = _paper_surface(colours)
    paper = _levels(surface, overview.size)
    contrast = _contrast(levels, paper)
    if is_pattern(contrast >= NOT_INK * contrast.max()):
        return Image.new("L", colours.size)
    if _is_unexplained(contrast, levels.mean(axis=-1) > paper.mean(axis=-1)):
        surface = _paper_around(colours)
    smooth = colours.filter(ImageFilter.GaussianBlur(NOISE_DEVIATION))
    contrast = _contrast(_levels(smooth, smooth.size), _levels(surface, smooth.size))
    strongest = float(contrast.max())
    if strongest * 255 < MIN_CONTRAST:
        return Image.new("L", colours.size)
    return Image.fromarray((contrast * (255 / strongest)).astype(np.uint8))


def _paper_surface(colours: Image.Image) -> Image.Image:
    """Returns the paper of an image without the ink, as a surface, smaller than the image."""
    small = _fit(colours, SURFACE_SIDE)
    levels = _levels(small, small.size)
    height, width, bands = levels.shape
    y, x = (grid.ravel() for grid in np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j])
    terms = np.column_stack([np.ones_like(x), x, y, x * x, x * y, y * y])
    pixels = levels.reshape(-1, bands)
    border = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    surface = np.broadcast_to(np.median(border, axis=0), pixels.shape)
    reach = FIRST_REACH
    for count in DEGREES:
        distance = np.abs(pixels - surface).max(axis=1)
        near = distance < reach
        weights = np.where(near, (1 - (distance / reach) ** 2) ** 2, 0.0)[:, np.newaxis]
        used = terms[:, :count]
        normal = used.T @ (used * weights) + RIDGE * np.eye(count)
        surface = used @ np.linalg.solve(normal, used.T @ (pixels * weights))
        deviation = float(np.median(distance[near])) / 0.6745 if near.any() else reach
        reach = float(np.clip(REACH_DEVIATIONS * deviation, LEAST_REACH, reach))
    return _image(surface.reshape(levels.shape), colours.mode)


def _is_unexplained(contrast: Levels, is_lighter: npt.NDArray[np.bool_]) -> bool:
    """Returns whether a good part of an image is neither paper nor ink.

    From its contrast (h, w), and where it is lighter than the paper.

    That is a shadow with an edge, which is almost as dark as ink, thick, and reaches the border; or
    there is much that differs from the surface by less than ink does.
    """
    strongest = max(float(contrast.max()), 1e-6)
    shade = (contrast >= SHADOW_CONTRASTS[0] * strongest) & (
        is_lighter | (contrast <= SHADOW_CONTRASTS[1] * strongest)
    )
    framed = np.pad(shade, 1, mode="edge").astype(np.uint8)
    thickness = 2 * float(cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_3).max())
    border = np.concatenate([shade[0], shade[-1], shade[:, 0], shade[:, -1]])
    is_shadow = thickness > SHADOW_THICKNESS * min(shade.shape) and border.mean() > SHADOW_BORDER
    dark = np.count_nonzero(contrast >= NOT_INK * strongest)
    between = np.count_nonzero(contrast > FAINT * strongest) - dark
    return bool(is_shadow or between > MANY_TIMES * dark)


def _paper_around(colours: Image.Image) -> Image.Image:
    """Returns the paper around each place of an image, without the ink, smaller than the image."""
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
    return _image(background, colours.mode)


def _image(levels: Levels, mode: str) -> Image.Image:
    """Returns levels (h, w, bands) as an image of mode L or RGB."""
    bands = np.moveaxis(np.clip(levels, 0, 255).astype(np.uint8), -1, 0)
    return Image.merge(mode, [Image.fromarray(np.ascontiguousarray(band)) for band in bands])


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
