from pathlib import Path

import numpy as np
import pytest

from web.pictures.mnist import VARIABLE, MnistError, random_digit

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


def test_a_random_test_digit_has_its_label(file: Path) -> None:
    np.savez(file, x_test=IMAGES, y_test=LABELS)
    digits = [random_digit() for _ in range(100)]
    assert {digit.label for digit in digits} == {1, 3, 4}
    for digit in digits:
        assert digit.image.size == (28, 28)
        assert digit.image.getpixel((5, 5)) == 10 * digit.label


def test_without_the_variable_the_file_of_keras_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert VARIABLE in refusal()
    folder = tmp_path / ".keras" / "datasets"
    folder.mkdir(parents=True)
    np.savez(folder / "mnist.npz", x_test=IMAGES, y_test=LABELS)
    assert random_digit().label in LABELS


def test_a_file_that_is_added_later_is_read(file: Path) -> None:
    assert VARIABLE in refusal()
    np.savez(file, x_test=IMAGES, y_test=LABELS)
    assert random_digit().label in LABELS


@pytest.mark.parametrize(
    "arrays",
    [
        pytest.param({"x_test": IMAGES}, id="no labels"),
        pytest.param({"x_test": IMAGES.astype(float), "y_test": LABELS}, id="floats"),
        pytest.param({"x_test": IMAGES[:, :20], "y_test": LABELS}, id="another shape"),
        pytest.param({"x_test": IMAGES, "y_test": LABELS[:2]}, id="one label is missing"),
        pytest.param({"x_test": IMAGES, "y_test": LABELS + 8}, id="labels beyond 9"),
        pytest.param({"x_test": IMAGES[:0], "y_test": LABELS[:0]}, id="empty"),
        pytest.param({"x_test": IMAGES, "y_test": np.array([{}, {}, {}])}, id="pickled objects"),
    ],
)
def test_a_file_with_other_arrays_is_refused(file: Path, arrays: dict[str, object]) -> None:
    np.savez(file, **arrays)  # type: ignore[arg-type]
    assert refusal().startswith("Expected MNIST's")


def test_a_file_that_is_not_an_npz_is_refused(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 and no more")
    assert refusal().startswith("Expected MNIST's")
