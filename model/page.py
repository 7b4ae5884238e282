"""Reads the digits of one drawing or image: finds them, and lets the network judge.

`model.classifier` makes a page from strokes or from an image, and drops it once it has been read.
The work is bounded: of more ink than fits, the end is not read, and the reading says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from model.cuts import SURE, Judge, Parts, Probabilities
from model.preprocess import DigitImage, Pixels, to_network_input
from model.reading import LEAST_LIKELY, DigitReading, Line, Prediction, Reading
from model.rows import Boxes, row_hypotheses
from model.runtime import CLASSES, Network
from model.segmentation import Segmentation, Span, best_segmentation

TOP_K = 3
MAX_GROUPS = 320  # of strokes that are read at most: more than 12 rows of 24 digits
MAX_JOINS = 60  # of neighbouring groups that are tried as one digit, those with the least gaps
# Of ink that is not surely one digit, so many groups are cut on trial, the widest first, and so
# many pieces of them all are shown to the network.
MAX_CUT_GROUPS = 6
MAX_PIECES = 60
# Print and patterns are not read to their end: a page of digits has so many among a sample.
SAMPLE = 24
LEAST_SHARE = 0.3
FEW_GROUPS = 80
CROWDED = 32  # from so many groups on, a digit is drawn more coarsely, and none is cut

Indices = tuple[int, ...]  # of strokes or components
Piece = TypeVar("Piece")


class Source(Protocol[Piece]):
    """What is read: strokes, or the ink of an image."""

    @property
    def boxes(self) -> Boxes:
        """Left, top, right, bottom of each stroke or component (n, 4), n >= 1, in any unit."""

    def piece(self, indices: Indices) -> Piece:
        """Returns strokes or components together."""

    def draw(self, piece: Piece, quickly: bool) -> DigitImage:
        """Draws a piece as the network sees it; if `quickly`, more coarsely."""

    def draw_pair(self, piece: Piece) -> Pixels:
        """Draws a piece as the network for pairs sees it, uint8 (28, 48)."""

    def cut(self, piece: Piece, score: float, judge: Judge[Piece]) -> Parts[Piece]:
        """Returns the digits that touch in a piece, and what each looks like (10,)."""


def digit_score(probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Returns how much drawings look like digits, in [0, 1], from probabilities (..., 10).

    It is the largest probability: for anything but a digit, the network is trained to give all
    digits the same.
    """
    score: npt.NDArray[np.float32] = probabilities.max(axis=-1)
    return score


