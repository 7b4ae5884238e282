"""What several test files share: the shipped network, the drawings, and data where it is."""

import os
from pathlib import Path

import pytest

from model.classifier import DigitClassifier
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
