"""The drawings in tests/drawings: each digit in several ways of writing, made for the tests.

A file a digit, in it the strokes of each way by its name; points [x, y] on 100 by 100, y down.
"""

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "drawings"

DrawnStrokes = list[list[list[float]]]

DRAWINGS: dict[tuple[str, str], DrawnStrokes] = {
    (file.stem, way): strokes
    for file in sorted(FOLDER.glob("*.json"))
    for way, strokes in json.loads(file.read_text()).items()
}

each_drawing = pytest.mark.parametrize(
    ("digit", "strokes"),
    [
        pytest.param(digit, strokes, id=f"{digit}_{way}")
        for (digit, way), strokes in DRAWINGS.items()
    ],
)


def picture_of(strokes: DrawnStrokes) -> Image.Image:
    """A drawing as a picture: black on white, grey, 200 x 200, with a round pen of 12 pixels."""
    picture = Image.new("L", (200, 200), 255)
    _draw([[[20 + 1.6 * x, 20 + 1.6 * y] for x, y in stroke] for stroke in strokes], 12, picture)
    return picture


def number_in_a_picture(
    drawings: Sequence[DrawnStrokes], gap: float, brush: int
) -> tuple[Image.Image, list[tuple[float, float, float, float]]]:
    """Drawings side by side, black on white, and the boxes of their ink from left to right.

    A pixel is a unit of the drawings; between two inks there is a gap, in parts of 100 pixels.
    """
    strokes = side_by_side(drawings, 100 * gap + brush)
    columns, rows = zip(*chain.from_iterable(strokes), strict=True)
    margin = brush + 10
    left, top = min(columns) - margin, min(rows) - margin
    placed = [[[x - left, y - top] for x, y in stroke] for stroke in strokes]
    size = (int(max(columns) - left) + margin, int(max(rows) - top) + margin)
    picture = Image.new("L", size, 255)
    _draw(placed, brush, picture)
    boxes = []
    for drawing in drawings:
        own, placed = placed[: len(drawing)], placed[len(drawing) :]
        columns, rows = zip(*chain.from_iterable(own), strict=True)
        half = brush / 2
        boxes.append((min(columns) - half, min(rows) - half, max(columns) + half, max(rows) + half))
    return picture, boxes


def _draw(strokes: DrawnStrokes, brush: int, picture: Image.Image) -> None:
    """Black lines with round ends, points being pixels."""
    pen = ImageDraw.Draw(picture)
    half = brush / 2
    for stroke in strokes:
        points = [(x, y) for x, y in stroke]
        pen.line(points, fill=0, width=brush, joint="curve")
        for x, y in points:
            pen.ellipse([x - half, y - half, x + half, y + half], fill=0)


def side_by_side(drawings: Sequence[DrawnStrokes], gap: float) -> DrawnStrokes:
    """The strokes of several drawings from left to right, this far apart."""
    placed: DrawnStrokes = []
    right = -gap
    for drawing in drawings:
        columns = [x for stroke in drawing for x, _ in stroke]
        shift = right + gap - min(columns)
        placed += [[[x + shift, y] for x, y in stroke] for stroke in drawing]
        right = max(columns) + shift
    return placed
