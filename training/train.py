"""Train a network on MNIST and write it for the app.

    python -m training.train                       the shipped one: model/mnist_model.keras
    python -m training.train pairs                 the one for pairs: model/pair_model.keras
    python -m training.train cnn --output cnn.keras
    python -m training.train --mnist mnist.npz     without a download

Writes the network without its optimizer, and beside it the same network compiled for LiteRT and a
record of the training. The previous network stays until then. After an interruption the same
command continues from the last complete epoch. The test set is used once, at the end.
"""

import argparse
import json
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from training import NO_TENSORFLOW

try:
    import keras
    import tensorflow  # noqa: F401  Keras would fall back to another back end
except ImportError:
    sys.exit(f"train: {NO_TENSORFLOW}")

from model.calibration import Calibration, write_calibration
from model.classifier import MODEL_FILE
from model.files import ModelFileError, file_sha256, replace_file
from model.pairs import PAIR_MODEL_FILE
from model.preprocess import to_network_input
from model.runtime import compile_network
from training import architecture
from training.architecture import PAIRS, Recipe
from training.batches import sources, targets, training_batches, validation
from training.calibrate import calibrate
from training.checkpoint import Epochs, Progress, Record, fingerprint, read_checkpoint
from training.data import DataError, Digits, Mnist, add_mnist_options, load_mnist
from training.faster import as_saved

SEED = 20
RECIPES = {**architecture.RECIPES, PAIRS.name: PAIRS}


