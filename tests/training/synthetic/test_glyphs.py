import pytest

from training.synthetic.glyphs import DIGITS, LETTERS, SIGNS

PATHS = [
    *(path for variants in DIGITS for path in variants),
    *LETTERS,
    *SIGNS,
]


def test_each_digit_has_several_variants() -> None:
    assert len(DIGITS) == 10
    assert all(len(variants) >= 7 for variants in DIGITS)
    assert all(weight > 0 for variants in DIGITS for weight in variants.values())


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_points_on_a_square_of_100(path: str) -> None:
    for stroke in path.split(";"):
        for piece in stroke.split("|"):
            points = [point.split(",") for point in piece.split()]
            assert points
            assert all(len(point) == 2 for point in points)
            assert all(0 <= int(number) <= 100 for point in points for number in point)


def test_each_path_is_unique() -> None:
    assert len(set(PATHS)) == len(PATHS)
