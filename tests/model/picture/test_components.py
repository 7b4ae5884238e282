import numpy as np
import numpy.typing as npt
import pytest

from model.picture.components import Mask, connected_components


def parse_mask(*rows: str) -> Mask:
    """Returns a mask with ink where there is a #."""
    return np.array([[mark == "#" for mark in row] for row in rows])


def flood_fill_labels(ink: Mask, reach: int) -> npt.NDArray[np.intp]:
    """Returns each pixel's component, from 1 on, by flood fill; 0 is the background."""
    labels = np.zeros(ink.shape, dtype=np.intp)
    for start in zip(*np.nonzero(ink), strict=True):
        if labels[start]:
            continue
        label = labels.max() + 1
        labels[start] = label
        front = [start]
        while front:
            y, x = front.pop()
            top, left = max(0, y - reach), max(0, x - reach)
            near = np.s_[top : y + reach + 1, left : x + reach + 1]
            for down, right in zip(*np.nonzero(ink[near] & (labels[near] == 0)), strict=True):
                labels[top + down, left + right] = label
                front.append((top + down, left + right))
    return labels


def test_pixels_that_touch_by_a_corner_are_one_component() -> None:
    components = connected_components(parse_mask("#....", ".#..#", "#...#"))
    assert sorted(components.boxes.tolist()) == [[0, 0, 2, 3], [4, 1, 5, 3]]


def test_a_spiral_is_one_component() -> None:
    spiral = ("########", ".......#", "######.#", "#....#.#", "#.####.#", "#......#", "########")
    assert connected_components(parse_mask(*spiral)).boxes.tolist() == [[0, 0, 8, 7]]


def test_pixels_within_the_reach_are_one_component() -> None:
    ink = parse_mask("##..#", ".....", ".....", "#...#")
    assert len(connected_components(ink, 2).boxes) == 4
    assert len(connected_components(ink, 3).boxes) == 1


@pytest.mark.parametrize("reach", [1, 2, 4])
@pytest.mark.parametrize("seed", range(6))
def test_components_are_those_that_flood_fill_finds(seed: int, reach: int) -> None:
    generator = np.random.default_rng(seed)
    ink = generator.random((30, 37)) < generator.uniform(0.02, 0.7)
    expected = flood_fill_labels(ink, reach)
    components = connected_components(ink, reach)
    masks = [components.mask([index], (0, 0, 37, 30)) for index in range(len(components.boxes))]
    assert np.array_equal(np.sum(masks, axis=0), ink)
    assert len(masks) == expected.max()
    for index, (mask, box) in enumerate(zip(masks, components.boxes, strict=True)):
        assert len(np.unique(expected[mask])) == 1
        assert np.array_equal(mask, components.labels == index)
        rows, columns = np.nonzero(mask)
        sides = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert box.tolist() == sides


def test_a_mask_shows_the_chosen_components_within_its_box() -> None:
    components = connected_components(parse_mask("#..#", "...#", "#..#"))
    right = [index for index, box in enumerate(components.boxes) if box[0] == 3]
    expected = parse_mask(".#..", ".#..", "....")
    assert np.array_equal(components.mask(right, (2, 1, 6, 4)), expected)
    assert not components.mask([], (0, 0, 4, 3)).any()


def test_a_mask_exceeds_its_components_by_the_margin() -> None:
    components = connected_components(parse_mask(".....", "..#..", ".....", "....."))
    expected = parse_mask(".###.", ".###.", ".###.", ".....")
    assert np.array_equal(components.mask([0], (0, 0, 5, 4), 1), expected)
    assert components.mask([0], (-3, -3, 7, 7), 2).sum() == 25
    beside = components.mask([0], (3, 2, 6, 4), 1)  # the component itself is outside this box
    assert np.array_equal(beside, parse_mask("#..", "..."))


def test_an_image_without_ink_has_no_components() -> None:
    components = connected_components(np.zeros((4, 5), dtype=bool))
    assert len(components.boxes) == 0
    assert (components.labels == -1).all()
