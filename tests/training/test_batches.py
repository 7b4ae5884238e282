from dataclasses import replace

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from model.preprocess import to_network_input
from training import batches
from training.architecture import BEST, DENSE
from training.batches import Source, augmentation_strength, sources, targets, training_batches
from training.data import Digits

# Twenty images that can be told apart by their brightness.
LABELS = (np.arange(20) % 10).astype(np.uint8)
IMAGES = np.repeat(np.arange(20, dtype=np.uint8), 784).reshape(20, 28, 28)
PLAIN = replace(DENSE, batch_size=4)


def brightness(recipe_batches: object) -> list[int]:
    return [round(float(image[0, 0, 0]) * 255) for x, _ in recipe_batches for image in x]  # type: ignore[attr-defined]


def test_each_image_is_seen_once_before_any_is_seen_again() -> None:
    found = sources(Digits(IMAGES, LABELS), PLAIN, seed=1)
    seen = brightness(training_batches(found, PLAIN, 1, range(10)))
    assert sorted(seen[:20]) == sorted(seen[20:]) == list(range(20))
    assert seen[:20] != seen[20:]
    assert seen[:20] != sorted(seen[:20])


def test_a_batch_is_scaled_like_any_network_input() -> None:
    found = sources(Digits(IMAGES, LABELS), PLAIN, seed=1)
    served = {image.tobytes() for image in to_network_input(IMAGES)}
    for images, _ in training_batches(found, PLAIN, 1, range(5)):
        assert {image.tobytes() for image in images.numpy()} <= served


def test_images_come_with_their_labels() -> None:
    found = sources(Digits(IMAGES, LABELS), PLAIN, seed=1)
    for images, labels in training_batches(found, PLAIN, 1, range(5)):
        assert np.rint(images.numpy()[:, 0, 0, 0] * 255 % 10).tolist() == labels.numpy().tolist()


def test_a_continued_training_sees_the_same_batches() -> None:
    recipe = replace(BEST, batch_size=4, synthetic_digits=0, synthetic_non_digits=0)
    found = sources(Digits(IMAGES, LABELS), recipe, seed=1)
    whole = list(training_batches(found, recipe, 1, range(6)))
    rest = list(training_batches(found, recipe, 1, range(4, 6)))
    assert len(rest) == 2
    for (images, labels), (same_images, same_labels) in zip(whole[4:], rest, strict=True):
        assert np.array_equal(images, same_images)
        assert np.array_equal(labels, same_labels)
    assert not np.array_equal(whole[4][0], whole[5][0])


def test_the_targets_of_non_digits_are_uniform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batches, "SYNTHETIC_DIGITS", 30)
    monkeypatch.setattr(batches, "SYNTHETIC_NON_DIGITS", 20)
    recipe = replace(BEST, batch_size=4, synthetic_digits=3, synthetic_non_digits=2)
    found = sources(Digits(IMAGES, LABELS), recipe, seed=1)
    assert [len(source.images) for source in found] == [20, 30, 20]
    (images, labels), *_ = training_batches(found, recipe, 1, range(2))
    assert images.shape == (9, 28, 28, 1)
    assert images.numpy().min() >= 0
    assert images.numpy().max() <= 1
    assert (labels.numpy()[:7].max(axis=1) == 1).all()
    assert np.allclose(labels.numpy()[7:], 0.1)


def test_augmentation_weakens_towards_the_end() -> None:
    recipe = replace(BEST, batch_size=4, synthetic_digits=0, synthetic_non_digits=0)
    square = np.zeros((20, 28, 28), dtype=np.uint8)
    square[:, 10:18, 10:18] = 255
    found = [Source(square, targets(LABELS, recipe), 20)]
    varied = [images.numpy() for images, _ in training_batches(found, recipe, 1, range(100))]
    original = square[..., np.newaxis] / 255
    early, late = (np.mean([np.abs(v - original).mean() for v in part]) for part in
                   (varied[:40], varied[90:]))  # fmt: skip
    assert late < 0.8 * early


def test_the_augmentation_strength_falls_from_one_to_a_fifth_in_the_second_half() -> None:
    strengths = [float(augmentation_strength(tf.constant(done))) for done in (0.0, 0.5, 0.75, 1.0)]
    assert strengths == pytest.approx([1, 1, 0.6, 0.2])


def test_synthetic_data_follow_the_recipe_and_the_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []

    def digits(*arguments: object) -> Digits:
        calls.append(("digits", *arguments))
        return Digits(IMAGES, LABELS)

    def non_digits(*arguments: object) -> object:
        calls.append(("non-digits", *arguments))
        return IMAGES

    monkeypatch.setattr(batches, "_synthetic_digits", digits)
    monkeypatch.setattr(batches, "_synthetic_non_digits", non_digits)
    found = sources(Digits(IMAGES, LABELS), replace(BEST, broad_brush=0.3), seed=7)
    assert calls == [
        ("digits", batches.SYNTHETIC_DIGITS, 7, 0.3),
        ("non-digits", batches.SYNTHETIC_NON_DIGITS, 7),
    ]
    assert [source.in_batch for source in found] == [128, 32, 12]
