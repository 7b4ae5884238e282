from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.classifier import DigitClassifier, digit_score
from model.preprocess import to_network_input
from training import drawn
from training.drawn import draw_way, drawn_digits, drawn_non_digits
from training.glyphs import DIGITS


def test_every_digit_is_drawn_equally_often_and_each_drawing_is_another() -> None:
    digits = drawn_digits(400, seed=1)
    assert digits.images.shape == (400, 28, 28)
    assert digits.images.dtype == np.uint8
    assert np.bincount(digits.labels).tolist() == [40] * 10
    assert len(np.unique(digits.images, axis=0)) == 400


def test_a_seed_repeats_its_drawings_and_another_gives_others() -> None:
    images = drawn_digits(50, seed=1).images
    assert np.array_equal(images, drawn_digits(50, seed=1).images)
    assert not np.array_equal(images, drawn_digits(50, seed=2).images)
    assert not np.array_equal(drawn_non_digits(50, seed=1), drawn_non_digits(50, seed=2))


def test_drawing_on_several_cores_gives_the_same_as_on_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawn, "PART", 20)
    together = drawn_digits(40, seed=3)
    first = drawn_digits(20, seed=3)
    assert np.array_equal(together.images[:20], first.images)
    assert not np.array_equal(together.images[20:], first.images)
    assert together.labels.tolist() == list(range(10)) * 4


def test_a_share_is_drawn_with_a_broad_brush() -> None:
    broad = drawn_digits(60, seed=4, broad=1.0)
    assert broad.images.shape == (60, 28, 28)
    assert np.array_equal(broad.images, drawn_digits(60, seed=4, broad=1.0).images)
    pens = drawn_digits(60, seed=4).images
    # The path of the pen is found in a picture: the line is as wide, only the shape is simpler.
    assert broad.images.mean() == pytest.approx(pens.mean(), rel=0.2)
    some = drawn_digits(60, seed=4, broad=0.5).images
    assert not np.array_equal(some, pens)
    assert not np.array_equal(some, broad.images)


def test_the_shipped_network_reads_what_is_drawn(classifier: DigitClassifier) -> None:
    digits = drawn_digits(1_000, seed=99)
    answers = classifier.network(to_network_input(digits.images)).argmax(axis=1)
    for digit in range(10):
        assert (answers[digits.labels == digit] == digit).mean() > 0.9


def test_the_shipped_network_takes_few_drawings_of_other_things_for_digits(
    classifier: DigitClassifier,
) -> None:
    scores = digit_score(classifier.network(to_network_input(drawn_non_digits(1_000, seed=99))))
    assert (scores >= classifier.network.calibration.least_digit_score).mean() < 0.1


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_varies_in_shape_and_stays_together(digit: int) -> None:
    generator = np.random.default_rng(digit)
    drawings = [draw_way(DIGITS[digit], generator) for _ in range(50)]
    widths = [np.ptp(np.concatenate(drawing)[:, 0]) for drawing in drawings]
    heights = [np.ptp(np.concatenate(drawing)[:, 1]) for drawing in drawings]
    assert np.std(widths) > 5
    assert 60 < np.mean(heights) < 140


def test_a_sheet_can_be_looked_at(tmp_path: Path) -> None:
    assert drawn.main([str(tmp_path / "sheet.png")]) == 0
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (28 * drawn.SHEET_COLUMNS, 28 * 14)
        assert 0 < np.mean(np.asarray(sheet) < 128) < 0.4
