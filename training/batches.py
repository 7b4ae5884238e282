"""The batch of each training step: MNIST, synthetic digits and non-digits, with augmentation.

A batch depends only on the seed and the number of its step. So a training that continues after an
interruption sees the same batches. Reads no files; `training.data` does.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from model.preprocess import FULL_INK, Pixels
from model.runtime import CLASSES
from training.architecture import Recipe
from training.augment import augment
from training.data import Digits
from training.synthetic.digits import synthetic_digits, synthetic_non_digits
from training.synthetic.pair_images import (
    pairs_of,
    singles_of,
    synthetic_no_pairs,
    synthetic_pairs,
)

# A training sees each of them two or three times, with another augmentation each time.
SYNTHETIC_DIGITS = 90_000
SYNTHETIC_NON_DIGITS = 36_000

# For the network that reads pairs.
MNIST_PAIRS = 40_000
SYNTHETIC_PAIRS = 60_000
SYNTHETIC_NO_PAIRS = 40_000
SINGLES = 5_000  # of MNIST, which are no pairs
VALIDATION_SEED = 1_000_000  # no training uses it

# Augmentation weakens towards the end, so that the last steps see nearly unchanged digits: He et
# al., "Data augmentation revisited", 2019.
FULL_STRENGTH_UNTIL = 0.5  # of all steps
LAST_STRENGTH = 0.2


# One training after another, as in the ablation, draws them once.
_synthetic_digits = lru_cache(1)(synthetic_digits)
_synthetic_non_digits = lru_cache(1)(synthetic_non_digits)


@dataclass(frozen=True)
class Source:
    """Images uint8 (n, 28, width), their targets, and how many of them each batch holds."""

    images: npt.NDArray[np.uint8]
    targets: npt.NDArray[np.generic]
    in_batch: int


def targets(labels: npt.NDArray[np.uint8], recipe: Recipe) -> npt.NDArray[np.generic]:
    """Returns one-hot targets float32 (..., 10), or the labels for a recipe without them."""
    return np.eye(CLASSES, dtype=np.float32)[labels] if recipe.one_hot else labels


def sources(digits: Digits, recipe: Recipe, seed: int) -> list[Source]:
    """Returns the sources of a recipe. Drawing its synthetic data takes a minute or two."""
    if recipe.of_pairs:
        return _sources_of_pairs(digits, recipe, seed)
    found = [Source(digits.images, targets(digits.labels, recipe), recipe.batch_size)]
    if recipe.synthetic_digits:
        drawn = _synthetic_digits(SYNTHETIC_DIGITS, seed, recipe.broad_brush)
        found.append(Source(drawn.images, targets(drawn.labels, recipe), recipe.synthetic_digits))
    if recipe.synthetic_non_digits:
        images = _synthetic_non_digits(SYNTHETIC_NON_DIGITS, seed)
        found.append(Source(images, _undecided(images, recipe), recipe.synthetic_non_digits))
    return found


def _sources_of_pairs(digits: Digits, recipe: Recipe, seed: int) -> list[Source]:
    of_mnist = pairs_of(digits, MNIST_PAIRS, np.random.default_rng(seed))
    drawn = synthetic_pairs(SYNTHETIC_PAIRS, seed, recipe.broad_brush)
    others = np.concatenate(
        [
            synthetic_no_pairs(SYNTHETIC_NO_PAIRS, seed, recipe.broad_brush),
            singles_of(digits)[:SINGLES],
        ]
    )
    return [
        Source(of_mnist.images, targets(of_mnist.labels, recipe), recipe.batch_size),
        Source(drawn.images, targets(drawn.labels, recipe), recipe.synthetic_digits),
        Source(others, _undecided(others, recipe), recipe.synthetic_non_digits),
    ]


def _undecided(images: Pixels, recipe: Recipe) -> npt.NDArray[np.float32]:
    """Returns the targets of images that show no digits: the same for all.

    Hendrycks et al., "Deep anomaly detection with outlier exposure", 2019.
    """
    return np.full((len(images), *recipe.outputs), 1 / CLASSES, dtype=np.float32)


def validation(digits: Digits, recipe: Recipe) -> Digits:
    """Returns what to validate a recipe's network with: the digits, or as many pairs of them."""
    if recipe.of_pairs:
        return pairs_of(digits, len(digits), np.random.default_rng(VALIDATION_SEED))
    return digits


def training_batches(
    found: list[Source], recipe: Recipe, seed: int, steps: range
) -> tf.data.Dataset:
    """Returns the batches of these steps: images float32 (n, 28, width, 1) and targets."""
    tensors = [(tf.constant(source.images), tf.constant(source.targets)) for source in found]

    def batch(step: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        images, batch_targets = [], []
        for number, (source, (all_images, all_targets)) in enumerate(
            zip(found, tensors, strict=True)
        ):
            rows = _shuffled_rows(step, source.in_batch, len(source.images), [seed, number])
            images.append(tf.gather(all_images, rows))
            batch_targets.append(tf.gather(all_targets, rows))
        # The same as `to_network_input`, in TensorFlow.
        scaled = tf.cast(tf.concat(images, 0), tf.float32)[..., tf.newaxis] / FULL_INK
        if recipe.augmented:
            step_seed = tf.stack([tf.constant(seed, tf.int64), step])
            strength = augmentation_strength(tf.cast(step / steps.stop, tf.float32))
            scaled = augment(scaled, step_seed, strength, elastic=recipe.elastic)
        return scaled, tf.concat(batch_targets, 0)

    return (
        tf.data.Dataset.range(steps.start, steps.stop).map(batch, num_parallel_calls=2).prefetch(4)
    )


def augmentation_strength(progress: tf.Tensor) -> tf.Tensor:
    """Returns the strength of augmentation, in [0, 1], after this share of the steps."""
    weakening = tf.maximum(progress - FULL_STRENGTH_UNTIL, 0.0) / (1 - FULL_STRENGTH_UNTIL)
    return 1.0 - (1.0 - LAST_STRENGTH) * weakening


def _shuffled_rows(step: tf.Tensor, count: int, available: int, seed: list[int]) -> tf.Tensor:
    """Returns `count` random rows of `available`; each comes once before any comes again."""
    places = step * count + tf.range(count, dtype=tf.int64)
    rounds = tf.cast(places // available, tf.int32)
    seeds = tf.stack([tf.fill([count], seed[0]), tf.fill([count], seed[1]), rounds], axis=1)
    # tf.random.experimental.index_shuffle cannot take one seed per row.
    return tf.raw_ops.RandomIndexShuffle(
        index=places % available, seed=seeds, max_index=tf.constant(available - 1, tf.int64)
    )
