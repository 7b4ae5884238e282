"""Draw strokes as images that people might send: any brush, canvas, colours, place and size.

    image = draw_image(strokes, IMAGE_KINDS[0], np.random.default_rng(1))
    photo = draw_photo(strokes, PHOTO_KINDS[0], np.random.default_rng(1))

Evaluation and tests use them to compare `read_image` with `read_strokes` on the same strokes;
`training.synthetic.digits` draws some of its digits this way. Nothing is trained on photos. The
brush is round, of constant width and with soft edges. A photo shows a sheet of paper from above
and nothing else.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from model.picture.ink import all_ink
from model.preprocess import Pixels, Points, Strokes, digit_from_shape

COLOURS: dict[str, tuple[str, str | None]] = {  # ink and background; None is transparent
    "black on white": ("black", "white"),
    "white on black": ("white", "black"),
    "colour on colour": ("gold", "royalblue"),
    "black on transparent": ("black", None),
    "white on transparent": ("white", None),
}

# The longer side of the digit, as a share of the canvas.
MIN_SIZE, MAX_SIZE = 0.3, 0.95
# People cannot read a digit that is less than four brush widths high either.
MIN_BRUSH_WIDTHS = 4

SUPERSAMPLING = 4  # ink is first drawn this many times larger


@dataclass(frozen=True)
class ImageKind:
    """One kind of image: brush width and side of the square in pixels, a name in COLOURS."""

    brush: int
    side: int
    colours: str

    @property
    def name(self) -> str:
        """A name for people: "3 px on 200 px, black on white"."""
        return f"{self.brush} px on {self.side} px, {self.colours}"


IMAGE_KINDS = (
    ImageKind(3, 200, "black on white"),
    ImageKind(8, 200, "white on black"),
    ImageKind(12, 200, "colour on colour"),
    ImageKind(25, 200, "black on white"),
    ImageKind(40, 200, "black on white"),
    ImageKind(40, 200, "white on transparent"),
    ImageKind(3, 400, "black on transparent"),
    ImageKind(20, 400, "white on transparent"),
    ImageKind(40, 400, "white on black"),
    ImageKind(12, 600, "colour on colour"),
    ImageKind(2, 1000, "black on white"),
    ImageKind(3, 1000, "colour on colour"),
    ImageKind(20, 1000, "black on transparent"),
    ImageKind(40, 1000, "white on black"),
)


@dataclass(frozen=True)
class PhotoKind:
    """One kind of photo of paper; shares are in [0, 1].

    `ink` is the colour of the pen. `gradient` is the share of light that the darkest side lacks,
    `shadow` the share that a shadow across the sheet takes away. `ruling` is a name in RULINGS.
    `noise` is the standard deviation of the sensor noise, in levels of 255. `min_size` and
    `max_size` bound the longer side of the drawing, as a share of the photo's shorter side.
    """

    name: str
    ink: tuple[int, int, int] = (48, 46, 52)
    gradient: float = 0.15
    shadow: float = 0.0
    ruling: str = "blank"
    noise: float = 4.0
    min_size: float = 0.2
    max_size: float = 0.5


BLUE = (52, 74, 150)
PENCIL = (118, 116, 120)
RULINGS = {"blank": (False, False), "lines": (True, False), "squares": (True, True)}

PHOTO_KINDS = (
    PhotoKind("even light", gradient=0.03),
    PhotoKind("light from one side", gradient=0.5),
    PhotoKind("a shadow", shadow=0.4),
    PhotoKind("blue ink, a shadow", BLUE, shadow=0.4),
    PhotoKind("pencil, light from one side", PENCIL, gradient=0.5),
    PhotoKind("ruled lines", BLUE, ruling="lines"),
    PhotoKind("squares", BLUE, ruling="squares"),
    PhotoKind("squares, a shadow", gradient=0.3, shadow=0.4, ruling="squares"),
    PhotoKind("small, a shadow", BLUE, shadow=0.4, min_size=0.08, max_size=0.15),
    PhotoKind("noise, light from one side", gradient=0.4, noise=12.0),
)

PHOTO_SIZE = (1_000, 750)
PAPER_COLOUR = (236, 232, 222)
LINE_COLOUR = (158, 176, 206)  # of ruled paper
LINE_WIDTH = (1.0, 2.5)  # pixels
LINE_SPACING = (28, 48)
PEN_WIDTH = (0.05, 0.1)  # as a share of the drawing's longer side
MIN_PEN_WIDTH = 4.0  # pixels: wider than the ruled lines
SHADOW_EDGE = (4, 30)  # pixels over which a shadow fades
BLUR = (0.4, 1.2)  # standard deviation in pixels
JPEG_QUALITY = (70, 92)


def draw_image(strokes: Strokes, kind: ImageKind, generator: np.random.Generator) -> Image.Image:
    """Draws strokes (lists of [x, y], y down, any unit) at a random place and in a random size.

    All ink lies on the canvas. The image is RGBA if its background is transparent, else RGB.
    Raises ValueError if there is no point to draw.
    """
    low, extent = _bounds(strokes)
    max_size = MAX_SIZE * kind.side
    min_size = min(max(MIN_SIZE * kind.side, MIN_BRUSH_WIDTHS * kind.brush), max_size)
    longer_side = generator.uniform(min_size, max_size) - kind.brush
    scale = longer_side / max(float(extent.max()), 1e-9)
    room = kind.side - kind.brush - extent * scale
    place = kind.brush / 2 + generator.uniform(size=2) * room
    placed = _place(strokes, low, scale, place)
    mask = draw_ink(placed, kind.brush * SUPERSAMPLING, (kind.side, kind.side))
    ink, background = COLOURS[kind.colours]
    if background is None:
        image = Image.new("RGBA", mask.size, ink)
        image.putalpha(mask)
        return image
    return Image.composite(
        Image.new("RGB", mask.size, ink), Image.new("RGB", mask.size, background), mask
    )


def pixels_from_drawn_image(
    strokes: Strokes, kind: ImageKind, generator: np.random.Generator
) -> Pixels:
    """Draws an image and returns what the network sees of it, uint8 (28, 28).

    All ink counts as one digit. Raises ValueError if there is no point to draw.
    """
    ink = all_ink(draw_image(strokes, kind, generator))
    if not ink:
        raise ValueError(f"Expected an image of {kind.name} to show its ink, found none.")
    return digit_from_shape(ink.shape(range(len(ink.boxes)))).pixels


def draw_photo(strokes: Strokes, kind: PhotoKind, generator: np.random.Generator) -> Image.Image:
    """Draws strokes (lists of [x, y], y down, any unit) on paper and photographs it, RGB.

    Raises ValueError if there is no point to draw.
    """
    low, extent = _bounds(strokes)
    size, extent = np.array(PHOTO_SIZE), np.maximum(extent, 1e-9)
    longer_side = generator.uniform(kind.min_size, kind.max_size) * min(PHOTO_SIZE)
    pen = max(MIN_PEN_WIDTH, generator.uniform(*PEN_WIDTH) * longer_side)
    scale = min((longer_side / extent.max(), *(0.9 * size / extent)))
    place = 2 * pen + generator.uniform(size=2) * np.maximum(size - 4 * pen - extent * scale, 0)
    mask = draw_ink(_place(strokes, low, scale, place), round(pen * SUPERSAMPLING), PHOTO_SIZE)
    sheet = Image.new("RGB", PHOTO_SIZE, PAPER_COLOUR)
    sheet.paste(LINE_COLOUR, mask=_draw_ruling(kind.ruling, generator))
    sheet.paste(kind.ink, mask=mask)
    light = _light(kind, generator)[..., np.newaxis]
    noise = generator.normal(0, kind.noise, (*light.shape[:2], 3))
    blurred = np.asarray(sheet.filter(ImageFilter.GaussianBlur(generator.uniform(*BLUR))))
    photo = Image.fromarray(np.clip(blurred * light + noise, 0, 255).astype(np.uint8))
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=int(generator.integers(*JPEG_QUALITY)))
    return Image.open(file).convert("RGB")


def _draw_ruling(ruling: str, generator: np.random.Generator) -> Image.Image:
    """Draws the almost level lines of ruled paper: 255 on 0."""
    mask = Image.new("L", [side * SUPERSAMPLING for side in PHOTO_SIZE])
    pen = ImageDraw.Draw(mask)
    width = round(generator.uniform(*LINE_WIDTH) * SUPERSAMPLING)
    spacing = generator.uniform(*LINE_SPACING) * SUPERSAMPLING
    slope = generator.normal(0, 0.02)
    for axis, is_ruled in enumerate(RULINGS[ruling]):
        along, across = mask.size[axis], mask.size[1 - axis]
        lean = slope * along * (1 - 2 * axis)
        for place in np.arange(-abs(lean), across + abs(lean), spacing) if is_ruled else ():
            ends = [(0.0, float(place)), (float(along), float(place + lean))]
            pen.line([end[:: 1 - 2 * axis] for end in ends], fill=255, width=width)
    return mask.reduce(SUPERSAMPLING)


def _light(kind: PhotoKind, generator: np.random.Generator) -> npt.NDArray[np.float64]:
    """How much light falls on each pixel, (h, w) in [0, 1]."""
    width, height = PHOTO_SIZE
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height) * height / width)
    light_angle, shadow_angle = generator.uniform(0, 2 * np.pi, 2)
    along = x * np.cos(light_angle) + y * np.sin(light_angle)
    light = 1 - kind.gradient * (along - along.min()) / np.ptp(along)
    edge = generator.uniform(-0.4, 0.4)
    from_edge = x * np.cos(shadow_angle) + y * np.sin(shadow_angle) + edge
    fading = generator.uniform(*SHADOW_EDGE) * 2 / width
    shaded: npt.NDArray[np.float64] = light * (
        1 - kind.shadow / (1 + np.exp(-np.clip(4 * from_edge / fading, -50, 50)))
    )
    return shaded


def _bounds(strokes: Strokes) -> tuple[Points, Points]:
    """Returns the smallest x and y, and width and height."""
    points = np.array([point for stroke in strokes for point in stroke], dtype=np.float64)
    if not len(points):
        raise ValueError("Expected strokes with at least one point, got none.")
    return points.min(axis=0), np.ptp(points, axis=0)


def _place(strokes: Strokes, low: Points, scale: float, place: Points) -> list[Points]:
    """Moves strokes from `low` to `place`; returns them in supersampled pixels."""
    return [
        ((np.array(stroke, dtype=np.float64) - low) * scale + place) * SUPERSAMPLING
        for stroke in strokes
        if len(stroke)
    ]


def draw_ink(strokes: Iterable[Points], brush: int, size: tuple[int, int]) -> Image.Image:
    """Draws ink 255 on 0, with round ends and joins. Points and brush are supersampled."""
    mask = Image.new("L", [side * SUPERSAMPLING for side in size])
    pen = ImageDraw.Draw(mask)
    for points in strokes:
        pen.line([(x, y) for x, y in points], fill=255, width=brush)
        for x, y in points:
            pen.circle((x, y), brush / 2, fill=255)
    return mask.reduce(SUPERSAMPLING)