class Page(Generic[Piece]):
    """One drawing or image while it is read. Nothing is drawn for the network twice."""

    def __init__(self, network: Network, source: Source[Piece], pairs: Network | None) -> None:
        """Prepares to read what `source` holds; only with a network for pairs, digits are cut."""
        self._network = network
        self._pairs = pairs
        self._source = source
        # Divide first: the difference of two huge numbers may not be finite.
        largest = max(float(np.abs(source.boxes).max()), np.finfo(float).tiny)
        self._boxes = source.boxes / largest
        self._known: dict[Indices, tuple[Piece, DigitReading]] = {}
        self._pieces_left = MAX_PIECES if pairs else 0
        self._is_crowded = False

    def read(self) -> tuple[Reading, list[Piece]]:
        """Returns what is on the page, and the piece of each digit in reading order."""
        outcomes = [self._read_rows(rows) for rows in row_hypotheses(self._boxes)]
        for reading, pieces in outcomes:
            if all(digit.is_digit or digit.is_sign for digit in reading.digits):
                return reading, pieces
        return outcomes[0]

    def read_as_one(self) -> Reading | None:
        """Returns all that is on the page as one digit, or None if it does not look like one."""
        everything = tuple(range(len(self._boxes)))
        self._look_at([everything])
        _, digit = self._known[everything]
        return Reading((Line(((digit,),)),)) if digit.is_digit else None

    def _read_rows(self, rows: Iterable[Sequence[int]]) -> tuple[Reading, list[Piece]]:
        segmentations = [Segmentation(self._boxes, row) for row in rows]
        truncated = _shorten(segmentations, MAX_GROUPS)
        self._is_crowded = sum(map(len, segmentations)) >= CROWDED
        if self._is_crowded and not self._has_digits(segmentations):
            truncated |= _shorten(segmentations, FEW_GROUPS)
        spans = _without_widest_joins(segmentations)
        self._look_at(
            each.indices(span)
            for each, own in zip(segmentations, spans, strict=True)
            for span in own
        )
        lines, pieces = [], []
        for each, own in zip(segmentations, spans, strict=True):
            line, line_pieces = self._read_row(each, own)
            lines.append(line)
            pieces += line_pieces
        return Reading(tuple(lines), truncated), pieces

    def _has_digits(self, segmentations: Sequence[Segmentation]) -> bool:
        """Returns whether a page of much ink has digits, from a sample of its groups."""
        groups = [
            each.indices((start, start + 1)) for each in segmentations for start in range(len(each))
        ]
        sample = groups[:: max(1, len(groups) // SAMPLE)]
        self._look_at(sample)
        return bool(np.mean([self._known[indices][1].is_digit for indices in sample]) > LEAST_SHARE)

    def _read_row(self, row: Segmentation, spans: Sequence[Span]) -> tuple[Line, list[Piece]]:
        signs = {(start, start + 1): score for start, score in enumerate(row.signs())}
        scores = {
            (start, end): signs.get((start, end))
            # Ink that is no digit may be a sign of its own: joined to a digit, it would hide it.
            or max(self._score(row.indices((start, end))), LEAST_LIKELY * (end == start + 1))
            for start, end in spans
        }
        best = best_segmentation(scores)
        cut = self._cut(row, scores, [span for span in best if not signs.get(span)])
        if cut:
            best = best_segmentation(scores)
        found: list[list[tuple[Piece, DigitReading]]] = []
        for span in best:
            piece, digit = self._known[row.indices(span)]
            if signs.get(span):
                digit = replace(digit, is_digit=False, is_sign=True)
            found.append(cut.get(span, [(piece, digit)]))
        wide = row.wide_gaps(best)
        numbers: list[list[DigitReading]] = [[]]
        for digits, is_wide in zip(found, [*wide, False], strict=True):
            numbers[-1] += [digit for _, digit in digits]
            if is_wide:
                numbers.append([])
        line = Line(tuple(tuple(number) for number in numbers))
        return line, [piece for digits in found for piece, _ in digits]

    def _cut(
        self, row: Segmentation, scores: dict[Span, float], best: Sequence[Span]
    ) -> dict[Span, list[tuple[Piece, DigitReading]]]:
        """Cuts ink that is unsure apart where digits touch, and updates the scores of its spans."""
        if self._pieces_left <= 0 or self._is_crowded:
            return {}
        unsure = [span for span in best if scores[span] < SURE]
        tried = [
            span
            for span in scores
            if scores[span] < SURE
            and self._known[row.indices(span)][1].has_shape
            and any(span[0] < other[1] and other[0] < span[1] for other in unsure)
        ]
        cut = {}
        for span in sorted(tried, key=row.aspect, reverse=True)[:MAX_CUT_GROUPS]:
            piece, _ = self._known[row.indices(span)]
            parts = self._source.cut(piece, self._score(row.indices(span)), self)
            if parts:
                pieces, digits = [part for part, _ in parts], np.array([each for _, each in parts])
                cut[span] = list(zip(pieces, self._judged(self._draw(pieces), digits), strict=True))
                product = float(np.prod([_score(digit) for _, digit in cut[span]]))
                # A sign beside a digit can be cut into parts of digits, too.
                scores[span] = product * (1.0 if span[1] == span[0] + 1 else LEAST_LIKELY)
        return cut

    def digits(self, pieces: Sequence[Piece]) -> Probabilities:
        """Returns what digits pieces look like (n, 10); zeros once too many were looked at."""
        self._pieces_left -= len(pieces)
        if self._pieces_left < 0:
            return np.zeros((len(pieces), CLASSES), dtype=np.float32)
        drawn = self._draw(pieces)
        has_shape = np.array([each.has_shape for each in drawn], dtype=np.float32)
        return self._probabilities(drawn) * has_shape[:, np.newaxis]

    def pairs(self, pieces: Sequence[Piece]) -> Probabilities:
        """Returns what two digits pieces look like (n, 2, 10)."""
        if not self._pairs:
            return np.zeros((len(pieces), 2, CLASSES), dtype=np.float32)
        images = np.array([self._source.draw_pair(piece) for piece in pieces])
        return self._pairs(to_network_input(images))

    def _look_at(self, candidates: Iterable[Indices]) -> None:
        """Has the network see strokes as one digit each, all in one go."""
        new = [indices for indices in dict.fromkeys(candidates) if indices not in self._known]
        pieces = [self._source.piece(indices) for indices in new]
        if pieces:
            drawn = self._draw(pieces)
            readings = self._judged(drawn, self._probabilities(drawn))
            self._known |= zip(new, zip(pieces, readings, strict=True), strict=True)

    def _draw(self, pieces: Sequence[Piece]) -> list[DigitImage]:
        return [self._source.draw(piece, self._is_crowded) for piece in pieces]

    def _probabilities(self, drawn: Sequence[DigitImage]) -> Probabilities:
        """Returns what the network sees in each image (n, 10), n >= 1."""
        scanned = [number for number, digit in enumerate(drawn) if digit.scan is not None]
        images = [digit.pixels for digit in drawn] + [drawn[number].scan for number in scanned]
        outputs = self._network(to_network_input(np.array(images)))
        outputs[scanned] = (outputs[scanned] + outputs[len(drawn) :]) / 2
        return outputs[: len(drawn)]

    def _judged(
        self, drawn: Sequence[DigitImage], probabilities: Probabilities
    ) -> list[DigitReading]:
        """Returns the readings of images with these probabilities (n, 10)."""
        threshold = self._network.calibration.least_digit_score
        return [
            DigitReading(
                _top_predictions(output),
                digit.has_shape and float(digit_score(output)) >= threshold,
                digit.pixels,
                digit.box,
                digit.has_shape,
                digit.frame,
            )
            for digit, output in zip(drawn, probabilities, strict=True)
        ]

    def _score(self, indices: Indices) -> float:
        return _score(self._known[indices][1])


def _score(digit: DigitReading) -> float:
    return digit.predictions[0].probability if digit.has_shape else 0.0


def _shorten(segmentations: list[Segmentation], room: int) -> bool:
    """Drops the groups that come after so many; returns whether there are any."""
    for number, each in enumerate(segmentations):
        if len(each) > room:
            each.shorten(room)
            del segmentations[number + (room > 0) :]
            return True
        room -= len(each)
    return False


def _without_widest_joins(segmentations: Sequence[Segmentation]) -> list[list[Span]]:
    """Returns the spans of each row, without the widest joins of groups if there are too many."""
    spans = [each.spans() for each in segmentations]
    gaps = sorted(
        each.widest_gap(span)
        for each, own in zip(segmentations, spans, strict=True)
        for span in own
        if span[1] > span[0] + 1
    )
    if len(gaps) <= MAX_JOINS:
        return spans
    limit = gaps[MAX_JOINS]
    return [
        [span for span in own if span[1] == span[0] + 1 or each.widest_gap(span) < limit]
        for each, own in zip(segmentations, spans, strict=True)
    ]


def _top_predictions(probabilities: npt.NDArray[np.float32]) -> tuple[Prediction, ...]:
    digits = probabilities.argsort()[::-1][:TOP_K]
    return tuple(Prediction(int(digit), float(probabilities[digit])) for digit in digits)
