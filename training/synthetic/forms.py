"""Ways to write a digit that have a range: slashes, flags, feet, shoulders, rings and corners.

    path = FORMS[0]["slash far beyond the ring"](generator)

Each form draws the knots of a path anew, on a square of 100 by 100, y down, as those of
`training.synthetic.glyphs` are. They stand beside its variants: a list of variants has no slash of
any length between two of its own. `training.synthetic.writers` says how often people use a form.
"""

from collections.abc import Callable, Mapping

import numpy as np

from training.synthetic.hand import Path, parse_path

Form = Callable[[np.random.Generator], Path]

RINGS = (
    "50,0 22,12 10,50 22,88 50,100 78,88 90,50 78,12 50,0",
    "68,6 38,2 14,32 12,70 38,99 74,86 88,48 76,12 52,3",
    "45,2 76,12 90,48 78,86 50,100 22,88 10,50 22,14 52,0",
)
CENTRE = np.array([50.0, 50.0])


def slashed_zero(generator: np.random.Generator, reach: tuple[float, float]) -> Path:
    """A ring and a rising slash that reaches so far from its centre to each side."""
    angle = generator.uniform(0.6, 1.35)
    direction = np.array([np.cos(angle), -np.sin(angle)])
    ends = [CENTRE + generator.normal(0, 4, 2) + side * generator.uniform(*reach) * direction
            for side in (1, -1)]  # fmt: skip
    return [*_ring(generator), [np.array(ends[:: generator.choice([-1, 1])])]]


def barred_zero(generator: np.random.Generator) -> Path:
    """A ring and a level bar through it."""
    half, row = generator.uniform(28, 75), generator.uniform(38, 62)
    bar = np.array([[50 - half, row + generator.normal(0, 4)], [50 + half, row]])
    return [*_ring(generator), [bar]]


def slash_in_the_loop(generator: np.random.Generator) -> Path:
    """A ring whose pen goes on through it as a slash, or came from there."""
    reach = generator.uniform(50, 85)
    angle = generator.uniform(0.7, 1.2)
    foot = CENTRE + reach * np.array([-np.cos(angle), np.sin(angle)])
    ring = parse_path("78,14 50,0 20,14 10,50 22,88 50,100 80,86 90,48 80,16")[0][0]
    if generator.random() < 0.7:
        return [[ring, np.array([ring[-1], foot])]]
    return [[np.array([foot, ring[0]]), ring]]


def flagged_one(generator: np.random.Generator, foot: bool = False) -> Path:
    """An upright with a flag of any length and angle; only a short one is flat."""
    angle = generator.uniform(0.0, 1.2)
    longest = 22 + 38 * min(1.0, angle / 0.7)
    flag = generator.uniform(6, longest) * np.array([-np.cos(angle), np.sin(angle)])
    top = np.array([56.0, 0.0])
    bottom = np.array([generator.normal(56, 3), 100.0])
    upright = [np.array([top + flag, top]), np.array([top, bottom])]
    if not foot:
        return [upright]
    left, right = generator.uniform(10, 45, 2)
    ends = bottom + np.array([[-left, 0.0], [right, 0.0]])
    if generator.random() < 0.2:
        return [[*upright, np.array([bottom, ends[0]]), ends]]
    return [upright, [ends]]


def shouldered_seven(generator: np.random.Generator) -> Path:
    """A seven whose bar turns down in a curve, with or without a bar and a serif."""
    start = [generator.uniform(4, 18), generator.uniform(2, 16)]
    knots = [start, [45, generator.uniform(0, 6)], [generator.uniform(68, 80), 4],
             [generator.uniform(82, 90), generator.uniform(12, 24)],
             [generator.uniform(64, 74), 52], [generator.uniform(36, 56), 100]]  # fmt: skip
    stroke = [np.array(knots)]
    if generator.random() < 0.3:
        serif = [start[0] + generator.normal(0, 3), start[1] + generator.uniform(8, 22)]
        stroke = [np.array([serif, start]), *stroke]
    return [stroke, *_bar_of_seven(generator, 0.45)]


def cornered_seven(generator: np.random.Generator) -> Path:
    """A seven with a corner, with or without a bar and a serif."""
    left, corner = generator.uniform(2, 24), [generator.uniform(78, 94), generator.uniform(0, 8)]
    top = np.array([[left, generator.uniform(0, 10)], corner])
    down = np.array([corner, [generator.uniform(32, 60), 100]])
    stroke = [top, down]
    if generator.random() < 0.35:
        serif = top[0] + [generator.normal(0, 3), generator.uniform(8, 30)]
        stroke = [np.array([serif, top[0]]), *stroke]
    return [stroke, *_bar_of_seven(generator, 0.5)]


