from dataclasses import replace

import numpy as np
import pytest

from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import (
    STROKE_POINTS,
    TICK,
    TICK_SHARE,
    Hand,
    draw_path,
    draw_variant,
    vary_drawing,
)

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
    hands = [Hand.random(generator) for _ in range(1_000)]
    counts = [len(vary_drawing([LINE], hand, generator)[0]) for hand in hands]
    coarse = [count for count in counts if count < 14]
    assert len(coarse) / len(counts) == pytest.approx(0.25, abs=0.08)
    assert set(counts) - set(coarse) == {STROKE_POINTS}
    assert min(coarse) >= 6


def test_drawings_slant_to_the_right_on_average() -> None:
    generator = np.random.default_rng(4)
    hands = [Hand.random(generator) for _ in range(400)]
    drawings = [vary_drawing([LINE], hand, generator)[0] for hand in hands]
    slants = [(line[0, 0] - line[-1, 0]) / 100 for line in drawings]
    assert np.mean(slants) == pytest.approx(0.1, abs=0.05)
    assert np.std(slants) == pytest.approx(0.25, abs=0.06)


def test_a_hand_slants_all_its_drawings_alike() -> None:
    generator = np.random.default_rng(5)

    def slants(hand: Hand) -> list[float]:
        lines = [vary_drawing([LINE], hand, generator)[0] for _ in range(100)]
        return [float(line[0, 0] - line[-1, 0]) / 100 for line in lines]

    hands = [Hand.random(generator) for _ in range(40)]
    own = [slants(hand) for hand in hands]
    assert np.std([np.mean(each) for each in own]) > 1.5 * np.mean([np.std(each) for each in own])


@pytest.mark.parametrize("end", ["ticks_in", "ticks_out"])
def test_a_hand_that_ticks_draws_a_short_tick_upwards(end: str) -> None:
    generator = np.random.default_rng(6)
    still = Hand(0.0, 0.0, 0.0, 0.0, 1.0, 0.0, is_coarse=False, ticks_in=False, ticks_out=False)

    def ticks(hand: Hand) -> list[bool]:
        lines = [draw_path([[LINE]], hand, generator)[0] for _ in range(200)]
        return [_has_tick(line, end) for line in lines]

    assert np.mean(ticks(replace(still, **{end: True}))) > np.mean(ticks(still)) + TICK_SHARE / 2


def _has_tick(line: np.ndarray, end: str) -> bool:
    step = line[2] - line[0] if end == "ticks_in" else line[-1] - line[-3]
    sideways, down = step if end == "ticks_out" else step * [1, 1]
    length = float(np.hypot(*step))
    return bool(abs(sideways) > 0.3 * length and TICK[0] / 2 < length < 2 * TICK[1] and down != 0)
