"""Measures how the pictures that people bring are read: photos, cells, rows, touching digits.

`paper_by_kind` reads a folder of pictures with a labels.csv (file, text, kind). The other figures
come from drawings: numbers and pages of rows, pairs that touch, and small drawings enlarged. A
picture is right if its text is, without spaces and signs, and every digit of it is accepted.
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from model.classifier import DigitClassifier, Reading
from model.picture.open import open_image
from model.reading import PLACEHOLDER
from training.data import Digits, Drawing
from training.evaluation.report import Json
from training.synthetic.pages import draw_page, place_rows
from training.synthetic.pictures import ImageKind, draw_image
from training.synthetic.touching import WAYS, touching_number

NUMBERS = 100  # of ten digits, and as many pages
ROWS = (3, 8)  # of a page, at least and at most
DIGITS_IN_ROW = (1, 6)
PAIRS_A_WAY = 40
TOUCHING_BRUSH = (0.04, 0.12)  # share of a digit's height
ENLARGED = 100  # digits
FACTOR = 16

SMALL = ImageKind(2, 28, "white on black")


def paper_by_kind(classifier: DigitClassifier, folder: Path) -> Json:
    """Returns for each kind of picture how many there are, are right, and are wrong but sure."""
    kinds: Json = {}
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reading = classifier.read_image(open_image((folder / row["file"]).read_bytes()))
            accepted = "".join(digit.text for digit in reading.digits if digit.is_digit)
            is_right = _plain(reading.text) == accepted == row["text"]
            if not row["text"]:
                is_right = not accepted
            is_sure = bool(accepted) and accepted == _plain(reading.text)
            kind = kinds.setdefault(row["kind"], {"pictures": 0, "right": 0, "wrong_and_sure": 0})
            kind["pictures"] += 1
            kind["right"] += is_right
            kind["wrong_and_sure"] += is_sure and not is_right
    return kinds


def drawn_pages(
    classifier: DigitClassifier, drawings: Sequence[Drawing], generator: np.random.Generator
) -> Json:
    """Returns the shares of numbers, pages and touching pairs that are read exactly."""
    single = [each for each in drawings if _is_read(classifier, each)]

    def pick(count: int) -> list[Drawing]:
        return [single[index] for index in generator.integers(len(single), size=count)]

    def page() -> list[list[Drawing]]:
        rows = int(generator.integers(*ROWS, endpoint=True))
        return [pick(int(generator.integers(*DIGITS_IN_ROW, endpoint=True))) for _ in range(rows)]

    figures: Json = {"count": NUMBERS}
    makers: dict[str, Callable[[], list[list[Drawing]]]] = {
        "ten_digits": lambda: [pick(10)],
        "rows": page,
    }
    for name, make in makers.items():
        right = {"strokes": 0, "pictures": 0}
        for _ in range(NUMBERS):
            rows = make()
            text = "\n".join("".join(str(each.label) for each in row) for row in rows)
            strokes = [[each.strokes for each in row] for row in rows]
            placed = place_rows(strokes, generator)
            right["strokes"] += _text(classifier.read_strokes(placed)) == text
            image = draw_page(strokes, generator, float(generator.uniform(0.05, 0.11)))
            right["pictures"] += _text(classifier.read_image(image)) == text
        figures[name] = {form: count / NUMBERS for form, count in right.items()}
    return figures


def touching_pairs(
    classifier: DigitClassifier, drawings: Sequence[Drawing], generator: np.random.Generator
) -> Json:
    """Returns the shares of pairs of touching digits that are read exactly, by way of touching."""
    figures: Json = {"strokes": {}, "pictures": {}, "count": PAIRS_A_WAY * len(WAYS)}
    for way in WAYS:
        right = {"strokes": 0, "pictures": 0}
        for _ in range(PAIRS_A_WAY):
            pair = [drawings[index] for index in generator.integers(len(drawings), size=2)]
            text = "".join(str(each.label) for each in pair)
            brush = float(generator.uniform(*TOUCHING_BRUSH))
            strokes = touching_number([each.strokes for each in pair], way, brush, generator)
            extent = np.ptp(np.concatenate([np.array(stroke) for stroke in strokes]), axis=0)
            pixels = max(2, round(brush * 160 * float(extent[1] / extent.max())))
            image = draw_image(strokes, ImageKind(pixels, 200, "black on white"), generator)
            right["strokes"] += _text(classifier.read_strokes(strokes)) == text
            right["pictures"] += _text(classifier.read_image(image)) == text
        for form, count in right.items():
            figures[form][way] = count / PAIRS_A_WAY
    return figures


def enlarged(
    classifier: DigitClassifier, drawings: Sequence[Drawing], generator: np.random.Generator
) -> Json:
    """Returns the shares of small drawings that are read as they are, and enlarged."""
    ways = {"nearest": Image.Resampling.NEAREST, "bicubic": Image.Resampling.BICUBIC}
    right = dict.fromkeys(("as_drawn", *ways), 0)
    for each in drawings[:ENLARGED]:
        image = draw_image(each.strokes, SMALL, generator)
        right["as_drawn"] += classifier.read_image(image).text == str(each.label)
        for name, way in ways.items():
            larger = image.resize((FACTOR * image.width, FACTOR * image.height), way)
            right[name] += classifier.read_image(larger).text == str(each.label)
    return {name: count / ENLARGED for name, count in right.items()}


def as_pictures(classifier: DigitClassifier, digits: Digits) -> float:
    """Returns the share of MNIST's digits that are read right as 28 x 28 pictures."""
    texts = [classifier.read_image(Image.fromarray(image)).text for image in digits.images]
    return float(
        np.mean([text == str(label) for text, label in zip(texts, digits.labels, strict=True)])
    )


def _is_read(classifier: DigitClassifier, drawing: Drawing) -> bool:
    return classifier.read_strokes(drawing.strokes).text == str(drawing.label)


def _text(reading: Reading) -> str:
    return reading.text.replace(" ", "")


def _plain(text: str) -> str:
    return text.replace(PLACEHOLDER, "").replace(" ", "").replace("\n", "")
