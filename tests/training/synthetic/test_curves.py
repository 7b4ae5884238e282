import numpy as np
import pytest

from training.synthetic.curves import resample, round_corners, smooth

ANGLE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])


def test_a_smooth_line_goes_through_its_knots() -> None:
    line = smooth(ANGLE)
    for knot in ANGLE:
        assert np.abs(line - knot).sum(axis=1).min() < 1e-9
    assert np.array_equal(smooth(ANGLE[:2]), ANGLE[:2])


def test_a_resampled_line_keeps_its_ends_and_is_evenly_spaced() -> None:
    line = resample(ANGLE, 21)
    assert np.array_equal(line[[0, -1]], ANGLE[[0, -1]])
    assert np.hypot(*np.diff(line, axis=0).T) == pytest.approx(np.ones(20))


def test_rounding_cuts_corners_and_keeps_the_ends() -> None:
    line = resample(ANGLE, 41)
    rounded = round_corners(line, 0.2)
    assert rounded[[0, -1]] == pytest.approx(ANGLE[[0, -1]])
    assert np.abs(rounded - ANGLE[1]).sum(axis=1).min() > 0.5
    assert np.array_equal(round_corners(line, 0.0), line)
