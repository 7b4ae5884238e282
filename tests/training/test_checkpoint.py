from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

pytest.importorskip("tensorflow")

from training import checkpoint
from training.architecture import BEST, DENSE, cosine_adamw_with_ema
from training.checkpoint import fingerprint, read_checkpoint
from training.data import Digits, Mnist
from training.train import train

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
    """Ends a training as nothing foresees."""


class CutAfter(checkpoint.Record):
    """Records as usual, and fails after the second epoch."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: D102
        super().on_epoch_end(epoch, logs)
        if epoch == 1:
            raise PowerCut


def weights(network: keras.Model) -> list[np.ndarray]:  # type: ignore[type-arg]
    return [np.array(value) for value in network.get_weights()]


def test_an_interrupted_training_goes_on_to_the_same_result(
    noise: Mnist,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = train(RECIPE, noise, EPOCHS, seed=5)
    file = tmp_path / "kept.keras"
    monkeypatch.setattr("training.train.Record", CutAfter)
    with pytest.raises(PowerCut):
        train(RECIPE, noise, EPOCHS, 5, file)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["kept.keras"]
    resumed = train(RECIPE, noise, EPOCHS, 5, file)
    assert "Going on after epoch 2 of 3." in capsys.readouterr().out
    assert len(resumed.epochs) == EPOCHS
    assert resumed.epochs == whole.epochs
    for one, other in zip(weights(whole.network), weights(resumed.network), strict=True):
        assert np.array_equal(one, other)


def test_a_training_that_was_done_but_not_saved_is_not_done_again(
    noise: Mnist, tmp_path: Path
) -> None:
    file = tmp_path / "kept.keras"
    first = train(RECIPE, noise, EPOCHS, 5, file)
    again = train(RECIPE, noise, EPOCHS, 5, file)
    assert again.epochs == first.epochs
    for one, other in zip(weights(first.network), weights(again.network), strict=True):
        assert np.array_equal(one, other)


def test_a_checkpoint_of_another_training_is_not_used(noise: Mnist, tmp_path: Path) -> None:
    file = tmp_path / "kept.keras"
    train(RECIPE, noise, 1, 5, file)
    assert read_checkpoint(file, fingerprint(RECIPE, noise, 1, 5))
    assert read_checkpoint(file, fingerprint(RECIPE, noise, 1, 6)) is None
    assert read_checkpoint(file, fingerprint(RECIPE, noise, 2, 5)) is None
    assert read_checkpoint(file, fingerprint(BEST, noise, 1, 5)) is None
    other = replace(noise, train=noise.validation)
    assert read_checkpoint(file, fingerprint(RECIPE, other, 1, 5)) is None


@pytest.mark.parametrize("content", [b"", b"half a checkpoint"])
def test_a_damaged_checkpoint_is_not_used(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kept.keras"
    file.write_bytes(content)
    assert read_checkpoint(file, "any") is None
    assert read_checkpoint(tmp_path / "none.keras", "any") is None
