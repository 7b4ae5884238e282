"""What the network's convolutions make of a digit: their feature maps, layer by layer.

    layers = Inside(network).look(image)

Runs the compiled network in an interpreter of its own, which keeps what others throw away, so
that reading does not wait for it. Explains nothing; `model.explain` does.
"""

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from model.preprocess import Pixels, to_network_input
from model.runtime import Network, quiet_libraries


@dataclass(frozen=True)
class Layer:
    """One convolution's feature maps: uint8 (maps, height, width), 255 for the layer's largest."""

    maps: npt.NDArray[np.uint8]


class Inside:
    """Looks into a network. Safe to use from several threads, which then take turns."""

    def __init__(self, network: Network) -> None:
        """Look into this network; it goes on reading undisturbed."""
        self._turn = threading.Lock()
        self._outputs = _convolution_outputs(network.compiled)
        with quiet_libraries():
            self._interpreter = Interpreter(
                model_content=network.compiled,
                num_threads=1,
                # A delegate would run several layers as one and keep nothing in between.
                experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
                experimental_preserve_all_tensors=True,
            )
            self._interpreter.allocate_tensors()
        (self._input,) = self._interpreter.get_input_details()

    def look(self, image: Pixels) -> list[Layer]:
        """The convolutions' feature maps, first layer first, of an image uint8 (28, 28)."""
        with self._turn:
            self._interpreter.set_tensor(self._input["index"], to_network_input(image[np.newaxis]))
            self._interpreter.invoke()
            tensors = [self._interpreter.get_tensor(index) for index in self._outputs]
        return [Layer(_as_maps(tensor[0])) for tensor in tensors]


def _convolution_outputs(compiled: bytes) -> list[int]:
    """The tensors that convolutions give; the compiler joins them with what follows each."""
    network = schema.Model.GetRootAs(compiled)
    graph = network.Subgraphs(0)
    operators = [graph.Operators(number) for number in range(graph.OperatorsLength())]
    return [
        int(operator.Outputs(0))
        for operator in operators
        if network.OperatorCodes(operator.OpcodeIndex()).BuiltinCode()
        == schema.BuiltinOperator.CONV_2D
    ]


def _as_maps(tensor: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Activations (height, width, maps) of at least 0 as brightness."""
    brightness = np.maximum(tensor, 0) * (255 / max(float(tensor.max()), 1e-9))
    maps: npt.NDArray[np.uint8] = np.rint(brightness).astype(np.uint8).transpose(2, 0, 1)
    return maps
