import json

import pytest

from model.classifier import DigitClassifier
from model.insight.layers import Layer, from_json, list_layers, to_json
from training.evaluation.report import REPORT_FILE


@pytest.mark.parametrize("name", ["dense", "cnn", "best"])
def test_shapes_and_parameters_of_our_networks_are_those_that_keras_computes(name: str) -> None:
    pytest.importorskip("tensorflow")
    from training.architecture import RECIPES, build

    network = build(RECIPES[name], steps=1)
    image, *layers = list_layers(network)
    assert image == Layer("image", "InputLayer", (28, 28, 1), 0)
    shape = (None, 28, 28, 1)
    for row, layer in zip(layers, network.layers, strict=True):
        shape = layer.compute_output_shape(shape)
        assert (row.name, row.kind) == (layer.name, type(layer).__name__)
        assert row.shape == shape[1:]
        assert row.parameters == sum(int(weight.numpy().size) for weight in layer.weights)
    assert sum(layer.parameters for layer in layers) == network.count_params()


def test_the_layers_of_a_branching_network_are_listed_in_its_order() -> None:
    pytest.importorskip("tensorflow")
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1), name="image")
    wide = layers.Conv2D(6, (5, 3), strides=(2, 3), padding="same", name="wide")(image)
    grouped = layers.Conv2D(4, 3, groups=2, dilation_rate=2, use_bias=False, name="grouped")(wide)
    scaled = layers.BatchNormalization(center=False, name="scaled")(grouped)
    pooled = layers.AveragePooling2D((3, 2), (2, 2), padding="same", name="pooled")(scaled)
    branches = [
        layers.Flatten(name="flat")(pooled),
        layers.GlobalMaxPooling2D(name="brief")(wide),
    ]
    joined = layers.Concatenate(name="joined")(branches)
    digits = layers.Dense(10, use_bias=False, activation="softmax", name="digits")(joined)
    table = list_layers(keras.Model(image, digits))
    assert {(layer.name, layer.shape, layer.parameters) for layer in table} == {
        ("image", (28, 28, 1), 0),
        ("wide", (14, 10, 6), 5 * 3 * 6 + 6),
        ("grouped", (10, 6, 4), 3 * 3 * 3 * 4),
        ("scaled", (10, 6, 4), 3 * 4),
        ("pooled", (5, 3, 4), 0),
        ("flat", (60,), 0),
        ("brief", (6,), 0),
        ("joined", (66,), 0),
        ("digits", (10,), 660),
    }
    assert [table[0].kind, table[-1].kind] == ["InputLayer", "Dense"]
    assert len(table) == 9


def test_a_layer_with_several_outputs_or_an_unfixed_shape_has_no_shape() -> None:
    pytest.importorskip("tensorflow")
    import keras
    from keras import layers

    image = keras.Input((None, None, 1), name="image")
    maps = layers.Conv2D(3, 3, name="maps")(image)
    pooled = [layers.GlobalMaxPooling2D()(maps), layers.GlobalAveragePooling2D()(maps)]
    pair = keras.Model(image, pooled, name="pair")
    outer = keras.Input((None, None, 1), name="outer")
    digits = layers.Dense(10, name="digits")(layers.Concatenate(name="joined")(pair(outer)))
    assert list_layers(keras.Model(outer, digits)) == [
        Layer("outer", "InputLayer", None, 0),
        Layer("pair", "Functional", None, 3 * 3 * 3 + 3),
        Layer("joined", "Concatenate", (6,), 0),
        Layer("digits", "Dense", (10,), 70),
    ]


def test_the_shipped_network_has_a_table_from_the_image_to_ten_probabilities(
    classifier: DigitClassifier,
) -> None:
    layers = classifier.network.layers
    report = json.loads(REPORT_FILE.read_text(encoding="utf-8"))
    assert layers[0] == Layer("image", "InputLayer", (28, 28, 1), 0)
    assert layers[-1].shape == (10,)
    assert all(layer.shape for layer in layers)
    assert sum(layer.parameters for layer in layers) == report["model"]["parameters"]


def test_a_table_is_the_same_after_it_was_stored() -> None:
    table = [Layer("image", "InputLayer", (28, 28, 1), 0), Layer("pair", "Functional", None, 7)]
    assert from_json(to_json(table)) == table
    assert from_json(to_json([])) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"rubbish", b"\xff\xfe\xfd", b"5", b"null", b"[5]", b'["name"]', b'[{"name": "image"}]'],
)
def test_content_that_is_not_a_table_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(content)
