from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.classifier import DigitClassifier
from model.page import MAX_CUT_GROUPS, MAX_GROUPS, MAX_JOINS, MAX_PIECES, SAMPLE
from model.reading import PLACEHOLDER
from model.runtime import Network
from tests.sample_drawings import DRAWINGS, DrawnStrokes, draw_number, side_by_side
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import draw_variant
from training.synthetic.pages import draw_page, place_rows

FIVE, THREE, TWO = DRAWINGS["5", "two_strokes"], DRAWINGS["3", "round"], DRAWINGS["2", "plain"]
POINT: DrawnStrokes = [[[0, 0], [3, 2], [2, 4]]]
COMMA: DrawnStrokes = [[[4, 0], [2, 12], [0, 16]]]
MINUS: DrawnStrokes = [[[0, 0], [38, 2]]]
PLUS: DrawnStrokes = [[[0, 25], [50, 25]], [[25, 0], [25, 50]]]
TIMES: DrawnStrokes = [[[0, 0], [45, 45]], [[45, 0], [0, 45]]]
DIVIDE: DrawnStrokes = [[[0, 25], [50, 25]], [[25, 4], [26, 5]], [[25, 45], [26, 46]]]
EQUALS: DrawnStrokes = [[[0, 0], [45, 0]], [[0, 16], [45, 16]]]


def moved(strokes: DrawnStrokes, x: float, y: float) -> DrawnStrokes:
    return [[[px + x, py + y] for px, py in stroke] for stroke in strokes]


def between(sign: DrawnStrokes, height: float) -> DrawnStrokes:
    """Returns 3, the sign at this height, and 5, with gaps of 25."""
    left = max(x for stroke in THREE for x, _ in stroke)
    width = max(x for stroke in sign for x, _ in stroke)
    return [*THREE, *moved(sign, left + 25, height), *moved(FIVE, left + width + 50, 0)]


SIGNS = {
    "minus": (MINUS, 50), "plus": (PLUS, 25), "times": (TIMES, 28), "divide": (DIVIDE, 25),
    "equals": (EQUALS, 42), "point": (POINT, 90), "comma": (COMMA, 88),
}  # fmt: skip


@pytest.mark.parametrize(("sign", "height"), SIGNS.values(), ids=SIGNS)
@pytest.mark.parametrize("as_image", [False, True], ids=["strokes", "image"])
def test_a_sign_between_digits_is_no_digit(
    classifier: DigitClassifier, sign: DrawnStrokes, height: float, as_image: bool
) -> None:
    drawing = between(sign, height)
    if as_image:
        image, _ = draw_number([drawing], 0.3, 9)
        reading = classifier.read_image(image)
    else:
        reading = classifier.read_strokes(drawing)
    assert reading.text == f"3{PLACEHOLDER}5"
    assert [digit.is_digit for digit in reading.digits] == [True, False, True]


def test_a_minus_in_front_leaves_a_mark(classifier: DigitClassifier) -> None:
    reading = classifier.read_strokes([*moved(MINUS, -60, 50), *FIVE])
    assert reading.text == f"{PLACEHOLDER}5"


def test_a_wide_gap_makes_two_numbers(classifier: DigitClassifier) -> None:
    row = side_by_side([TWO] * 4, 30)
    apart = max(x for stroke in row for x, _ in stroke) + 250
    reading = classifier.read_strokes([*row, *moved(row, apart, 0)])
    assert reading.text == "2222 2222"
    assert [len(number) for number in reading.lines[0].numbers] == [4, 4]


def test_two_over_five_is_two_rows(classifier: DigitClassifier) -> None:
    reading = classifier.read_strokes([*TWO, *moved(FIVE, 5, 140)])
    assert reading.text == "2\n5"
    assert [line.text for line in reading.lines] == ["2", "5"]


def rows_of(texts: list[str], generator: np.random.Generator) -> list[list[DrawnStrokes]]:
    return [
        [[line.tolist() for line in draw_variant(DIGITS[int(digit)], generator)] for digit in text]
        for text in texts
    ]


