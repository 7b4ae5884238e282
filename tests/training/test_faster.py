from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from keras import layers

from training.architecture import BEST, build
from training.faster import FusedBatchNormalization, as_saved, convolution_policy

BATCH = np.random.default_rng(1).normal(3, 2, (16, 7, 7, 5)).astype(np.float32)


@pytest.mark.parametrize("training", [True, False])
def test_batches_are_normalized_as_keras_does(training: bool) -> None:
    fused, keras_own = FusedBatchNormalization(), layers.BatchNormalization()
    for layer in (fused, keras_own):
        layer(BATCH, training=True)  # moves the averages that are used after training
    ours, theirs = fused(BATCH, training=training), keras_own(BATCH, training=training)
    # TensorFlow's variance is that of a sample, Keras' that of all: they differ by 1 in 784.
    assert np.allclose(ours, theirs, atol=2e-3)
    assert np.allclose(fused.moving_mean, keras_own.moving_mean, rtol=1e-4)
    assert np.allclose(fused.moving_variance, keras_own.moving_variance, rtol=2e-3)


def test_convolutions_take_the_processors_short_numbers_where_it_multiplies_them(
    tmp_path: Path,
) -> None:
    processor = tmp_path / "cpuinfo"
    assert convolution_policy(processor) == "float32"
    processor.write_text("flags\t\t: fpu sse2 avx512_bf16\n")
    assert convolution_policy(processor) == "float32"
    processor.write_text("flags\t\t: fpu sse2 amx_bf16 amx_tile\n")
    assert convolution_policy(processor) == "mixed_bfloat16"


def test_what_is_saved_has_keras_own_layers_and_answers_the_same() -> None:
    network = build(BEST, steps=1)
    images = np.random.default_rng(2).random((20, 28, 28, 1), dtype=np.float32)
    network.fit(images, np.eye(10)[np.arange(20) % 10], verbose=0)
    saved = as_saved(network)
    assert {layer.dtype_policy.name for layer in saved.layers} == {"float32"}
    assert not any(isinstance(layer, FusedBatchNormalization) for layer in saved.layers)
    assert np.allclose(
        saved.predict(images, verbose=0), network.predict(images, verbose=0), atol=0.02
    )
