"""Notices that a page of digits lies on its side or on its head, and which way up it belongs.

    degrees = turn_to_read(network, ink)    # 0, 90, 180 or 270, clockwise

The network is surer of digits that stand upright. Turned by a half, a 6 is a 9, and 0, 1, 5 and 8
stay what they are: where the network is about as sure of both, a page is left as it is.
"""

from dataclasses import replace

import numpy as np
from PIL import Image

from model.picture.ink import Ink
from model.preprocess import Box, digit_from_shape, to_network_input
from model.reading import DigitReading, Line, Reading
from model.runtime import Network

LEAST_DIGITS = 3  # fewer say too little
SAMPLE = 12  # components that are tried in all four ways
MIN_SIZE = 0.5  # of the longer side of the components' median: smaller ones are dots and signs
THIN = 0.3  # width by height, or height by width: a dash on its side is a 1
SURE = 0.95  # a mean probability: of a page that is read so, nothing is tried
UNSURE = 0.8  # a digit that is less likely makes a page unsure
MIN_MEAN = 0.75  # of a turned page: some components are parts of digits
GAIN = 0.6  # of probability that a turned page has to have in all its digits together


def is_unsure(reading: Reading) -> bool:
    """Returns whether a page is read so badly that it may lie on its side or on its head."""
    sizes = [max(d.box[2] - d.box[0], d.box[3] - d.box[1]) for d in reading.digits]
    probabilities = [
        digit.predictions[0].probability
        for digit, size in zip(reading.digits, sizes, strict=True)
        if size >= MIN_SIZE * float(np.median(sizes))
    ]
    return bool(probabilities) and (
        float(np.mean(probabilities)) < SURE or min(probabilities) < UNSURE
    )


def turn_to_read(network: Network, ink: Ink) -> int:
    """Returns by how many degrees clockwise ink has to be turned to be read: 0, 90, 180 or 270."""
    sides = ink.boxes[:, 2:] - ink.boxes[:, :2]
    longer, shorter = sides.max(axis=1), sides.min(axis=1)
    large = np.flatnonzero((longer >= MIN_SIZE * np.median(longer)) & (shorter >= THIN * longer))
    if len(large) < LEAST_DIGITS:
        return 0
    sample = large[:: max(1, len(large) // SAMPLE)]
    images = []
    for index in sample:
        shape = ink.shape([int(index)])
        for turns in range(4):
            turned = replace(
                shape, mask=np.rot90(shape.mask, -turns), levels=np.rot90(shape.levels, -turns)
            )
            images.append(digit_from_shape(turned).pixels)
    probabilities = network(to_network_input(np.array(images))).max(axis=1)
    means = probabilities.reshape(-1, 4).mean(axis=0)
    best = int(means.argmax())
    return (
        90 * best
        if means[best] >= MIN_MEAN and len(sample) * (means[best] - means[0]) >= GAIN
        else 0
    )


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Returns an image turned clockwise by 90, 180 or 270 degrees."""
    return image.rotate(-degrees, expand=True)


def turned_back(reading: Reading, degrees: int, size: tuple[int, int]) -> Reading:
    """Returns the reading of a turned image with the boxes of the image as it was.

    `size` is that image's width and height.
    """

    def box(turned_box: Box) -> Box:
        left, top, right, bottom = turned_box
        for _ in range(degrees // 90):
            # A point (x, y) was at (y, height - x) before it was turned by 90 degrees.
            left, top, right, bottom = top, -right, bottom, -left
        width, height = size
        right_by = {90: 0, 180: width, 270: width}[degrees]
        down_by = {90: height, 180: height, 270: 0}[degrees]
        return left + right_by, top + down_by, right + right_by, bottom + down_by

    def digit(each: DigitReading) -> DigitReading:
        return replace(each, box=box(each.box))

    lines = tuple(
        Line(tuple(tuple(map(digit, number)) for number in line.numbers)) for line in reading.lines
    )
    ignored = tuple(map(box, reading.ignored))
    return replace(reading, lines=lines, rotation=degrees, ignored=ignored)
