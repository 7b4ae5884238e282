import numpy as np
import pytest

pytest.importorskip("sklearn")

from tests.training.answers import answers_of, sure_of
from training import gallery


def test_the_surest_mistakes_come_first_and_nothing_right_among_them() -> None:
    labels = np.array([7, 2, 5, 6], dtype=np.uint8)
    answers = answers_of(sure_of([1, 2, 3, 4], [0.6, 0.99, 0.8, 0.7]))
    listed = gallery.described(labels, answers)["mistakes"]
    assert [(one["digit"], one["read"]) for one in listed] == [(5, 3), (6, 4), (7, 1)]
    assert [one["probability"] for one in listed] == pytest.approx([0.8, 0.7, 0.6])


def test_no_more_mistakes_are_listed_than_fit() -> None:
    labels = np.ones(50, dtype=np.uint8)
    assert len(gallery.mistakes(labels, answers_of(sure_of([2] * 50, 0.9)))) == 24


def test_there_are_some_examples_of_each_digit_in_their_order() -> None:
    labels = np.array([digit for digit in range(10) for _ in range(6)], dtype=np.uint8)
    answers = answers_of(sure_of([(digit + 1) % 10 for digit in labels], 0.9))
    listed = gallery.described(labels, answers)["examples"]
    expected = [digit for digit in range(10) for _ in range(gallery.EXAMPLES_A_DIGIT)]
    assert [one["digit"] for one in listed] == expected
    assert all(one["read"] == (one["digit"] + 1) % 10 for one in listed)


def test_a_network_without_mistakes_lists_none() -> None:
    labels = np.array([1, 2], dtype=np.uint8)
    assert gallery.described(labels, answers_of(sure_of([1, 2], 0.9)))["mistakes"] == []