def main(arguments: list[str] | None = None) -> int:
    """Train the network that the command line asks for; returns the exit status."""
    options = _parse(arguments)
    recipe = RECIPES[options.network]
    checkpoint = options.output.with_suffix(".unfinished.keras")
    try:
        mnist = load_mnist(options.mnist, other_digits=options.other_digits)
        make_writable_folder(options.output.parent)  # rather than fail after ten minutes
        trained = train(recipe, mnist, options.epochs, options.seed, checkpoint)
        calibration = (
            Calibration() if recipe.of_pairs else calibrate(trained.network, mnist.validation)
        )
        save(trained, calibration, options.output)
        checkpoint.unlink(missing_ok=True)
    except (DataError, ModelFileError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"train: {options.output} cannot be written: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        resume = "; the same command continues from the last epoch" if checkpoint.exists() else ""
        print(f"\ntrain: stopped; {options.output} is unchanged{resume}.", file=sys.stderr)
        return 130
    test = validation(mnist.test, recipe)
    right = count_correct(trained.network, test)
    print(
        f"{recipe.name}: {trained.network.count_params():,} parameters, "
        f"trained in {trained.minutes:.1f} min; MNIST test set: {right:,} of {len(test):,} "
        f"correct ({right / len(test):.2%}). Written: {options.output}"
    )
    return 0


class StopOnInterrupt(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Ends training after the current batch on Ctrl+C; a second Ctrl+C ends the program at once.

    A KeyboardInterrupt raised inside TensorFlow can get lost there, or abort the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.interrupted = False
        self._before = signal.getsignal(signal.SIGINT)

    def on_train_begin(self, logs: object = None) -> None:  # noqa: ARG002, D102
        if self._before != signal.SIG_IGN:  # shells start background jobs so
            signal.signal(signal.SIGINT, self._interrupt)

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002, D102
        if self.interrupted:
            self.model.stop_training = True

    def on_train_end(self, logs: object = None) -> None:  # noqa: ARG002, D102
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, *_: object) -> None:
        self.interrupted = True
        signal.signal(signal.SIGINT, self._before)


@dataclass(frozen=True)
class Trained:
    """A trained network, the figures of each epoch, and how long it took."""

    network: keras.Model
    epochs: Epochs
    minutes: float
    seed: int


def train(
    recipe: Recipe,
    mnist: Mnist,
    epochs: int | None = None,
    seed: int = SEED,
    checkpoint: Path | None = None,
) -> Trained:
    """Trains a network for its recipe's number of epochs, or for `epochs`.

    Continues from the file `checkpoint` if it belongs to the same training, and writes it after
    each epoch; the result is the same as without an interruption. Raises KeyboardInterrupt after
    the current batch if it is interrupted, and OSError if the checkpoint cannot be written.
    """
    keras.utils.set_random_seed(seed)
    epochs = epochs or recipe.epochs
    steps = round(len(mnist.train) / recipe.batch_size) or 1
    mark = fingerprint(recipe, mnist, epochs, seed)
    progress = read_checkpoint(checkpoint, mark) if checkpoint else None
    if progress:
        print(f"Continuing after epoch {len(progress.epochs)} of {epochs}.", flush=True)
    else:
        progress = Progress(architecture.build(recipe, epochs * steps), [], 0.0)
    network, done = progress.network, len(progress.epochs)
    began = time.monotonic() - progress.seconds
    interrupt = StopOnInterrupt()
    callbacks: list[keras.callbacks.Callback] = [
        interrupt,
        Record(progress.epochs, began, checkpoint, mark),
    ]
    if recipe.patience is not None:
        callbacks.append(
            keras.callbacks.EarlyStopping(patience=recipe.patience, restore_best_weights=True)
        )
    if network.optimizer.use_ema:
        callbacks.append(keras.callbacks.SwapEMAWeights())  # to validate the weights that are saved
    steps_left = range(done * steps, epochs * steps)
    validated = validation(mnist.validation, recipe)
    network.fit(
        training_batches(sources(mnist.train, recipe, seed), recipe, seed, steps_left),
        initial_epoch=done,
        epochs=epochs,
        steps_per_epoch=steps,
        validation_data=(
            to_network_input(validated.images),
            targets(validated.labels, recipe),
        ),
        validation_batch_size=500,
        callbacks=callbacks,
        shuffle=False,  # the batches are shuffled already
        verbose="auto" if sys.stdout.isatty() else 2,
    )
    if interrupt.interrupted:
        raise KeyboardInterrupt
    return Trained(network, progress.epochs, (time.monotonic() - began) / 60, seed)


def count_correct(network: keras.Model, digits: Digits) -> int:
    """Returns how many digits the network classifies correctly; of pairs, both digits."""
    probabilities = network.predict(to_network_input(digits.images), batch_size=500, verbose=0)
    is_right = probabilities.argmax(axis=-1) == digits.labels
    return int(is_right.reshape(len(digits), -1).all(axis=1).sum())


def make_writable_folder(folder: Path) -> None:
    """Makes the folder if needed. Raises OSError if nothing can be written to it."""
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()


def save(trained: Trained, calibration: Calibration, file: Path) -> None:
    """Writes a network without its optimizer, its compiled form, and a record of its training.

    The files are `network.keras`, `network.tflite` and `network.json`.
    """
    unfinished = file.with_name(f".unfinished-{file.name}")
    network = trained.network
    try:
        as_saved(network).save(unfinished)  # never compiled, so without an optimizer
        write_calibration(unfinished, calibration)
        compiled = compile_network(unfinished, network.input_shape[1:], network.output_shape[1:])
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    replace_file(file.with_suffix(".tflite"), compiled)
    history = {
        "sha256": file_sha256(file),
        "network": network.name,
        "seed": trained.seed,
        "minutes": round(trained.minutes, 1),
        "epochs": trained.epochs,
    }
    replace_file(file.with_suffix(".json"), (json.dumps(history, indent=1) + "\n").encode())


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.train", description="Train a network on MNIST for the app."
    )
    parser.add_argument("network", nargs="?", default="best", choices=RECIPES)
    add_mnist_options(parser)
    parser.add_argument("--output", type=Path, metavar="FILE.keras")
    parser.add_argument("--epochs", type=int, metavar="N", help="instead of the recipe's number")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    options = parser.parse_args(arguments)
    if options.output is None:
        options.output = PAIR_MODEL_FILE if options.network == PAIRS.name else MODEL_FILE
    if options.output.suffix != ".keras":
        parser.error(f"--output: expected a file that ends in .keras, got {options.output}")
    if options.epochs is not None and options.epochs < 1:
        parser.error(f"--epochs: expected at least 1, got {options.epochs}")
    return options


if __name__ == "__main__":
    sys.exit(main())
