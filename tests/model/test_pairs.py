import numpy as np
import pytest

from model.pairs import PAIR_BOX_WIDTH, PAIR_WIDTH, pair_from_arrays, pair_from_mask
from model.preprocess import BOX_SIZE, IMAGE_SIZE, Pixels, Points

FAINT = 64  # of 255, at the edge of a stroke


def two_ones(gap: float) -> list[Points]:
    upright = np.column_stack([np.zeros(30), np.linspace(0, 100, 30)])
    return [upright, upright + np.array([gap, 0.0])]


def extent(pixels: Pixels) -> tuple[int, int]:
    rows, columns = np.nonzero(pixels >= FAINT)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e150])
def test_strokes_fill_the_box_whatever_their_unit(scale: float) -> None:
    pixels = pair_from_arrays([stroke * scale for stroke in two_ones(60)])
    assert pixels.shape == (IMAGE_SIZE, PAIR_WIDTH)
    assert abs(extent(pixels)[1] - BOX_SIZE) <= 1
    assert np.array_equal(pixels, pair_from_arrays(two_ones(60)))


def test_a_wide_number_fits_in_width() -> None:
    width, height = extent(pair_from_arrays(two_ones(400)))
    assert abs(width - PAIR_BOX_WIDTH) <= 1
    assert height < BOX_SIZE


def test_the_box_is_in_the_middle() -> None:
    pixels = pair_from_arrays(two_ones(60))
    assert np.array_equal(pixels, pixels[:, ::-1])


def test_a_dot_is_drawn() -> None:
    assert pair_from_arrays([np.array([[3.0, 3.0]])]).any()


def test_ink_looks_like_the_strokes_that_drew_it() -> None:
    mask = np.zeros((112, 82), dtype=bool)
    mask[6:106, 6:16] = mask[6:106, 66:76] = True
    drawn = pair_from_arrays([stroke * [1.0, 0.9] for stroke in two_ones(60)])
    error = np.abs(pair_from_mask(mask).astype(float) - drawn).sum() / drawn.sum()
    assert error < 0.3
