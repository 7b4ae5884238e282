"""Synthetic data sets for training: digits, and drawings that are not digits.

    digits = synthetic_digits(60_000, seed=20, broad_brush=0.25)
    images = synthetic_non_digits(24_000, seed=20)

Drawings go through `model.preprocess`, as a visitor's do. Some digits are first drawn as an image
with a broad brush, which fills loops and corners. The seed decides everything, on any number of
processor cores. Reads no data, and imitates no particular person's handwriting.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from model.preprocess import Pixels, Points, digit_from_arrays
from model.runtime import CLASSES
from training.data import Digits
from training.synthetic.non_digits import draw_non_digits
from training.synthetic.pictures import ImageKind, pixels_from_drawn_image
from training.synthetic.writers import Writer

IMAGE_SIDE = 100  # pixels: large images take longer
BROAD_BRUSH = (10, 20)  # pixels: up to a quarter of the digit's longer side

DIGITS_OF_WRITER = 20  # each digit twice
PART_SIZE = 5_000  # images that one process draws in one go; a multiple of the ten digits

Seed = list[int]
Drawer = Callable[[int, Seed], Pixels]


def synthetic_digits(count: int, seed: int, broad_brush: float = 0.0) -> Digits:
    """Draws `count` digits, each equally often, by one writer after another.

    A share `broad_brush` of them, in [0, 1], is drawn as an image with a broad brush, which takes
    far longer.
    """
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    draw = partial(_draw_digits, broad_brush=broad_brush)
    return Digits(draw_in_parts(draw, "digits", count, seed), labels)


def synthetic_non_digits(count: int, seed: int) -> Pixels:
    """Draws `count` letters, signs, scribbles, dots and pairs of digits: uint8 (count, 28, 28)."""
    return draw_in_parts(_draw_non_digits, "non-digits", count, seed)


def draw_in_parts(draw: Drawer, name: str, count: int, seed: int) -> Pixels:
    """Draws `count` images in parallel.

    Each part has its own seed, so the number of cores changes nothing.
    """
    starts = range(0, count, PART_SIZE)
    counts = [min(PART_SIZE, count - start) for start in starts]
    seeds = [[seed, *name.encode(), start] for start in starts]
    if len(starts) < 2:
        return np.concatenate([draw(*part) for part in zip(counts, seeds, strict=True)])
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as processes:
        return np.concatenate(list(processes.map(draw, counts, seeds)))


def _draw_digits(count: int, seed: Seed, broad_brush: float) -> Pixels:
    generator = np.random.default_rng(seed)
    images = []
    for number in range(count):
        if number % DIGITS_OF_WRITER == 0:
            writer = Writer.random(generator)
        strokes = writer.draw(number % CLASSES, generator)
        if generator.random() < broad_brush:
            images.append(_draw_with_broad_brush(strokes, generator))
        else:
            images.append(digit_from_arrays(strokes).pixels)
    return np.array(images)


def _draw_with_broad_brush(strokes: list[Points], generator: np.random.Generator) -> Pixels:
    brush = int(generator.integers(*BROAD_BRUSH, endpoint=True))
    kind = ImageKind(brush, IMAGE_SIDE, "black on white")
    return pixels_from_drawn_image([line.tolist() for line in strokes], kind, generator)


def _draw_non_digits(count: int, seed: Seed) -> Pixels:
    drawings = draw_non_digits(count, np.random.default_rng(seed))
    return np.array([digit_from_arrays(strokes).pixels for strokes in drawings])
