"""Layers that compute what Keras' own do in less time, for training; what is saved has Keras' own.

On processors that multiply matrices of bfloat16 (Intel's AMX), convolutions do; elsewhere they stay
in float32, as all else does. Batches are normalized by TensorFlow's one operation for it, where
Keras takes a dozen.
"""

from pathlib import Path

import keras
import tensorflow as tf
from keras import layers

PROCESSOR = Path("/proc/cpuinfo")  # Linux alone has it


@keras.saving.register_keras_serializable("trazo")
class FusedBatchNormalization(layers.BatchNormalization):  # type: ignore[misc]  # Keras has no types
    """Batch normalization of (n, rows, columns, channels) in one operation while training."""

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """The batch of float32, each channel with mean 0 and variance 1, scaled and moved."""
        if not (training and self.trainable):
            return super().call(inputs, training=training)
        outputs, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma.value, self.beta.value, epsilon=self.epsilon
        )
        for moving, now in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + now * (1.0 - self.momentum))
        return outputs


def convolution_policy(processor: Path = PROCESSOR) -> str:
    """Keras' name for how this machine is to compute convolutions in training."""
    try:
        return "mixed_bfloat16" if "amx_bf16" in processor.read_text().split() else "float32"
    except OSError:
        return "float32"


def as_saved(network: keras.Sequential) -> keras.Sequential:
    """The same network of Keras' own layers, in float32 throughout, never compiled."""
    copy = keras.Sequential(
        [keras.Input(network.input_shape[1:], name=network.inputs[0].name)], name=network.name
    )
    for layer in network.layers:
        fused = isinstance(layer, FusedBatchNormalization)
        kind = layers.BatchNormalization if fused else type(layer)
        copy.add(kind.from_config(layer.get_config() | {"dtype": "float32"}))
    copy.set_weights(network.get_weights())
    return copy
