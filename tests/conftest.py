"""Fixtures that several test files share: the shipped network, and real data if it is there."""

import os
from pathlib import Path

import pytest

from model.classifier import DigitClassifier
from training.data import DRAWINGS_FOLDER, MNIST_VARIABLE, PEN_DIGITS, Mnist, load_mnist


@pytest.fixture(scope="session")
def classifier() -> DigitClassifier:
    """The shipped network."""
    return DigitClassifier.load()


@pytest.fixture(scope="session")
def mnist() -> Mnist:
    """MNIST itself; tests that need it are skipped without its file."""
    file = Path(os.environ.get(MNIST_VARIABLE, DRAWINGS_FOLDER / "mnist.npz"))
    if not file.exists():
        pytest.skip(f"no file {file}")
    return load_mnist(file)


@pytest.fixture(scope="session")
def pen_digits() -> Path:
    """The file of real pen digits; tests that need it are skipped without it."""
    if not PEN_DIGITS.exists():
        pytest.skip(f"no file {PEN_DIGITS}")
    return PEN_DIGITS
