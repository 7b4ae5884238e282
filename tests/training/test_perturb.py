import numpy as np
import pytest

pytest.importorskip("scipy")

from model.preprocess import Pixels, digit_from_strokes
from tests.drawn import DRAWINGS
from training.perturb import (
    PERTURBATIONS,
    Perturbation,
    add_noise,
    blur,
    change_pen_width,
    fade,
    invert,
    rotate,
    shift,
)

IMAGES = np.array([digit.pixels for s in DRAWINGS.values() if (digit := digit_from_strokes(s))])
each_perturbation = pytest.mark.parametrize("by", PERTURBATIONS, ids=lambda by: by.name)


@each_perturbation
def test_at_every_strength_images_stay_images(by: Perturbation) -> None:
    for strength in by.strengths:
        perturbed = by.apply(IMAGES, strength)
        assert perturbed.dtype == np.uint8
        assert perturbed.shape == IMAGES.shape


@each_perturbation
def test_strength_zero_leaves_images_as_they_are(by: Perturbation) -> None:
    assert 0 in by.strengths
    assert list(by.strengths) == sorted(by.strengths)
    assert np.array_equal(by.apply(IMAGES, 0), IMAGES)


@each_perturbation
def test_the_more_strength_the_more_changes_and_it_changes_alike_every_time(
    by: Perturbation,
) -> None:
    before = IMAGES.copy()
    upwards = [strength for strength in by.strengths if strength >= 0]
    changes = [
        np.abs(by.apply(IMAGES, strength).astype(int) - IMAGES).mean() for strength in upwards
    ]
    assert (np.diff(changes) > 0).all()
    assert np.array_equal(by.apply(IMAGES, upwards[-1]), by.apply(IMAGES, upwards[-1]))
    assert np.array_equal(IMAGES, before)


def corner() -> Pixels:
    image = np.zeros((4, 28, 28), dtype=np.uint8)
    image[:, 4:8, 18:24] = 255
    return image


def middle_of(image: Pixels) -> tuple[float, float]:
    rows, columns = np.nonzero(image > 127)
    return float(rows.mean()), float(columns.mean())


def test_rotation_is_anticlockwise() -> None:
    row, column = middle_of(rotate(corner(), 90)[0])
    assert (row, column) == pytest.approx((27 - 20.5, 5.5), abs=0.6)


def test_shifts_go_four_ways_by_whole_pixels() -> None:
    moved = shift(corner(), 3)
    row, column = middle_of(corner()[0])
    assert [middle_of(image) for image in moved] == [
        (row, column + 3),
        (row + 3, column),
        (row, column - 3),
        (row - 3, column),
    ]
    assert set(np.unique(moved)) == {0, 255}


def test_a_pen_gets_wider_and_narrower_by_pixels() -> None:
    line = np.zeros((1, 28, 28), dtype=np.uint8)
    line[0, :, 12:15] = 255
    for change in (-2, -1, 0, 1, 2, 4):
        assert np.count_nonzero(change_pen_width(line, change)[0, 14]) == 3 + change


def test_noise_is_as_strong_as_it_says() -> None:
    grey = np.full((20, 28, 28), 128, dtype=np.uint8)
    assert add_noise(grey, 0.1).std() == pytest.approx(25.5, rel=0.05)


def test_fading_darkens_ink_and_leaves_paper() -> None:
    assert fade(corner(), 0.8).max() == 51
    assert fade(corner(), 0.8).min() == 0


def test_blur_spreads_ink_and_keeps_it() -> None:
    blurred = blur(corner(), 1.5)
    assert np.count_nonzero(blurred) > 2 * np.count_nonzero(corner())
    assert blurred.sum() == pytest.approx(corner().sum(), rel=0.02)
    assert blurred[0].max() < 255


def test_inversion_ends_with_the_negative_and_passes_through_plain_grey() -> None:
    assert np.array_equal(invert(corner(), 1), 255 - corner())
    assert np.ptp(invert(corner(), 0.5)) == 0
