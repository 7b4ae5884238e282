import numpy as np
import numpy.typing as npt
import pytest

tf = pytest.importorskip("tensorflow")

from model.preprocess import digit_from_strokes, to_network_input
from tests.sample_drawings import DRAWINGS
from training.augment import ELASTIC, affine_map, augment, elastic_shifts, sample, vary_pen_width

SEVEN = digit_from_strokes(DRAWINGS["7", "barred"])
assert SEVEN
IMAGES = tf.constant(to_network_input(np.repeat(SEVEN.pixels[None], 200, axis=0)))
FULL = tf.constant(1.0)
SEED = tf.constant([1, 2], dtype=tf.int64)


def mass(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    total: npt.NDArray[np.float32] = images.sum(axis=(1, 2, 3))
    return total


def mass_centres(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The mean column of each image's ink."""
    columns = np.asarray(images)[..., 0].sum(axis=1)
    centres: npt.NDArray[np.float64] = (columns * np.arange(28)).sum(axis=1) / columns.sum(axis=1)
    return centres


def test_augmented_images_stay_images() -> None:
    varied = augment(IMAGES, SEED, FULL, elastic=True).numpy()
    assert varied.shape == IMAGES.shape
    assert varied.dtype == np.float32
    assert varied.min() >= 0
    assert varied.max() <= 1
    assert (mass(varied) > 20).all()


def test_each_image_is_augmented_differently_and_a_seed_repeats_it() -> None:
    varied = augment(IMAGES, SEED, FULL, elastic=True).numpy()
    assert len(np.unique(varied, axis=0)) == len(varied)
    assert np.array_equal(varied, augment(IMAGES, SEED, FULL, elastic=True).numpy())
    assert not np.array_equal(varied, augment(IMAGES, SEED + 1, FULL, elastic=True).numpy())


def test_affine_maps_move_the_ink_around_its_place() -> None:
    before = mass_centres(IMAGES)
    moved = mass_centres(sample(IMAGES, *affine_map(len(IMAGES), SEED, FULL))) - before
    assert moved.mean() == pytest.approx(0, abs=0.4)
    assert 1 < moved.std() < 2.5


def test_augmentation_without_strength_changes_nothing() -> None:
    varied = augment(IMAGES, SEED, tf.constant(0.0), elastic=True)
    assert np.allclose(varied, IMAGES, atol=1e-5)


def test_elastic_shifts_are_small_smooth_and_of_many_strengths() -> None:
    right, down = (shift.numpy() for shift in elastic_shifts(500, SEED, FULL))
    assert right.shape == down.shape == (500, 28, 28)
    deviations = right.std(axis=(1, 2))
    assert deviations.min() < 0.1 * ELASTIC
    assert 0.6 * ELASTIC < deviations.max() < 1.5 * ELASTIC
    assert np.abs(np.diff(right, axis=2)).mean() < 0.5 * np.abs(right).mean()
    assert abs(np.corrcoef(right.ravel(), down.ravel())[0, 1]) < 0.05


def test_sampling_is_bilinear_and_paper_lies_outside() -> None:
    dot = np.zeros((1, 28, 28, 1), dtype=np.float32)
    dot[0, 10, 20] = 1
    everywhere = np.full((1, 28, 28), 100.0, dtype=np.float32)
    assert sample(tf.constant(dot), everywhere, everywhere).numpy().max() < 0.01
    x, y = np.full_like(everywhere, 20.25), np.full_like(everywhere, 9.5)
    assert np.allclose(sample(tf.constant(dot), x, y), 0.75 * 0.5)


def test_pens_become_thicker_and_thinner() -> None:
    varied = mass(vary_pen_width(IMAGES, SEED, FULL).numpy()) / mass(IMAGES.numpy())
    assert varied.min() < 0.8
    assert varied.max() > 1.4
    assert (varied > 0.4).all()


def test_affine_maps_rotate_shear_and_scale_by_as_much_as_they_should() -> None:
    x, y = (values.numpy() for values in affine_map(2_000, SEED, FULL))
    right_x, right_y = (values[:, 14, 15] - values[:, 14, 14] for values in (x, y))
    down_x, down_y = (values[:, 15, 14] - values[:, 14, 14] for values in (x, y))
    # A uniform distribution from -1 to 1 has the standard deviation 1 / sqrt(3).
    assert right_y.std() == pytest.approx(np.sin(np.radians(15)) / 3**0.5, rel=0.1)
    assert (down_x + right_y).std() == pytest.approx(0.25 / 3**0.5, rel=0.1)
    assert right_x.std() == pytest.approx(0.15 / 3**0.5, rel=0.25)
    assert down_y.std() == pytest.approx(0.15 / 3**0.5, rel=0.25)


def test_elastic_distortion_can_be_turned_off() -> None:
    elastic, affine = (augment(IMAGES, SEED, FULL, elastic=on).numpy() for on in (True, False))
    assert np.abs(elastic - affine).mean(axis=(1, 2, 3)).max() > 0.01
