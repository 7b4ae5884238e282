"""Layers that train faster than Keras' own and compute the same; files are saved with Keras' own.

Convolutions run in bfloat16 on processors that multiply matrices of it (Intel AMX), and in float32
on all others. Everything else is float32. Batch normalization uses TensorFlow's fused operation,
where Keras takes a dozen operations.
"""

from pathlib import Path

import keras
import tensorflow as tf
from keras import layers

PROCESSOR = Path("/proc/cpuinfo")  # exists on Linux only


@keras.saving.register_keras_serializable("trazo")
class FusedBatchNormalization(layers.BatchNormalization):  # type: ignore[misc]  # Keras has no types
    """Batch normalization of (n, rows, columns, channels) in one operation during training."""

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Normalizes each channel of a float32 batch, then scales and shifts it."""
        if not (training and self.trainable):
            return super().call(inputs, training=training)
        outputs, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma.value, self.beta.value, epsilon=self.epsilon
        )
        for moving, current in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + current * (1.0 - self.momentum))
        return outputs


def convolution_policy(processor: Path = PROCESSOR) -> str:
    """Returns the Keras dtype policy for convolutions on this machine."""
    try:
        return "mixed_bfloat16" if "amx_bf16" in processor.read_text().split() else "float32"
    except OSError:
        return "float32"


def as_saved(network: keras.Sequential) -> keras.Sequential:
    """Returns a copy made of Keras' own layers, in float32 and not compiled."""
    copy = keras.Sequential(
        [keras.Input(network.input_shape[1:], name=network.inputs[0].name)], name=network.name
    )
    for layer in network.layers:
        fused = isinstance(layer, FusedBatchNormalization)
        layer_class = layers.BatchNormalization if fused else type(layer)
        copy.add(layer_class.from_config(layer.get_config() | {"dtype": "float32"}))
    copy.set_weights(network.get_weights())
    return copy
