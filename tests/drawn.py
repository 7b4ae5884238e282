"""The drawings in tests/drawings: each digit in several ways of writing, made for the tests.

A file a digit, in it the strokes of each way by its name; points [x, y] on 100 by 100, y down.
"""

import json
from pathlib import Path

import pytest

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
