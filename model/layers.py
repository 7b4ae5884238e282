"""The layers of a network as its .keras file itself lists them, with output shapes and parameters.

    for layer in layers_of(Path("model/mnist_model.keras")): print(layer)

Reads the file's `config.json`, which TensorFlow is not needed for. There Keras writes how each
layer is set up but not what comes out of it, so both are worked out here, for the layers that
digits are usually read with. Of others the shape and the count stay None.
"""

import json
import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.files import ModelFileError

CONFIG_MEMBER = "config.json"

Config = dict[str, Any]
Shape = tuple[int, ...]  # of one image, without the batch
Rule = Callable[[Config, Shape], tuple[Shape, int]]  # from set-up and input to output and count


@dataclass(frozen=True)
class Layer:
    """One layer: its name in the network, Keras' class, what comes out, how many parameters.

    `shape` and `parameters` are None where they are not known.
    """

    name: str
    kind: str
    shape: Shape | None
    parameters: int | None


def layers_of(file: Path) -> list[Layer]:
    """The layers of a .keras file in its order. Raises ModelFileError where that is damaged."""
    try:
        with zipfile.ZipFile(file) as saved:
            listed = json.loads(saved.read(CONFIG_MEMBER))["config"]["layers"]
        layers: list[Layer] = []
        for entry in listed:
            layers.append(_layer(entry, layers))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ModelFileError(
            f"{file}: its {CONFIG_MEMBER} cannot be read ({type(error).__name__}: {error})."
        ) from None
    return layers


def _layer(entry: Config, before: list[Layer]) -> Layer:
    kind, config = entry["class_name"], entry["config"]
    name = str(config.get("name", kind))
    if kind == "InputLayer":
        return Layer(name, kind, tuple(config["batch_shape"][1:]), 0)
    given = _input_shape(entry, before)
    rule = RULES.get(kind)
    if given is None or rule is None or config.get("data_format") == "channels_first":
        return Layer(name, kind, None, None)
    try:
        return Layer(name, kind, *rule(config, given))
    except (KeyError, IndexError, TypeError, ValueError):  # set up in a way not known here
        return Layer(name, kind, None, None)


def _input_shape(entry: Config, before: list[Layer]) -> Shape | None:
    """What comes into a layer: as it was built, or what comes out of the one before it."""
    if built := (entry.get("build_config") or {}).get("input_shape"):
        return tuple(built[1:])
    nodes = entry.get("inbound_nodes")
    if nodes is None:  # a plain list of layers, each following the last
        return before[-1].shape if before else None
    sources = _sources(nodes)
    return next((layer.shape for layer in before if [layer.name] == sources), None)


def _sources(nodes: object) -> list[str]:
    """The names of the layers that a layer is joined to."""
    if isinstance(nodes, dict):
        history = nodes.get("keras_history")
        return [history[0]] if history else _sources(list(nodes.values()))
    if isinstance(nodes, list):
        return [name for node in nodes for name in _sources(node)]
    return []


def _convolution(config: Config, given: Shape) -> tuple[Shape, int]:
    channels, filters = given[-1], config["filters"]
    weights = math.prod(config["kernel_size"]) * (channels // config["groups"]) * filters
    sides = _sides(config, given, config["kernel_size"], config["dilation_rate"])
    return (*sides, filters), weights + (filters if config["use_bias"] else 0)


def _pooling(config: Config, given: Shape) -> tuple[Shape, int]:
    return (*_sides(config, given, config["pool_size"], (1, 1)), given[-1]), 0


def _sides(config: Config, given: Shape, window: list[int], dilation: tuple[int, ...]) -> Shape:
    """How often a window fits along each side, as Keras counts it."""
    reach = [
        1 if config["padding"] == "same" else 1 + (size - 1) * apart
        for size, apart in zip(window, dilation, strict=True)
    ]
    return tuple(
        -(-(side - across + 1) // step)
        for side, across, step in zip(given[:-1], reach, config["strides"], strict=True)
    )


def _dense(config: Config, given: Shape) -> tuple[Shape, int]:
    units = config["units"]
    return (*given[:-1], units), given[-1] * units + (units if config["use_bias"] else 0)


def _normalization(config: Config, given: Shape) -> tuple[Shape, int]:
    # Mean and variance are kept for each channel, and what it is scaled and moved by.
    return given, (2 + config["scale"] + config["center"]) * given[config["axis"]]


def _same(_: Config, given: Shape) -> tuple[Shape, int]:
    return given, 0


RULES: dict[str, Rule] = {
    "Conv2D": _convolution,
    "MaxPooling2D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalMaxPooling2D": lambda _, given: (given[-1:], 0),
    "GlobalAveragePooling2D": lambda _, given: (given[-1:], 0),
    "Flatten": lambda _, given: ((math.prod(given),), 0),
    "Dense": _dense,
    "BatchNormalization": _normalization,
    **dict.fromkeys(("Activation", "Dropout", "LeakyReLU", "ReLU", "Softmax"), _same),
}
