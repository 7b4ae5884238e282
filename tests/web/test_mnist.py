from pathlib import Path

import numpy as np
import pytest

from web.mnist import VARIABLE, MnistError, random_digit

LABELS = np.array([3, 1, 4], dtype=np.uint8)
IMAGES = np.stack([np.full((28, 28), 10 * label, dtype=np.uint8) for label in LABELS])


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "digits.npz"
    monkeypatch.setenv(VARIABLE, str(file))
    return file


def refusal() -> str:
    with pytest.raises(MnistError) as refused:
        random_digit()
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_any_of_the_test_digits_comes_with_its_label(file: Path) -> None:
    np.savez(file, x_test=IMAGES, y_test=LABELS)
    digits = [random_digit() for _ in range(100)]
    assert {digit.label for digit in digits} == {1, 3, 4}
    for digit in digits:
        assert digit.picture.size == (28, 28)
        assert digit.picture.getpixel((5, 5)) == 10 * digit.label


def test_keras_own_file_is_looked_for_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert "not at hand" in refusal()
    folder = tmp_path / ".keras" / "datasets"
    folder.mkdir(parents=True)
    np.savez(folder / "mnist.npz", x_test=IMAGES, y_test=LABELS)
    assert random_digit().label in LABELS


def test_a_file_that_comes_later_is_found(file: Path) -> None:
    assert VARIABLE in refusal()
    np.savez(file, x_test=IMAGES, y_test=LABELS)
    assert random_digit().label in LABELS


@pytest.mark.parametrize(
    "arrays",
    [
        pytest.param({"x_test": IMAGES}, id="no labels"),
        pytest.param({"x_test": IMAGES.astype(float), "y_test": LABELS}, id="floats"),
        pytest.param({"x_test": IMAGES[:, :20], "y_test": LABELS}, id="another shape"),
        pytest.param({"x_test": IMAGES, "y_test": LABELS[:2]}, id="a label too few"),
        pytest.param({"x_test": IMAGES, "y_test": LABELS + 8}, id="labels beyond 9"),
        pytest.param({"x_test": IMAGES[:0], "y_test": LABELS[:0]}, id="nothing"),
        pytest.param({"x_test": IMAGES, "y_test": np.array([{}, {}, {}])}, id="pickled objects"),
    ],
)
def test_a_file_with_something_else_is_refused(file: Path, arrays: dict[str, object]) -> None:
    np.savez(file, **arrays)  # type: ignore[arg-type]
    assert refusal().startswith("Expected MNIST's")


def test_a_file_that_is_no_npz_is_refused(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 and no more")
    assert refusal().startswith("Expected MNIST's")
