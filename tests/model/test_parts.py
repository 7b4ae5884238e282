import numpy as np
import numpy.typing as npt
import pytest

from model.parts import Shape, connected_parts


def ink(*rows: str) -> Shape:
    return np.array([[mark == "#" for mark in row] for row in rows])


def labels(shape: Shape, reach: int) -> npt.NDArray[np.intp]:
    """Each pixel's part, 1 and on, by flooding from one pixel after another; 0 is paper."""
    label = np.zeros(shape.shape, dtype=np.intp)
    for start in zip(*np.nonzero(shape), strict=True):
        if label[start]:
            continue
        number = label.max() + 1
        label[start] = number
        front = [start]
        while front:
            y, x = front.pop()
            top, left = max(0, y - reach), max(0, x - reach)
            near = np.s_[top : y + reach + 1, left : x + reach + 1]
            for down, right in zip(*np.nonzero(shape[near] & (label[near] == 0)), strict=True):
                label[top + down, left + right] = number
                front.append((top + down, left + right))
    return label


def test_pixels_that_touch_by_a_corner_are_one_part() -> None:
    parts = connected_parts(ink("#....", ".#..#", "#...#"))
    assert sorted(parts.boxes.tolist()) == [[0, 0, 2, 3], [4, 1, 5, 3]]


def test_a_spiral_is_one_part() -> None:
    shape = ink("########", ".......#", "######.#", "#....#.#", "#.####.#", "#......#", "########")
    assert connected_parts(shape).boxes.tolist() == [[0, 0, 8, 7]]


def test_what_is_within_reach_hangs_together() -> None:
    shape = ink("##..#", ".....", ".....", "#...#")
    assert len(connected_parts(shape, 2).boxes) == 4
    assert len(connected_parts(shape, 3).boxes) == 1


@pytest.mark.parametrize("reach", [1, 2, 4])
@pytest.mark.parametrize("seed", range(6))
def test_parts_are_those_that_flooding_finds(seed: int, reach: int) -> None:
    random = np.random.default_rng(seed)
    shape = random.random((30, 37)) < random.uniform(0.02, 0.7)
    expected = labels(shape, reach)
    parts = connected_parts(shape, reach)
    whole = (0, 0, 37, 30)
    masks = [parts.mask([number], whole) for number in range(len(parts.boxes))]
    assert np.array_equal(np.sum(masks, axis=0), shape)
    assert len(masks) == expected.max()
    for mask, box in zip(masks, parts.boxes, strict=True):
        assert len(np.unique(expected[mask])) == 1
        rows, columns = np.nonzero(mask)
        ends = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert box.tolist() == ends


def test_a_mask_is_of_the_chosen_parts_within_its_box() -> None:
    parts = connected_parts(ink("#..#", "...#", "#..#"))
    upright = [number for number, box in enumerate(parts.boxes) if box[0] == 3]
    assert np.array_equal(parts.mask(upright, (2, 1, 6, 4)), ink(".#..", ".#..", "...."))
    assert np.array_equal(parts.mask([], (0, 0, 4, 3)), np.zeros((3, 4), dtype=bool))


def test_a_mask_reaches_as_far_beyond_its_parts_as_its_margin() -> None:
    parts = connected_parts(ink(".....", "..#..", ".....", "....."))
    assert np.array_equal(parts.mask([0], (0, 0, 5, 4), 1), ink(".###.", ".###.", ".###.", "....."))
    assert parts.mask([0], (-3, -3, 7, 7), 2).sum() == 25


def test_no_ink_has_no_parts() -> None:
    assert len(connected_parts(np.zeros((4, 5), dtype=bool)).boxes) == 0
