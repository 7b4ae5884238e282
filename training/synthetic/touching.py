"""Place digits side by side so that their ink touches, in the ways in which written digits do.

    strokes = touching_number([one, two], WAYS[0], 0.08, np.random.default_rng(1))

Evaluation and tests use them; nothing is trained on them. The five ways are those that Chen and
Wang ("Segmentation of single- or multiple-touching handwritten numeral string using background and
foreground analysis", 2000) and Hochuli et al. ("A comprehensive comparison of end-to-end approaches
for handwritten digit string recognition", 2021) tell apart. Points are [x, y], y down; a digit is
about one unit high. Draws no image; `training.synthetic.pictures` does.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.preprocess import Points, Strokes, parse_strokes
from training.synthetic.curves import resample, smooth

END_TO_END, END_TO_SIDE, SIDE_TO_SIDE = "end to end", "end to side", "side to side"
LIGATURE, MULTIPLE = "ligature", "multiple"
WAYS = (END_TO_END, END_TO_SIDE, SIDE_TO_SIDE, LIGATURE, MULTIPLE)

# All lengths are shares of a digit's height.
SIZE_JITTER = 0.08  # standard deviation of the logarithm of a digit's height
PLACE_JITTER = 0.08  # standard deviation of a digit's vertical place
PLACES = 24  # vertical places and sizes that are tried; the one that suits the way best is taken
MIN_HEIGHT = 0.3  # of a digit's width: a flatter one would become too wide
SPACING = 0.02  # between the points that stand for a stroke while two digits are moved together
FAR_FROM_END = 0.3  # from the end of a stroke: a touch so far from it is one of the side
MAX_OVERLAP = 0.3  # of the brush: how much further digits move together after their ink meets
SIDE_OVERLAP = 0.6  # of the brush, where two sides run into each other
CONTACT = 0.35  # of the brush: ink that is closer than this to touching will touch by overlap
LIGATURE_GAP = (0.08, 0.3)  # between the ink of two digits that a ligature joins
LIGATURE_REACH = 0.4  # of a stroke's end from the digit's edge: a pen goes on from a nearer end
LIGATURE_SAG = 0.05  # standard deviation of how far the middle of a ligature is off the straight

Touches = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]


def touching_number(
    digits: Sequence[Strokes], way: str, brush: float, generator: np.random.Generator
) -> Strokes:
    """Returns the strokes of digits, at least one, so that each touches the next in this way.

    `way` is one of WAYS, `brush` the width of the pen as a share of the height: ink reaches half of
    it beyond each stroke. Not all digits can touch in every way, as a 0 has no free end; such a
    touch comes as close to the way as some vertical place and size of the digit allow. Most
    ligatures are drawn without lifting the pen. Raises ValueError for any other way.
    """
    if way not in WAYS:
        raise ValueError(f"Expected way to be one of {', '.join(WAYS)}, got {way!r}.")
    last, *others = [_scaled(parse_strokes(digit)) for digit in digits]
    placed = list(last)
    for digit in others:
        right = _best_placed(last, digit, way, brush, generator)
        if way == LIGATURE:
            placed = _joined(placed, last, right, generator)
        else:
            placed += right
        last = right
    strokes: Strokes = [stroke.tolist() for stroke in placed]
    return strokes


def _scaled(strokes: list[Points]) -> list[Points]:
    """Returns a digit one unit high, its left edge and its middle row at 0."""
    points = np.concatenate(strokes)
    low, (width, height) = points.min(axis=0), np.ptp(points, axis=0)
    unit = max(height, MIN_HEIGHT * width, 1e-9)
    return [(stroke - low - [0, height / 2]) / unit for stroke in strokes]


def _best_placed(
    left: list[Points],
    right: list[Points],
    way: str,
    brush: float,
    generator: np.random.Generator,
) -> list[Points]:
    """Returns the right digit in that size and place, of some random ones, that suits the way."""
    fixed, fixed_ends = _dense(left)
    best, best_suits = right, -np.inf
    for _ in range(PLACES):
        size, row = np.exp(generator.normal(0, SIZE_JITTER)), generator.normal(0, PLACE_JITTER)
        placed = [stroke * size + [0, row] for stroke in right]
        moving, moving_ends = _dense(placed)
        reach = _reach(fixed, moving, brush)
        if reach.max() == -np.inf:  # they pass above each other
            continue
        touch = np.unravel_index(reach.argmax(), reach.shape)
        from_ends = [
            _distance(fixed[touch[0]], fixed_ends),
            _distance(moving[touch[1]], moving_ends),
        ]
        touches = (reach >= reach.max() - CONTACT * brush).any(axis=1)
        suits = _suits(way, from_ends, fixed[touches, 1], brush)
        if suits > best_suits:
            best, best_suits = _moved(placed, reach.max()), suits
    if way == LIGATURE:
        return _moved(best, generator.uniform(*LIGATURE_GAP))
    most = SIDE_OVERLAP if way in (SIDE_TO_SIDE, MULTIPLE) else MAX_OVERLAP
    return _moved(best, -generator.uniform(most / 3, most) * brush)


def _moved(strokes: list[Points], distance: float) -> list[Points]:
    return [stroke + np.array([distance, 0.0]) for stroke in strokes]


def _suits(way: str, from_ends: list[float], rows: Values, brush: float) -> float:
    """Returns how well a touch suits a way; only a comparison of two of the same way has a sense.

    `from_ends` are the distances of the touch from the nearest end of a stroke of both digits,
    `rows` (n,) are those of the left digit's points that touch.
    """
    gaps = np.diff(np.sort(rows), prepend=rows.min())
    if way == END_TO_END:
        return -sum(from_ends)
    if way == END_TO_SIDE:
        return min(max(from_ends), FAR_FROM_END) - min(from_ends)
    if way == SIDE_TO_SIDE:
        return float(np.ptp(rows)) - 2 * float(gaps.max())
    if way == MULTIPLE:
        return min(float(gaps.max()), 3 * brush)
    return 0.0


def _dense(strokes: list[Points]) -> tuple[Points, Points]:
    """Returns points (n, 2) along all strokes, close together, and the strokes' ends (m, 2)."""
    lengths = [float(np.hypot(*np.diff(stroke, axis=0).T).sum()) for stroke in strokes]
    lines = [
        resample(stroke, 2 + int(length / SPACING)) if length else stroke[:1]
        for stroke, length in zip(strokes, lengths, strict=True)
    ]
    return np.concatenate(lines), np.concatenate([stroke[[0, -1]] for stroke in strokes])


