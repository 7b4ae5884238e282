"""The table of a network's layers, with output shapes and numbers of parameters.

Keras knows the table and TensorFlow is needed to ask it. So `model.runtime` stores the table in the
compiled file when it compiles a network, and reads it from there.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

INPUT_LAYER = "InputLayer"


@dataclass(frozen=True)
class Layer:
    """One layer: its name, its Keras class, its output shape without the batch, its parameters.

    `shape` is None where it is not fixed, or where the layer has several outputs.
    """

    name: str
    kind: str
    shape: tuple[int, ...] | None
    parameters: int


def list_layers(network: Any) -> list[Layer]:  # noqa: ANN401  Keras has no types
    """Returns the layers of a Keras network in its order, the input first."""
    layers = [
        Layer(each.name, type(each).__name__, _shape(each.output), each.count_params())
        for each in network.layers
    ]
    if INPUT_LAYER not in {layer.kind for layer in layers}:  # Sequential does not list it
        image = network.inputs[0]
        layers.insert(0, Layer(image.name, INPUT_LAYER, _shape(image), 0))
    return layers


def to_json(layers: Sequence[Layer]) -> bytes:
    """Returns the table as JSON."""
    return json.dumps([asdict(layer) for layer in layers]).encode()


def from_json(content: bytes) -> list[Layer]:
    """Returns the table that `to_json` made. Raises ValueError where `content` is not one."""
    try:
        return [
            Layer(row["name"], row["kind"], row["shape"] and tuple(row["shape"]), row["parameters"])
            for row in json.loads(content)
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"Expected a table of layers, got {content[:60]!r}.") from error


def _shape(output: Any) -> tuple[int, ...] | None:  # noqa: ANN401
    shape = tuple(getattr(output, "shape", (None, None)))[1:]
    return None if None in shape else shape
