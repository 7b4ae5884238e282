import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from model.classifier import DigitClassifier
from model.picture.rule_removal import remove_rules
from tests.sample_drawings import DRAWINGS, draw_image

LEVEL = 0.4
SEVEN = ImageOps.invert(draw_image(DRAWINGS["7", "barred"]))  # strokes of 12 pixels
SIDES = {"left": (8, 0, 8, 260), "right": (250, 0, 250, 260), "top": (0, 9, 260, 9)}
SIDES["bottom"] = (0, 251, 260, 251)
DIGITS = [("7", "barred"), ("3", "round"), ("8", "one_stroke"), ("5", "two_strokes"), ("4", "open")]


def in_cell(
    way: tuple[str, str], lines: list[tuple[int, int, int, int]], width: int
) -> Image.Image:
    """Returns a digit on white, 260 x 260, with black lines."""
    image = Image.new("L", (260, 260), 255)
    image.paste(draw_image(DRAWINGS[way]), (30, 30))
    for line in lines:
        ImageDraw.Draw(image).line(line, fill=0, width=width)
    return image


@pytest.mark.parametrize("width", [2, 5, 9])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_digit_in_a_cell_is_read_without_its_sides(
    classifier: DigitClassifier, count: int, width: int
) -> None:
    names = list(SIDES)
    right = 0
    for number, way in enumerate(DIGITS):
        sides = [SIDES[names[(number + turn) % 4]] for turn in range(count)]
        reading = classifier.read_image(in_cell(way, sides, width))
        right += reading.text == way[0]
        assert len(reading.ignored) in range(count + 1)
    assert right >= len(DIGITS) - 1


def test_a_frame_that_touches_no_border_is_ignored(classifier: DigitClassifier) -> None:
    for way in DIGITS:
        image = Image.new("L", (500, 420), 255)
        image.paste(in_cell(way, [], 1), (120, 80))
        ImageDraw.Draw(image).rectangle([110, 70, 390, 350], outline=0, width=4)
        reading = classifier.read_image(image)
        assert reading.text == way[0]
        assert len(reading.ignored) == 4
        left, top, right, bottom = reading.digits[0].box
        assert left > 115
        assert top > 75
        assert right < 385
        assert bottom < 345


@pytest.mark.parametrize(
    ("strength", "width", "squared"),
    [(115, 2, False), (115, 2, True), (140, 5, False), (170, 2, True), (255, 3, False)],
    ids=["fainter", "fainter squares", "fainter and broad", "thinner squares", "as dark"],
)
def test_a_digit_is_read_without_the_lines_of_the_paper(
    classifier: DigitClassifier, strength: int, width: int, squared: bool
) -> None:
    sheet = Image.new("L", SEVEN.size)
    pen = ImageDraw.Draw(sheet)
    for place in range(12, 200, 25):
        pen.line([(0, place), (199, place + 4)], fill=strength, width=width)
        if squared:
            pen.line([(place, 0), (place - 4, 199)], fill=strength, width=width)
    sheet.paste(SEVEN, mask=SEVEN)
    reading = classifier.read_image(ImageOps.invert(sheet))
    assert reading.text == "7"
    assert len(reading.ignored) >= 7 * (1 + squared)


@pytest.mark.parametrize("way", [way for way in DRAWINGS if way != ("1", "bar")], ids="_".join)
def test_a_digit_that_fills_its_image_is_read_as_it_is(
    classifier: DigitClassifier, way: tuple[str, str]
) -> None:
    image = draw_image(DRAWINGS[way])
    image = image.crop(ImageOps.invert(image).getbbox())
    assert classifier.read_image(image).text == way[0]


def test_an_image_without_rules_stays_as_it_is() -> None:
    (unruled,) = remove_rules(SEVEN, LEVEL)
    assert unruled.contrast is SEVEN
    assert not unruled.rules


def test_rules_stay_if_nothing_else_would_be_left() -> None:
    lines = Image.new("L", (200, 200))
    for place in range(20, 200, 40):
        ImageDraw.Draw(lines).line([(0, place), (199, place)], fill=255, width=5)
    (unruled,) = remove_rules(lines, LEVEL)
    assert unruled.contrast is lines


def test_a_bar_code_is_no_number(classifier: DigitClassifier) -> None:
    generator = np.random.default_rng(4)
    for height in (200, 400):
        bars = np.repeat(generator.integers(0, 2, 96), 3)
        code = np.pad(np.tile(bars, (height, 1)), 30) * 255
        reading = classifier.read_image(Image.fromarray((255 - code).astype(np.uint8)))
        assert not any(digit.is_digit for digit in reading.digits)
