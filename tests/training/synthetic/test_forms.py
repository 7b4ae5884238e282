import itertools

import numpy as np
import pytest

from model.preprocess import Points
from training.synthetic.forms import FORMS, SQUARED, Form
from training.synthetic.hand import parse_path

ALL = [(digit, name) for digit, forms in enumerate(FORMS) for name in forms]


def drawn(digit: int, name: str, count: int = 60) -> list[list[Points]]:
    """The strokes of a form, their knots joined by straight lines."""
    generator = np.random.default_rng(digit)
    form: Form = FORMS[digit][name]
    return [[np.concatenate(stroke) for stroke in form(generator)] for _ in range(count)]


@pytest.mark.parametrize(("digit", "name"), ALL)
def test_a_form_is_drawn_anew_each_time_and_fills_the_square(digit: int, name: str) -> None:
    drawings = drawn(digit, name)
    corners = np.array([np.concatenate(each)[[0, -1]] for each in drawings])
    assert len({each.tobytes() for each in corners}) > len(drawings) / 2
    heights = [np.ptp(np.concatenate(each)[:, 1]) for each in drawings]
    assert 85 <= np.median(heights) <= 200
    assert all(np.ptp(np.concatenate(each)[:, 0]) < 180 for each in drawings)


@pytest.mark.parametrize(("digit", "name"), ALL)
def test_the_pieces_of_a_stroke_meet(digit: int, name: str) -> None:
    generator = np.random.default_rng(1)
    for _ in range(20):
        for stroke in FORMS[digit][name](generator):
            for before, after in itertools.pairwise(stroke):
                assert np.allclose(before[-1], after[0])


def reach(drawing: list[Points]) -> float:
    """How far the last stroke reaches from its middle, in heights of the ring."""
    ring, slash = drawing[0], drawing[-1]
    return float(np.hypot(*(slash[-1] - slash[0])) / 2 / np.ptp(ring[:, 1]))


def test_slashes_reach_as_far_as_their_names_say() -> None:
    names = ("slash within the ring", "slash beyond the ring", "slash far beyond the ring")
    reaches = [[reach(each) for each in drawn(0, name)] for name in names]
    assert max(reaches[0]) < 0.62
    assert min(reaches[2]) > 0.75
    assert np.median(reaches[0]) < np.median(reaches[1]) < np.median(reaches[2])


def test_the_bar_of_a_zero_is_level() -> None:
    for *_, bar in drawn(0, "level bar"):
        right, down = bar[-1] - bar[0]
        assert abs(down) < 0.4 * abs(right)


def test_a_flat_flag_is_short_so_that_a_one_is_no_seven() -> None:
    for name in ("flag", "flag and foot"):
        for drawing in drawn(1, name, 300):
            flag_end, top = drawing[0][0], drawing[0][1]
            left, down = top[0] - flag_end[0], flag_end[1] - top[1]
            assert left < 62
            if down < 0.2 * left:
                assert left < 40


def test_a_six_with_a_narrow_ring_stays_narrower_than_high() -> None:
    for (line,) in drawn(6, "narrow ring"):
        ring = line[2:]
        assert np.ptp(ring[:, 0]) < 60
        assert line[0, 1] < ring[:, 1].min()


def test_an_eight_that_is_open_has_its_ends_apart_above() -> None:
    for (line,) in drawn(8, "open above"):
        assert abs(line[0, 0] - line[-1, 0]) > 3
        assert max(line[0, 1], line[-1, 1]) < 20


def test_squared_digits_have_level_and_upright_lines_only() -> None:
    for digit, text in enumerate(SQUARED):
        for stroke in parse_path(text):
            for piece in stroke:
                right, down = np.abs(piece[-1] - piece[0])
                assert min(right, down) <= 4, digit
