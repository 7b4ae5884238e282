import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from training.data import (
    VALIDATION_IMAGES,
    DataError,
    Mnist,
    load_drawings,
    load_mnist,
    load_strokes,
)

ARRAYS = {
    "x_train": np.arange(5_010 * 784, dtype=np.uint32).astype(np.uint8).reshape(-1, 28, 28),
    "y_train": np.arange(5_010, dtype=np.uint16).astype(np.uint8) % 10,
    "x_test": np.zeros((7, 28, 28), dtype=np.uint8),
    "y_test": np.arange(7, dtype=np.uint8),
}


def npz(folder: Path, **changes: npt.NDArray[np.generic]) -> Path:
    file = folder / "mnist.npz"
    np.savez(file, allow_pickle=False, **{**ARRAYS, **changes})
    return file


def test_the_last_training_images_are_held_out_for_validation(tmp_path: Path) -> None:
    mnist = load_mnist(npz(tmp_path), other_digits=True)
    assert (len(mnist.train), len(mnist.validation), len(mnist.test)) == (10, VALIDATION_IMAGES, 7)
    images = np.concatenate([mnist.train.images, mnist.validation.images])
    assert np.array_equal(images, ARRAYS["x_train"])
    labels = np.concatenate([mnist.train.labels, mnist.validation.labels])
    assert np.array_equal(labels, ARRAYS["y_train"])


def test_an_environment_variable_can_name_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MNIST_NPZ", str(npz(tmp_path)))
    assert len(load_mnist(other_digits=True).test) == 7


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"x_test": np.zeros((7, 28, 27), np.uint8)}, r"test images: .* got uint8 of shape \(7,"),
        ({"x_train": np.zeros((5_010, 28, 28))}, "training images: .* got float64"),
        ({"y_test": np.zeros(6, np.uint8)}, r"test labels: expected 7 integers, got .*\(6,\)"),
        ({"y_test": np.full(7, 10, np.uint8)}, "test labels: expected values from 0 to 9"),
        (
            {"x_train": ARRAYS["x_train"][:5_000], "y_train": ARRAYS["y_train"][:5_000]},
            "expected more than 5,000 training images",
        ),
    ],
)
def test_invalid_arrays_are_refused_with_a_sentence(
    tmp_path: Path, changes: dict[str, npt.NDArray[np.generic]], reason: str
) -> None:
    with pytest.raises(DataError, match=reason):
        load_mnist(npz(tmp_path, **changes), other_digits=True)


def test_other_digits_are_refused_unless_allowed(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"MNIST: expected SHA-256 06b0d1f1.*--other"):
        load_mnist(npz(tmp_path))


def test_mnist_itself_is_recognized_by_its_hash(mnist: Mnist) -> None:
    assert (len(mnist.train), len(mnist.validation), len(mnist.test)) == (55_000, 5_000, 10_000)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 half of one"])
def test_a_damaged_archive_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mnist.npz"
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"mnist\.npz: expected an \.npz file with x_train"):
        load_mnist(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.npz: no such file"):
        load_mnist(tmp_path / "nowhere.npz")


def test_a_failed_download_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    keras = pytest.importorskip("keras")

    def no_network() -> None:
        raise OSError("no route to host")

    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", no_network)
    with pytest.raises(DataError, match=r"no route to host.*--mnist FILE or \$MNIST_NPZ"):
        load_mnist()


def test_drawings_are_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "drawings.jsonl.gz"
    with gzip.open(file, "wt") as lines:
        lines.write('{"label": 7, "source": "a/b", "strokes": [[[0, 0], [1, 1]]]}\n')
    (drawing,) = load_drawings(file)
    assert (drawing.label, drawing.source, drawing.strokes) == (7, "a/b", [[[0, 0], [1, 1]]])


def test_strokes_are_read_with_any_label(tmp_path: Path) -> None:
    file = tmp_path / "letters.jsonl.gz"
    with gzip.open(file, "wt") as lines:
        lines.write('{"label": "R", "source": "a/b", "strokes": [[[0, 0], [1, 1]]]}\n')
    assert load_strokes(file) == [[[[0, 0], [1, 1]]]]
    with pytest.raises(DataError, match=r"letters\.jsonl\.gz, line 1: expected a JSON object"):
        load_drawings(file)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        '{"label": "a", "source": "", "strokes": [[[0, 0]]]}',
        '{"label": 12, "source": "", "strokes": [[[0, 0]]]}',
        '{"label": 1, "source": "", "strokes": []}',
        '{"label": 1, "source": "", "strokes": 5}',
        '{"label": 1, "source": "", "strokes": [5]}',
        '{"label": 1, "source": "", "strokes": [[[0, 0, 0]]]}',
        '{"label": 1, "source": "", "strokes": [[[0, NaN]]]}',
    ],
)
def test_a_broken_line_of_drawings_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "drawings.jsonl.gz"
    with gzip.open(file, "wt") as lines:
        lines.write('{"label": 7, "source": "a/b", "strokes": [[[0, 0]]]}\n' + line)
    with pytest.raises(DataError, match=r"drawings\.jsonl\.gz, line 2: expected a JSON object"):
        load_drawings(file)


def test_a_truncated_file_of_drawings_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "drawings.jsonl.gz"
    with gzip.open(file, "wt") as lines:
        for x in np.random.default_rng(1).random(2_000):
            lines.write(f'{{"label": 7, "source": "a/b", "strokes": [[[{x}, 0]]]}}\n')
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:5_000] + bytes(100) + whole[5_100:]):
        file.write_bytes(damaged)
        with pytest.raises(DataError, match=r"drawings\.jsonl\.gz, line \d+: expected"):
            load_drawings(file)
