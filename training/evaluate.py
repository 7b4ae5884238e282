"""Measure the shipped network: all figures go to model/report.json, images to model/report/.

    python -m training.evaluate                   the shipped network alone
    python -m training.evaluate --all             also trains `dense` and `cnn` and compares them:
                                                  about twenty minutes on two cores
    python -m training.evaluate --mnist mnist.npz --drawings strokes.jsonl.gz

Reads MNIST's test set, pen digits as strokes and as images, pages and numbers drawn of them, and a
folder of pictures with labels, as the page reads them. What is missing is not measured, and its
figures stay null. Without --all the comparison is taken from
the previous report, if that is on the same network. `training.benchmark.measure` measures how fast
the app is.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

try:
    from tqdm import tqdm

    from training.evaluation.comparison import train_network
    from training.evaluation.measurement import Measurement
except ImportError as error:
    sys.exit(
        f"evaluate: {error.name} is missing; with Python 3.11 to 3.13: "
        "pip install -r training/requirements.txt"
    )

from model.classifier import MODEL_FILE
from model.files import ModelFileError
from training.data import (
    PAPER,
    PEN_DIGITS,
    PEN_LETTERS,
    DataError,
    add_mnist_options,
    load_drawings,
    load_mnist,
    load_strokes,
    mnist_options,
)
from training.evaluation.gallery import write_strips
from training.evaluation.report import REPORT_FILE, headlines, publish, read_report, unpublished


def main(arguments: list[str] | None = None) -> int:
    """Evaluate as the command line says; returns the exit status."""
    options = _parse(arguments)
    try:
        with unpublished(REPORT_FILE) as folder:
            measurement = _measure(options, folder)
            images = folder / "images"
            images.mkdir()
            write_strips(measurement.mnist.test, measurement.test_predictions, images)
            publish(measurement.figures, images, REPORT_FILE)
    except (DataError, ModelFileError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"evaluate: {REPORT_FILE} cannot be written: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nevaluate: stopped; {REPORT_FILE} is unchanged.", file=sys.stderr)
        return 130
    for note in measurement.notes:
        print(f"evaluate: {note}", file=sys.stderr)
    for name, figure in headlines(measurement.figures).items():
        print(f"{name:<75}{figure}")
    print(f"Written: {REPORT_FILE} and images beside it")
    return 0


def _measure(options: argparse.Namespace, folder: Path) -> Measurement:
    measurement = Measurement(
        MODEL_FILE,
        load_mnist(options.mnist, other_digits=options.other_digits),
        load_drawings(options.drawings) if options.drawings.exists() else [],
        load_strokes(options.letters) if options.letters.exists() else [],
        options.paper if options.paper.exists() else None,
    )
    for file in (options.drawings, options.letters, options.paper):
        if not file.exists():
            measurement.notes.append(f"{file}: no such file, so it is not measured.")
    train = (
        partial(train_network, mnist=mnist_options(options), folder=folder) if options.all else None
    )
    with tqdm(measurement.steps(train), unit="step", disable=None) as progress:
        for name, measure in progress:
            progress.set_description(name)
            measure()
    if not options.all:
        measurement.keep_comparison(read_report(REPORT_FILE))
    return measurement


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate", description="Measure the shipped network."
    )
    parser.add_argument(
        "--all", action="store_true", help="train the other networks too, and compare"
    )
    add_mnist_options(parser)
    parser.add_argument("--drawings", type=Path, default=PEN_DIGITS, metavar="FILE.jsonl.gz")
    parser.add_argument("--letters", type=Path, default=PEN_LETTERS, metavar="FILE.jsonl.gz")
    parser.add_argument("--paper", type=Path, default=PAPER, metavar="FOLDER")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
