"""Writers: each has a hand, a way to write each digit, and habits that all digits share.

    writer = Writer.random(np.random.default_rng(1))
    strokes = writer.draw(7, generator)

Nobody in particular is imitated. How often people have a habit is a guess; rare habits are drawn
somewhat more often than they are met, so that a network learns them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.preprocess import Points
from model.runtime import CLASSES
from training.synthetic.forms import FORMS, SQUARED
from training.synthetic.glyphs import DIGITS
from training.synthetic.hand import Hand, Path, draw_path, parse_path

VARIANT = "variant"  # a way to write a digit that is one of its glyphs' variants
SQUARE = "squared"

# How many writers have each form of a digit; all others write one of its variants.
SHARES: tuple[Mapping[str, float], ...] = (
    {
        "slash within the ring": 0.08,
        "slash beyond the ring": 0.06,
        "slash far beyond the ring": 0.07,
        "level bar": 0.05,
        "slash in the loop": 0.06,
    },
    {"flag": 0.3, "flag and foot": 0.12},
    {},
    {},
    {"closed": 0.25},
    {},
    {"narrow ring": 0.2},
    {"round shoulder": 0.2, "corner": 0.25},
    {"open above": 0.2},
    {"small ring, long tail": 0.2, "s with a ring": 0.06},
)
SQUARED_SHARE = 0.03  # of writers square all digits, as on a meter
JOINING_SHARE = 0.08  # of writers join strokes that are usually lifted
JOINED = (4, 5, 7)  # digits of which two strokes can be joined
USUAL = 0.8  # of a writer's digits have the writer's form; the others have any


@dataclass(frozen=True)
class Writer:
    """Somebody who writes digits.

    `hand` is how the pen moves. `forms` are the names of the ten digits' forms, keys of FORMS,
    VARIANT or SQUARE. `variants` are the glyphs where the form is VARIANT. `joins` is whether
    strokes are joined that are usually lifted.
    """

    hand: Hand
    forms: tuple[str, ...]
    variants: tuple[str, ...]
    joins: bool

    @classmethod
    def random(cls, generator: np.random.Generator) -> "Writer":
        """Returns any writer."""
        forms = tuple(_random_form(digit, generator) for digit in range(CLASSES))
        if generator.random() < SQUARED_SHARE:
            forms = (SQUARE,) * CLASSES
        variants = tuple(_random_variant(digit, generator) for digit in range(CLASSES))
        joins = bool(generator.random() < JOINING_SHARE)
        return cls(Hand.random(generator), forms, variants, joins)

    def draw(self, digit: int, generator: np.random.Generator) -> list[Points]:
        """Draws a digit, usually in the writer's form: strokes (n, 2), y down, 100 units high."""
        form, variant = self.forms[digit], self.variants[digit]
        if generator.random() >= USUAL:
            form, variant = _random_form(digit, generator), _random_variant(digit, generator)
        if form == VARIANT:
            path = parse_path(variant)
        elif form == SQUARE:
            path = parse_path(SQUARED[digit])
        else:
            path = FORMS[digit][form](generator)
        if self.joins and digit in JOINED:
            path = _joined(path)
        return draw_path(path, self.hand, generator)


def _random_form(digit: int, generator: np.random.Generator) -> str:
    shares = SHARES[digit]
    rest = 1 - sum(shares.values())
    return str(generator.choice([*shares, VARIANT], p=[*shares.values(), rest]))


def _random_variant(digit: int, generator: np.random.Generator) -> str:
    weights = np.array(list(DIGITS[digit].values()))
    return list(DIGITS[digit])[generator.choice(len(weights), p=weights / weights.sum())]


def _joined(path: Path) -> Path:
    """Joins the first two strokes by a straight line."""
    if len(path) < 2:
        return path
    first, second, *others = path
    line = np.array([first[-1][-1], second[0][0]])
    return [[*first, line, *second], *others]
