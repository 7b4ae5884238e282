from pathlib import Path
from typing import Any

import numpy as np
import pytest

keras = pytest.importorskip("keras")
pytest.importorskip("tensorflow")

from model.classifier import MODEL_FILE
from model.pairs import PAIR_MODEL_FILE
from training.architecture import BEST, CNN, DENSE, PAIRS, RECIPES, Recipe, build
from training.faster import as_saved


@pytest.mark.parametrize("recipe", [*RECIPES.values(), PAIRS], ids=[*RECIPES, PAIRS.name])
def test_a_network_maps_images_to_probabilities(recipe: Recipe) -> None:
    network = build(recipe, steps=10)
    images = np.random.default_rng(1).random((3, *recipe.inputs), dtype=np.float32)
    probabilities = network(images).numpy()
    assert probabilities.shape == (3, *recipe.outputs)
    assert np.allclose(probabilities.sum(axis=-1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("recipe", "file"), [(BEST, MODEL_FILE), (PAIRS, PAIR_MODEL_FILE)], ids=["digits", "pairs"]
)
def test_the_shipped_networks_are_those_of_their_recipes_and_small(
    recipe: Recipe, file: Path
) -> None:
    def layers(network: Any) -> list[tuple[str, dict[str, Any]]]:  # noqa: ANN401  Keras has no types
        return [
            (type(layer).__name__, {**layer.get_config(), "name": ""}) for layer in network.layers
        ]

    network = as_saved(build(recipe, steps=10))
    assert layers(network) == layers(keras.models.load_model(file, compile=False))
    assert file.with_suffix(".tflite").stat().st_size <= 600_000


def test_dense_is_one_hidden_layer_of_128() -> None:
    network = build(DENSE, steps=10)
    assert [layer.__class__.__name__ for layer in network.layers] == ["Flatten", "Dense", "Dense"]
    assert network.count_params() == 784 * 128 + 128 + 128 * 10 + 10
    assert network.loss == "sparse_categorical_crossentropy"


def test_cnn_is_one_convolution_on_one_hot_labels() -> None:
    network = build(CNN, steps=10)
    names = [layer.__class__.__name__ for layer in network.layers]
    assert names == ["Conv2D", "MaxPooling2D", "Flatten", "Dropout", "Dense", "Dense"]
    assert network.loss == "categorical_crossentropy"
    assert CNN.patience == 2
