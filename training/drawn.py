"""Draw digits as hands do, and what is no digit: training data that the project makes itself.

    python -m training.drawn sheet.png             a sheet to look at

Takes the ways of writing of `training.glyphs`, varies shape, slant, speed, corners and tremor, and
draws them through `model.preprocess` like a visitor's drawing, some of them like a picture drawn
with a broad brush, which fills in loops and corners. Everything follows from a seed. It reads no
data and knows no person's writing.
"""

import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.preprocess import Points, digit_from_strokes
from model.runtime import CLASSES
from training.curves import resampled, round_corners, smooth
from training.data import Digits
from training.glyphs import DIGITS, LETTERS, SIGNS, Ways
from training.pictures import PictureKind, seen_in_picture

# How far hands differ: standard deviations, in hundredths of the glyph's size where they are
# lengths. Chosen by eye, on sheets, so that nearly all can still be read.
KNOT = 4.5  # the points of the path
STROKE_PLACE = 3.0  # a later stroke against the first
WARP = 3.5  # a smooth distortion of the whole
ASPECT = 0.28  # of the logarithm of width to height
SLANT, MEAN_SLANT = 0.22, 0.1
TURN = 0.09  # radians
OVERSHOOT = 0.05  # of a stroke's length, at both ends
TREMOR = 1.2
MOST_ROUNDING = 0.12  # of a stroke's length: corners are rounded over at most this much
HOOK_SHARE = 0.12  # of strokes' ends run on into a hook
COARSE_SHARE = 0.25  # of drawings are so fast that few points are left

PICTURE_SIDE = 100  # pixels: as small as brush and digit allow, since large ones take longer
BROAD = (10, 20)  # pixels: up to a quarter of the digit's longer side

SHEET_COLUMNS = 40
PART = 5_000  # drawn in one go, and a multiple of the ten digits

Seed = list[int]
Drawer = Callable[[int, Seed], npt.NDArray[np.uint8]]


def drawn_digits(count: int, seed: int, broad: float = 0.0) -> Digits:
    """Draw `count` digits, every digit equally often, every way as often as its weight says.

    A share `broad` of them, in [0, 1], is drawn as pictures with a broad brush, which takes far
    longer.
    """
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    return Digits(_drawn(partial(_digit_images, broad=broad), "digits", count, seed), labels)


def drawn_non_digits(count: int, seed: int) -> npt.NDArray[np.uint8]:
    """Draw `count` letters, signs, scribbles, dots and pairs of digits: uint8 (count, 28, 28)."""
    return _drawn(_non_digit_images, "non-digits", count, seed)


def _drawn(draw: Drawer, name: str, count: int, seed: int) -> npt.NDArray[np.uint8]:
    """Draw in parts, each with a seed of its own: the same images on any number of cores."""
    parts = range(0, count, PART)
    counts = [min(PART, count - start) for start in parts]
    seeds = [[seed, *name.encode(), start] for start in parts]
    if len(parts) < 2:
        return np.concatenate([draw(*part) for part in zip(counts, seeds, strict=True)])
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as processes:
        return np.concatenate(list(processes.map(draw, counts, seeds)))


def _digit_images(count: int, seed: Seed, broad: float) -> npt.NDArray[np.uint8]:
    generator = np.random.default_rng(seed)
    images = []
    for number in range(count):
        strokes = draw_way(DIGITS[number % CLASSES], generator)
        in_a_picture = generator.random() < broad
        images.append(_in_a_picture(strokes, generator) if in_a_picture else _image(strokes))
    return np.array(images)


def _non_digit_images(count: int, seed: Seed) -> npt.NDArray[np.uint8]:
    generator = np.random.default_rng(seed)
    kinds, shares = list(NON_DIGITS), np.array(list(NON_DIGITS.values()))
    chosen = generator.choice(len(kinds), count, p=shares / shares.sum())
    return np.array([_image(kinds[number](generator)) for number in chosen])


def draw_way(ways: Ways, generator: np.random.Generator) -> list[Points]:
    """One of these ways of writing, as one hand might draw it: strokes (n, 2), y down."""
    shares = np.array(list(ways.values()))
    path = list(ways)[generator.choice(len(ways), p=shares / shares.sum())]
    return _as_a_hand(path, generator)


def _as_a_hand(path: str, generator: np.random.Generator) -> list[Points]:
    looseness = generator.uniform(0.3, 1.3)
    rounding = MOST_ROUNDING * generator.random() ** 2
    strokes = []
    for number, stroke in enumerate(path.split(";")):
        pieces = [_points(piece) for piece in stroke.split("|")]
        moved = _move_knots(pieces, KNOT * looseness, generator)
        line = resampled(np.concatenate([smooth(piece) for piece in moved]), 64)
        line = round_corners(line, rounding)
        line = _vary_ends(line, generator)
        if number:
            line = line + generator.normal(0, STROKE_PLACE * looseness, 2)
        strokes.append(line)
    return _vary_whole(strokes, looseness, generator)


def _points(piece: str) -> Points:
    return np.array([point.split(",") for point in piece.split()], dtype=np.float64)


def _move_knots(
    pieces: list[Points], deviation: float, generator: np.random.Generator
) -> list[Points]:
    """Each piece with its knots moved, beginning where the piece before it ends."""
    moved: list[Points] = []
    for piece in pieces:
        points = piece + generator.normal(0, deviation, piece.shape)
        moved.append(np.concatenate([moved[-1][-1:], points]) if moved else points)
    return moved


