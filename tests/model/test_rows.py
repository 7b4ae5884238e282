import numpy as np
import pytest

from model.rows import find_rows, row_hypotheses, typical_height


def boxes_of(rows: list[list[float]], slope: float = 0.0) -> np.ndarray:
    """Returns boxes 60 wide and 100 high at these x, in rows 150 apart that fall to the right."""
    return np.array(
        [
            [x, 150 * number + slope * x, x + 60, 150 * number + slope * x + 100]
            for number, row in enumerate(rows)
            for x in row
        ]
    )


@pytest.mark.parametrize("degrees", [-15, -8, 0, 8, 15])
def test_rows_are_found_on_a_page_that_is_not_level(degrees: float) -> None:
    rows = [[80.0 * place for place in range(8)] for _ in range(5)]
    found = find_rows(boxes_of(rows, float(np.tan(np.deg2rad(degrees)))))
    assert [sorted(row) for row in found] == [list(range(8 * n, 8 * n + 8)) for n in range(5)]


def test_digits_above_one_another_are_two_rows() -> None:
    assert find_rows(boxes_of([[0.0], [10.0]])) == [[0], [1]]


def test_small_strokes_belong_to_the_nearest_row() -> None:
    boxes = [*boxes_of([[0.0, 80.0], [0.0, 80.0]]), [10, -20, 50, -12], [66, 240, 74, 248]]
    first, second = find_rows(np.array(boxes, dtype=np.float64))
    assert sorted(first) == [0, 1, 4]
    assert sorted(second) == [2, 3, 5]


def test_the_parts_of_a_digit_that_lie_close_may_be_one_or_two_rows() -> None:
    close = np.array([[0.0, 0, 60, 50], [0, 55, 60, 105]])
    assert row_hypotheses(close) == [[[0, 1]], [[0], [1]]]
    apart = np.array([[0.0, 0, 60, 50], [0, 80, 60, 130]])
    assert row_hypotheses(apart) == [[[0], [1]]]


def test_the_typical_height_is_that_of_digits_and_not_of_dots() -> None:
    assert typical_height(np.array([100.0, 2, 3, 2, 110, 2, 95, 3])) in (95, 100, 110)


def test_each_box_is_in_one_row() -> None:
    generator = np.random.default_rng(3)
    for _ in range(50):
        corners = generator.uniform(0, 500, (20, 2))
        boxes = np.hstack([corners, corners + generator.uniform(0, 90, (20, 2))])
        rows = find_rows(boxes)
        assert sorted(index for row in rows for index in row) == list(range(20))
        assert all(rows)
