import numpy as np
import pytest

pytest.importorskip("scipy")

from model.preprocess import Pixels, digit_from_strokes
from tests.sample_drawings import DRAWINGS
from training.evaluation.corruptions import (
    CORRUPTIONS,
    Corruption,
    add_noise,
    blur,
    change_pen_width,
    invert,
    reduce_contrast,
    rotate,
    shift,
)

IMAGES = np.array([digit.pixels for s in DRAWINGS.values() if (digit := digit_from_strokes(s))])
each_corruption = pytest.mark.parametrize(
    "corruption", CORRUPTIONS, ids=lambda corruption: corruption.name
)


@each_corruption
def test_images_stay_images_at_every_strength(corruption: Corruption) -> None:
    for strength in corruption.strengths:
        corrupted = corruption.apply(IMAGES, strength)
        assert corrupted.dtype == np.uint8
        assert corrupted.shape == IMAGES.shape


@each_corruption
def test_strength_zero_leaves_images_unchanged(corruption: Corruption) -> None:
    assert 0 in corruption.strengths
    assert list(corruption.strengths) == sorted(corruption.strengths)
    assert np.array_equal(corruption.apply(IMAGES, 0), IMAGES)


@each_corruption
def test_more_strength_changes_more_and_repeats_itself(
    corruption: Corruption,
) -> None:
    before = IMAGES.copy()
    upwards = [strength for strength in corruption.strengths if strength >= 0]
    changes = [
        np.abs(corruption.apply(IMAGES, strength).astype(int) - IMAGES).mean()
        for strength in upwards
    ]
    assert (np.diff(changes) > 0).all()
    assert np.array_equal(
        corruption.apply(IMAGES, upwards[-1]), corruption.apply(IMAGES, upwards[-1])
    )
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


def test_rotation_is_bilinear() -> None:
    dot = np.zeros((1, 28, 28), dtype=np.uint8)
    dot[0, 8, 12] = 255
    assert 1 < np.count_nonzero(rotate(dot, 30)) <= 5


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


def test_pens_get_wider_and_narrower_by_pixels() -> None:
    line = np.zeros((1, 28, 28), dtype=np.uint8)
    line[0, :, 12:15] = 255
    for change in (-2, -1, 0, 1, 2, 4):
        assert np.count_nonzero(change_pen_width(line, change)[0, 14]) == 3 + change


def test_noise_has_the_given_deviation() -> None:
    grey = np.full((20, 28, 28), 128, dtype=np.uint8)
    assert add_noise(grey, 0.1).std() == pytest.approx(25.5, rel=0.05)


def test_less_contrast_changes_the_ink_and_not_the_paper() -> None:
    assert reduce_contrast(corner(), 0.8).max() == 51
    assert reduce_contrast(corner(), 0.8).min() == 0


def test_blur_spreads_ink_and_keeps_it() -> None:
    blurred = blur(corner(), 1.5)
    assert np.count_nonzero(blurred) > 2 * np.count_nonzero(corner())
    assert blurred.sum() == pytest.approx(corner().sum(), rel=0.02)
    assert blurred[0].max() < 255


def test_inversion_passes_through_grey_and_ends_with_the_negative() -> None:
    assert np.array_equal(invert(corner(), 1), 255 - corner())
    assert np.ptp(invert(corner(), 0.5)) == 0
