"""Augmentation: random affine maps, elastic distortion and pen width.

    varied = augment(images, seed=tf.constant([20, 0], tf.int64), strength=1.0, elastic=True)

Runs on whole batches inside `tf.data`, on float32 (n, 28, width, 1) in [0, 1], and takes little
time compared with the network. Draws no new digits; `training.synthetic.digits` does.
"""

import math

import tensorflow as tf

ROTATION = math.radians(15)
SHEAR = 0.25
SCALE = 0.15
SHIFT = 2.5  # pixels
ELASTIC = 0.8  # pixels: the largest standard deviation of the local shifts
ELASTIC_GRID = 6  # points per side; shifts are random there and smooth in between
THICKER = 0.7  # pixels on every side
THINNER = 0.5  # pixels; some pens are only two pixels wide

SIDE = 28  # the height of all images, and the width of those of one digit


def augment(images: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor, *, elastic: bool) -> tf.Tensor:
    """Returns a varied copy of float32 (n, 28, width, 1) in [0, 1].

    `seed` is int64 (2,); `strength` float32 in [0, 1] says how much to vary.
    """
    seeds = tf.random.split(seed, 3)
    count, width = tf.shape(images)[0], images.shape[2]
    x, y = affine_map(count, seeds[0], strength, width)
    if elastic:
        right, down = elastic_shifts(count, seeds[1], strength, width)
        x, y = x + right, y + down
    return vary_pen_width(sample(images, x, y), seeds[2], strength)


def affine_map(
    count: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor, width: int = SIDE
) -> tuple[tf.Tensor, tf.Tensor]:
    """Returns where to sample each pixel of a rotated, sheared, scaled and shifted image.

    The result is two float32 (count, 28, width): x and y in pixels of the original image.
    """
    draw = tf.random.stateless_uniform((6, count, 1, 1), seed, -strength, strength)
    angle, shear = ROTATION * draw[0], SHEAR * draw[1]
    across, down = 1.0 + SCALE * draw[2], 1.0 + SCALE * draw[3]
    cos, sin = tf.cos(angle), tf.sin(angle)
    centre_x, centre_y = (width - 1) / 2, (SIDE - 1) / 2
    y, x = tf.meshgrid(
        tf.range(SIDE, dtype=tf.float32) - centre_y,
        tf.range(width, dtype=tf.float32) - centre_x,
        indexing="ij",
    )
    # From the new image to the original: rotation times shear, divided by the scale.
    old_x = cos / across * x + (shear * cos - sin) / across * y
    old_y = sin / down * x + (shear * sin + cos) / down * y
    return old_x + centre_x + SHIFT * draw[4], old_y + centre_y + SHIFT * draw[5]


def elastic_shifts(
    count: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor, width: int = SIDE
) -> tuple[tf.Tensor, tf.Tensor]:
    """Returns smooth random shifts: two float32 (count, 28, width), pixels right and down.

    Simard et al., "Best practices for convolutional neural networks applied to visual document
    analysis", 2003, filter noise; enlarging a coarse grid of noise is faster.
    """
    seeds = tf.random.split(seed, 2)
    deviation = tf.random.stateless_uniform((count, 1, 1, 1), seeds[0], 0.0, strength * ELASTIC)
    grid = tf.random.stateless_normal((count, ELASTIC_GRID, ELASTIC_GRID, 2), seeds[1])
    shifts = deviation * tf.image.resize(grid, (SIDE, width), "bicubic")
    return shifts[..., 0], shifts[..., 1]


def sample(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Samples `images` at x and y with bilinear interpolation: float32 (n, 28, width, 1).

    `x` and `y` are float32 (n, 28, width) in pixels; everything outside the image is background.
    """
    width = images.shape[2]
    row = width + 2
    count = tf.shape(images)[0]
    padded = tf.reshape(tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]]), (count, row * (SIDE + 2)))
    x = tf.clip_by_value(x + 1.0, 0.0, row - 1.001)
    y = tf.clip_by_value(y + 1.0, 0.0, SIDE + 2 - 1.001)
    left, top = tf.floor(x), tf.floor(y)
    right_share, lower_share = x - left, y - top
    corner = tf.reshape(tf.cast(top, tf.int32) * row + tf.cast(left, tf.int32), (count, -1))

    def pixels(offset: int) -> tf.Tensor:
        return tf.reshape(tf.gather(padded, corner + offset, batch_dims=1), (count, SIDE, width))

    upper = pixels(0) * (1 - right_share) + pixels(1) * right_share
    lower = pixels(row) * (1 - right_share) + pixels(row + 1) * right_share
    return (upper * (1 - lower_share) + lower * lower_share)[..., tf.newaxis]


def vary_pen_width(images: tf.Tensor, seed: tf.Tensor, strength: tf.Tensor) -> tf.Tensor:
    """Makes each image's pen thicker or thinner.

    Blends the image with its dilation by 3 x 3 pixels (thicker) or its erosion by 2 x 2 (thinner).
    """
    thicker = tf.nn.max_pool2d(images, 3, 1, "SAME")
    thinner = -tf.nn.max_pool2d(-images, 2, 1, "SAME")
    draw = tf.random.stateless_uniform((tf.shape(images)[0], 1, 1, 1), seed, -strength, strength)
    more, less = tf.maximum(draw, 0.0), tf.maximum(-draw, 0.0) * THINNER
    return images + more * THICKER * (thicker - images) + less * (thinner - images)
