from collections.abc import Callable

import numpy as np
import pytest

from model.pairs import PAIR_WIDTH
from model.preprocess import IMAGE_SIZE, Points
from training.data import Digits
from training.synthetic.beside import side_by_side
from training.synthetic.pair_images import (
    pairs_of,
    singles_of,
    synthetic_no_pairs,
    synthetic_pairs,
)
from training.synthetic.pairs import (
    NO_PAIRS,
    draw_digit,
    draw_no_pair,
    draw_pair,
    draw_unfinished_digit,
)

UPRIGHT = [np.column_stack([np.zeros(20), np.linspace(0, 100, 20)])]


def test_two_digits_end_up_beside_each_other_and_near() -> None:
    generator = np.random.default_rng(1)
    joined = 0
    for _ in range(200):
        strokes = side_by_side(UPRIGHT, UPRIGHT, generator)
        joined += len(strokes) == 1
        points = np.concatenate(strokes)
        assert -7 < points[:, 0].max() < 60
    assert 0.2 < joined / 200 < 0.4  # by a ligature


def test_a_pair_is_wider_than_a_digit() -> None:
    generator = np.random.default_rng(2)

    def aspect(strokes: list[Points]) -> float:
        width, height = np.ptp(np.concatenate(strokes), axis=0)
        return float(width / height)

    pairs = [aspect(draw_pair(generator)[0]) for _ in range(100)]
    singles = [aspect(draw_digit(generator)) for _ in range(100)]
    assert np.median(pairs) > 1.5 * np.median(singles)


def test_an_unfinished_digit_is_the_beginning_of_one() -> None:
    length = [
        sum(map(len, draw(np.random.default_rng(seed))))
        for draw in (draw_digit, draw_unfinished_digit)
        for seed in range(100)
    ]
    assert 0.2 < np.mean(length[100:]) / np.mean(length[:100]) < 0.9


@pytest.mark.parametrize("draw", NO_PAIRS, ids=lambda draw: draw.__name__)
def test_what_is_no_pair_has_points(draw: Callable[[np.random.Generator], list[Points]]) -> None:
    generator = np.random.default_rng(3)
    for _ in range(30):
        strokes = draw(generator)
        assert strokes
        assert all(len(stroke) and np.isfinite(stroke).all() for stroke in strokes)


def test_a_seed_repeats_what_is_no_pair() -> None:
    one, other = (draw_no_pair(np.random.default_rng(4)) for _ in range(2))
    assert all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


@pytest.mark.parametrize("broad_brush", [0.0, 1.0])
def test_images_of_pairs_have_ink_in_both_halves(broad_brush: float) -> None:
    pairs = synthetic_pairs(100, 5, broad_brush)
    assert pairs.images.shape == (100, IMAGE_SIZE, PAIR_WIDTH)
    assert pairs.labels.shape == (100, 2)
    assert set(pairs.labels.ravel()) == set(range(10))
    for half in (pairs.images[:, :, : PAIR_WIDTH // 2], pairs.images[:, :, PAIR_WIDTH // 2 :]):
        assert (half.max(axis=(1, 2)) > 128).all()
    again = synthetic_pairs(100, 5, broad_brush)
    assert np.array_equal(pairs.images, again.images)
    others = synthetic_no_pairs(50, 5, broad_brush)
    assert others.shape == (50, IMAGE_SIZE, PAIR_WIDTH)


def test_images_of_digits_are_moved_together_until_they_touch() -> None:
    bars = np.zeros((10, IMAGE_SIZE, IMAGE_SIZE), dtype=np.uint8)
    for digit in range(10):
        bars[digit, 4:24, digit : digit + 4] = 255
    digits = Digits(bars, np.arange(10, dtype=np.uint8))
    pairs = pairs_of(digits, 50, np.random.default_rng(6))
    for image, labels in zip(pairs.images, pairs.labels, strict=True):
        inked = np.flatnonzero(image.any(axis=0))
        assert 5 <= len(inked) <= 8  # two bars of four columns, which touch or overlap
        assert np.array_equal(inked, np.arange(inked[0], inked[-1] + 1))
        assert abs(inked[0] + inked[-1] - (PAIR_WIDTH - 1)) <= 1
        assert labels.max() < 10
    wide = singles_of(digits)
    assert wide.shape == (10, IMAGE_SIZE, PAIR_WIDTH)
    assert np.array_equal(wide[:, :, 10:38], bars)
