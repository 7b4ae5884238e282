import numpy as np
import pytest
from PIL import Image

from model.classifier import DigitClassifier
from model.reading import DigitReading, Line, Prediction, Reading
from model.turning import turned, turned_back
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.pages import draw_page

TURNS = (0, 90, 180, 270)


def page(text: str) -> Image.Image:
    generator = np.random.default_rng(5)
    rows = [
        [[stroke.tolist() for stroke in draw_variant(DIGITS[int(each)], generator)] for each in row]
        for row in text.split("\n")
    ]
    return draw_page(rows, generator, 0.08)


@pytest.mark.parametrize("degrees", TURNS)
def test_a_page_is_read_whichever_way_it_lies(classifier: DigitClassifier, degrees: int) -> None:
    image = page("23475\n47352")
    upright = classifier.read_image(image)
    reading = classifier.read_image(turned(image, -degrees % 360))
    assert reading.text == upright.text == "23475\n47352"
    assert reading.rotation == degrees


def test_boxes_are_those_of_the_page_as_it_lay(classifier: DigitClassifier) -> None:
    image = page("23475\n47352")
    lying = turned(image, 90)
    ink = np.asarray(lying.convert("L")) < 128
    for each in classifier.read_image(lying).digits:
        left, top, right, bottom = map(round, each.box)
        inside = ink[top:bottom, left:right]
        assert inside.any(axis=0).mean() > 0.9
        assert inside.any(axis=1).mean() > 0.9


@pytest.mark.parametrize("text", ["1961", "0808", "16891"])
def test_a_page_that_reads_as_well_upright_is_not_turned(
    classifier: DigitClassifier, text: str
) -> None:
    reading = classifier.read_image(page(text))
    assert (reading.text, reading.rotation) == (text, 0)


@pytest.mark.parametrize("degrees", TURNS[1:])
def test_a_box_comes_back_to_where_it_was(degrees: int) -> None:
    image = Image.new("L", (300, 200))
    image.paste(255, (20, 30, 60, 110))
    left, top, right, bottom = turned(image, degrees).getbbox() or (0, 0, 0, 0)
    box = (float(left), float(top), float(right), float(bottom))
    digit = DigitReading(
        (Prediction(1, 1.0),),
        True,
        np.zeros((28, 28), np.uint8),
        box,
        True,
        None,
    )
    reading = Reading((Line(((digit,),)),), ignored=(digit.box,))
    back = turned_back(reading, degrees, image.size)
    assert [back.digits[0].box, *back.ignored] == [(20.0, 30.0, 60.0, 110.0)] * 2
    assert back.rotation == degrees


def test_a_photo_is_turned_as_its_exif_says(classifier: DigitClassifier) -> None:
    upright = page("7")
    photo = upright.transpose(Image.Transpose.ROTATE_90)
    photo.getexif()[0x0112] = 6  # to be turned by 270 degrees
    (seen,), (expected,) = (classifier.read_image(each).digits for each in (photo, upright))
    assert np.array_equal(seen.image, expected.image)
    assert seen.box == expected.box
    assert classifier.read_image(photo).rotation == 0
