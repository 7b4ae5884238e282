from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("sklearn")

from tests.training.evaluation.invented import confident_in, predictions_of
from training.data import Digits
from training.evaluation import gallery

TWO_RIGHT = predictions_of(confident_in([1, 2], 0.9))


def test_the_most_confident_mistakes_come_first_without_anything_right() -> None:
    labels = np.array([7, 2, 5, 6], dtype=np.uint8)
    predictions = predictions_of(confident_in([1, 2, 3, 4], [0.6, 0.99, 0.8, 0.7]))
    listed = gallery.describe(labels, predictions)["mistakes"]
    assert [(one["digit"], one["read"]) for one in listed] == [(5, 3), (6, 4), (7, 1)]
    assert [one["probability"] for one in listed] == pytest.approx([0.8, 0.7, 0.6])


def test_at_most_24_mistakes_are_listed() -> None:
    labels = np.ones(50, dtype=np.uint8)
    predictions = predictions_of(confident_in([2] * 50, 0.9))
    assert len(gallery.mistakes(labels, predictions)) == 24


def test_there_are_four_random_examples_of_each_digit_in_order() -> None:
    labels = np.array([digit for digit in range(10) for _ in range(60)], dtype=np.uint8)
    predictions = predictions_of(confident_in([(digit + 1) % 10 for digit in labels], 0.9))
    listed = gallery.describe(labels, predictions)["examples"]
    assert [one["digit"] for one in listed] == [digit for digit in range(10) for _ in range(4)]
    assert all(one["read"] == (one["digit"] + 1) % 10 for one in listed)
    rows = gallery.examples(labels)
    assert len(set(rows)) == len(rows)
    assert max(rows % 60) > 20
    assert np.array_equal(rows, gallery.examples(labels))


def test_a_network_without_mistakes_lists_none() -> None:
    labels = np.array([1, 2], dtype=np.uint8)
    assert gallery.describe(labels, TWO_RIGHT)["mistakes"] == []


def test_the_strips_show_the_listed_digits_side_by_side(tmp_path: Path) -> None:
    images = np.random.default_rng(1).integers(0, 256, (4, 28, 28), dtype=np.uint8)
    labels = np.array([7, 2, 5, 6], dtype=np.uint8)
    predictions = predictions_of(confident_in([1, 2, 3, 4], [0.6, 0.99, 0.8, 0.7]))
    gallery.write_strips(Digits(images, labels), predictions, tmp_path)
    for name, rows in (("mistakes", [2, 3, 0]), ("examples", gallery.examples(labels))):
        strip = np.asarray(Image.open(tmp_path / f"{name}-strip.png"))
        assert np.array_equal(strip, np.concatenate(images[rows], axis=1))


def test_an_empty_list_gets_no_strip(tmp_path: Path) -> None:
    digits = Digits(np.zeros((2, 28, 28), dtype=np.uint8), np.array([1, 2], dtype=np.uint8))
    gallery.write_strips(digits, TWO_RIGHT, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["examples-strip.png"]