def small_ringed_nine(generator: np.random.Generator) -> Path:
    """A small ring with a long tail, straight, waved or curved."""
    size = generator.uniform(0.55, 0.95)
    ring = np.array([[80, 20], [50, 0], [18, 26], [44, 50], [80, 22]]) * size
    ring += [82 - ring[:, 0].max(), 0]
    begin = ring[-1]
    wave, lean = generator.uniform(-11, 11), generator.uniform(-45, 10)
    along = np.linspace(0, 1, 5)[:, np.newaxis]
    tail = begin + along * (np.array([begin[0] + lean, 100.0]) - begin)
    tail[1:4, 0] += wave * np.array([1.0, 0.0, -1.0])
    if generator.random() < 0.3:
        tail = np.concatenate([tail[:-1], [[tail[-1, 0] - generator.uniform(10, 40), 96]]])
    return [[ring, tail]] if generator.random() < 0.5 else [[np.concatenate([ring, tail[1:]])]]


def ringed_s(generator: np.random.Generator) -> Path:
    """A nine like an s whose top is a ring."""
    out = generator.uniform(70, 88)
    ring = [[72, 22], [50, 2], [26, 22], [48, 44], [74, 24]]
    tail = [[out - 4, 52], [out, 76], [56, 99], [generator.uniform(14, 30), 84]]
    return [[np.array(ring + tail, dtype=np.float64)]]


def closed_four(generator: np.random.Generator) -> Path:
    """A four whose left and right strokes meet at the top or nearly do."""
    apex = np.array([generator.uniform(50, 74), 0.0])
    row = generator.uniform(56, 76)
    left = np.array([generator.uniform(2, 22), row])
    right = np.array([generator.uniform(apex[0] + 8, 100), row + generator.normal(0, 4)])
    foot = np.array([apex[0] + generator.normal(0, 6), 100.0])
    gap = np.array([0.0, generator.uniform(-4, 14)])
    if generator.random() < 0.35:
        return [[np.array([left, right])[::-1], np.array([left, apex]), np.array([apex, foot])]]
    return [[np.array([apex, left]), np.array([left, right])], [np.array([apex + gap, foot])]]


def narrow_ringed_six(generator: np.random.Generator) -> Path:
    """A six whose ring is narrow or low."""
    width, ring = generator.uniform(20, 46), generator.uniform(30, 55)
    top = generator.uniform(22 + width / 2, 72)
    left = 18.0
    knots = [[top, 0], [left + 6, 46], [left, 78], [left + width / 2, 100],
             [left + width, 100 - ring / 2], [left + width * 0.55, 100 - ring],
             [left + 2, 100 - ring / 2.5]]  # fmt: skip
    return [[np.array(knots)]]


def open_eight(generator: np.random.Generator) -> Path:
    """An eight that is left open above by any amount."""
    gap = generator.uniform(4, 34)
    middle = 52 + gap / 2
    start, end = [middle, generator.uniform(0, 14)], [middle + gap, generator.uniform(0, 16)]
    knots = np.array([start, [38, 2], [24, 22], [50, 47], [78, 72], [50, 100], [20, 74],
                      [50, 46], [74, 28], end])  # fmt: skip
    if generator.random() < 0.3:
        knots = knots * [-1.0, 1.0] + [100.0, 0.0]
    return [[knots[:: generator.choice([-1, 1])]]]


SQUARED = (
    "14,0 86,0 | 86,100 | 14,100 | 14,0",
    "50,0 50,100",
    "10,0 86,0 | 86,48 | 14,52 | 14,100 | 90,100",
    "12,0 86,0 | 86,100 | 10,100 ; 30,50 86,50",
    "16,0 16,54 | 92,54 ; 80,0 80,100",
    "86,0 14,0 | 14,48 | 86,48 | 86,100 | 10,100",
    "82,0 14,0 | 14,100 | 86,100 | 86,52 | 14,52",
    "10,0 86,0 | 86,100",
    "14,0 86,0 | 86,100 | 14,100 | 14,0 ; 14,50 86,50",
    "86,48 14,48 | 14,0 | 86,0 | 86,100 | 16,100",
)


def _ring(generator: np.random.Generator) -> Path:
    return parse_path(RINGS[generator.integers(len(RINGS))])


def _bar_of_seven(generator: np.random.Generator, share: float) -> Path:
    if generator.random() >= share:
        return []
    row, half = generator.uniform(42, 60), generator.uniform(16, 36)
    middle = generator.uniform(50, 62)
    return [[np.array([[middle - half, row + generator.normal(0, 4)], [middle + half, row]])]]


def _slash(least: float, most: float) -> Form:
    return lambda generator: slashed_zero(generator, (least, most))


# The forms of each digit by name. Reports tell by these names how well they are read.
FORMS: tuple[Mapping[str, Form], ...] = (
    {
        "slash within the ring": _slash(34, 58),
        "slash beyond the ring": _slash(58, 80),
        "slash far beyond the ring": _slash(80, 115),
        "level bar": barred_zero,
        "slash in the loop": slash_in_the_loop,
    },
    {"flag": flagged_one, "flag and foot": lambda generator: flagged_one(generator, foot=True)},
    {},
    {},
    {"closed": closed_four},
    {},
    {"narrow ring": narrow_ringed_six},
    {"round shoulder": shouldered_seven, "corner": cornered_seven},
    {"open above": open_eight},
    {"small ring, long tail": small_ringed_nine, "s with a ring": ringed_s},
)
