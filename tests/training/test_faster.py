from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from keras import layers

from training.architecture import BEST, build
from training.faster import FusedBatchNormalization, as_saved, convolution_policy

BATCH = np.random.default_rng(1).normal(3, 2, (16, 7, 7, 5)).astype(np.float32)


@pytest.mark.parametrize("training", [True, False])
def test_batches_are_normalized_like_keras_own_layer(training: bool) -> None:
    fused, keras_own = FusedBatchNormalization(), layers.BatchNormalization()
    for layer in (fused, keras_own):
        layer(BATCH, training=True)  # changes the moving averages, which are used after training
    ours, theirs = fused(BATCH, training=training), keras_own(BATCH, training=training)
    # TensorFlow divides the variance by n - 1, Keras by n: they differ by 1 in 784.
    assert np.allclose(ours, theirs, atol=2e-3)
    assert np.allclose(fused.moving_mean, keras_own.moving_mean, rtol=1e-4)
    assert np.allclose(fused.moving_variance, keras_own.moving_variance, rtol=2e-3)


def test_convolutions_use_bfloat16_only_on_processors_with_amx(
    tmp_path: Path,
) -> None:
    processor = tmp_path / "cpuinfo"
    assert convolution_policy(processor) == "float32"
    processor.write_text("flags\t\t: fpu sse2 avx512_bf16\n")
    assert convolution_policy(processor) == "float32"
    processor.write_text("flags\t\t: fpu sse2 amx_bf16 amx_tile\n")
    assert convolution_policy(processor) == "mixed_bfloat16"


def test_the_saved_network_has_keras_own_layers_and_predicts_the_same() -> None:
    small = [
        layers.Conv2D(4, 3, use_bias=False, dtype=convolution_policy()),
        FusedBatchNormalization(dtype="float32"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
    network = build(replace(BEST, layers=lambda: small), steps=1)
    images = np.random.default_rng(2).random((20, 28, 28, 1), dtype=np.float32)
    network.fit(images, np.eye(10)[np.arange(20) % 10], verbose=0)
    saved = as_saved(network)
    assert {layer.dtype_policy.name for layer in saved.layers} == {"float32"}
    assert not any(isinstance(layer, FusedBatchNormalization) for layer in saved.layers)
    assert np.allclose(
        saved.predict(images, verbose=0), network.predict(images, verbose=0), atol=0.02
    )
