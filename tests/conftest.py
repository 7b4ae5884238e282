"""What several test files share: the shipped network, the drawings, and data where it is."""

import os
from pathlib import Path

import numpy as np
import pytest

from model.classifier import DigitClassifier
from model.preprocess import digit_from_strokes
from tests.drawn import DRAWINGS
from training.data import DRAWINGS_FOLDER, MNIST_VARIABLE, PEN_DIGITS, Mnist, load_mnist


@pytest.fixture(scope="session")
def classifier() -> DigitClassifier:
    """The shipped network, ready to read."""
    return DigitClassifier.load()


@pytest.fixture(scope="session")
def mnist() -> Mnist:
    """MNIST itself; tests that need it are skipped where it is not at hand."""
    file = Path(os.environ.get(MNIST_VARIABLE, DRAWINGS_FOLDER / "mnist.npz"))
    if not file.exists():
        pytest.skip("MNIST is not at hand")
    return load_mnist(file)


@pytest.fixture(scope="session")
def pen_digits() -> Path:
    """A file of real pen digits; tests that need it are skipped where it is not at hand."""
    if not PEN_DIGITS.exists():
        pytest.skip("the pen digits are not at hand")
    return PEN_DIGITS


@pytest.fixture(scope="session")
def drawn_mnist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file like MNIST's, of the test drawings, slanted and stretched at random."""
    random = np.random.default_rng(7)
    drawings = [(int(digit), strokes) for (digit, _), strokes in DRAWINGS.items()]
    images, labels = [], []
    for number in range(5_600):
        label, strokes = drawings[number % len(drawings)]
        slant, stretch = random.uniform(-0.25, 0.25), random.uniform(0.8, 1.2)
        varied = [[[x * stretch + y * slant, y] for x, y in stroke] for stroke in strokes]
        digit = digit_from_strokes(varied)
        assert digit
        images.append(digit.pixels)
        labels.append(label)
    arrays = np.array(images), np.array(labels, dtype=np.uint8)
    file = tmp_path_factory.mktemp("drawn") / "mnist.npz"
    np.savez(
        file,
        x_train=arrays[0][:5_400],
        y_train=arrays[1][:5_400],
        x_test=arrays[0][5_400:],
        y_test=arrays[1][5_400:],
    )
    return file
