import numpy as np
import pytest

from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import STROKE_POINTS, draw_variant, vary_drawing

LINE = np.column_stack([np.zeros(STROKE_POINTS), np.linspace(0, 100, STROKE_POINTS)])


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_varies_in_shape_and_keeps_its_size(digit: int) -> None:
    generator = np.random.default_rng(digit)
    drawings = [draw_variant(DIGITS[digit], generator) for _ in range(50)]
    widths = [np.ptp(np.concatenate(drawing)[:, 0]) for drawing in drawings]
    heights = [np.ptp(np.concatenate(drawing)[:, 1]) for drawing in drawings]
    assert np.std(widths) > 5
    assert 60 < np.mean(heights) < 140


def test_variants_are_drawn_as_often_as_their_weights_say() -> None:
    generator = np.random.default_rng(1)
    two_strokes, one_stroke = "0,0 100,0 ; 0,50 100,50", "0,0 100,100"
    drawings = [draw_variant({two_strokes: 3, one_stroke: 1}, generator) for _ in range(400)]
    assert np.mean([len(drawing) == 2 for drawing in drawings]) == pytest.approx(0.75, abs=0.06)


def test_a_fast_hand_leaves_few_points() -> None:
    generator = np.random.default_rng(3)
    counts = [len(vary_drawing([LINE], 1.0, generator)[0]) for _ in range(200)]
    coarse = [count for count in counts if count < 14]
    assert len(coarse) / len(counts) == pytest.approx(0.25, abs=0.08)
    assert set(counts) - set(coarse) == {STROKE_POINTS}
    assert min(coarse) >= 6


def test_drawings_slant_to_the_right_on_average() -> None:
    generator = np.random.default_rng(4)
    drawings = [vary_drawing([LINE], 1.0, generator)[0] for _ in range(400)]
    slants = [(line[0, 0] - line[-1, 0]) / 100 for line in drawings]
    assert np.mean(slants) == pytest.approx(0.1, abs=0.05)
    assert np.std(slants) == pytest.approx(0.25, abs=0.06)
