import contextlib
import gzip
import io
import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

for package in ("tensorflow", "sklearn", "tqdm"):
    pytest.importorskip(package)

from model.classifier import MODEL_FILE
from model.files import file_sha256
from tests.sample_drawings import DRAWINGS
from training import data, evaluate
from training.data import Mnist
from training.evaluation.measurement import Measurement

VALIDATION_IMAGES = 10


@pytest.fixture(autouse=True)
def small_validation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "VALIDATION_IMAGES", VALIDATION_IMAGES)


@pytest.fixture(scope="module")
def options(few_digits: Mnist, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Options that name a few digits, drawings and letters."""
    folder = tmp_path_factory.mktemp("data")
    digits, test = few_digits.train, few_digits.test
    np.savez(
        folder / "mnist.npz",
        x_train=digits.images[: VALIDATION_IMAGES + 1],
        y_train=digits.labels[: VALIDATION_IMAGES + 1],
        x_test=test.images,
        y_test=test.labels,
    )
    with gzip.open(folder / "drawings.jsonl.gz", "wt") as lines:
        for (digit, _), strokes in DRAWINGS.items():
            row = {"label": int(digit), "source": "test/drawings", "strokes": strokes}
            lines.write(json.dumps(row) + "\n")
    with gzip.open(folder / "letters.jsonl.gz", "wt") as lines:
        lines.write('{"label": "V", "source": "a/b", "strokes": [[[0, 0], [1, 2], [2, 0]]]}\n')
    return [
        *("--mnist", str(folder / "mnist.npz"), "--other-digits"),
        *("--drawings", str(folder / "drawings.jsonl.gz")),
        *("--letters", str(folder / "letters.jsonl.gz")),
    ]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a previous report, which an evaluation replaces."""
    file = tmp_path / "model" / "report.json"
    file.parent.mkdir()
    file.write_text("the previous report")
    monkeypatch.setattr(evaluate, "REPORT_FILE", file)
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation leaves and prints; `trained` are the networks that it trains."""

    status: int
    figures: dict[str, Any]
    files: dict[str, bytes]
    trained: list[dict[str, Any]]
    out: str
    err: str


@pytest.fixture(scope="module")
def evaluations(
    small_measurement: None,  # noqa: ARG001
    options: list[str],
    network_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[Evaluation]]:
    """Two evaluations: one of all networks, then one of the shipped network without drawings."""
    folder = tmp_path_factory.mktemp("evaluated")
    nowhere = str(folder / "nowhere.gz")
    trained: list[dict[str, Any]] = []

    def train_network(name: str, mnist: list[str], folder: Path) -> Path:
        trained.append({"name": name, "mnist": mnist, "folder": folder})
        return network_file

    def run(*arguments: str) -> Evaluation:
        out, err = io.StringIO(), io.StringIO()
        trained.clear()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = evaluate.main([*options, *arguments])
        files = contents(folder)
        figures = json.loads(files["report.json"])
        return Evaluation(status, figures, files, [*trained], out.getvalue(), err.getvalue())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "VALIDATION_IMAGES", VALIDATION_IMAGES)
        patch.setattr(evaluate, "REPORT_FILE", folder / "report.json")
        patch.setattr(evaluate, "train_network", train_network)
        yield [run("--all"), run("--drawings", nowhere, "--letters", nowhere)]


def test_a_report_is_written_with_its_images_and_summarized(
    evaluations: list[Evaluation], few_digits: Mnist
) -> None:
    evaluation = evaluations[0]
    assert evaluation.status == 0
    figures = evaluation.figures
    assert figures["model"]["sha256"] == file_sha256(MODEL_FILE)
    assert figures["mnist_test"]["digits"] == figures["pen_digits"]["digits"] == len(DRAWINGS)
    assert evaluation.files.keys() == {
        "report.json",
        "report/examples-strip.png",
        "report/mistakes-strip.png",
    }
    strip = Image.open(io.BytesIO(evaluation.files["report/mistakes-strip.png"]))
    assert np.array_equal(np.asarray(strip), few_digits.test.images[0])  # the wrong label
    assert f"Accuracy on MNIST's {len(DRAWINGS)} test digits" in evaluation.out
    assert evaluation.out.splitlines()[-1].startswith("Written: ")
    assert len(evaluation.out.splitlines()) < 15


def test_all_networks_are_trained_on_the_same_data_and_compared(
    evaluations: list[Evaluation], options: list[str]
) -> None:
    evaluation = evaluations[0]
    assert [training["name"] for training in evaluation.trained] == ["dense", "cnn"]
    assert all(training["mnist"] == options[:3] for training in evaluation.trained)
    assert set(evaluation.figures["comparison"]) == {"best", "dense", "cnn"}


def test_a_later_evaluation_keeps_the_comparison(evaluations: list[Evaluation]) -> None:
    before, after = evaluations
    assert after.trained == []
    assert after.figures["comparison"] == before.figures["comparison"]
    names = [set(one.figures["corruptions"]["accuracy"]) for one in evaluations]
    assert names[0] == names[1] == {"best", "best, as an image", "dense", "cnn"}


def test_missing_drawings_are_reported_and_left_out(evaluations: list[Evaluation]) -> None:
    evaluation = evaluations[1]
    assert evaluation.status == 0
    assert evaluation.figures["pen_digits"] is None
    assert "letters" not in evaluation.figures["rejection"]["auroc"]
    assert evaluation.err.count("nowhere.gz: no such file, so it is not measured") == 2


HALF_A_LINE = gzip.compress(b'{"strokes": [[[0, 0]]]}\n{"strokes', mtime=0)


@pytest.mark.parametrize(
    ("option", "content", "reason"),
    [
        ("--mnist", b"no archive", "broken: expected an .npz file"),
        ("--drawings", b"no archive", "broken, line 1: expected a JSON object"),
        ("--letters", HALF_A_LINE, "broken, line 2: "),
    ],
    ids=["mnist", "drawings", "letters"],
)
def test_broken_data_is_reported_in_one_line_and_the_report_stays(
    report: Path, options: list[str], option: str, content: bytes, reason: str
) -> None:
    broken = report.with_name("broken")
    broken.write_bytes(content)
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        assert evaluate.main([*options, option, str(broken)]) == 1
    assert errors.getvalue().count("\n") == 1
    assert reason in errors.getvalue()
    assert contents(report.parent) == {"report.json": b"the previous report", "broken": content}


def test_missing_mnist_is_reported_in_one_line(
    report: Path, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main([*options, "--mnist", str(tmp_path / "nowhere.npz")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nowhere.npz: no such file" in error
    assert contents(report.parent) == {"report.json": b"the previous report"}


def test_an_unwritable_place_is_reported_in_one_line(
    report: Path,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(evaluate, "REPORT_FILE", report / "report.json")
    assert evaluate.main(options) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"{report}/report.json cannot be written" in error


@pytest.mark.usefixtures("interrupts")
def test_an_interrupted_evaluation_changes_nothing(
    report: Path,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(_: Measurement) -> None:
        assert len(list(report.parent.iterdir())) == 2  # the report and an unpublished one
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Measurement, "_read_mnist", interrupt)
    assert evaluate.main(options) == 130
    assert capsys.readouterr().err.endswith(f"\nevaluate: stopped; {report} is unchanged.\n")
    assert contents(report.parent) == {"report.json": b"the previous report"}
    assert [path.name for path in report.parent.iterdir()] == ["report.json"]
