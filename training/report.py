"""Where the evaluation's report lies, and how it is published: whole or not at all.

`model/report.json` holds every figure of the shipped network, `model/report/` their pictures.
What is in them measures `training.evaluate`; README and page take their figures from here.
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


def pictures_folder(report: Path) -> Path:
    """The folder of a report's pictures: `model/report` beside `model/report.json`."""
    return report.with_suffix("")


@contextlib.contextmanager
def unpublished(report: Path) -> Iterator[Path]:
    """A folder beside the report to prepare everything in; it is gone at the end of the block.

    Raises OSError at once where none can be made, not after minutes of measuring.
    """
    with tempfile.TemporaryDirectory(prefix=".unpublished-", dir=report.parent) as folder:
        yield Path(folder)


def publish(figures: Json, pictures: Path, report: Path) -> None:
    """Put the figures and the folder of their pictures in the place of the report before."""
    content = as_text(rounded(figures)).encode()
    published = pictures_folder(report)
    before = pictures.with_name("before")
    try:
        if published.exists():
            published.rename(before)
        pictures.rename(published)
        replace_file(report, content)
    except BaseException:
        if not pictures.exists():
            published.rename(pictures)
        if before.exists():
            before.rename(published)
        raise


def read_report(report: Path) -> Json | None:
    """A report as it was published; None where there is none that can be read."""
    try:
        return _read_json(report, "a report")
    except DataError:
        return None


def read_ablation(file: Path) -> Json | None:
    """What each addition to the network gave, where that was measured. Raises DataError."""
    return _read_json(file, "what each addition gave") if file.exists() else None


def read_training(network: Path, sha256: str) -> Json:
    """How a network was trained: `minutes`, `epochs` with loss and accuracy, and more.

    Raises DataError, a sentence, where the .json beside the .keras file is missing, broken or
    another network's.
    """
    file = network.with_suffix(".json")
    if not file.exists():
        raise DataError(
            f"{file}: no such file, so nothing is known of how the network was trained."
        )
    training = _read_json(file, "how the network was trained")
    if training.get("sha256") != sha256:
        raise DataError(
            f"{file}: tells of another network's training: expected sha256 {sha256}, "
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
    """The main figures of a report as people read them, by what they are; no row for a null."""
    model, mnist, pen = figures["model"], figures["mnist_test"], figures["pen_digits"]
    calibration, told, pictures = (
        figures["calibration"],
        figures["is_digit"],
        figures["pictures"],
    )
    rows = {f"MNIST's {mnist['digits']:,} test digits read right": f"{mnist['accuracy']:.2%}"}
    if pen:
        name, least = min(pen["by_source"].items(), key=lambda source: source[1]["accuracy"])
        rows[f"{pen['digits']:,} digits by people with a pen, read right"] = (
            f"{pen['accuracy']:.2%}; {least['accuracy']:.2%} of the hardest collection, {name}"
        )
    if pictures:
        kinds = pictures["kinds"]
        worst = min(kinds, key=lambda kind: kind["accuracy"])
        rows[f"The same as pictures of {len(kinds)} kinds, {pictures['digits']:,} each"] = (
            f"{worst['accuracy']:.2%} or more; as strokes {pictures['accuracy_of_strokes']:.2%}"
        )
    errors = {"MNIST": calibration["mnist"], "pen digits": calibration["pen_digits"]}
    rows["Expected calibration error, 15 bins"] = "; ".join(
        f"{name} {part['ece_after']:.2%}" for name, part in errors.items() if part
    )
    kept = {"MNIST": told["kept_mnist_test"], "pen digits": told["kept_pen_digits"]}
    rows["Taken for digits"] = "; ".join(
        f"{name} {share:.2%}" for name, share in kept.items() if share is not None
    )
    rows["Digits told from others, AUROC"] = "; ".join(
        f"{kind} {scores[told['score']]:.3f}" for kind, scores in told["auroc"].items()
    )
    if told["pictures"]:
        rows["The same as pictures"] = "; ".join(
            f"{kind} {scores[told['score']]:.3f}"
            for kind, scores in told["pictures"]["auroc"].items()
        )
    rows["The network"] = (
        f"{model['parameters']:,} parameters, {model['keras_bytes'] / 1e6:.2f} MB, "
        f"{model['inference_ms']:.2f} ms an image"
    )
    seeds = (figures["ablation"] or {}).get("seeds_summary")
    if seeds:
        count = len(figures["ablation"]["seeds"])
        rows[f"Trained {count} times with other seeds, mean ± standard deviation"] = "; ".join(
            f"{name} {seeds['mean'][column]:.2%} ± {100 * seeds['standard_deviation'][column]:.2f}"
            for name, column in (("MNIST", "mnist_test"), ("pen digits", "pen_digits"))
        )
    if figures["training"]:
        rows["Its training"] = f"{figures['training']['minutes']:.0f} minutes"
    return rows


def rounded(value: Any) -> Any:  # noqa: ANN401  JSON is anything
    """JSON with every float in it at five significant digits."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value


def as_text(figures: Json) -> str:
    """JSON for people too: each list of numbers on a line of its own."""
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
