import contextlib
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

for package in ("tensorflow", "sklearn", "matplotlib", "tqdm"):
    pytest.importorskip(package)

from model.classifier import MODEL_FILE
from model.files import file_sha256
from tests.drawn import DRAWINGS
from training import evaluate
from training.data import Mnist
from training.served import ROOT


@pytest.fixture
def data(few_digits: Mnist, tmp_path: Path) -> list[str]:
    """Options that name a few digits, drawings and letters."""
    folder = tmp_path / "data"
    folder.mkdir()
    digits = few_digits.train
    repeated = np.resize(np.arange(len(digits)), 5_010)
    np.savez(
        folder / "mnist.npz",
        x_train=digits.images[repeated],
        y_train=digits.labels[repeated],
        x_test=digits.images,
        y_test=digits.labels,
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
    """Where the report of a test goes."""
    file = tmp_path / "model" / "report.json"
    file.parent.mkdir()
    file.write_text("the report before")
    monkeypatch.setattr(evaluate, "REPORT_FILE", file)
    return file


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws nothing, which takes its time and is tested once."""
    monkeypatch.setattr(evaluate, "draw_report", lambda *_: None)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.mark.usefixtures("small_measures")
def test_a_report_is_written_with_its_pictures_and_told_in_a_few_lines(
    report: Path, data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main(data) == 0
    figures = json.loads(report.read_text())
    assert figures["model"]["sha256"] == file_sha256(MODEL_FILE)
    assert figures["mnist_test"]["digits"] == figures["pen_digits"]["digits"] == len(DRAWINGS)
    assert figures["comparison"] is None
    assert (report.parent / "report" / "confusion-mnist.png").exists()
    assert {path.name for path in report.parent.iterdir()} == {"report.json", "report"}
    printed = capsys.readouterr().out
    assert f"MNIST's {len(DRAWINGS)} test digits read right" in printed
    assert f"Written: {report}" in printed
    assert len(printed.splitlines()) < 15


@pytest.mark.usefixtures("small_measures", "no_pictures")
def test_all_networks_are_compared_and_the_comparison_is_kept(
    report: Path, data: list[str], network_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[str] = []

    def train_anew(name: str, **_: object) -> Path:
        trained.append(name)
        return network_file

    monkeypatch.setattr(evaluate, "train_anew", train_anew)
    assert evaluate.main(["--all", *data]) == 0
    compared = json.loads(report.read_text())
    assert trained == ["dense", "cnn"]
    assert set(compared["comparison"]) == {"best", "dense", "cnn"}
    assert evaluate.main(data) == 0
    again = json.loads(report.read_text())
    assert trained == ["dense", "cnn"]
    assert again["comparison"] == compared["comparison"]
    assert set(again["perturbations"]["accuracy"]) == set(compared["perturbations"]["accuracy"])


@pytest.mark.usefixtures("small_measures", "no_pictures")
def test_drawings_that_are_not_at_hand_are_told_and_left_out(
    report: Path, data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "nowhere.gz")
    assert evaluate.main([*data, "--drawings", nowhere, "--letters", nowhere]) == 0
    figures = json.loads(report.read_text())
    assert figures["pen_digits"] is None
    assert "letters" not in figures["is_digit"]["auroc"]
    assert "nowhere.gz: no such file of drawings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "content", "reason"),
    [
        ("--mnist", b"no archive", "broken: expected an .npz file"),
        ("--drawings", b"no archive", "broken, line 1: expected a JSON object"),
        (
            "--letters",
            gzip.compress(b'{"strokes": [[[0, 0]]]}\n{"strokes', mtime=0),
            "broken, line 2: ",
        ),
    ],
)
def test_broken_data_is_told_in_one_line_and_the_report_stays(
    report: Path, data: list[str], option: str, content: bytes, reason: str
) -> None:
    broken = report.with_name("broken")
    broken.write_bytes(content)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        assert evaluate.main([*data, option, str(broken)]) == 1
    assert said.getvalue().count("\n") == 1
    assert reason in said.getvalue()
    assert contents(report.parent) == {"report.json": b"the report before", "broken": content}


def test_missing_mnist_is_told_in_one_line(
    report: Path, data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main([*data, "--mnist", str(tmp_path / "nowhere.npz")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nowhere.npz: no such file" in error
    assert contents(report.parent) == {"report.json": b"the report before"}


def test_a_place_that_cannot_be_written_to_is_told_in_one_line(
    report: Path,
    data: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(evaluate, "REPORT_FILE", report / "report.json")
    assert evaluate.main(data) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"{report}/report.json cannot be written" in error


INTERRUPTED = """
import sys
from pathlib import Path
from training import evaluate
from training.measurement import Measurement

evaluate.REPORT_FILE = Path(sys.argv[1])
read_mnist = Measurement._read_mnist
def read_and_tell(measurement):
    print("reading", flush=True)
    while True:
        read_mnist(measurement)
Measurement._read_mnist = read_and_tell
sys.exit(evaluate.main(sys.argv[2:]))
"""


def test_an_interrupted_evaluation_leaves_everything_as_it_was(
    report: Path, data: list[str]
) -> None:
    evaluation = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(report), *data],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        # A shell's background jobs ignore the interrupt, and so would what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert evaluation.stdout
    assert evaluation.stdout.readline() == "reading\n"
    evaluation.send_signal(signal.SIGINT)
    _, errors = evaluation.communicate(timeout=60)
    assert evaluation.returncode == 130
    assert errors.endswith(f"\nevaluate: stopped; {report} is as it was.\n")
    assert "Traceback" not in errors
    assert contents(report.parent) == {"report.json": b"the report before"}
    assert [path.name for path in report.parent.iterdir()] == ["report.json"]
