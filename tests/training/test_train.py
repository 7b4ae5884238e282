import json
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras")
pytest.importorskip("tensorflow")

from model.files import file_sha256
from model.runtime import Network
from training import batches, data, train
from training.architecture import DENSE
from training.benchmark.server import ROOT
from training.data import Mnist, load_mnist
from training.train import StopOnInterrupt, main

pytestmark = pytest.mark.usefixtures("small_validation")


def other_digits(file: Path) -> list[str]:
    """Options that name a file of digits that are not MNIST's."""
    return ["--mnist", str(file), "--other-digits"]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def digits(small_mnist: Path) -> Mnist:
    return load_mnist(small_mnist, other_digits=True)


@pytest.mark.parametrize("name", ["dense", "cnn", "best", "pairs"])
def test_a_network_is_trained_and_written_with_its_compiled_form_and_its_record(
    name: str,
    small_mnist: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for source in ("DIGITS", "NON_DIGITS", "PAIRS", "NO_PAIRS"):
        monkeypatch.setattr(batches, f"SYNTHETIC_{source}", 40)
    monkeypatch.setattr(batches, "MNIST_PAIRS", 40)
    output = tmp_path / "made" / f"{name}.keras"
    arguments = [name, *other_digits(small_mnist), "--epochs", "1", "--output", str(output)]
    assert main([*arguments, "--seed", "4"]) == 0
    printed = capsys.readouterr().out
    assert "parameters, trained in" in printed
    assert f"Written: {output}" in printed
    assert names_in(output.parent) == [f"{name}.json", f"{name}.keras", f"{name}.tflite"]
    recipe = train.RECIPES[name]
    network = Network.load(output, recipe.inputs, recipe.outputs)
    assert network.sha256 == file_sha256(output)
    with zipfile.ZipFile(output) as saved:
        assert b"optimizer" not in saved.read("model.weights.h5")
        assert json.loads(saved.read("config.json"))["config"]["name"] == name
        assert json.loads(saved.read("metadata.json"))["calibration"]["temperature"] > 0
    record = json.loads(output.with_suffix(".json").read_text())
    assert (record["network"], record["seed"], len(record["epochs"])) == (name, 4, 1)
    assert record["sha256"] == file_sha256(output)
    assert record["epochs"][0].keys() == {"loss", "accuracy", "val_loss", "val_accuracy"}


def test_a_dense_network_learns_the_digits(digits: Mnist) -> None:
    trained = train.train(DENSE, digits, epochs=8, seed=3)
    correct = train.count_correct(trained.network, digits.test)
    assert 0.9 < correct / len(digits.test) <= 1
    predicted = trained.network.predict(digits.test.images[..., np.newaxis] / 255, verbose=0)
    assert correct == (predicted.argmax(axis=1) == digits.test.labels).sum()


def test_early_stopping_keeps_the_best_epoch(digits: Mnist) -> None:
    steps = round(len(digits.train) / DENSE.batch_size)
    rates = keras.optimizers.schedules.PiecewiseConstantDecay([2 * steps], [0.1, 1_000.0])
    diverging = replace(DENSE, optimizer=lambda _: keras.optimizers.SGD(rates), patience=1)
    trained = train.train(diverging, digits, epochs=8)
    losses = [epoch["val_loss"] for epoch in trained.epochs]
    assert len(losses) < 8
    assert min(losses) < losses[-1]
    correct = train.count_correct(trained.network, digits.validation)
    assert correct / len(digits.validation) == pytest.approx(
        trained.epochs[int(np.argmin(losses))]["val_accuracy"]
    )


def test_a_recipe_without_patience_trains_all_epochs(digits: Mnist) -> None:
    idle = replace(DENSE, optimizer=lambda _: keras.optimizers.SGD(0.0))
    assert len(train.train(idle, digits, epochs=3).epochs) == 3


def test_the_moving_average_of_the_weights_is_validated_and_kept(digits: Mnist) -> None:
    # With momentum 1 the average stays what it is after the first step.
    recipe = replace(
        DENSE,
        batch_size=len(digits.train),
        optimizer=lambda _: keras.optimizers.Adam(use_ema=True, ema_momentum=1.0),
    )
    once, often = (train.train(recipe, digits, epochs=epochs) for epochs in (1, 3))
    losses = [epoch["val_loss"] for epoch in (*once.epochs, *often.epochs)]
    assert losses == pytest.approx(losses[:1] * 4)
    pairs = zip(once.network.get_weights(), often.network.get_weights(), strict=True)
    assert all(np.allclose(one, other, atol=1e-6) for one, other in pairs)


def test_missing_data_is_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "network.keras"
    assert main(["--mnist", str(tmp_path / "nowhere.npz"), "--output", str(output)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nowhere.npz: no such file" in error
    assert not output.exists()


def test_an_unwritable_output_is_reported_before_training(
    small_mnist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    output = tmp_path / "file" / "network.keras"
    assert main([*other_digits(small_mnist), "--output", str(output)]) == 1
    printed = capsys.readouterr()
    assert "cannot be written" in printed.err
    assert printed.err.count("\n") == 1
    assert "Epoch" not in printed.out


@pytest.mark.parametrize(
    "arguments", [["resnet"], ["--epochs", "0"], ["--output", "network.h5"], ["--seed", "x"]]
)
def test_invalid_options_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "error: " in capsys.readouterr().err


class InterruptedAtOnce(StopOnInterrupt):
    """Is interrupted in the first batch."""

    def on_train_batch_begin(self, batch: int, logs: object = None) -> None:  # noqa: ARG002, D102
        if not self.interrupted:
            signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_in_the_first_epoch_changes_nothing(
    small_mnist: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(train, "StopOnInterrupt", InterruptedAtOnce)
    output = tmp_path / "network.keras"
    output.write_bytes(b"the previous network")
    assert main(["dense", *other_digits(small_mnist), "--output", str(output)]) == 130
    assert capsys.readouterr().err == f"\ntrain: stopped; {output} is unchanged.\n"
    assert names_in(tmp_path) == ["network.keras"]
    assert output.read_bytes() == b"the previous network"


@pytest.mark.usefixtures("interrupts")
def test_a_second_interrupt_ends_the_program_at_once() -> None:
    callback = StopOnInterrupt()
    callback.on_train_begin()
    signal.raise_signal(signal.SIGINT)
    assert callback.interrupted
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("interrupts")
def test_interrupts_work_as_before_after_training() -> None:
    callback = StopOnInterrupt()
    callback.on_train_begin()
    callback.on_train_end()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert not callback.interrupted


@pytest.mark.usefixtures("interrupts")
def test_interrupts_stay_ignored_in_a_background_job() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    callback = StopOnInterrupt()
    callback.on_train_begin()
    signal.raise_signal(signal.SIGINT)
    assert not callback.interrupted


# Trains one epoch, then waits in the second one for an interrupt.
WAITING = """
import sys
import time

from training import data, train

data.VALIDATION_IMAGES = int(sys.argv[1])

class Waiting(train.StopOnInterrupt):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            print("one epoch is done", flush=True)
            while not self.interrupted:
                time.sleep(0.01)

train.StopOnInterrupt = Waiting
sys.exit(train.main(sys.argv[2:]))
"""


def test_an_interrupted_training_continues_to_the_same_file_in_another_process(
    small_mnist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "interrupted"
    folder.mkdir()
    output = folder / "network.keras"
    output.write_bytes(b"the previous network")
    arguments = ["dense", *other_digits(small_mnist), "--epochs", "3", "--output"]
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(data.VALIDATION_IMAGES), *arguments, str(output)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        # A shell's background jobs ignore interrupts, and so would this process.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as training:
        assert training.stdout
        while "one epoch is done" not in training.stdout.readline():
            assert training.poll() is None
        training.send_signal(signal.SIGINT)
        _, errors = training.communicate(timeout=60)
    assert training.returncode == 130
    assert errors.endswith(
        f"train: stopped; {output} is unchanged; the same command continues from the last epoch.\n"
    )
    assert "Traceback" not in errors
    assert names_in(folder) == ["network.keras", "network.unfinished.keras"]
    assert output.read_bytes() == b"the previous network"

    keras.backend.clear_session()  # layers are numbered from the start, as in a new process
    assert main([*arguments, str(output)]) == 0
    assert "Continuing after epoch 1 of 3." in capsys.readouterr().out
    assert names_in(folder) == ["network.json", "network.keras", "network.tflite"]
    keras.backend.clear_session()
    uninterrupted = tmp_path / "network.keras"
    assert main([*arguments, str(uninterrupted)]) == 0
    assert output.read_bytes() == uninterrupted.read_bytes()
