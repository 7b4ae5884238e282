"""Extracts the feature maps of a network's convolutions for one digit, layer by layer.

    layers = FeatureMapExtractor(network).extract(image)

Runs the compiled network in a second interpreter that keeps intermediate tensors, so that reading
does not wait for it.
"""

import threading

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from model.preprocess import Pixels, to_network_input
from model.runtime import Network, quiet_libraries

FeatureMaps = npt.NDArray[np.uint8]  # (maps, height, width), 255 for the layer's largest value


class FeatureMapExtractor:
    """Extracts feature maps. Threads may share it; their calls run one after another."""

    def __init__(self, network: Network) -> None:
        """Loads the compiled network a second time."""
        self._turn = threading.Lock()
        self._outputs = _convolution_outputs(network.compiled)
        with quiet_libraries():
            self._interpreter = Interpreter(
                model_content=network.compiled,
                num_threads=1,
                # A delegate would fuse several layers and keep nothing in between.
                experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
                experimental_preserve_all_tensors=True,
            )
            self._interpreter.allocate_tensors()
        (self._input,) = self._interpreter.get_input_details()

    def extract(self, image: Pixels) -> list[FeatureMaps]:
        """Returns the feature maps of each convolution, first layer first.

        `image` is uint8 (28, 28).
        """
        with self._turn:
            self._interpreter.set_tensor(self._input["index"], to_network_input(image[np.newaxis]))
            self._interpreter.invoke()
            tensors = [self._interpreter.get_tensor(index) for index in self._outputs]
        return [_as_brightness(tensor[0]) for tensor in tensors]


def _convolution_outputs(compiled: bytes) -> list[int]:
    """Returns the output tensors of the convolutions; each includes its activation."""
    network = schema.Model.GetRootAs(compiled)
    graph = network.Subgraphs(0)
    operators = [graph.Operators(index) for index in range(graph.OperatorsLength())]
    return [
        int(operator.Outputs(0))
        for operator in operators
        if network.OperatorCodes(operator.OpcodeIndex()).BuiltinCode()
        == schema.BuiltinOperator.CONV_2D
    ]


def _as_brightness(tensor: npt.NDArray[np.float32]) -> FeatureMaps:
    """Converts activations (height, width, maps) to brightness; negative ones are 0."""
    brightness = np.maximum(tensor, 0) * (255 / max(float(tensor.max()), 1e-9))
    maps: FeatureMaps = np.rint(brightness).astype(np.uint8).transpose(2, 0, 1)
    return maps
