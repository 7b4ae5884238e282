"""The drawings in tests/drawings: each digit in several ways of writing, made for the tests.

There is one file for each digit. It holds the strokes of each way by its name: points [x, y] on a
surface of 100 x 100, y down.
"""

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "drawings"

DrawnStrokes = list[list[list[float]]]
Box = tuple[float, float, float, float]

DRAWINGS: dict[tuple[str, str], DrawnStrokes] = {
    (file.stem, way): strokes
    for file in sorted(FOLDER.glob("*.json"))
    for way, strokes in json.loads(file.read_text(encoding="utf-8")).items()
}

each_drawing = pytest.mark.parametrize(
    ("digit", "strokes"),
    [
        pytest.param(digit, strokes, id=f"{digit}_{way}")
        for (digit, way), strokes in DRAWINGS.items()
    ],
)


def draw_image(strokes: DrawnStrokes) -> Image.Image:
    """Draws strokes as an image: black on white, mode L, 200 x 200, with a round pen of 12 pixels.

    Its margins are 20 pixels wide.
    """
    image = Image.new("L", (200, 200), 255)
    draw_strokes(image, [[[20 + 1.6 * x, 20 + 1.6 * y] for x, y in each] for each in strokes], 12)
    return image


def draw_number(
    drawings: Sequence[DrawnStrokes], gap: float, brush: int
) -> tuple[Image.Image, list[Box]]:
    """Draws several drawings side by side, black on white; also returns the boxes of their ink.

    A unit of the drawings is one pixel. `gap` is between the ink of two drawings, in hundreds of
    pixels; `brush` is in pixels.
    """
    strokes = side_by_side(drawings, 100 * gap + brush)
    columns, rows = zip(*chain.from_iterable(strokes), strict=True)
    margin = brush + 10
    left, top = min(columns) - margin, min(rows) - margin
    placed = [[[x - left, y - top] for x, y in stroke] for stroke in strokes]
    size = (int(max(columns) - left) + margin, int(max(rows) - top) + margin)
    image = Image.new("L", size, 255)
    draw_strokes(image, placed, brush)
    boxes = []
    for drawing in drawings:
        own, placed = placed[: len(drawing)], placed[len(drawing) :]
        columns, rows = zip(*chain.from_iterable(own), strict=True)
        half = brush / 2
        boxes.append((min(columns) - half, min(rows) - half, max(columns) + half, max(rows) + half))
    return image, boxes


def draw_strokes(image: Image.Image, strokes: DrawnStrokes, brush: int) -> None:
    """Draws strokes in pixels, black, with a round brush."""
    pen = ImageDraw.Draw(image)
    half = brush / 2
    for stroke in strokes:
        points = [(x, y) for x, y in stroke]
        pen.line(points, fill=0, width=brush, joint="curve")
        for x, y in points:
            pen.ellipse([x - half, y - half, x + half, y + half], fill=0)


def side_by_side(drawings: Sequence[DrawnStrokes], gap: float) -> DrawnStrokes:
    """Returns the strokes of several drawings from left to right, with a gap between them."""
    placed: DrawnStrokes = []
    right = -gap
    for drawing in drawings:
        columns = [x for stroke in drawing for x, _ in stroke]
        shift = right + gap - min(columns)
        placed += [[[x + shift, y] for x, y in stroke] for stroke in drawing]
        right = max(columns) + shift
    return placed