def _vary_ends(line: Points, generator: np.random.Generator) -> Points:
    """Cut both ends off or draw them further, now and then into a hook."""
    for _ in range(2):
        line = line[::-1]
        overshoot = round(generator.normal(0, OVERSHOOT) * len(line))
        if overshoot < 0:
            line = line[:overshoot]
        direction = line[-1] - line[-4]
        steps = np.arange(1, overshoot + 1)[:, np.newaxis]
        line = np.concatenate([line, line[-1] + steps * direction / 3])
        if generator.random() < HOOK_SHARE:
            line = np.concatenate([line, _hook(line[-1], direction, generator)])
    return line


def _hook(end: Points, direction: Points, generator: np.random.Generator) -> Points:
    angle = np.cumsum(np.full(6, generator.choice([-1, 1]) * generator.uniform(0.1, 0.7)))
    heading = np.arctan2(direction[1], direction[0]) + angle
    step = generator.uniform(0.5, 2.0)
    return end + step * np.cumsum(np.column_stack([np.cos(heading), np.sin(heading)]), axis=0)


def _vary_whole(
    strokes: list[Points], looseness: float, generator: np.random.Generator
) -> list[Points]:
    """Distort, slant, turn and stretch a drawing, and let its hand tremble and hurry."""
    slant = generator.normal(MEAN_SLANT, SLANT)
    turn = generator.normal(0, TURN)
    aspect = np.exp(generator.normal(0, ASPECT))
    matrix = (
        np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        @ np.array([[1, -slant], [0, 1]])
        @ np.diag([aspect, 1])
    )
    waves = generator.uniform(0.02, 0.06, (2, 2)) * generator.choice([-1, 1], (2, 2))
    phases = generator.uniform(0, 2 * np.pi, 2)
    warp = WARP * looseness * generator.normal(0, 1, 2)
    tremor = TREMOR * generator.random() ** 2
    coarse = generator.random() < COARSE_SHARE
    varied = []
    for stroke in strokes:
        line = stroke + warp * np.sin(stroke @ waves.T + phases)
        line = line @ matrix.T
        line = line + round_corners(generator.normal(0, 2 * tremor, line.shape), 0.1)
        varied.append(resampled(line, int(generator.integers(6, 14))) if coarse else line)
    return varied


def _letter(generator: np.random.Generator) -> list[Points]:
    return draw_way(LETTERS, generator)


def _sign(generator: np.random.Generator) -> list[Points]:
    return draw_way(SIGNS, generator)


def _scribble(generator: np.random.Generator) -> list[Points]:
    """A few curves or zigzags through random points."""
    strokes = []
    for _ in range(generator.integers(1, 4)):
        knots = generator.uniform(0, 100, (generator.integers(4, 14), 2))
        strokes.append(smooth(knots) if generator.random() < 0.6 else knots)
    return strokes


def _back_and_forth(generator: np.random.Generator) -> list[Points]:
    """A surface filled with a pen: a zigzag, or a spiral."""
    turns = int(generator.integers(3, 12))
    if generator.random() < 0.5:
        ends = np.column_stack([np.tile([0, 100], turns), np.linspace(0, 100, 2 * turns)])
        line = ends + generator.normal(0, 6, ends.shape)
        return _vary_whole([line], 1.0, generator)
    angle = np.linspace(0, 2 * np.pi * turns / 2, 40 * turns)
    radius = np.linspace(generator.uniform(0, 15), 50, len(angle))
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    return _vary_whole([radius[:, np.newaxis] * circle], 1.0, generator)


def _dots(generator: np.random.Generator) -> list[Points]:
    """Some dots and short ticks, apart from each other."""
    places = generator.uniform(0, 100, (generator.integers(2, 6), 1, 2))
    ticks = generator.normal(0, generator.uniform(0, 8), (len(places), 2, 2))
    return list(places + ticks)


def _pair_of_digits(generator: np.random.Generator) -> list[Points]:
    """Two digits side by side, which are no one digit."""
    left, right = (draw_way(DIGITS[generator.integers(CLASSES)], generator) for _ in range(2))
    gap = generator.uniform(5, 40)
    shift = max(line[:, 0].max() for line in left) - min(line[:, 0].min() for line in right) + gap
    return left + [line + np.array([shift, 0]) for line in right]


NON_DIGITS: dict[Callable[[np.random.Generator], list[Points]], float] = {
    _letter: 10,
    _sign: 4,
    _scribble: 3,
    _back_and_forth: 2,
    _dots: 1,
    _pair_of_digits: 2,
}


def _image(strokes: list[Points]) -> npt.NDArray[np.uint8]:
    digit = digit_from_strokes([line.tolist() for line in strokes])
    if digit is None:
        raise ValueError("Expected a glyph to have points.")
    return digit.pixels


def _in_a_picture(strokes: list[Points], generator: np.random.Generator) -> npt.NDArray[np.uint8]:
    brush = int(generator.integers(*BROAD, endpoint=True))
    kind = PictureKind(brush, PICTURE_SIDE, "black on white")
    return seen_in_picture([line.tolist() for line in strokes], kind, generator)


def main(arguments: list[str] | None = None) -> int:
    """Write a sheet of drawn digits, a row a digit, and below them what is no digit."""
    (file,) = sys.argv[1:] if arguments is None else arguments
    digits = drawn_digits(SHEET_COLUMNS * CLASSES, seed=0, broad=0.25)
    columns = [digits.images[n::CLASSES] for n in range(CLASSES)]
    images = np.concatenate([*columns, drawn_non_digits(SHEET_COLUMNS * 4, seed=0)])
    rows = images.reshape(-1, SHEET_COLUMNS, 28, 28).transpose(0, 2, 1, 3)
    Image.fromarray(255 - rows.reshape(-1, SHEET_COLUMNS * 28)).save(Path(file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
