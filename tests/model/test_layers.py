import json
import zipfile
from pathlib import Path

import pytest

from model.classifier import MODEL_FILE
from model.files import ModelFileError
from model.layers import Layer, layers_of


def saved_with(folder: Path, config: object) -> Path:
    file = folder / "network.keras"
    with zipfile.ZipFile(file, "w") as saved:
        saved.writestr("config.json", json.dumps(config))
    return file


def listing(*layers: object) -> dict[str, object]:
    return {"class_name": "Sequential", "config": {"name": "some", "layers": layers}}


IMAGE = {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [None, 28, 28, 1]}}


def expect_what_keras_counts(network: object, folder: Path) -> None:
    file = folder / "network.keras"
    network.save(file)  # type: ignore[attr-defined]
    expected = [
        (layer.name, type(layer).__name__, tuple(layer.output.shape[1:]), layer.count_params())
        for layer in network.layers  # type: ignore[attr-defined]
    ]
    layers = [(each.name, each.kind, each.shape, each.parameters) for each in layers_of(file)]
    assert [layer for layer in layers if layer[1] != "InputLayer"] == [
        layer for layer in expected if layer[1] != "InputLayer"
    ]


@pytest.mark.parametrize("name", ["dense", "cnn", "best"])
def test_shapes_and_parameters_are_those_that_keras_counts(name: str, tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    from training.architecture import RECIPES, build
    from training.faster import as_saved

    expect_what_keras_counts(as_saved(build(RECIPES[name], steps=1)), tmp_path)


def test_strides_padding_dilation_groups_and_branches_are_counted_as_keras_does(
    tmp_path: Path,
) -> None:
    pytest.importorskip("tensorflow")
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1), name="image")
    wide = layers.Conv2D(6, (5, 3), strides=(2, 3), padding="same")(image)
    grouped = layers.Conv2D(4, 3, groups=2, dilation_rate=2, use_bias=False)(wide)
    normal = layers.BatchNormalization(center=False)(layers.LeakyReLU()(grouped))
    pooled = layers.AveragePooling2D((3, 2), strides=(2, 2), padding="same")(normal)
    flat = layers.Dropout(0.5)(layers.Flatten()(pooled))
    brief = layers.GlobalMaxPooling2D()(wide)
    scores = [layers.Dense(10, use_bias=False)(branch) for branch in (flat, brief)]
    network = keras.Model(image, layers.Softmax()(scores[0]))
    expect_what_keras_counts(network, tmp_path)
    expect_what_keras_counts(keras.Model(image, layers.Activation("softmax")(scores[1])), tmp_path)


def test_the_shipped_network_goes_from_an_image_to_ten_probabilities() -> None:
    first, *_, last = layers_of(MODEL_FILE)
    assert first == Layer("image", "InputLayer", (28, 28, 1), 0)
    assert last.shape == (10,)
    assert all(layer.shape and layer.parameters is not None for layer in layers_of(MODEL_FILE))


def test_of_a_layer_that_is_not_known_nothing_is_claimed(tmp_path: Path) -> None:
    odd = {"class_name": "Odd", "config": {"name": "odd"}}
    after = {"class_name": "ReLU", "config": {"name": "after"}}
    built = {
        "class_name": "Dense",
        "config": {"name": "built", "units": 10, "use_bias": True},
        "build_config": {"input_shape": [None, 3]},
    }
    unlike = {"class_name": "Conv2D", "config": {"name": "unlike", "filters": 3}}
    assert layers_of(saved_with(tmp_path, listing(IMAGE, unlike, odd, after, built)))[1:] == [
        Layer("unlike", "Conv2D", None, None),
        Layer("odd", "Odd", None, None),
        Layer("after", "ReLU", None, None),
        Layer("built", "Dense", (10,), 40),
    ]


@pytest.mark.parametrize("config", [None, [], {}, {"config": {"layers": [1]}}, listing({})])
def test_a_damaged_file_is_told_in_a_sentence(tmp_path: Path, config: object) -> None:
    with pytest.raises(ModelFileError, match=r"its config\.json cannot be read"):
        layers_of(saved_with(tmp_path, config))