@pytest.mark.parametrize("tilt", [-12, 0, 12])
@pytest.mark.parametrize("as_image", [False, True], ids=["strokes", "image"])
def test_pages_of_rows_are_read(classifier: DigitClassifier, as_image: bool, tilt: float) -> None:
    generator = np.random.default_rng(20 + int(tilt))
    exact = count = structures = 0
    for _ in range(5):
        lengths = generator.integers(2, 7, size=generator.integers(3, 7))
        texts = ["".join(map(str, generator.integers(10, size=length))) for length in lengths]
        rows = rows_of(texts, generator)
        if as_image:
            reading = classifier.read_image(draw_page(rows, generator, tilt=tilt))
        else:
            reading = classifier.read_strokes(place_rows(rows, generator, tilt=tilt))
        found = "".join(line.text.replace(" ", "") for line in reading.lines)
        if [len(line.digits) for line in reading.lines] == [len(text) for text in texts]:
            structures += 1
            exact += sum(a == b for a, b in zip(found, "".join(texts), strict=True))
            count += len(found)
    assert structures >= 4
    assert exact / count >= 0.95


def test_a_sheet_of_four_by_four_digits_is_read_in_rows(classifier: DigitClassifier) -> None:
    generator = np.random.default_rng(6)
    texts = ["1234", "5678", "9012", "3456"]
    image = draw_page(rows_of(texts, generator), generator, gap=(0.5, 0.6))
    assert classifier.read_image(image).text.replace(" ", "") == "\n".join(texts)


class Counting:
    """Counts the images that a network is shown."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.calibration = network.calibration
        self.images = 0

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """Returns what the network says."""
        self.images += len(images)
        return self._network(images)


def grid(side: int, spacing: int, dot: int) -> Image.Image:
    y, x = np.indices((side, side))
    return Image.fromarray(np.where((x % spacing < dot) & (y % spacing < dot), 0, 255).astype("u1"))


def noise(share: float) -> Image.Image:
    pixels = np.random.default_rng(2).random((700, 700)) > share
    return Image.fromarray(np.where(pixels, 255, 0).astype(np.uint8))


def spiral() -> Image.Image:
    y, x = np.indices((800, 800)) - 400
    turns = (np.hypot(x, y) + np.arctan2(y, x) * 40 / (2 * np.pi)) % 40
    return Image.fromarray(np.where(turns > 12, 255, 0).astype(np.uint8))


def blots() -> Image.Image:
    generator = np.random.default_rng(5)
    image = Image.new("L", (900, 900), 255)
    for _ in range(64):
        x, y = generator.integers(50, 850, 2)
        radius = int(generator.integers(10, 40))
        ImageDraw.Draw(image).circle((int(x), int(y)), radius, fill=0)
    return image


def print_like() -> Image.Image:
    generator = np.random.default_rng(6)
    image = Image.new("L", (800, 1_000), 255)
    for row in range(40):
        text = "".join(chr(97 + int(n)) if n < 26 else " " for n in generator.integers(0, 30, 90))
        ImageDraw.Draw(image).text((30, 20 + 24 * row), text, fill=0, font_size=16)
    return image


def comb() -> Image.Image:
    y, x = np.indices((600, 600))
    return Image.fromarray(np.where((x % 12 < 5) & (y > 60) | (y < 60), 0, 255).astype(np.uint8))


def chess() -> Image.Image:
    return Image.fromarray((np.indices((640, 640)) // 80).sum(axis=0).astype(np.uint8) % 2 * 255)


def qr_like() -> Image.Image:
    squares = np.random.default_rng(7).integers(0, 2, (33, 33))
    pixels = np.pad(np.kron(squares, np.ones((9, 9))), 40, constant_values=1) * 255
    return Image.fromarray(pixels.astype(np.uint8))


HOSTILE: dict[str, Callable[[], Image.Image]] = {
    "dots 28": lambda: grid(28, 3, 1), "dots": lambda: grid(600, 14, 5),
    "noise": lambda: noise(0.5),
    "sparse": lambda: noise(0.02), "spiral": spiral, "blots": blots, "print": print_like,
    "comb": comb, "chess": chess, "qr": qr_like,
}  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_picture_of_anything_else_is_no_sure_number_and_takes_bounded_work(
    classifier: DigitClassifier, make: Callable[[], Image.Image]
) -> None:
    counting = Counting(classifier.network)
    reading = DigitClassifier(counting).read_image(make())  # type: ignore[arg-type]
    assert not reading.digits or not all(digit.is_digit for digit in reading.digits)
    most = 2 * (MAX_GROUPS + MAX_JOINS + SAMPLE) + 2 * MAX_PIECES + 4 * MAX_CUT_GROUPS
    assert counting.images <= most
