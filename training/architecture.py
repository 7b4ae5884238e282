"""The networks that can be trained, by name, each as a list of layers with how it is trained.

    dense   one hidden layer: the smallest network worth the name
    cnn     one convolution: the network of the tutorials
    best    six convolutions: the one that Trazo ships

Every network maps float32 (n, 28, 28, 1) in [0, 1], as `model.preprocess.to_network_input` makes
it, to float32 (n, 10): the probabilities of the digits 0 to 9.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
from keras import layers

from model.runtime import CLASSES, INPUT_SHAPE


def dense() -> list[keras.Layer]:
    """Flatten, 128 hidden units, softmax."""
    return [
        layers.Flatten(),  # 784
        layers.Dense(128, activation="relu"),  # 128
        layers.Dense(CLASSES, activation="softmax"),
    ]


def cnn() -> list[keras.Layer]:
    """One convolution and one hidden layer, with dropout between them."""
    return [
        layers.Conv2D(32, 3, activation="relu"),  # 26 x 26 x 32
        layers.MaxPooling2D(),  # 13 x 13 x 32
        layers.Flatten(),  # 5,408
        layers.Dropout(0.25),
        layers.Dense(100, activation="relu"),  # 100
        layers.Dense(CLASSES, activation="softmax"),
    ]


def best() -> list[keras.Layer]:
    """Three pairs of 3x3 convolutions, each pair halving the picture and doubling the channels."""
    return [
        *_convolution(20),  # 28 x 28 x 20
        *_convolution(20),
        layers.MaxPooling2D(),  # 14 x 14 x 20
        *_convolution(40),
        *_convolution(40),  # 14 x 14 x 40
        layers.MaxPooling2D(),  # 7 x 7 x 40
        *_convolution(80),
        *_convolution(80),  # 7 x 7 x 80
        layers.GlobalAveragePooling2D(),  # 80
        layers.Dropout(0.25),
        layers.Dense(CLASSES, activation="softmax"),
    ]


def _convolution(filters: int) -> list[keras.Layer]:
    return [
        layers.Conv2D(filters, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]


def adam(_steps: int) -> keras.Optimizer:
    """Adam as Keras has it by default."""
    return keras.optimizers.Adam()


def cosine_adamw_with_ema(steps: int) -> keras.Optimizer:
    """AdamW whose rate falls as a cosine from 3e-3 to zero; its weights are an average of steps.

    The exponential moving average of the weights, over about 200 steps, is what is validated and
    saved.
    """
    return keras.optimizers.AdamW(
        keras.optimizers.schedules.CosineDecay(3e-3, steps),
        weight_decay=1e-3,
        use_ema=True,
        ema_momentum=0.995,
    )


@dataclass(frozen=True)
class Recipe:
    """A network and how it is trained."""

    layers: Callable[[], list[keras.Layer]]
    optimizer: Callable[[int], keras.Optimizer]
    epochs: int
    batch_size: int
    one_hot: bool = False
    augmented: bool = False
    patience: int | None = None

    @property
    def loss(self) -> str:
        """The cross-entropy that fits the labels: one-hot rows, or the digits themselves."""
        return "categorical_crossentropy" if self.one_hot else "sparse_categorical_crossentropy"


RECIPES = {
    "dense": Recipe(dense, adam, epochs=5, batch_size=32),
    "cnn": Recipe(cnn, adam, epochs=50, batch_size=128, one_hot=True, patience=2),
    "best": Recipe(best, cosine_adamw_with_ema, epochs=18, batch_size=128, augmented=True),
}


def build(name: str, steps: int) -> keras.Sequential:
    """The network called `name`, untrained and compiled for `steps` training steps."""
    recipe = RECIPES[name]
    network = keras.Sequential([keras.Input(INPUT_SHAPE), *recipe.layers()], name=name)
    network.compile(recipe.optimizer(steps), recipe.loss, metrics=["accuracy"])
    return network
