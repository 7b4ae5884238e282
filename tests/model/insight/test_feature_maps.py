from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from model.classifier import MODEL_FILE, DigitClassifier
from model.insight.feature_maps import FeatureMapExtractor
from model.preprocess import digit_from_arrays, to_network_input
from tests.sample_drawings import DRAWINGS

SEVEN, EIGHT = (
    digit_from_arrays([np.array(stroke) for stroke in DRAWINGS[drawing]]).pixels
    for drawing in (("7", "barred"), ("8", "one_stroke"))
)


@pytest.fixture(scope="module")
def extractor(classifier: DigitClassifier) -> FeatureMapExtractor:
    return FeatureMapExtractor(classifier.network)


def test_feature_maps_are_the_rectified_activations_that_keras_computes(
    extractor: FeatureMapExtractor,
) -> None:
    keras = pytest.importorskip("keras")
    network = keras.models.load_model(MODEL_FILE, compile=False)
    rectified = [layer.output for layer in network.layers if isinstance(layer, keras.layers.ReLU)]
    activations = keras.Model(network.inputs[0], rectified)(to_network_input(SEVEN[np.newaxis]))
    layers = extractor.extract(SEVEN)
    for maps, tensor in zip(layers, activations, strict=True):
        expected = np.asarray(tensor)[0].transpose(2, 0, 1)
        assert maps.shape == expected.shape
        assert np.abs(maps - 255 * expected / expected.max()).max() < 4  # they are in 8 bits


def test_feature_maps_depend_on_the_image_and_use_the_full_range(
    extractor: FeatureMapExtractor,
) -> None:
    for seven, eight in zip(extractor.extract(SEVEN), extractor.extract(EIGHT), strict=True):
        assert seven.dtype == np.uint8
        assert seven.min() == 0
        assert seven.max() == 255
        assert not np.array_equal(seven, eight)


def test_threads_may_share_an_extractor(extractor: FeatureMapExtractor) -> None:
    images = (SEVEN, EIGHT)
    expected = [extractor.extract(image)[-1] for image in images]

    def is_right(number: int) -> bool:
        return np.array_equal(extractor.extract(images[number % 2])[-1], expected[number % 2])

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(is_right, range(80)))
