import pytest

from training.glyphs import DIGITS, LETTERS, SIGNS

PATHS = [
    *(path for ways in DIGITS for path in ways),
    *LETTERS,
    *SIGNS,
]


def test_there_are_several_ways_of_writing_each_digit() -> None:
    assert len(DIGITS) == 10
    assert all(len(ways) >= 7 for ways in DIGITS)
    assert all(weight > 0 for ways in DIGITS for weight in ways.values())


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_points_on_a_square_of_100(path: str) -> None:
    for stroke in path.split(";"):
        for piece in stroke.split("|"):
            points = [point.split(",") for point in piece.split()]
            assert points
            assert all(len(point) == 2 for point in points)
            assert all(0 <= int(number) <= 100 for point in points for number in point)


def test_no_path_stands_for_two_things() -> None:
    assert len(set(PATHS)) == len(PATHS)
