"""Draw strokes as pictures such as people send: any brush, canvas, colours, place and size.

    picture = as_picture(strokes, COMBINATIONS[0], np.random.default_rng(1))
    photo = as_photo(strokes, PHOTOS[0], np.random.default_rng(1))

For measuring how `read_image` reads the same strokes that `read_strokes` reads, for tests, and for
`training.drawn`, which draws some of its digits so; nothing is trained on photos. The brush is
round, of one width and with soft edges. Photos are of a sheet of paper alone, seen from above:
nothing lies beside it or on it.
"""

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from model.ink import find_ink
from model.preprocess import Pixels, Points, Strokes, digit_from_ink

COLOURS: dict[str, tuple[str, str | None]] = {  # ink and paper; None is transparent
    "black on white": ("black", "white"),
    "white on black": ("white", "black"),
    "colour on colour": ("gold", "royalblue"),
    "black on transparent": ("black", None),
    "white on transparent": ("white", None),
}

# The longer side of a digit's ink, in parts of the canvas.
LEAST_SIZE, MOST_SIZE = 0.3, 0.95
# A digit shorter than four brushes is a blot that people cannot read either.
LEAST_BRUSHES = 4

FINER = 4  # times as fine as the picture is the ink drawn first


@dataclass(frozen=True)
class PictureKind:
    """Pictures of one kind: brush and side of the square canvas in pixels, a name in COLOURS."""

    brush: int
    side: int
    colours: str

    @property
    def name(self) -> str:
        """What a person would call it: "3 px on 200 px, black on white"."""
        return f"{self.brush} px on {self.side} px, {self.colours}"


COMBINATIONS = (
    PictureKind(3, 200, "black on white"),
    PictureKind(8, 200, "white on black"),
    PictureKind(12, 200, "colour on colour"),
    PictureKind(25, 200, "black on white"),
    PictureKind(40, 200, "black on white"),
    PictureKind(40, 200, "white on transparent"),
    PictureKind(3, 400, "black on transparent"),
    PictureKind(20, 400, "white on transparent"),
    PictureKind(40, 400, "white on black"),
    PictureKind(12, 600, "colour on colour"),
    PictureKind(2, 1000, "black on white"),
    PictureKind(3, 1000, "colour on colour"),
    PictureKind(20, 1000, "black on transparent"),
    PictureKind(40, 1000, "white on black"),
)


@dataclass(frozen=True)
class PhotoKind:
    """Photos of paper of one kind; shares are in [0, 1].

    `ink` is the pen's colour; `gradient` the share of the light that is missing on the darkest
    side; `shadow` the share that a shadow across the sheet takes away; `ruling` a name in RULINGS;
    `noise` the sensor's, its standard deviation in levels of 255; `least` and `most` the longer
    side of the drawing in parts of the photo's shorter one.
    """

    name: str
    ink: tuple[int, int, int] = (48, 46, 52)
    gradient: float = 0.15
    shadow: float = 0.0
    ruling: str = "blank"
    noise: float = 4.0
    least: float = 0.2
    most: float = 0.5


BLUE = (52, 74, 150)
PENCIL = (118, 116, 120)
RULINGS = {"blank": (False, False), "lines": (True, False), "squares": (True, True)}

PHOTOS = (
    PhotoKind("even light", gradient=0.03),
    PhotoKind("light from one side", gradient=0.5),
    PhotoKind("a shadow", shadow=0.4),
    PhotoKind("blue ink, a shadow", BLUE, shadow=0.4),
    PhotoKind("pencil, light from one side", PENCIL, gradient=0.5),
    PhotoKind("ruled lines", BLUE, ruling="lines"),
    PhotoKind("squares", BLUE, ruling="squares"),
    PhotoKind("squares, a shadow", gradient=0.3, shadow=0.4, ruling="squares"),
    PhotoKind("small, a shadow", BLUE, shadow=0.4, least=0.08, most=0.15),
    PhotoKind("noise, light from one side", gradient=0.4, noise=12.0),
)

PHOTO_SIZE = (1_000, 750)
PAPER = (236, 232, 222)
RULES = (158, 176, 206)  # the colour of printed lines
RULE_WIDTH = (1.0, 2.5)  # pixels
RULE_SPACING = (28, 48)
PEN = (0.05, 0.1)  # its width, of the drawing's longer side
LEAST_PEN = 4.0  # pixels: wider than the rules
SHADOW_EDGE = (4, 30)  # pixels in which it fades
FOCUS = (0.4, 1.2)  # standard deviation of the blur in pixels
JPEG_QUALITY = (70, 92)


