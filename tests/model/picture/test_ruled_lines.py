import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from model.picture.ruled_lines import remove_ruled_lines
from tests.sample_drawings import DRAWINGS, draw_image

LEVEL = 0.4
SEVEN = ImageOps.invert(draw_image(DRAWINGS["7", "barred"]))  # strokes of 12 pixels
INK = np.asarray(SEVEN) >= 255 * LEVEL


def draw_on_ruled_paper(
    strength: int, width: int, *, squared: bool, spacing: int = 25
) -> Image.Image:
    """Returns the contrast of the seven on ruled lines of that strength, of 255, and width."""
    sheet = Image.new("L", SEVEN.size)
    pen = ImageDraw.Draw(sheet)
    for place in range(12, 200, spacing):
        pen.line([(0, place), (199, place + 4)], fill=strength, width=width)
        if squared:
            pen.line([(place, 0), (place - 4, 199)], fill=strength, width=width)
    sheet.paste(SEVEN, mask=SEVEN)
    return sheet


@pytest.mark.parametrize("squared", [False, True], ids=["ruled", "squared"])
@pytest.mark.parametrize(
    ("strength", "width"), [(115, 2), (140, 5), (165, 10), (170, 2), (255, 3)],
    ids=["fainter", "fainter and broad", "as broad as the strokes", "thinner", "as dark"],
)  # fmt: skip
def test_ruled_lines_are_removed(strength: int, width: int, squared: bool) -> None:
    contrast = remove_ruled_lines(draw_on_ruled_paper(strength, width, squared=squared), LEVEL)
    ink = np.asarray(contrast) >= 255 * LEVEL
    assert np.count_nonzero(ink & ~INK) < 0.12 * np.count_nonzero(INK)
    assert np.count_nonzero(ink & INK) > 0.95 * np.count_nonzero(INK)


def test_an_image_without_ruled_lines_stays_as_it_is() -> None:
    assert remove_ruled_lines(SEVEN, LEVEL) is SEVEN


def test_lines_fainter_than_the_threshold_stay_as_they_are() -> None:
    faint = draw_on_ruled_paper(90, 3, squared=True)
    assert remove_ruled_lines(faint, LEVEL) is faint


@pytest.mark.parametrize("way", list(DRAWINGS), ids="_".join)
def test_a_digit_that_fills_its_image_is_not_ruled_paper(way: tuple[str, str]) -> None:
    image = ImageOps.invert(draw_image(DRAWINGS[way]))
    image = image.crop(image.getbbox())
    assert remove_ruled_lines(image, LEVEL) is image


def test_ruled_lines_stay_if_nothing_else_would_be_left() -> None:
    lines = draw_on_ruled_paper(255, 11, squared=True, spacing=40)
    lines.paste(0, mask=SEVEN)
    assert remove_ruled_lines(lines, LEVEL) is lines


def test_specks_beside_ruled_lines_are_not_writing() -> None:
    sheet = Image.new("L", SEVEN.size)
    pen = ImageDraw.Draw(sheet)
    for row in range(12, 200, 25):
        pen.line([(0, row), (199, row)], fill=115, width=2)
        pen.rectangle([row, row + 10, row + 2, row + 12], fill=255)
    assert remove_ruled_lines(sheet, LEVEL) is sheet
