import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("tensorflow")

from model.files import file_sha256
from model.runtime import Network
from training import batches, train
from training.architecture import DENSE
from training.data import load_mnist
from training.served import ROOT
from training.train import main


def other_digits(file: Path) -> list[str]:
    """Options that name a file of digits that are not MNIST's."""
    return ["--mnist", str(file), "--other-digits"]


@pytest.mark.parametrize("name", ["dense", "cnn", "best"])
def test_a_network_is_trained_and_written_with_its_compiled_form(
    name: str,
    drawn_mnist: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batches, "DRAWN_DIGITS", 1_000)
    monkeypatch.setattr(batches, "DRAWN_NON_DIGITS", 400)
    output = tmp_path / "made" / f"{name}.keras"
    arguments = [name, *other_digits(drawn_mnist), "--epochs", "1", "--output", str(output)]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "parameters, trained in" in printed
    assert f"Written: {output}" in printed
    assert sorted(path.name for path in output.parent.iterdir()) == [
        f"{name}.json",
        f"{name}.keras",
        f"{name}.tflite",
    ]
    assert Network.load(output).sha256 == file_sha256(output)
    with zipfile.ZipFile(output) as saved:
        assert b"optimizer" not in saved.read("model.weights.h5")
        assert json.loads(saved.read("config.json"))["config"]["name"] == name


def test_the_same_training_makes_the_same_file(drawn_mnist: Path, tmp_path: Path) -> None:
    code = "import sys; from training.train import main; sys.exit(main(sys.argv[1:]))"
    files = [tmp_path / "one.keras", tmp_path / "other.keras"]
    for file in files:
        options = ["dense", *other_digits(drawn_mnist), "--epochs", "1", "--output", str(file)]
        subprocess.run(
            [sys.executable, "-c", code, *options], cwd=ROOT, check=True, capture_output=True
        )
    assert files[0].read_bytes() == files[1].read_bytes()


def test_training_learns_the_digits(drawn_mnist: Path) -> None:
    mnist = load_mnist(drawn_mnist, other_digits=True)
    trained = train.train(DENSE, mnist, epochs=8, seed=3)
    assert train.count_right(trained.network, mnist.test) / len(mnist.test) > 0.9


def test_missing_data_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "network.keras"
    assert main(["--mnist", str(tmp_path / "nowhere.npz"), "--output", str(output)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nowhere.npz: no such file" in error
    assert not output.exists()


def test_a_place_that_cannot_be_written_to_is_told_before_training(
    drawn_mnist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    output = tmp_path / "file" / "network.keras"
    assert main([*other_digits(drawn_mnist), "--output", str(output)]) == 1
    printed = capsys.readouterr()
    assert "cannot be written" in printed.err
    assert printed.err.count("\n") == 1
    assert "Epoch" not in printed.out


@pytest.mark.parametrize(
    "arguments", [["resnet"], ["--epochs", "0"], ["--output", "network.h5"], ["--seed", "x"]]
)
def test_options_that_make_no_sense_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "error: " in capsys.readouterr().err


def test_an_interrupted_training_leaves_everything_as_it_was(
    drawn_mnist: Path, tmp_path: Path
) -> None:
    output = tmp_path / "network.keras"
    output.write_bytes(b"the network before")
    options = ["cnn", *other_digits(drawn_mnist), "--output", str(output), "--epochs", "1000"]
    training = subprocess.Popen(
        [sys.executable, "-m", "training.train", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # A shell's background jobs ignore the interrupt, and so would what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert training.stdout
    while "Epoch 1/" not in training.stdout.readline():
        assert training.poll() is None
    training.send_signal(signal.SIGINT)
    _, errors = training.communicate(timeout=60)
    assert training.returncode == 130
    assert "stopped" in errors
    assert "Traceback" not in errors
    assert [path.name for path in tmp_path.iterdir()] == ["network.keras"]
    assert output.read_bytes() == b"the network before"
