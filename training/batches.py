"""Which images each training step sees: MNIST, drawn digits and drawn non-digits, varied anew.

A step's batch follows from the seed and the step's number alone. So a training that goes on after
an interruption sees what it would have seen. Reads no files: `training.data` does.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from model.preprocess import FULL_INK
from model.runtime import CLASSES
from training.architecture import Recipe
from training.augment import augment
from training.data import Digits
from training.drawn import drawn_digits, drawn_non_digits

# Each drawing is seen about twice in a training, and varied anew each time.
DRAWN_DIGITS = 60_000
DRAWN_NON_DIGITS = 24_000

# Variation calms down towards the end, so that the last steps see digits as they are: He et al.,
# "Data augmentation revisited", 2019.
FULL_STRENGTH_UNTIL = 0.5  # of all steps
LAST_STRENGTH = 0.2


@dataclass(frozen=True)
class Source:
    """Images uint8 (n, 28, 28), their `targets`, and how many are in each batch."""

    images: npt.NDArray[np.uint8]
    targets: npt.NDArray[np.generic]
    in_batch: int


def targets(labels: npt.NDArray[np.uint8], recipe: Recipe) -> npt.NDArray[np.generic]:
    """What a network is to answer: float32 (n, 10), or the labels (n,) themselves."""
    return np.eye(CLASSES, dtype=np.float32)[labels] if recipe.one_hot else labels


def sources(digits: Digits, recipe: Recipe, seed: int) -> list[Source]:
    """What a recipe trains on; draws what it asks for, which takes a minute or two."""
    found = [Source(digits.images, targets(digits.labels, recipe), recipe.batch_size)]
    if recipe.drawn:
        drawn = drawn_digits(DRAWN_DIGITS, seed, recipe.broad)
        found.append(Source(drawn.images, targets(drawn.labels, recipe), recipe.drawn))
    if recipe.non_digits:
        images = drawn_non_digits(DRAWN_NON_DIGITS, seed)
        # Undecided about what is no digit, after Hendrycks et al., "Deep anomaly detection with
        # outlier exposure", 2019.
        undecided = np.full((len(images), CLASSES), 1 / CLASSES, dtype=np.float32)
        found.append(Source(images, undecided, recipe.non_digits))
    return found


def training_batches(
    found: list[Source], recipe: Recipe, seed: int, steps: range
) -> tf.data.Dataset:
    """Batches (images float32 (n, 28, 28, 1), targets) of these steps, the last one included."""
    held = [(tf.constant(source.images), tf.constant(source.targets)) for source in found]

    def batch(step: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        images, answers = [], []
        for number, (source, (all_images, all_targets)) in enumerate(zip(found, held, strict=True)):
            rows = _shuffled_rows(step, source.in_batch, len(source.images), [seed, number])
            images.append(tf.gather(all_images, rows))
            answers.append(tf.gather(all_targets, rows))
        # As `to_network_input`, but within TensorFlow.
        scaled = tf.cast(tf.concat(images, 0), tf.float32)[..., tf.newaxis] / FULL_INK
        if recipe.augmented:
            step_seed = tf.stack([tf.constant(seed, tf.int64), step])
            strength = _strength(tf.cast(step / steps.stop, tf.float32))
            scaled = augment(scaled, step_seed, strength, elastic=recipe.elastic)
        return scaled, tf.concat(answers, 0)

    return (
        tf.data.Dataset.range(steps.start, steps.stop).map(batch, num_parallel_calls=2).prefetch(4)
    )


def _strength(progress: tf.Tensor) -> tf.Tensor:
    """How strongly images are varied when this share of the steps is done."""
    calming = tf.maximum(progress - FULL_STRENGTH_UNTIL, 0.0) / (1 - FULL_STRENGTH_UNTIL)
    return 1.0 - (1.0 - LAST_STRENGTH) * calming


def _shuffled_rows(step: tf.Tensor, count: int, available: int, seed: list[int]) -> tf.Tensor:
    """`count` of the rows 0 to `available` - 1: each once before any is seen again."""
    places = step * count + tf.range(count, dtype=tf.int64)
    rounds = tf.cast(places // available, tf.int32)
    seeds = tf.stack([tf.fill([count], seed[0]), tf.fill([count], seed[1]), rounds], axis=1)
    # The raw operation, since tf.random.experimental.index_shuffle spoils a seed for each row.
    return tf.raw_ops.RandomIndexShuffle(
        index=places % available, seed=seeds, max_index=tf.constant(available - 1, tf.int64)
    )
