import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from model.ruling import without_rules
from tests.drawn import DRAWINGS, picture_of

LEVEL = 0.4
SEVEN = ImageOps.invert(picture_of(DRAWINGS["7", "barred"]))  # lines of 12 pixels
INK = np.asarray(SEVEN) >= 255 * LEVEL


def ruled(strength: int, width: int, squares: bool, every: int = 25) -> Image.Image:
    """The seven on paper with printed lines of that strength, of 255, and width."""
    sheet = Image.new("L", SEVEN.size)
    pen = ImageDraw.Draw(sheet)
    for place in range(12, 200, every):
        pen.line([(0, place), (199, place + 4)], fill=strength, width=width)
        if squares:
            pen.line([(place, 0), (place - 4, 199)], fill=strength, width=width)
    sheet.paste(SEVEN, mask=SEVEN)
    return sheet


@pytest.mark.parametrize("squares", [False, True], ids=["lines", "squares"])
@pytest.mark.parametrize(
    ("strength", "width"), [(115, 2), (140, 5), (170, 2), (255, 3)],
    ids=["fainter", "fainter and broad", "thinner", "as dark"],
)  # fmt: skip
def test_printed_lines_are_taken_out(strength: int, width: int, squares: bool) -> None:
    ink = np.asarray(without_rules(ruled(strength, width, squares), LEVEL)) >= 255 * LEVEL
    assert np.count_nonzero(ink & ~INK) < 0.12 * np.count_nonzero(INK)
    assert np.count_nonzero(ink & INK) > 0.95 * np.count_nonzero(INK)


def test_without_lines_a_picture_stays_as_it_is() -> None:
    assert without_rules(SEVEN, LEVEL) is SEVEN


def test_faint_lines_that_are_no_ink_stay_as_they_are() -> None:
    faint = ruled(90, 3, squares=True)
    assert without_rules(faint, LEVEL) is faint


@pytest.mark.parametrize("way", list(DRAWINGS), ids="_".join)
def test_a_digit_that_fills_its_picture_is_no_ruled_paper(way: tuple[str, str]) -> None:
    picture = ImageOps.invert(picture_of(DRAWINGS[way]))
    picture = picture.crop(picture.getbbox())
    assert without_rules(picture, LEVEL) is picture


def test_lines_stay_where_nothing_else_would_be_left() -> None:
    lines = ruled(255, 11, squares=True, every=40)
    lines.paste(0, mask=SEVEN)
    assert without_rules(lines, LEVEL) is lines
