"""The networks that can be trained: a list of layers and a training recipe for each.

    dense   one hidden layer: the smallest useful network
    cnn     one convolution: the network of many tutorials
    best    seven convolutions: the shipped network
    pairs   five convolutions: the shipped network for two digits that touch

A network maps float32 (n, 28, 28, 1) in [0, 1], from `model.preprocess.to_network_input`, to
float32 (n, 10): the probabilities of the digits 0 to 9. The one for pairs maps (n, 28, 48, 1) to
(n, 2, 10): those of the left and of the right digit.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
from keras import layers

from model.pairs import PAIR_SHAPE
from model.runtime import CLASSES, INPUT_SHAPE
from training.faster import FusedBatchNormalization, convolution_policy


def dense() -> list[keras.Layer]:
    """One hidden layer of 128 units."""
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
    """Seven 3 x 3 convolutions in three stages: at 28 x 28, at 14 x 14 and at 7 x 7 pixels."""
    return [
        *_convolution(16),  # 28 x 28 x 16
        *_convolution(16),
        layers.MaxPooling2D(),  # 14 x 14 x 16
        *_convolution(48),
        *_convolution(48),  # 14 x 14 x 48
        layers.MaxPooling2D(),  # 7 x 7 x 48
        *_convolution(112),
        *_convolution(112),
        *_convolution(112),  # 7 x 7 x 112
        layers.GlobalAveragePooling2D(),  # 112
        layers.Dropout(0.25),
        layers.Dense(CLASSES, activation="softmax"),
    ]


def pairs() -> list[keras.Layer]:
    """Five convolutions, at 14 x 24 and 7 x 12 pixels, and what is in each of twelve columns."""
    return [
        *_convolution(24, 5, strides=2),  # 14 x 24 x 24
        *_convolution(40),
        *_convolution(40),  # 14 x 24 x 40
        layers.MaxPooling2D(),  # 7 x 12 x 40
        *_convolution(80),
        *_convolution(80),  # 7 x 12 x 80
        layers.AveragePooling2D((7, 1)),  # 1 x 12 x 80
        layers.Flatten(),  # 960
        layers.Dropout(0.2),
        layers.Dense(2 * CLASSES),
        layers.Reshape((2, CLASSES)),
        layers.Softmax(),
    ]


def _convolution(filters: int, size: int = 3, strides: int = 1) -> list[keras.Layer]:
    return [
        layers.Conv2D(
            filters,
            size,
            strides=strides,
            padding="same",
            use_bias=False,
            dtype=convolution_policy(),
        ),
        FusedBatchNormalization(dtype="float32"),
        layers.ReLU(),
    ]


def adam(_steps: int) -> keras.Optimizer:
    """Adam with Keras' default settings."""
    return keras.optimizers.Adam()


def cosine_adamw_with_ema(steps: int) -> keras.Optimizer:
    """AdamW with cosine decay from 3e-3 to zero and a moving average of the weights.

    The exponential moving average covers about 200 steps. Its weights are validated and saved.
    """
    return keras.optimizers.AdamW(
        keras.optimizers.schedules.CosineDecay(3e-3, steps),
        weight_decay=0.05,
        use_ema=True,
        ema_momentum=0.995,
    )


@dataclass(frozen=True)
class Recipe:
    """A network and how it is trained.

    Each batch holds `batch_size` images of MNIST, plus `synthetic_digits` and
    `synthetic_non_digits`. A share `broad_brush` of the synthetic digits is drawn with a broad
    brush. `augmented` turns augmentation on for all images, `elastic` adds elastic distortion.
    One epoch goes through MNIST once.
    """

    name: str
    layers: Callable[[], list[keras.Layer]]
    optimizer: Callable[[int], keras.Optimizer]
    epochs: int
    batch_size: int
    one_hot: bool = True
    augmented: bool = False
    elastic: bool = False
    synthetic_digits: int = 0
    broad_brush: float = 0.0
    synthetic_non_digits: int = 0
    patience: int | None = None
    inputs: tuple[int, int, int] = INPUT_SHAPE
    outputs: tuple[int, ...] = (CLASSES,)

    @property
    def of_pairs(self) -> bool:
        """Whether the network reads two digits, and is trained on pairs."""
        return self.inputs == PAIR_SHAPE

    @property
    def loss(self) -> str:
        """The cross-entropy for one-hot targets or for labels."""
        return "categorical_crossentropy" if self.one_hot else "sparse_categorical_crossentropy"


DENSE = Recipe("dense", dense, adam, epochs=5, batch_size=32, one_hot=False)
CNN = Recipe("cnn", cnn, adam, epochs=50, batch_size=128, patience=2)
BEST = Recipe(
    "best",
    best,
    cosine_adamw_with_ema,
    epochs=16,
    batch_size=128,
    augmented=True,
    elastic=True,
    synthetic_digits=32,
    broad_brush=0.25,
    synthetic_non_digits=12,
)
PAIRS = Recipe(
    "pairs",
    pairs,
    cosine_adamw_with_ema,
    epochs=6,
    batch_size=40,
    augmented=True,
    synthetic_digits=56,
    broad_brush=0.4,
    synthetic_non_digits=40,
    inputs=PAIR_SHAPE,
    outputs=(2, CLASSES),
)
RECIPES = {recipe.name: recipe for recipe in (DENSE, CNN, BEST)}  # of one digit


def build(recipe: Recipe, steps: int) -> keras.Sequential:
    """Returns a recipe's untrained network, compiled for `steps` training steps."""
    network = keras.Sequential(
        [keras.Input(recipe.inputs, name="image"), *recipe.layers()], name=recipe.name
    )
    network.compile(recipe.optimizer(steps), recipe.loss, metrics=["accuracy"])
    return network
