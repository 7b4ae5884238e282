"""Measure a network step by step: each step reads something and notes its figures.

`training.evaluate` runs the steps and publishes what they noted. How a figure comes about is in
`training.metrics`, `training.rejection` and `training.comparison`.
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
from training import gallery, metrics
from training.architecture import RECIPES
from training.comparison import curve, describe, picture_curve
from training.data import DataError, Digits, Drawing, Mnist
from training.perturb import PERTURBATIONS, Perturbation
from training.pictures import COMBINATIONS, PictureKind, as_picture
from training.readings import Answers, read_drawings, read_images, read_pictures
from training.rejection import SHIPPED, by_least_score, rejection, scores_of
from training.report import ABLATION_FILE, Json, read_ablation, read_training, rounded
from training.scribbles import dots, scribbles

PACKAGES = ("ai-edge-litert", "keras", "numpy", "pillow", "scikit-learn", "scipy", "tensorflow")
SECTIONS = (
    "model", "training", "mnist_validation", "mnist_test", "gallery", "pen_digits", "calibration",
    "is_digit", "pictures", "perturbations", "comparison", "ablation", "made",
)  # fmt: skip
SEED = 7

# With so many, a share of 95 % is off by less than 1.4 points 19 times in 20.
IN_PICTURES = 1_000
PERTURBED = 1_000
SCRIBBLES = 1_000
DOTS = 600

Step = tuple[str, Callable[[], None]]


class Measurement:
    """The figures of one network, in `figures` once all steps are done, and what they are of.

    `notes` are sentences about what could not be measured.
    """

    def __init__(
        self, file: Path, mnist: Mnist, drawings: Sequence[Drawing], letters: Sequence[Strokes]
    ) -> None:
        """Measure the network in a .keras file; `drawings` and `letters` may be empty.

        Raises ModelFileError where it cannot be loaded.
        """
        self.figures: Json = dict.fromkeys(SECTIONS)
        self.notes: list[str] = []
        self.mnist = mnist
        self._file = file
        self._classifier = DigitClassifier.load(file)
        self._network = keras.models.load_model(file, compile=False)
        self._scores = scores_of(self._network)
        self._strokes = [drawing.strokes for drawing in drawings]
        self._labels = np.array([drawing.label for drawing in drawings], dtype=np.uint8)
        self._sources = [drawing.source.split("/")[0] for drawing in drawings]
        generator = np.random.default_rng(SEED)
        self._others = {
            **({"letters": letters} if letters else {}),
            "scribbles": scribbles(SCRIBBLES, generator),
            "dots": dots(DOTS, generator),
        }
        self._in_pictures = generator.permutation(len(drawings))[:IN_PICTURES]
        every = max(1, len(mnist.test) // PERTURBED)
        self._perturbed = Digits(mnist.test.images[::every], mnist.test.labels[::every])
        self.figures["perturbations"] = {
            "digits": len(self._perturbed),
            "strengths": {},
            "accuracy": {},
        }

    def steps(self, train: Callable[[str], Path] | None = None) -> list[Step]:
        """What there is to do, in this order, each with what it is called.

        With `train`, which trains the network of a name and gives its .keras file, the networks
        that this one is not are compared with it.
        """
        steps: list[Step] = [("the network", self._describe), ("MNIST", self._read_mnist)]
        if self._strokes:
            steps.append(("pen digits", self._read_pen_digits))
        steps.append(("no digits", self._read_no_digits))
        if self._strokes:
            steps += [(f"pictures, {k.name}", partial(self._read_as, k)) for k in COMBINATIONS]
            steps.append(("pictures of no digits", self._read_no_digits_as_pictures))
        steps += [(f"perturbed: {by.name}", partial(self._perturb, by)) for by in PERTURBATIONS]
        if train:
            steps += [
                (f"compared: {name}", partial(self._compare_with, name, train))
                for name in RECIPES
                if name != self._network.name
            ]
        return steps

    def keep_comparison(self, before: Json | None) -> None:
        """Take over what a report before tells of other networks, if it is on this same one."""
        now = self.figures["perturbations"]
        if (
            before
            and before.get("comparison")
            and before["model"]["sha256"] == self._classifier.network.sha256
            and before["perturbations"]["strengths"] == rounded(now["strengths"])
        ):
            self.figures["comparison"] = before["comparison"]
            now["accuracy"] = {**before["perturbations"]["accuracy"], **now["accuracy"]}

    def _describe(self) -> None:
        network = self._classifier.network
        self._described = describe(self._file, self._classifier)
        self.figures["model"] = {
            "sha256": network.sha256,
            "network": self._network.name,
            **self._described,
            **asdict(network.calibration),
        }
        self.figures["ablation"] = read_ablation(ABLATION_FILE)
        try:
            self.figures["training"] = read_training(self._file, network.sha256)
        except DataError as error:
            self.notes.append(str(error))
        self.figures["made"] = {
            "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
            "python": platform.python_version(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "versions": {package: version(package) for package in PACKAGES},
        }

    def _read_mnist(self) -> None:
        validation, test = self.mnist.validation, self.mnist.test
        read = read_images(self._classifier, validation.images)
        self.figures["mnist_validation"] = metrics.shares(validation.labels, read)
        read = read_images(self._classifier, test.images)
        self.figures["mnist_test"] = {
            **metrics.shares(test.labels, read),
            **metrics.by_digit(test.labels, read),
        }
        self.figures["gallery"] = gallery.described(test.labels, read)
        self.figures["calibration"] = {
            "mnist": metrics.calibration(test.labels, read),
            "pen_digits": None,
        }
        self.test_answers = self._digits = read

    def _read_pen_digits(self) -> None:
        read = read_drawings(self._classifier, self._strokes)
        self.figures["pen_digits"] = {
            **metrics.shares(self._labels, read),
            "by_source": metrics.by_source(self._labels, read, self._sources),
            **metrics.by_digit(self._labels, read),
        }
        self.figures["calibration"]["pen_digits"] = metrics.calibration(self._labels, read)
        self.figures["pictures"] = {
            "digits": len(self._in_pictures),
            "accuracy_of_strokes": metrics.accuracy(
                self._labels[self._in_pictures], read[self._in_pictures]
            ),
            "kinds": [],
        }
        self._digits = read

    def _read_no_digits(self) -> None:
        others = {
            kind: read_drawings(self._classifier, drawings)
            for kind, drawings in self._others.items()
        }
        pen, mnist = self.figures["pen_digits"], self.figures["mnist_test"]
        self.figures["is_digit"] = {
            "score": SHIPPED,
            "least": self._classifier.network.calibration.least_digit_score,
            "digits": "pen_digits" if pen else "mnist_test",
            "kept_mnist_test": mnist["accepted_as_digit"],
            "kept_pen_digits": pen and pen["accepted_as_digit"],
            **rejection(self._digits, others, self._scores),
            "by_least_score": by_least_score(
                {
                    "MNIST": self.test_answers,
                    **({"pen digits": self._digits} if pen else {}),
                    **others,
                }
            ),
            "pictures": None,
        }

    def _read_as(self, kind: PictureKind) -> None:
        generator = np.random.default_rng(SEED)
        strokes = [self._strokes[number] for number in self._in_pictures]
        labels = self._labels[self._in_pictures]
        read = read_pictures(
            self._classifier, (as_picture(drawing, kind, generator) for drawing in strokes)
        )
        as_strokes = self._digits.texts[self._in_pictures]
        self.figures["pictures"]["kinds"].append(
            {
                "name": kind.name,
                **asdict(kind),
                **metrics.shares(labels, read),
                "agreement_with_strokes": float(np.mean(read.texts == as_strokes)),
            }
        )

    def _read_no_digits_as_pictures(self) -> None:
        generator = np.random.default_rng(SEED)

        def read(drawings: Sequence[Strokes]) -> Answers:
            """Each as a picture of a kind drawn by lot."""
            lots = generator.integers(len(COMBINATIONS), size=len(drawings))
            return read_pictures(
                self._classifier,
                (
                    as_picture(drawing, COMBINATIONS[lot], generator)
                    for drawing, lot in zip(drawings, lots, strict=True)
                ),
            )

        digits = read([self._strokes[number] for number in self._in_pictures])
        others = {kind: read(drawings[:IN_PICTURES]) for kind, drawings in self._others.items()}
        self.figures["is_digit"]["pictures"] = {
            "kept_pen_digits": float(digits.accepted.mean()),
            **rejection(digits, others, self._scores),
        }

    def _perturb(self, by: Perturbation) -> None:
        figures = self.figures["perturbations"]
        figures["strengths"][by.name] = {"unit": by.unit, "values": by.strengths}
        name = self._network.name
        for label, accuracy in ((name, curve), (f"{name}, as a picture", picture_curve)):
            curves = figures["accuracy"].setdefault(label, {})
            curves[by.name] = accuracy(self._classifier, self._perturbed, by)

    def _compare_with(self, name: str, train: Callable[[str], Path]) -> None:
        mnist, pen = self.figures["mnist_test"], self.figures["pen_digits"]
        if self.figures["comparison"] is None:
            training = self.figures["training"]
            self.figures["comparison"] = {
                self._network.name: {
                    **self._described,
                    "training_minutes": training and training["minutes"],
                    "mnist_test": mnist["accuracy"],
                    "pen_digits": pen and pen["accuracy"],
                }
            }
        file = train(name)
        classifier = DigitClassifier.load(file)
        test = read_images(classifier, self.mnist.test.images)
        drawn = read_drawings(classifier, self._strokes)
        self.figures["comparison"][name] = {
            **describe(file, classifier),
            "training_minutes": read_training(file, classifier.network.sha256)["minutes"],
            "mnist_test": metrics.accuracy(self.mnist.test.labels, test),
            "pen_digits": metrics.accuracy(self._labels, drawn) if pen else None,
        }
        self.figures["perturbations"]["accuracy"][name] = {
            by.name: curve(classifier, self._perturbed, by) for by in PERTURBATIONS
        }
