"""Vary the training images as hands and pens do: slant, turn, size, place, and pen width.

Runs on whole batches inside `tf.data`, on float32 (n, 28, 28, 1) in [0, 1], and costs next to
nothing beside the network. It does not draw new digits.
"""

import math

import tensorflow as tf

ROTATION = math.radians(15)
SHEAR = 0.25
SCALE = 0.15
SHIFT = 2.5  # pixels
THICKER = 0.7  # of a pixel more on every side
THINNER = 0.5  # of the way to a pen one pixel thinner; some pens are only two pixels wide

CENTRE = 13.5  # the middle of 28 pixels, numbered from 0


def augment(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """A varied copy of float32 (n, 28, 28, 1) in [0, 1]; `seed` int64 (2,) decides how."""
    seeds = tf.random.split(seed, 2)
    return vary_pen_width(vary_geometry(images, seeds[0]), seeds[1])


def vary_geometry(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Turn, slant, scale and shift each image by its own random affine map about the centre."""
    count = tf.shape(images)[0]
    draw = tf.random.stateless_uniform((count, 6), seed, -1.0, 1.0)
    angle = ROTATION * draw[:, 0]
    shear = SHEAR * draw[:, 1]
    across = 1.0 + SCALE * draw[:, 2]
    down = 1.0 + SCALE * draw[:, 3]
    cos, sin = tf.cos(angle), tf.sin(angle)
    # Rows of the map from output to input pixels: rotation times shear, divided by the scale.
    a, b = cos / across, (shear * cos - sin) / across
    c, d = sin / down, (shear * sin + cos) / down
    x = CENTRE + SHIFT * draw[:, 4] - CENTRE * (a + b)
    y = CENTRE + SHIFT * draw[:, 5] - CENTRE * (c + d)
    zero = tf.zeros(count)
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=tf.stack([a, b, x, c, d, y, zero, zero], axis=1),
        output_shape=tf.shape(images)[1:3],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )


def vary_pen_width(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Make each image's pen thicker or thinner.

    Blends it with the brightest of every 3x3 pixels (thicker) or the darkest of every 2x2
    (thinner).
    """
    thicker = tf.nn.max_pool2d(images, 3, 1, "SAME")
    thinner = -tf.nn.max_pool2d(-images, 2, 1, "SAME")
    draw = tf.random.stateless_uniform((tf.shape(images)[0], 1, 1, 1), seed, -1.0, 1.0)
    more, less = tf.maximum(draw, 0.0), tf.maximum(-draw, 0.0) * THINNER
    return images + more * THICKER * (thicker - images) + less * (thinner - images)
