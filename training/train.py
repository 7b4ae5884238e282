"""Train a network on MNIST and write it for the app.

    python -m training.train                       the shipped one: model/mnist_model.keras
    python -m training.train cnn --output cnn.keras
    python -m training.train --mnist mnist.npz     where there is no network to download it

Writes the network without its optimizer, and beside it the same network compiled for LiteRT.
Nothing is written before the training is done. The test set is looked at once, at the end.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training import NO_TENSORFLOW

try:
    import keras
    import tensorflow as tf
except ImportError:
    sys.exit(f"train: {NO_TENSORFLOW}")

from model.classifier import MODEL_FILE
from model.preprocess import to_network_input
from model.runtime import (
    CLASSES,
    INPUT_SHAPE,
    ModelFileError,
    compile_network,
    replace_file,
)
from training import architecture
from training.augment import augment
from training.data import MNIST_VARIABLE, DataError, Digits, Mnist, load_mnist

SEED = 20


def main(arguments: list[str] | None = None) -> int:
    """Train as the command line says; returns the exit status."""
    options = _parse(arguments)
    try:
        mnist = load_mnist(options.mnist)
        make_writable_folder(options.output.parent)  # not to find out after ten minutes
        started = time.perf_counter()
        network = train(options.network, mnist, options.epochs, options.seed)
        minutes = (time.perf_counter() - started) / 60
        save(network, options.output)
    except (DataError, ModelFileError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"train: {options.output} cannot be written: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\ntrain: stopped; {options.output} is as it was.", file=sys.stderr)
        return 130
    right = count_right(network, mnist.test)
    print(
        f"{options.network}: {network.count_params():,} parameters, trained in {minutes:.1f} min; "
        f"MNIST test set: {right:,} of {len(mnist.test):,} right ({right / len(mnist.test):.2%}). "
        f"Written: {options.output}"
    )
    return 0


class StopOnInterrupt(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Ends training after the batch at hand on Ctrl+C; a second one ends the program at once.

    An interrupt raised within TensorFlow can be lost there, or abort the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.interrupted = False
        self._before = signal.getsignal(signal.SIGINT)

    def on_train_begin(self, logs: object = None) -> None:  # noqa: ARG002, D102
        if self._before != signal.SIG_IGN:  # as in a shell's background job
            signal.signal(signal.SIGINT, self._interrupt)

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002, D102
        if self.interrupted:
            self.model.stop_training = True

    def on_train_end(self, logs: object = None) -> None:  # noqa: ARG002, D102
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, *_: object) -> None:
        self.interrupted = True
        signal.signal(signal.SIGINT, self._before)


def train(name: str, mnist: Mnist, epochs: int | None = None, seed: int = SEED) -> keras.Model:
    """Train the network called `name` for its own number of epochs, or for `epochs`.

    Raises KeyboardInterrupt once the batch at hand is done where it is interrupted.
    """
    recipe = architecture.RECIPES[name]
    keras.utils.set_random_seed(seed)
    epochs = epochs or recipe.epochs
    batches = training_batches(mnist.train, recipe, seed)
    network = architecture.build(name, steps=epochs * len(batches))
    interrupt = StopOnInterrupt()
    callbacks: list[keras.callbacks.Callback] = [interrupt]
    if recipe.patience is not None:
        callbacks.append(
            keras.callbacks.EarlyStopping(patience=recipe.patience, restore_best_weights=True)
        )
    if network.optimizer.use_ema:
        callbacks.append(keras.callbacks.SwapEMAWeights())  # validates what will be saved
    network.fit(
        batches,
        epochs=epochs,
        validation_data=(
            to_network_input(mnist.validation.images),
            _targets(mnist.validation, recipe),
        ),
        callbacks=callbacks,
        shuffle=False,  # the batches already are
        verbose="auto" if sys.stdout.isatty() else 2,
    )
    if interrupt.interrupted:
        raise KeyboardInterrupt
    return network


def training_batches(digits: Digits, recipe: architecture.Recipe, seed: int) -> tf.data.Dataset:
    """Shuffled batches of (images, targets), a new order and new variations every epoch."""
    images = to_network_input(digits.images)
    batches = tf.data.Dataset.from_tensor_slices((images, _targets(digits, recipe)))
    batches = batches.shuffle(len(digits), seed=seed).batch(recipe.batch_size)
    if recipe.augmented:
        seeds = tf.data.Dataset.random(seed=seed, rerandomize_each_iteration=True).batch(2)
        batches = tf.data.Dataset.zip(batches, seeds.take(len(batches))).map(
            lambda batch, seed: (augment(batch[0], seed), batch[1]),
            num_parallel_calls=tf.data.AUTOTUNE,
        )
    return batches.prefetch(tf.data.AUTOTUNE)


def count_right(network: keras.Model, digits: Digits) -> int:
    """How many of the digits the network reads right."""
    probabilities = network.predict(to_network_input(digits.images), batch_size=500, verbose=0)
    return int(np.sum(probabilities.argmax(axis=1) == digits.labels))


def make_writable_folder(folder: Path) -> None:
    """Make sure that there is a folder to write to. Raises OSError where there can be none."""
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()


def save(network: keras.Model, file: Path) -> None:
    """Write a network without its optimizer, and its compiled form beside it."""
    unfinished = file.with_name(f".unfinished-{file.name}")
    try:
        # The same layers in a network that was never compiled carry no optimizer.
        bare = keras.Sequential([keras.Input(INPUT_SHAPE), *network.layers], name=network.name)
        bare.save(unfinished)
        compiled = compile_network(unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    replace_file(file.with_suffix(".tflite"), compiled)


def _targets(digits: Digits, recipe: architecture.Recipe) -> npt.NDArray[np.generic]:
    if not recipe.one_hot:
        return digits.labels
    rows: npt.NDArray[np.generic] = keras.utils.to_categorical(digits.labels, CLASSES)
    return rows


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.train", description="Train a network on MNIST for the app."
    )
    parser.add_argument("network", nargs="?", default="best", choices=architecture.RECIPES)
    parser.add_argument(
        "--mnist", type=Path, metavar="FILE", help=f"MNIST as one .npz file (or ${MNIST_VARIABLE})"
    )
    parser.add_argument("--output", type=Path, default=MODEL_FILE, metavar="FILE.keras")
    parser.add_argument("--epochs", type=int, metavar="N", help="instead of the network's own")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    options = parser.parse_args(arguments)
    if options.output.suffix != ".keras":
        parser.error(f"--output: expected a file that ends in .keras, got {options.output}")
    if options.epochs is not None and options.epochs < 1:
        parser.error(f"--epochs: expected at least 1, got {options.epochs}")
    return options


if __name__ == "__main__":
    sys.exit(main())
