"""Vary training images as hands and pens do: slant, turn, size, place, tremor, and pen width.

Runs on whole batches inside `tf.data`, on float32 (n, 28, 28, 1) in [0, 1], and costs little
beside the network. It does not draw new digits; `training.drawn` does.
"""

import math

import tensorflow as tf

ROTATION = math.radians(15)
SHEAR = 0.25
SCALE = 0.15
SHIFT = 2.5  # pixels
ELASTIC = 0.8  # pixels: the most that the standard deviation of local shifts may be
ELASTIC_GRID = 6  # shifts are drawn on this many points a side, and smooth between them
THICKER = 0.7  # of a pixel more on every side
THINNER = 0.5  # of the way to a pen one pixel thinner; some pens are only two pixels wide

SIDE = 28
CENTRE = 13.5  # the middle of 28 pixels, numbered from 0


def augment(images: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor, *, elastic: bool) -> tf.Tensor:
    """A varied copy of float32 (n, 28, 28, 1) in [0, 1].

    `seed` int64 (2,) decides how, `strength` float32 in [0, 1] how much.
    """
    seeds = tf.random.split(seed, 3)
    count = tf.shape(images)[0]
    x, y = affine_map(count, seeds[0], strength)
    if elastic:
        right, down = elastic_shifts(count, seeds[1], strength)
        x, y = x + right, y + down
    return vary_pen_width(sample(images, x, y), seeds[2], strength)


def affine_map(
    count: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Where each pixel of a turned, slanted, scaled and shifted image comes from.

    Two float32 (count, 28, 28): x and y in the pixels of the image before.
    """
    draw = tf.random.stateless_uniform((6, count, 1, 1), seed, -strength, strength)
    angle, shear = ROTATION * draw[0], SHEAR * draw[1]
    across, down = 1.0 + SCALE * draw[2], 1.0 + SCALE * draw[3]
    cos, sin = tf.cos(angle), tf.sin(angle)
    from_centre = tf.range(SIDE, dtype=tf.float32) - CENTRE
    y, x = tf.meshgrid(from_centre, from_centre, indexing="ij")
    # The map from the new image to the old: rotation times shear, divided by the scale.
    old_x = cos / across * x + (shear * cos - sin) / across * y
    old_y = sin / down * x + (shear * sin + cos) / down * y
    return old_x + CENTRE + SHIFT * draw[4], old_y + CENTRE + SHIFT * draw[5]


def elastic_shifts(
    count: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Smooth random shifts: two float32 (count, 28, 28), pixels to the right and down.

    After Simard et al., "Best practices for convolutional neural networks applied to visual
    document analysis", 2003; drawn on a coarse grid instead of filtered, which is faster.
    """
    seeds = tf.random.split(seed, 2)
    deviation = tf.random.stateless_uniform((count, 1, 1, 1), seeds[0], 0.0, strength * ELASTIC)
    grid = tf.random.stateless_normal((count, ELASTIC_GRID, ELASTIC_GRID, 2), seeds[1])
    shifts = deviation * tf.image.resize(grid, (SIDE, SIDE), "bicubic")
    return shifts[..., 0], shifts[..., 1]


def sample(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Float32 (n, 28, 28, 1) whose pixels are those of `images` at x, y, between four of them.

    `x` and `y` are float32 (n, 28, 28) in pixels; outside the image is paper.
    """
    side = SIDE + 2
    count = tf.shape(images)[0]
    padded = tf.reshape(tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]]), (count, side * side))
    x = tf.clip_by_value(x + 1.0, 0.0, side - 1.001)
    y = tf.clip_by_value(y + 1.0, 0.0, side - 1.001)
    left, top = tf.floor(x), tf.floor(y)
    right_share, lower_share = x - left, y - top
    corner = tf.reshape(tf.cast(top, tf.int32) * side + tf.cast(left, tf.int32), (count, -1))

    def pixels(offset: int) -> tf.Tensor:
        return tf.reshape(tf.gather(padded, corner + offset, batch_dims=1), (count, SIDE, SIDE))

    upper = pixels(0) * (1 - right_share) + pixels(1) * right_share
    lower = pixels(side) * (1 - right_share) + pixels(side + 1) * right_share
    return (upper * (1 - lower_share) + lower * lower_share)[..., tf.newaxis]


def vary_pen_width(images: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor) -> tf.Tensor:
    """Make each image's pen thicker or thinner.

    Blends it with the brightest of every 3x3 pixels (thicker) or the darkest of every 2x2
    (thinner).
    """
    thicker = tf.nn.max_pool2d(images, 3, 1, "SAME")
    thinner = -tf.nn.max_pool2d(-images, 2, 1, "SAME")
    draw = tf.random.stateless_uniform((tf.shape(images)[0], 1, 1, 1), seed, -strength, strength)
    more, less = tf.maximum(draw, 0.0), tf.maximum(-draw, 0.0) * THINNER
    return images + more * THICKER * (thicker - images) + less * (thinner - images)
