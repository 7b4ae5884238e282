import numpy as np
import numpy.typing as npt
import pytest

tf = pytest.importorskip("tensorflow")

from model.preprocess import digit_from_strokes, to_network_input
from tests.drawn import DRAWINGS
from training.augment import augment, vary_geometry, vary_pen_width

SEVEN = digit_from_strokes(DRAWINGS["7", "barred"])
assert SEVEN
IMAGES = tf.constant(to_network_input(np.repeat(SEVEN.pixels[None], 200, axis=0)))
SEED = tf.constant([1, 2], dtype=tf.int64)


def mass(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    total: npt.NDArray[np.float32] = images.sum(axis=(1, 2, 3))
    return total


def test_variations_stay_images() -> None:
    varied = augment(IMAGES, SEED).numpy()
    assert varied.shape == IMAGES.shape
    assert varied.dtype == np.float32
    assert varied.min() >= 0
    assert varied.max() <= 1
    assert (mass(varied) > 20).all()


def test_every_image_varies_by_itself_and_a_seed_repeats_it() -> None:
    varied = augment(IMAGES, SEED).numpy()
    assert len(np.unique(varied, axis=0)) == len(varied)
    assert np.array_equal(varied, augment(IMAGES, SEED).numpy())
    assert not np.array_equal(varied, augment(IMAGES, SEED + 1).numpy())


def test_geometry_moves_the_ink_around_its_place() -> None:
    varied = vary_geometry(IMAGES, SEED).numpy()[..., 0]
    columns = (varied.sum(axis=1) * np.arange(28)).sum(axis=1) / varied.sum(axis=(1, 2))
    assert columns.mean() == pytest.approx(14, abs=0.5)
    assert 1 < columns.std() < 2.5


def test_pens_become_thicker_and_thinner() -> None:
    varied = mass(vary_pen_width(IMAGES, SEED).numpy()) / mass(IMAGES.numpy())
    assert varied.min() < 0.8
    assert varied.max() > 1.4
    assert (varied > 0.4).all()