def as_photo(strokes: Strokes, kind: PhotoKind, generator: np.random.Generator) -> Image.Image:
    """Draw strokes (lists of [x, y], y down, any unit) on paper and take a photo of it, RGB.

    Raises ValueError where there is no point to draw.
    """
    points = np.array([point for stroke in strokes for point in stroke], dtype=np.float64)
    if not len(points):
        raise ValueError("Expected strokes with at least one point, got none.")
    size = np.array(PHOTO_SIZE)
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
    longer_side = generator.uniform(kind.least, kind.most) * min(PHOTO_SIZE)
    pen = max(LEAST_PEN, generator.uniform(*PEN) * longer_side)
    scale = min((longer_side / extent.max(), *(0.9 * size / extent)))
    place = 2 * pen + generator.uniform(size=2) * np.maximum(size - 4 * pen - extent * scale, 0)
    placed = [
        ((np.array(stroke, dtype=np.float64) - low) * scale + place) * FINER
        for stroke in strokes
        if len(stroke)
    ]
    mask = _draw(placed, round(pen * FINER), PHOTO_SIZE).reduce(FINER)
    sheet = Image.new("RGB", PHOTO_SIZE, PAPER)
    sheet.paste(RULES, mask=_rules(kind.ruling, generator))
    sheet.paste(kind.ink, mask=mask)
    light = _light(kind, generator)[..., np.newaxis]
    noise = generator.normal(0, kind.noise, (*light.shape[:2], 3))
    seen = np.asarray(sheet.filter(ImageFilter.GaussianBlur(generator.uniform(*FOCUS))))
    photo = Image.fromarray(np.clip(seen * light + noise, 0, 255).astype(np.uint8))
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=int(generator.integers(*JPEG_QUALITY)))
    return Image.open(file).convert("RGB")


def _rules(ruling: str, generator: np.random.Generator) -> Image.Image:
    """The printed lines of a sheet, almost level: 255 where one is."""
    mask = Image.new("L", [side * FINER for side in PHOTO_SIZE])
    pen = ImageDraw.Draw(mask)
    width = round(generator.uniform(*RULE_WIDTH) * FINER)
    spacing = generator.uniform(*RULE_SPACING) * FINER
    slope = generator.normal(0, 0.02)
    for axis, drawn in enumerate(RULINGS[ruling]):
        along, across = mask.size[axis], mask.size[1 - axis]
        lean = slope * along * (1 - 2 * axis)
        for place in np.arange(-abs(lean), across + abs(lean), spacing) if drawn else ():
            ends = [(0.0, float(place)), (float(along), float(place + lean))]
            pen.line([end[:: 1 - 2 * axis] for end in ends], fill=255, width=width)
    return mask.reduce(FINER)


def _light(kind: PhotoKind, generator: np.random.Generator) -> npt.NDArray[np.float64]:
    """How much light falls on each pixel, (h, w) in [0, 1]."""
    width, height = PHOTO_SIZE
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height) * height / width)
    angle, turned = generator.uniform(0, 2 * np.pi, 2)
    along = x * np.cos(angle) + y * np.sin(angle)
    light = 1 - kind.gradient * (along - along.min()) / np.ptp(along)
    from_edge = x * np.cos(turned) + y * np.sin(turned) + generator.uniform(-0.4, 0.4)
    fading = generator.uniform(*SHADOW_EDGE) * 2 / width
    shaded: npt.NDArray[np.float64] = light * (
        1 - kind.shadow / (1 + np.exp(-np.clip(4 * from_edge / fading, -50, 50)))
    )
    return shaded


def as_picture(strokes: Strokes, kind: PictureKind, generator: np.random.Generator) -> Image.Image:
    """Draw strokes (lists of [x, y], y down, any unit) at a random place and in a random size.

    All the ink lies on the canvas. The picture is RGBA where the paper is transparent, else RGB.
    Raises ValueError where there is no point to draw.
    """
    points = np.array([point for stroke in strokes for point in stroke], dtype=np.float64)
    if not len(points):
        raise ValueError("Expected strokes with at least one point, got none.")
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    least = min(max(LEAST_SIZE * kind.side, LEAST_BRUSHES * kind.brush), MOST_SIZE * kind.side)
    longer_side = generator.uniform(least, MOST_SIZE * kind.side) - kind.brush
    scale = longer_side / max(float(extent.max()), 1e-9)
    room = kind.side - kind.brush - extent * scale
    place = kind.brush / 2 + generator.uniform(size=2) * room
    placed = [
        ((np.array(stroke, dtype=np.float64) - low) * scale + place) * FINER
        for stroke in strokes
        if len(stroke)
    ]
    ink, paper = COLOURS[kind.colours]
    mask = _draw(placed, kind.brush * FINER, (kind.side, kind.side)).reduce(FINER)
    if paper is None:
        picture = Image.new("RGBA", mask.size, ink)
        picture.putalpha(mask)
        return picture
    return Image.composite(
        Image.new("RGB", mask.size, ink), Image.new("RGB", mask.size, paper), mask
    )


def seen_in_picture(strokes: Strokes, kind: PictureKind, generator: np.random.Generator) -> Pixels:
    """What the network sees of such a picture, all its ink taken as one digit: uint8 (28, 28).

    Raises ValueError where there is no point to draw.
    """
    ink = find_ink(as_picture(strokes, kind, generator))
    if ink is None:
        raise ValueError(f"Expected a picture of {kind.name} to show its ink, found none.")
    return digit_from_ink(ink, range(len(ink.boxes))).pixels


def _draw(strokes: list[Points], brush: int, size: tuple[int, int]) -> Image.Image:
    """Ink 255 on paper 0, FINER times as fine as `size`, with round ends and joins.

    Points (n, 2) and brush are in the finer pixels.
    """
    mask = Image.new("L", [side * FINER for side in size])
    pen = ImageDraw.Draw(mask)
    for points in strokes:
        pen.line([(x, y) for x, y in points], fill=255, width=brush)
        for x, y in points:
            pen.circle((x, y), brush / 2, fill=255)
    return mask