def _reach(fixed: Points, moving: Points, brush: float) -> Values:
    """Returns (n, m): how far right each moving point is to go to touch each fixed point's ink.

    It is -inf where the ink of two points passes above each other.
    """
    rows = fixed[:, np.newaxis, 1] - moving[:, 1]
    columns = fixed[:, np.newaxis, 0] - moving[:, 0]
    reach: Values = columns + np.sqrt(np.maximum(brush**2 - rows**2, 0))
    reach[np.abs(rows) > max(brush, SPACING)] = -np.inf
    return reach


def _distance(point: Points, others: Points) -> float:
    return float(np.hypot(*(others - point).T).min())


def _joined(
    placed: list[Points],
    left: list[Points],
    right: list[Points],
    generator: np.random.Generator,
) -> list[Points]:
    """Returns the placed strokes and the right digit's, joined by a ligature.

    The pen goes on from an end of the left digit to one of the right digit where both are near;
    otherwise the ligature is a stroke of its own between the two sides.
    """
    left_points, right_points = np.concatenate(left), np.concatenate(right)
    begin = left_points[left_points[:, 0].argmax()]
    end = right_points[right_points[:, 0].argmin()]
    leaving = [
        (number, line)
        for number, stroke in enumerate(placed)
        for line in (stroke, stroke[::-1])
        if begin[0] - line[-1, 0] < LIGATURE_REACH and (left_points == line[-1]).all(axis=1).any()
    ]
    entering = [
        (number, line)
        for number, stroke in enumerate(right)
        for line in (stroke, stroke[::-1])
        if line[0, 0] - end[0] < LIGATURE_REACH
    ]
    if not (leaving and entering):
        return [*placed, _ligature(begin, end, generator), *right]
    (number, before), (other, after) = min(
        ((one, another) for one in leaving for another in entering),
        key=lambda pair: float(np.hypot(*(pair[0][1][-1] - pair[1][1][0]))),
    )
    line = np.concatenate([before, _ligature(before[-1], after[0], generator)[1:-1], after])
    rest = [stroke for index, stroke in enumerate(right) if index != other]
    return [*placed[:number], *placed[number + 1 :], line, *rest]


def _ligature(begin: Points, end: Points, generator: np.random.Generator) -> Points:
    middle = (begin + end) / 2 + [0, generator.normal(0, LIGATURE_SAG)]
    return smooth(np.array([begin, middle, end]))
