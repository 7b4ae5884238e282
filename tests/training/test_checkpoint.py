import ast
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from training import checkpoint
from training.architecture import BEST, DENSE, cosine_adamw_with_ema
from training.checkpoint import PROJECT, SOURCES, fingerprint, read_checkpoint
from training.data import Digits, Mnist
from training.train import Trained, train

RECIPE = replace(DENSE, optimizer=cosine_adamw_with_ema, augmented=True, elastic=True)
EPOCHS = 3


@pytest.fixture(scope="module")
def noise() -> Mnist:
    random = np.random.default_rng(2)

    def part(count: int) -> Digits:
        images = random.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        return Digits(images, (np.arange(count) % 10).astype(np.uint8))

    return Mnist(train=part(96), validation=part(20), test=part(20))


class PowerCut(Exception):
    """Ends a training without warning."""


class CutAfter(checkpoint.Record):
    """Records as usual, and fails after the second epoch."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: D102
        super().on_epoch_end(epoch, logs)
        if epoch == 1:
            raise PowerCut


def same_weights(one: Trained, other: Trained) -> bool:
    pairs = zip(one.network.get_weights(), other.network.get_weights(), strict=True)
    return all(np.array_equal(*pair) for pair in pairs)


@dataclass(frozen=True)
class Whole:
    """A training without an interruption, and its last checkpoint."""

    trained: Trained
    checkpoint: Path


@pytest.fixture(scope="module")
def whole(noise: Mnist, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    file = tmp_path_factory.mktemp("whole") / "kept.keras"
    return Whole(train(RECIPE, noise, EPOCHS, 5, file), file)


def test_an_interrupted_training_continues_to_the_same_result(
    noise: Mnist,
    whole: Whole,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "kept.keras"
    monkeypatch.setattr("training.train.Record", CutAfter)
    with pytest.raises(PowerCut):
        train(RECIPE, noise, EPOCHS, 5, file)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["kept.keras"]
    resumed = train(RECIPE, noise, EPOCHS, 5, file)
    assert "Continuing after epoch 2 of 3." in capsys.readouterr().out
    assert len(resumed.epochs) == EPOCHS
    assert resumed.epochs == whole.trained.epochs
    assert same_weights(resumed, whole.trained)


def test_a_finished_training_that_was_not_saved_is_not_repeated(
    noise: Mnist, whole: Whole, capsys: pytest.CaptureFixture[str]
) -> None:
    again = train(RECIPE, noise, EPOCHS, 5, whole.checkpoint)
    assert "Continuing after epoch 3 of 3." in capsys.readouterr().out
    assert again.epochs == whole.trained.epochs
    finished = read_checkpoint(whole.checkpoint, fingerprint(RECIPE, noise, EPOCHS, 5))
    assert finished
    assert again.minutes >= finished.seconds / 60 > 0
    assert same_weights(again, whole.trained)


def test_a_checkpoint_of_another_training_is_not_used(noise: Mnist, whole: Whole) -> None:
    file = whole.checkpoint
    assert read_checkpoint(file, fingerprint(RECIPE, noise, EPOCHS, 5))
    assert read_checkpoint(file, fingerprint(RECIPE, noise, EPOCHS, 6)) is None
    assert read_checkpoint(file, fingerprint(RECIPE, noise, 2, 5)) is None
    assert read_checkpoint(file, fingerprint(BEST, noise, EPOCHS, 5)) is None
    other = replace(noise, train=noise.validation)
    assert read_checkpoint(file, fingerprint(RECIPE, other, EPOCHS, 5)) is None


@pytest.mark.parametrize("content", [b"", b"half a checkpoint"])
def test_a_damaged_checkpoint_is_not_used(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kept.keras"
    file.write_bytes(content)
    assert read_checkpoint(file, "any") is None
    assert read_checkpoint(tmp_path / "none.keras", "any") is None


def imported_files(file: Path) -> set[Path]:
    """The project's files that a file imports."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = {
        module
        for node in nodes
        for module in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
        if module
    }
    files = {PROJECT / f"{module.replace('.', '/')}.py" for module in modules}
    return {file for file in files if file.exists()}


def test_every_file_that_a_training_depends_on_is_in_its_fingerprint() -> None:
    needed: set[Path] = set()
    waiting = {PROJECT / "training" / f"{name}.py" for name in ("architecture", "batches")}
    while waiting:
        file = waiting.pop()
        needed.add(file)
        # Only two constants of model/runtime.py are used.
        waiting |= imported_files(file) - needed - {PROJECT / "model" / "runtime.py"}
    assert len(needed) > 12
    assert set(SOURCES) == needed | {PROJECT / "training" / "train.py"}


def test_the_fingerprint_depends_on_the_projects_code(
    noise: Mnist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source.py"
    monkeypatch.setattr(checkpoint, "SOURCES", [source])
    source.write_text("ROTATION = 15")
    before = fingerprint(RECIPE, noise, 1, 5)
    source.write_text("ROTATION = 16")
    assert fingerprint(RECIPE, noise, 1, 5) != before
