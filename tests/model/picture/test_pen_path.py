from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.picture.components import Mask
from model.picture.pen_path import Points, Values, pen_path, stroke_width

SIDE = 140

Stroke = list[tuple[float, float]]


def draw_strokes(*strokes: Stroke, width: float) -> Mask:
    """Draws strokes with a round brush."""
    image = Image.new("1", (SIDE, SIDE))
    pen = ImageDraw.Draw(image)
    for points in strokes:
        pen.line(points, fill=1, width=round(width))
        for x, y in points:
            pen.circle((x, y), width / 2, fill=1)
    return np.asarray(image)


def ellipse(centre: tuple[float, float], radii: tuple[float, float]) -> Stroke:
    angles = np.linspace(0, 2 * np.pi, 100)
    return [
        (centre[0] + radii[0] * np.cos(angle), centre[1] + radii[1] * np.sin(angle))
        for angle in angles
    ]


def distances(path: Points, *strokes: Stroke) -> Values:
    """Returns how far each point of a path is from the strokes that were drawn."""
    dense = np.concatenate(
        [
            np.linspace(start, end, 2 + int(4 * np.hypot(end[0] - start[0], end[1] - start[1])))
            for points in strokes
            for start, end in pairwise(points)
        ]
    )
    nearest: Values = np.hypot(*(path[:, np.newaxis] - dense).transpose(2, 0, 1)).min(axis=1)
    return nearest


@pytest.mark.parametrize("width", [4, 10, 24])
def test_the_stroke_width_is_measured(width: float) -> None:
    ink = draw_strokes([(30, 20), (30, 120)], width=width)
    assert stroke_width(ink) == pytest.approx(width, rel=0.25)


@pytest.mark.parametrize("width", [3, 8, 16, 28])
def test_the_path_of_a_straight_stroke_is_its_centreline(width: float) -> None:
    stroke: Stroke = [(35, 25), (100, 110)]
    path = pen_path(draw_strokes(stroke, width=width))
    assert np.quantile(distances(path, stroke), 0.9) < 2
    assert np.ptp(path[:, 1]) == pytest.approx(85, abs=6)


@pytest.mark.parametrize("width", [4, 12, 24])
def test_the_path_of_a_ring_is_a_circle(width: float) -> None:
    radii = np.hypot(*(pen_path(draw_strokes(ellipse((70, 70), (40, 40)), width=width)) - 70).T)
    assert radii.mean() == pytest.approx(40, abs=2)
    assert radii.std() < 2


def test_a_loop_that_a_broad_brush_has_filled_in_is_still_a_loop() -> None:
    loop = ellipse((60, 45), (16, 16))
    leg: Stroke = [(76, 45), (76, 125)]
    ink = draw_strokes(loop, leg, width=33)
    assert ink[45, 60]  # filled in
    path = pen_path(ink)
    upper = path[path[:, 1] < 45]
    assert np.ptp(upper[:, 0]) > 20
    assert np.quantile(distances(path, loop, leg), 0.9) < 5


@pytest.mark.parametrize("width", [30, 32])
@pytest.mark.parametrize(
    "strokes",
    [
        [ellipse((70, 45), (16, 20)), ellipse((70, 90), (18, 22))],
        [ellipse((60, 45), (16, 16)), [(76, 45), (76, 125)]],
    ],
    ids=["eight", "nine"],
)
def test_the_width_of_a_brush_is_found_even_where_it_has_filled_in_the_loops(
    strokes: list[Stroke], width: float
) -> None:
    path = pen_path(draw_strokes(*strokes, width=width))
    assert np.quantile(distances(path, *strokes), 0.9) < 2


def test_a_bar_continues_through_the_stroke_it_crosses() -> None:
    stem: Stroke = [(70, 20), (70, 120)]
    bar: Stroke = [(25, 70), (115, 70)]
    path = pen_path(draw_strokes(stem, bar, width=14))
    assert np.quantile(distances(path, stem, bar), 0.9) < 2
    middle = np.abs(path - 70).max(axis=1) < 4
    assert middle.any()


@pytest.mark.parametrize(("width", "tip"), [(24, (54, 90)), (24, (60, 50)), (30, (54, 66))])
def test_a_stroke_that_ends_beside_another_is_not_extended_into_it(
    width: float, tip: tuple[float, float]
) -> None:
    stem: Stroke = [(85, 20), (70, 120)]
    flag = [(85.0, 20.0), tip]
    path = pen_path(draw_strokes(stem, flag, width=width))
    assert distances(path, stem, flag).max() < 3


def test_a_round_mark_is_a_dot() -> None:
    path = pen_path(draw_strokes([(70, 60)], width=50))
    assert path.shape == (1, 2)
    assert path[0] == pytest.approx([70, 60], abs=1.5)


@pytest.mark.parametrize("end", [(84, 54), (78, 72)])
def test_a_broad_brush_that_hardly_moved_leaves_a_dot(end: tuple[float, float]) -> None:
    assert len(pen_path(draw_strokes([(70, 60), end], width=50))) == 1


def test_a_zero_that_a_broad_brush_has_filled_in_is_not_a_dot() -> None:
    ink = draw_strokes(ellipse((70, 70), (16, 40)), width=32)
    assert ink[70, 70]  # filled in
    assert np.ptp(pen_path(ink)[:, 0]) > 20


def test_single_pixels_have_a_path() -> None:
    ink = np.zeros((9, 9), dtype=bool)
    ink[2, 2] = ink[6, 5] = True
    path = pen_path(ink)
    assert np.isfinite(path).all()
    assert len(path) > 1


@pytest.mark.parametrize("seed", range(5))
def test_the_path_of_random_pixels_stays_near_them(seed: int) -> None:
    generator = np.random.default_rng(seed)
    ink = np.zeros((40, 40), dtype=bool)
    ink[3:-3, 3:-3] = generator.random((34, 34)) < generator.uniform(0.05, 0.95)
    path = pen_path(ink)
    assert np.isfinite(path).all()
    assert (path > 1).all()  # the ink is from 3 to 36
    assert (path < 38).all()
