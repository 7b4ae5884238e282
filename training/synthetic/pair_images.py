"""Pairs of digits as images, to train the network that reads them: drawn ones, and MNIST's.

    pairs = synthetic_pairs(60_000, seed=20, broad_brush=0.4)
    images = synthetic_no_pairs(40_000, seed=20, broad_brush=0.4)
    pairs = pairs_of(mnist.train, 40_000, np.random.default_rng(20))

Images are uint8 (n, 28, 48), labels uint8 (n, 2): the left and the right digit. Drawings
go through `model.pairs`, as a visitor's do. The seed decides everything, on any number of processor
cores.
"""

from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from model.pairs import PAIR_WIDTH, pair_from_arrays, pair_from_mask
from model.preprocess import IMAGE_SIZE, Pixels, Points
from training.data import Digits
from training.synthetic.digits import Seed, draw_in_parts
from training.synthetic.pairs import draw_no_pair, draw_pair

# A broad brush, as a share of the height, fills corners where two digits meet.
BRUSH = (0.04, 0.14)
LEAST_HEIGHT = 0.3  # of the width, for a minus
SHAPE_SIDE = 124  # pixels, as those of an image's ink
SUB_PIXELS = 4  # bits of a pixel's fraction
INK = 100  # of 255

MNIST_INK = 100  # of 255, from which on two images touch
MNIST_SHIFT = 1.2  # pixels: standard deviation of a digit's vertical place
MNIST_OVERLAP = 3  # pixels that two images overlap, less than this


def synthetic_pairs(count: int, seed: int, broad_brush: float) -> Digits:
    """Draws `count` pairs, a share of them with a broad brush."""
    drawn = draw_in_parts(partial(_draw_pairs, broad_brush=broad_brush), "pairs", count, seed)
    return Digits(drawn[:, 1:], drawn[:, 0, :2])


def synthetic_no_pairs(count: int, seed: int, broad_brush: float) -> Pixels:
    """Draws `count` single and unfinished digits, three digits, letters, signs and scribbles."""
    return draw_in_parts(partial(_draw_no_pairs, broad_brush=broad_brush), "no pairs", count, seed)


def pairs_of(digits: Digits, count: int, generator: np.random.Generator) -> Digits:
    """Moves two digits at a time together until their ink touches."""
    chosen = generator.integers(len(digits), size=(count, 2))
    pairs = [
        _touching(left, right, generator)
        for left, right in zip(
            digits.images[chosen[:, 0]], digits.images[chosen[:, 1]], strict=True
        )
    ]
    return Digits(np.array(pairs), digits.labels[chosen])


def singles_of(digits: Digits) -> Pixels:
    """Returns images of one digit as wide as those of pairs."""
    margin = (PAIR_WIDTH - IMAGE_SIZE) // 2
    return np.pad(digits.images, ((0, 0), (0, 0), (margin, margin)))


def _draw_pairs(count: int, seed: Seed, broad_brush: float) -> Pixels:
    """Returns the images, each below a row that begins with both labels."""
    generator = np.random.default_rng(seed)
    drawn = np.zeros((count, 1 + IMAGE_SIZE, PAIR_WIDTH), dtype=np.uint8)
    for number in range(count):
        strokes, labels = draw_pair(generator)
        drawn[number, 0, :2] = labels
        drawn[number, 1:] = _image(strokes, broad_brush, generator)
    return drawn


def _draw_no_pairs(count: int, seed: Seed, broad_brush: float) -> Pixels:
    generator = np.random.default_rng(seed)
    return np.array([_image(draw_no_pair(generator), broad_brush, generator) for _ in range(count)])


def _image(strokes: list[Points], broad_brush: float, generator: np.random.Generator) -> Pixels:
    if generator.random() >= broad_brush:
        return pair_from_arrays(strokes)
    mask = _draw_mask(strokes, generator.uniform(*BRUSH))
    return pair_from_mask(mask) if mask.any() else pair_from_arrays(strokes)


def _draw_mask(strokes: list[Points], brush: float) -> npt.NDArray[np.bool_]:
    """Draws strokes with a brush whose width is this share of their height: the ink's pixels."""
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    width = brush * max(float(extent[1]), LEAST_HEIGHT * float(extent[0]), 1.0)
    scale = SHAPE_SIDE / float((extent + width).max())
    columns, rows = np.ceil((extent + width) * scale).astype(int) + 4
    image = np.zeros((rows, columns), dtype=np.uint8)
    for stroke in strokes:
        places = ((stroke - low + width / 2) * scale + 2) * 2**SUB_PIXELS
        cv2.polylines(
            image,
            [np.rint(places).astype(np.int32)[:, np.newaxis]],
            isClosed=False,
            color=255,
            thickness=max(2, round(width * scale)),
            lineType=cv2.LINE_AA,
            shift=SUB_PIXELS,
        )
    return np.pad(image >= INK, 2)


def _touching(left: Pixels, right: Pixels, generator: np.random.Generator) -> Pixels:
    """Moves two images (28, 28) together until their ink touches, in the middle of (28, 48)."""
    right = np.roll(right, int(np.rint(generator.normal(0, MNIST_SHIFT))), axis=0)
    columns = np.arange(IMAGE_SIZE)
    far = np.where(left >= MNIST_INK, columns, -IMAGE_SIZE).max(axis=1)
    near = np.where(right >= MNIST_INK, columns, 2 * IMAGE_SIZE).min(axis=1)
    neighbours = np.pad(far, 1, constant_values=-IMAGE_SIZE)
    far = np.max([neighbours[:-2], far, neighbours[2:]], axis=0)
    shift = 1 - int((near - far).min()) - int(generator.integers(MNIST_OVERLAP))
    canvas = np.zeros((IMAGE_SIZE, 4 * PAIR_WIDTH), dtype=np.uint8)
    start = PAIR_WIDTH
    canvas[:, start : start + IMAGE_SIZE] = left
    beside = canvas[:, start + shift : start + shift + IMAGE_SIZE]
    np.maximum(beside, right, out=beside)
    inked = np.flatnonzero((canvas >= MNIST_INK).any(axis=0))
    begin = int(inked[0] + inked[-1] + 1 - PAIR_WIDTH) // 2
    return canvas[:, begin : begin + PAIR_WIDTH]
