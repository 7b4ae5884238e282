"""Measure the shipped network and write the figures to model/report.json.

    python -m training.evaluate
    python -m training.evaluate --mnist mnist.npz --drawings strokes.jsonl.gz

Reads MNIST's test set, and pen digits drawn through the same code as a visitor's drawing. Where
there are no pen digits at hand their part of the report stays empty. How fast the app is measures
`training.benchmark`.
"""

import argparse
import datetime
import json
import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.classifier import DIGIT_PROBABILITY, MODEL_FILE, DigitClassifier
from model.preprocess import DrawingError, to_network_input
from model.runtime import ModelFileError, replace_file
from training import NO_TENSORFLOW
from training.data import MNIST_VARIABLE, PEN_DIGITS, DataError, Drawing, load_drawings, load_mnist

REPORT_FILE = MODEL_FILE.with_name("report.json")
PACKAGES = ("ai-edge-litert", "keras", "numpy", "tensorflow")
BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """How a set of digits was read."""

    digits: int
    right: int
    accepted: int

    def as_json(self) -> dict[str, object]:
        """The figures as they stand in the report; shares in [0, 1]."""
        return {
            "digits": self.digits,
            "right": self.right,
            "accuracy": round(self.right / self.digits, 4),
            "accepted_as_digit": round(self.accepted / self.digits, 4),
        }


def main(arguments: list[str] | None = None) -> int:
    """Evaluate as the command line says; returns the exit status."""
    options = _parse(arguments)
    try:
        classifier = DigitClassifier.load(MODEL_FILE)
        mnist = load_mnist(options.mnist)
        drawings = load_drawings(options.drawings) if options.drawings.exists() else []
        report = {
            "model": _describe_model(classifier),
            "mnist_validation": read_images(
                classifier, mnist.validation.images, mnist.validation.labels
            ).as_json(),
            "mnist_test": read_images(classifier, mnist.test.images, mnist.test.labels).as_json(),
            "pen_digits": _read_by_source(classifier, drawings) if drawings else None,
            "made": _conditions(),
        }
        text = json.dumps(report, indent=2) + "\n"
        replace_file(REPORT_FILE, text.encode())
    except (DataError, DrawingError, ModelFileError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 1
    except ImportError:
        print(f"evaluate: {NO_TENSORFLOW}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"evaluate: {REPORT_FILE} cannot be written: {error}", file=sys.stderr)
        return 1
    print(text, end="")
    if not drawings:
        print(f"evaluate: {options.drawings}: no such file, so no pen digits.", file=sys.stderr)
    return 0


def read_images(
    classifier: DigitClassifier, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]
) -> Outcome:
    """Read uint8 (n, 28, 28) as they are; MNIST's come in the network's form."""
    inputs = to_network_input(images)
    probabilities = np.concatenate(
        [classifier.network(inputs[i : i + BATCH]) for i in range(0, len(inputs), BATCH)]
    )
    return Outcome(
        digits=len(labels),
        right=int(np.sum(probabilities.argmax(axis=1) == labels)),
        accepted=int(np.sum(probabilities.max(axis=1) >= DIGIT_PROBABILITY)),
    )


def read_drawings(classifier: DigitClassifier, drawings: list[Drawing]) -> Outcome:
    """Read drawings as a visitor's are read, one by one."""
    readings = [classifier.read_strokes(drawing.strokes) for drawing in drawings]
    return Outcome(
        digits=len(drawings),
        right=sum(
            reading.text == str(drawing.label)
            for reading, drawing in zip(readings, drawings, strict=True)
        ),
        accepted=sum(digit.is_digit for reading in readings for digit in reading.digits),
    )


def _read_by_source(classifier: DigitClassifier, drawings: list[Drawing]) -> dict[str, object]:
    collections: dict[str, list[Drawing]] = {}
    for drawing in drawings:
        collections.setdefault(drawing.source.split("/")[0], []).append(drawing)
    return {
        **read_drawings(classifier, drawings).as_json(),
        "by_source": {
            name: read_drawings(classifier, collections[name]).as_json()
            for name in sorted(collections)
        },
    }


def _describe_model(classifier: DigitClassifier) -> dict[str, object]:
    import keras

    network = keras.models.load_model(MODEL_FILE, compile=False)
    return {
        "sha256": classifier.network.sha256,
        "network": network.name,
        "parameters": network.count_params(),
        "keras_bytes": MODEL_FILE.stat().st_size,
        "tflite_bytes": MODEL_FILE.with_suffix(".tflite").stat().st_size,
        "digit_probability": DIGIT_PROBABILITY,
    }


def _conditions() -> dict[str, object]:
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {package: version(package) for package in PACKAGES},
    }


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate", description="Measure the shipped network."
    )
    parser.add_argument(
        "--mnist", type=Path, metavar="FILE", help=f"MNIST as one .npz file (or ${MNIST_VARIABLE})"
    )
    parser.add_argument("--drawings", type=Path, default=PEN_DIGITS, metavar="FILE.jsonl.gz")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
