from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from model.classifier import MODEL_FILE, DigitClassifier
from model.inside import Inside
from model.preprocess import digit_from_lines, to_network_input
from tests.drawn import DRAWINGS

SEVEN, EIGHT = (
    digit_from_lines([np.array(stroke) for stroke in DRAWINGS[drawing]])
    for drawing in (("7", "barred"), ("8", "one_stroke"))
)


@pytest.fixture(scope="module")
def inside(classifier: DigitClassifier) -> Inside:
    return Inside(classifier.network)


def test_feature_maps_are_those_of_the_network(inside: Inside) -> None:
    """Against Keras: what each convolution gives, normalised and rectified."""
    keras = pytest.importorskip("keras")
    network = keras.models.load_model(MODEL_FILE, compile=False)
    rectified = [layer.output for layer in network.layers if isinstance(layer, keras.layers.ReLU)]
    image = to_network_input(SEVEN.pixels[np.newaxis])
    expected = keras.Model(network.inputs, rectified).predict(image, verbose=0)
    layers = inside.look(SEVEN.pixels)
    assert len(layers) == len(expected)
    for layer, tensor in zip(layers, expected, strict=True):
        maps = tensor[0].transpose(2, 0, 1)
        assert layer.maps.shape == maps.shape
        assert np.abs(layer.maps - 255 * maps / maps.max()).max() < 2


def test_maps_follow_the_drawing_and_use_all_brightness(inside: Inside) -> None:
    for seven, eight in zip(inside.look(SEVEN.pixels), inside.look(EIGHT.pixels), strict=True):
        assert seven.maps.dtype == np.uint8
        assert seven.maps.min() == 0
        assert seven.maps.max() == 255
        assert not np.array_equal(seven.maps, eight.maps)


def test_threads_take_turns(inside: Inside) -> None:
    expected = [inside.look(each.pixels)[-1].maps for each in (SEVEN, EIGHT)]

    def look(number: int) -> bool:
        maps = inside.look((SEVEN, EIGHT)[number % 2].pixels)[-1].maps
        return np.array_equal(maps, expected[number % 2])

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(look, range(80)))
