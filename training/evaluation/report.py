"""Read and publish the evaluation report; publishing is all or nothing.

`model/report.json` holds every figure of the shipped network, `model/report/` images of the digits
that it lists. `training.evaluate` measures them; the README and the page show them.
"""

import contextlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from model.classifier import MODEL_FILE
from model.files import replace_file
from training.data import DataError

REPORT_FILE = MODEL_FILE.with_name("report.json")
ABLATION_FILE = Path(__file__).with_name("ablation.json")
SIGNIFICANT_DIGITS = 5
EPOCH = {"loss", "accuracy", "val_loss", "val_accuracy"}

Json = dict[str, Any]


def images_folder(report: Path) -> Path:
    """Returns the folder of a report's images: `model/report` for `model/report.json`."""
    return report.with_suffix("")


@contextlib.contextmanager
def unpublished(report: Path) -> Iterator[Path]:
    """Makes a temporary folder beside the report, to prepare everything in.

    Raises OSError at once if it cannot be made, not after minutes of measuring.
    """
    with tempfile.TemporaryDirectory(prefix=".unpublished-", dir=report.parent) as folder:
        yield Path(folder)


def publish(figures: Json, images: Path, report: Path) -> None:
    """Replaces the previous report by these figures and this folder of images."""
    content = as_text(rounded(figures)).encode()
    published = images_folder(report)
    before = images.with_name("before")
    try:
        if published.exists():
            published.rename(before)
        images.rename(published)
        replace_file(report, content)
    except BaseException:
        if not images.exists():
            published.rename(images)
        if before.exists():
            before.rename(published)
        raise


def read_report(report: Path) -> Json | None:
    """Returns a published report, or None if it is missing or cannot be read."""
    try:
        return _read_json(report, "a report")
    except DataError:
        return None


def read_ablation(file: Path) -> Json | None:
    """Returns the ablation, or None if it was not measured. Raises DataError if it is damaged."""
    return _read_json(file, "an ablation") if file.exists() else None


def read_training(network: Path, sha256: str) -> Json:
    """Returns the record of a training: `minutes`, `epochs` with loss and accuracy, and more.

    Raises DataError if the .json beside the .keras file is missing, damaged or from another
    network.
    """
    file = network.with_suffix(".json")
    if not file.exists():
        raise DataError(f"{file}: no such file, so the report says nothing about the training.")
    training = _read_json(file, "the record of a training")
    if training.get("sha256") != sha256:
        raise DataError(
            f"{file}: belongs to another network: expected sha256 {sha256}, "
            f"got {training.get('sha256')}."
        )
    epochs = training.get("epochs")
    if not isinstance(training.get("minutes"), float) or not isinstance(epochs, list):
        raise DataError(f"{file}: expected minutes, a number, and epochs, a list of objects.")
    for number, epoch in enumerate(epochs, start=1):
        if not isinstance(epoch, dict) or not epoch.keys() >= EPOCH:
            raise DataError(f"{file}, epoch {number}: expected {', '.join(sorted(EPOCH))}.")
    return training


def headlines(figures: Json) -> dict[str, str]:
    """Returns the main figures of a report as text, by name; what is null is left out."""
    model, mnist, pen = figures["model"], figures["mnist_test"], figures["pen_digits"]
    calibration, images = figures["calibration"], figures["pictures"]
    rejection = figures["rejection"]
    rows = {f"Accuracy on MNIST's {mnist['digits']:,} test digits": f"{mnist['accuracy']:.2%}"}
    if pen:
        name, least = min(pen["by_source"].items(), key=lambda source: source[1]["accuracy"])
        rows[f"Accuracy on {pen['digits']:,} digits that people drew with a pen"] = (
            f"{pen['accuracy']:.2%}; {least['accuracy']:.2%} on the hardest collection, {name}"
        )
    if images:
        kinds = images["kinds"]
        worst = min(kinds, key=lambda kind: kind["accuracy"])
        rows[f"The same as images of {len(kinds)} kinds, {images['digits']:,} each"] = (
            f"{worst['accuracy']:.2%} or more; as strokes {images['accuracy_of_strokes']:.2%}"
        )
    errors = {"MNIST": calibration["mnist"], "pen digits": calibration["pen_digits"]}
    rows["Expected calibration error, 15 bins"] = "; ".join(
        f"{name} {part['ece_after']:.2%}" for name, part in errors.items() if part
    )
    accepted = {"MNIST": rejection["kept_mnist_test"], "pen digits": rejection["kept_pen_digits"]}
    rows["Accepted as digits"] = "; ".join(
        f"{name} {share:.2%}" for name, share in accepted.items() if share is not None
    )
    rows["Out-of-distribution detection, AUROC"] = _aurocs(rejection["auroc"], rejection["score"])
    if rejection["pictures"]:
        rows["The same on images"] = _aurocs(rejection["pictures"]["auroc"], rejection["score"])
    rows["Network"] = (
        f"{model['parameters']:,} parameters, {model['keras_bytes'] / 1e6:.2f} MB, "
        f"{model['inference_ms']:.2f} ms per image"
    )
    seeds = (figures["ablation"] or {}).get("seeds_summary")
    if seeds:
        mean, deviation = seeds["mean"], seeds["standard_deviation"]
        count = len(figures["ablation"]["seeds"])
        rows[f"Accuracy of {count} trainings with different seeds, mean ± deviation"] = "; ".join(
            f"{name} {mean[column]:.2%} ± {100 * deviation[column]:.2f}"
            for name, column in (("MNIST", "mnist_test"), ("pen digits", "pen_digits"))
        )
    if figures["training"]:
        rows["Training"] = f"{figures['training']['minutes']:.0f} minutes"
    return rows


def _aurocs(by_kind: Json, score: str) -> str:
    return "; ".join(f"{kind} {scores[score]:.3f}" for kind, scores in by_kind.items())


def rounded(value: Any) -> Any:  # noqa: ANN401  JSON is anything
    """Returns JSON with every float rounded to five significant digits."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value


def as_text(figures: Json) -> str:
    """Returns indented JSON with each list of numbers on one line."""
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    return re.sub(r"\[\n[-+\d\s,.e]+\]", lambda numbers: " ".join(numbers[0].split()), text) + "\n"


def _read_json(file: Path, content: str) -> Json:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{file}: expected {content} as JSON, got {error}.") from None
    if not isinstance(read, dict):
        raise DataError(f"{file}: expected {content} as a JSON object, got {type(read).__name__}.")
    return read
