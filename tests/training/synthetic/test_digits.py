from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.classifier import DigitClassifier, digit_score
from model.preprocess import to_network_input
from training.synthetic import digits as module
from training.synthetic.digits import synthetic_digits, synthetic_non_digits

# The first synthetic data that the shipped network was trained on: three rows of digits, three of
# non-digits. Make it again only together with a new network.
SHIPPED = Path(__file__).with_name("shipped.png")
SHIPPED_SEED = 20


def test_the_shipped_networks_training_data_can_be_drawn_again() -> None:
    digits = synthetic_digits(60, SHIPPED_SEED, broad_brush=0.25).images
    images = np.concatenate([digits, synthetic_non_digits(60, SHIPPED_SEED)])
    rows = np.asarray(Image.open(SHIPPED)).reshape(6, 28, 20, 28).transpose(0, 2, 1, 3)
    shipped = rows.reshape(-1, 28, 28)
    # Other processors may round differently.
    assert (np.abs(images.astype(int) - shipped) > 2).mean() < 1e-4


def test_each_digit_comes_equally_often_and_no_image_twice() -> None:
    digits = synthetic_digits(400, seed=1)
    assert digits.images.shape == (400, 28, 28)
    assert digits.images.dtype == np.uint8
    assert np.bincount(digits.labels).tolist() == [40] * 10
    assert len(np.unique(digits.images, axis=0)) == 400


def test_a_seed_repeats_its_images_and_another_seed_gives_others() -> None:
    images = synthetic_digits(50, seed=1).images
    assert np.array_equal(images, synthetic_digits(50, seed=1).images)
    assert not np.array_equal(images, synthetic_digits(50, seed=2).images)
    non_digits = synthetic_non_digits(50, seed=1)
    assert np.array_equal(non_digits, synthetic_non_digits(50, seed=1))
    assert not np.array_equal(non_digits, synthetic_non_digits(50, seed=2))


def test_several_processes_draw_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART_SIZE", 20)
    together = synthetic_digits(40, seed=3)
    first = synthetic_digits(20, seed=3)
    assert np.array_equal(together.images[:20], first.images)
    assert not np.array_equal(together.images[20:], first.images)
    assert together.labels.tolist() == list(range(10)) * 4


def test_a_share_is_drawn_with_a_broad_brush() -> None:
    broad = synthetic_digits(60, seed=4, broad_brush=1.0)
    assert broad.images.shape == (60, 28, 28)
    assert np.array_equal(broad.images, synthetic_digits(60, seed=4, broad_brush=1.0).images)
    pens = synthetic_digits(60, seed=4).images
    # The pen path is found in the image, so lines are equally wide and only shapes are simpler.
    assert broad.images.mean() == pytest.approx(pens.mean(), rel=0.2)
    some = synthetic_digits(60, seed=4, broad_brush=0.5).images
    assert not np.array_equal(some, pens)
    assert not np.array_equal(some, broad.images)


def test_the_shipped_network_reads_synthetic_digits(classifier: DigitClassifier) -> None:
    digits = synthetic_digits(1_000, seed=99)
    predicted = classifier.network(to_network_input(digits.images)).argmax(axis=1)
    for digit in range(10):
        assert (predicted[digits.labels == digit] == digit).mean() > 0.9


def test_the_shipped_network_rejects_most_synthetic_non_digits(classifier: DigitClassifier) -> None:
    inputs = to_network_input(synthetic_non_digits(1_000, seed=99))
    scores = digit_score(classifier.network(inputs))
    assert (scores >= classifier.network.calibration.least_digit_score).mean() < 0.1
