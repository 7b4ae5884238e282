from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.outline import Points, Shape, Values, line_width, pen_path

SIDE = 140


def drawn(*lines: list[tuple[float, float]], width: float) -> Shape:
    """Lines drawn with a round brush."""
    picture = Image.new("1", (SIDE, SIDE))
    pen = ImageDraw.Draw(picture)
    for points in lines:
        pen.line(points, fill=1, width=round(width))
        for x, y in points:
            pen.circle((x, y), width / 2, fill=1)
    return np.asarray(picture)


def ring(width: float) -> Shape:
    angles = np.linspace(0, 2 * np.pi, 100)
    points = [(70 + 40 * np.cos(angle), 70 + 40 * np.sin(angle)) for angle in angles]
    return drawn(points, width=width)


def distances(path: Points, *lines: list[tuple[float, float]]) -> Values:
    """How far each point of a path is from the lines that were drawn."""
    along = np.linspace(0, 1, 400)[:, np.newaxis]
    dense = np.concatenate(
        [
            np.array(start) + along * (np.array(end) - start)
            for points in lines
            for start, end in pairwise(points)
        ]
    )
    nearest: Values = np.hypot(*(path[:, np.newaxis] - dense).transpose(2, 0, 1)).min(axis=1)
    return nearest


@pytest.mark.parametrize("width", [4, 10, 24])
def test_the_width_of_a_line_is_measured(width: float) -> None:
    shape = drawn([(30, 20), (30, 120)], width=width)
    assert line_width(shape) == pytest.approx(width, rel=0.25)


@pytest.mark.parametrize("width", [3, 8, 16, 28])
def test_the_path_of_a_line_is_its_middle(width: float) -> None:
    line: list[tuple[float, float]] = [(35.0, 25.0), (100.0, 110.0)]
    path = pen_path(drawn(line, width=width))
    assert np.quantile(distances(path, line), 0.9) < 2
    assert np.ptp(path[:, 1]) == pytest.approx(85, abs=6)


@pytest.mark.parametrize("width", [4, 12, 24])
def test_the_path_of_a_ring_goes_round(width: float) -> None:
    radii = np.hypot(*(pen_path(ring(width)) - 70).T)
    assert radii.mean() == pytest.approx(40, abs=2)
    assert radii.std() < 2


def test_a_loop_that_the_brush_has_filled_in_is_still_a_loop() -> None:
    angles = np.linspace(0, 2 * np.pi, 60)
    loop: list[tuple[float, float]] = [(60 + 16 * np.cos(a), 45 + 16 * np.sin(a)) for a in angles]
    leg: list[tuple[float, float]] = [(76, 45), (76, 125)]
    shape = drawn(loop, leg, width=33)
    assert shape[45, 60]  # filled in
    path = pen_path(shape)
    upper = path[path[:, 1] < 45]
    assert np.ptp(upper[:, 0]) > 20
    assert np.quantile(distances(path, loop, leg), 0.9) < 5


def test_a_bar_goes_on_through_the_line_it_crosses() -> None:
    upright: list[tuple[float, float]] = [(70, 20), (70, 120)]
    bar: list[tuple[float, float]] = [(25, 70), (115, 70)]
    path = pen_path(drawn(upright, bar, width=14))
    assert np.quantile(distances(path, upright, bar), 0.9) < 2
    middle = np.abs(path - 70).max(axis=1) < 4
    assert middle.any()


@pytest.mark.parametrize(("width", "tip"), [(24, (54, 90)), (24, (60, 50)), (30, (54, 66))])
def test_a_line_that_ends_beside_another_is_not_drawn_on_into_it(
    width: float, tip: tuple[float, float]
) -> None:
    stem: list[tuple[float, float]] = [(85, 20), (70, 120)]
    flag = [(85.0, 20.0), tip]
    path = pen_path(drawn(stem, flag, width=width))
    assert distances(path, stem, flag).max() < 3


def test_a_round_mark_is_a_dot() -> None:
    path = pen_path(drawn([(70, 60)], width=50))
    assert path.shape == (1, 2)
    assert path[0] == pytest.approx([70, 60], abs=1.5)


@pytest.mark.parametrize("end", [(84, 54), (78, 72)])
def test_a_blot_is_a_dot(end: tuple[float, float]) -> None:
    """As a broad brush leaves it that is hardly moved."""
    assert len(pen_path(drawn([(70, 60), end], width=50))) == 1


def test_a_round_digit_that_the_brush_has_filled_in_is_no_dot() -> None:
    angles = np.linspace(0, 2 * np.pi, 60)
    zero: list[tuple[float, float]] = [(70 + 16 * np.cos(a), 70 + 40 * np.sin(a)) for a in angles]
    shape = drawn(zero, width=32)
    assert shape[70, 70]
    assert np.ptp(pen_path(shape)[:, 0]) > 20


def test_single_pixels_have_a_path() -> None:
    shape = np.zeros((9, 9), dtype=bool)
    shape[2, 2] = shape[6, 5] = True
    path = pen_path(shape)
    assert np.isfinite(path).all()
    assert len(path) > 1


@pytest.mark.parametrize("seed", range(5))
def test_any_ink_has_a_path_no_further_off_than_a_specks_width(seed: int) -> None:
    random = np.random.default_rng(seed)
    shape = np.zeros((40, 40), dtype=bool)
    shape[3:-3, 3:-3] = random.random((34, 34)) < random.uniform(0.05, 0.95)
    path = pen_path(shape)
    assert np.isfinite(path).all()
    assert (path > 1).all()  # the ink lies from 3 to 36
    assert (path < 38).all()
