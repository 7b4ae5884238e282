"""Measure a network step by step; each step reads something and records its figures.

`training.evaluate` runs the steps and publishes the figures. They are computed in
`training.evaluation.metrics`, `training.evaluation.out_of_distribution` and
`training.evaluation.comparison`.
"""

import datetime
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np

from model.classifier import DigitClassifier
from model.preprocess import Strokes
from training.architecture import RECIPES
from training.data import DataError, Digits, Drawing, Mnist
from training.evaluation import gallery, metrics, pages
from training.evaluation.comparison import accuracy_curve, accuracy_curve_of_uploads, describe
from training.evaluation.corruptions import CORRUPTIONS, Corruption
from training.evaluation.out_of_distribution import (
    SHIPPED_SCORE,
    by_threshold,
    detection,
    scores_of,
)
from training.evaluation.predictions import (
    Predictions,
    predict_drawings,
    predict_images,
    predict_uploads,
)
from training.evaluation.report import ABLATION_FILE, Json, read_ablation, read_training, rounded
from training.synthetic.pictures import IMAGE_KINDS, ImageKind, draw_image
from training.synthetic.scribbles import dots, scribbles

PACKAGES = ("ai-edge-litert", "keras", "numpy", "pillow", "scikit-learn", "scipy", "tensorflow")
SECTIONS = (
    "model", "training", "mnist_validation", "mnist_test", "gallery", "pen_digits", "calibration",
    "rejection", "pictures", "pages", "corruptions", "comparison", "ablation", "made",
)  # fmt: skip
SEED = 7

# With 1,000 digits, an accuracy of 95 % is within 1.4 points of the true one 19 times in 20.
DIGITS_AS_IMAGES = 1_000
CORRUPTED_DIGITS = 1_000
SCRIBBLES = 1_000
DOTS = 600

Step = tuple[str, Callable[[], None]]


