from dataclasses import replace

import numpy as np
import pytest

from training.synthetic.forms import FORMS
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import Hand
from training.synthetic.writers import SHARES, SQUARE, USUAL, VARIANT, Writer

STILL = Hand(0.0, 0.0, 0.0, 0.0, 1.0, 0.0, is_coarse=False, ticks_in=False, ticks_out=False)


def writer(**changes: object) -> Writer:
    first = tuple(next(iter(variants)) for variants in DIGITS)
    plain = Writer(STILL, (VARIANT,) * 10, first, joins=False)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_shares_name_forms_that_exist_and_leave_room_for_variants() -> None:
    for shares, forms in zip(SHARES, FORMS, strict=True):
        assert shares.keys() == forms.keys()
        assert 0.3 < 1 - sum(shares.values()) <= 1


def test_writers_have_forms_as_often_as_the_shares_say() -> None:
    generator = np.random.default_rng(1)
    writers = [Writer.random(generator) for _ in range(1_500)]
    for digit, shares in enumerate(SHARES):
        for form, share in shares.items():
            measured = np.mean([each.forms[digit] == form for each in writers])
            assert measured == pytest.approx(share, abs=0.04)


def test_a_writer_usually_keeps_a_form() -> None:
    generator = np.random.default_rng(2)
    barred = writer(forms=("level bar", *(VARIANT,) * 9))
    strokes = [barred.draw(0, generator) for _ in range(300)]
    share = np.mean([len(each) == 2 and _is_level(each[1]) for each in strokes])
    assert USUAL - 0.1 < share < USUAL + 0.15


def _is_level(line: np.ndarray) -> bool:
    right, down = np.abs(line[-1] - line[0])
    return bool(down < 0.45 * right)


def test_who_joins_strokes_lifts_the_pen_less_often() -> None:
    def strokes(joins: bool) -> float:
        generator = np.random.default_rng(3)
        open_four = (*(next(iter(each)) for each in DIGITS),)
        each = writer(joins=joins, variants=open_four)
        return float(np.mean([len(each.draw(4, generator)) for _ in range(100)]))

    assert strokes(joins=True) < strokes(joins=False) - 0.5


@pytest.mark.parametrize("digit", range(10))
def test_squared_digits_have_corners(digit: int) -> None:
    generator = np.random.default_rng(4)
    strokes = writer(forms=(SQUARE,) * 10).draw(digit, generator)
    points = np.concatenate(strokes)
    assert np.isfinite(points).all()
    assert 50 < np.ptp(points[:, 1]) < 160


def test_the_same_seed_makes_the_same_writer_and_drawing() -> None:
    one, other = (Writer.random(np.random.default_rng(5)) for _ in range(2))
    assert one == other
    drawings = [one.draw(3, np.random.default_rng(6)) for _ in range(2)]
    assert all(np.array_equal(*pair) for pair in zip(*drawings, strict=True))