class Measurement:
    """The figures of one network: `figures` is complete after all steps.

    `notes` are sentences about what could not be measured. `test_predictions` are the predictions
    for MNIST's test set, after the step that reads it.
    """

    test_predictions: Predictions

    def __init__(
        self,
        file: Path,
        mnist: Mnist,
        drawings: Sequence[Drawing],
        letters: Sequence[Strokes],
        paper: Path | None = None,
    ) -> None:
        """Prepares to measure a .keras file; `drawings` and `letters` may be empty.

        `paper` is a folder of pictures with labels, if there is one.

        Raises ModelFileError if it cannot be loaded.
        """
        self.figures: Json = dict.fromkeys(SECTIONS)
        self.notes: list[str] = []
        self.mnist = mnist
        self._file = file
        self._classifier = DigitClassifier.load(file)
        self._network = keras.models.load_model(file, compile=False)
        self._scores = scores_of(self._network)
        self._drawings, self._paper = drawings, paper
        self._strokes = [drawing.strokes for drawing in drawings]
        self._labels = np.array([drawing.label for drawing in drawings], dtype=np.uint8)
        self._sources = [drawing.source.split("/")[0] for drawing in drawings]
        generator = np.random.default_rng(SEED)
        self._non_digits = {
            **({"letters": letters} if letters else {}),
            "scribbles": scribbles(SCRIBBLES, generator),
            "dots": dots(DOTS, generator),
        }
        self._as_images = generator.permutation(len(drawings))[:DIGITS_AS_IMAGES]
        every = max(1, len(mnist.test) // CORRUPTED_DIGITS)
        self._corrupted = Digits(mnist.test.images[::every], mnist.test.labels[::every])
        self.figures["corruptions"] = {
            "digits": len(self._corrupted),
            "strengths": {},
            "accuracy": {},
        }

    def steps(self, train: Callable[[str], Path] | None = None) -> list[Step]:
        """Returns the steps in order, each with its name.

        `train` trains the network with a given name and returns its .keras file. With it, the
        other networks are compared with this one.
        """
        steps: list[Step] = [("the network", self._describe), ("MNIST", self._read_mnist)]
        if self._strokes:
            steps.append(("pen digits", self._read_pen_digits))
        steps.append(("non-digits", self._read_non_digits))
        if self._strokes:
            steps += [
                (f"images, {kind.name}", partial(self._read_as, kind)) for kind in IMAGE_KINDS
            ]
            steps.append(("images of non-digits", self._read_images_of_non_digits))
            steps.append(("pages", self._read_pages))
        steps += [
            (f"corruption: {corruption.name}", partial(self._corrupt, corruption))
            for corruption in CORRUPTIONS
        ]
        if train:
            steps += [
                (f"comparison: {name}", partial(self._compare_with, name, train))
                for name in RECIPES
                if name != self._network.name
            ]
        return steps

    def keep_comparison(self, before: Json | None) -> None:
        """Takes over the comparison from the previous report if it is on the same network."""
        now = self.figures["corruptions"]
        if (
            before
            and before.get("comparison")
            and before["model"]["sha256"] == self._classifier.network.sha256
            and before["corruptions"]["strengths"] == rounded(now["strengths"])
        ):
            self.figures["comparison"] = before["comparison"]
            now["accuracy"] = {**before["corruptions"]["accuracy"], **now["accuracy"]}

    def _describe(self) -> None:
        network = self._classifier.network
        self._description = describe(self._file, self._classifier)
        self.figures["model"] = {
            "sha256": network.sha256,
            "network": self._network.name,
            **self._description,
            **asdict(network.calibration),
        }
        self.figures["ablation"] = read_ablation(ABLATION_FILE)
        try:
            self.figures["training"] = read_training(self._file, network.sha256)
        except DataError as error:
            self.notes.append(str(error))
        self.figures["made"] = {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "python": platform.python_version(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "versions": {package: version(package) for package in PACKAGES},
        }

    def _read_mnist(self) -> None:
        validation, test = self.mnist.validation, self.mnist.test
        predictions = predict_images(self._classifier, validation.images)
        self.figures["mnist_validation"] = metrics.overall(validation.labels, predictions)
        predictions = predict_images(self._classifier, test.images)
        self.figures["mnist_test"] = {
            **metrics.overall(test.labels, predictions),
            **metrics.per_digit(test.labels, predictions),
        }
        self.figures["gallery"] = gallery.describe(test.labels, predictions)
        self.figures["calibration"] = {
            "mnist": metrics.calibration(test.labels, predictions),
            "pen_digits": None,
        }
        self.test_predictions = self._digits = predictions

    def _read_pen_digits(self) -> None:
        predictions = predict_drawings(self._classifier, self._strokes)
        self.figures["pen_digits"] = {
            **metrics.overall(self._labels, predictions),
            "by_source": metrics.by_source(self._labels, predictions, self._sources),
            **metrics.per_digit(self._labels, predictions),
        }
        self.figures["calibration"]["pen_digits"] = metrics.calibration(self._labels, predictions)
        self.figures["pictures"] = {
            "digits": len(self._as_images),
            "accuracy_of_strokes": metrics.accuracy(
                self._labels[self._as_images], predictions[self._as_images]
            ),
            "kinds": [],
        }
        self._digits = predictions

    def _read_non_digits(self) -> None:
        non_digits = {
            kind: predict_drawings(self._classifier, drawings)
            for kind, drawings in self._non_digits.items()
        }
        pen, mnist = self.figures["pen_digits"], self.figures["mnist_test"]
        digits = {
            "MNIST": self.test_predictions,
            **({"pen digits": self._digits} if pen else {}),
        }
        self.figures["rejection"] = {
            "score": SHIPPED_SCORE,
            "least": self._classifier.network.calibration.least_digit_score,
            "digits": "pen_digits" if pen else "mnist_test",
            "kept_mnist_test": mnist["accepted_as_digit"],
            "kept_pen_digits": pen and pen["accepted_as_digit"],
            **detection(self._digits, non_digits, self._scores),
            "by_least_score": by_threshold({**digits, **non_digits}),
            "pictures": None,
        }

    def _read_as(self, kind: ImageKind) -> None:
        generator = np.random.default_rng(SEED)
        images = (draw_image(self._strokes[row], kind, generator) for row in self._as_images)
        predictions = predict_uploads(self._classifier, images)
        as_strokes = self._digits.texts[self._as_images]
        self.figures["pictures"]["kinds"].append(
            {
                "name": kind.name,
                **asdict(kind),
                **metrics.overall(self._labels[self._as_images], predictions),
                "agreement_with_strokes": float(np.mean(predictions.texts == as_strokes)),
            }
        )

    def _read_images_of_non_digits(self) -> None:
        generator = np.random.default_rng(SEED)

        def predict(drawings: Sequence[Strokes]) -> Predictions:
            """Predicts each drawing as an image of a random kind."""
            kinds = generator.integers(len(IMAGE_KINDS), size=len(drawings))
            return predict_uploads(
                self._classifier,
                (
                    draw_image(drawing, IMAGE_KINDS[kind], generator)
                    for drawing, kind in zip(drawings, kinds, strict=True)
                ),
            )

        digits = predict([self._strokes[row] for row in self._as_images])
        non_digits = {
            kind: predict(drawings[:DIGITS_AS_IMAGES])
            for kind, drawings in self._non_digits.items()
        }
        self.figures["rejection"]["pictures"] = {
            "kept_pen_digits": float(digits.accepted.mean()),
            **detection(digits, non_digits, self._scores),
        }

    def _read_pages(self) -> None:
        generator = np.random.default_rng(SEED)
        chosen = [self._drawings[row] for row in generator.permutation(len(self._drawings))]
        classifier = self._classifier
        self.figures["pages"] = {
            "drawn": pages.drawn_pages(classifier, chosen, generator),
            "touching": pages.touching_pairs(classifier, chosen, generator),
            "enlarged": pages.enlarged(classifier, chosen, generator),
            "mnist_as_pictures": pages.as_pictures(classifier, self.mnist.test),
            "paper": pages.paper_by_kind(classifier, self._paper) if self._paper else None,
        }

    def _corrupt(self, corruption: Corruption) -> None:
        figures, name = self.figures["corruptions"], self._network.name
        figures["strengths"][corruption.name] = {
            "unit": corruption.unit,
            "values": corruption.strengths,
        }
        for label, measure in (
            (name, accuracy_curve),
            (f"{name}, as an image", accuracy_curve_of_uploads),
        ):
            curves = figures["accuracy"].setdefault(label, {})
            curves[corruption.name] = measure(self._classifier, self._corrupted, corruption)

    def _compare_with(self, name: str, train: Callable[[str], Path]) -> None:
        mnist, pen = self.figures["mnist_test"], self.figures["pen_digits"]
        if self.figures["comparison"] is None:
            training = self.figures["training"]
            self.figures["comparison"] = {
                self._network.name: {
                    **self._description,
                    "training_minutes": training and training["minutes"],
                    "mnist_test": mnist["accuracy"],
                    "pen_digits": pen and pen["accuracy"],
                }
            }
        file = train(name)
        classifier = DigitClassifier.load(file)
        test = predict_images(classifier, self.mnist.test.images)
        drawings = predict_drawings(classifier, self._strokes)
        self.figures["comparison"][name] = {
            **describe(file, classifier),
            "training_minutes": read_training(file, classifier.network.sha256)["minutes"],
            "mnist_test": metrics.accuracy(self.mnist.test.labels, test),
            "pen_digits": metrics.accuracy(self._labels, drawings) if pen else None,
        }
        self.figures["corruptions"]["accuracy"][name] = {
            corruption.name: accuracy_curve(classifier, self._corrupted, corruption)
            for corruption in CORRUPTIONS
        }
