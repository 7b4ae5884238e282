"""Finds the connected components of ink, with OpenCV.

Which components belong to one digit is decided by `model.segmentation`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int32]
Boxes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Components:
    """The connected components of ink.

    `labels` (h, w) is the index of each pixel's component, -1 where there is no ink. `boxes` (n, 4)
    are left, top, right and bottom of each component; right and bottom are exclusive.
    """

    labels: Labels
    boxes: Boxes

    def mask(
        self, chosen: Collection[int] | slice, box: tuple[int, int, int, int], margin: int = 0
    ) -> Mask:
        """Returns where in a box there are chosen components, or they are within the margin.

        The margin is a distance in pixels along rows and columns. The box may exceed the image.
        """
        left, top, right, bottom = (
            box[0] - margin,
            box[1] - margin,
            box[2] + margin,
            box[3] + margin,
        )
        patch = self.labels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        is_chosen = np.zeros(len(self.boxes) + 1, dtype=np.uint8)  # the last is the background's
        is_chosen[chosen if isinstance(chosen, slice) else list(chosen)] = 1
        mask = np.zeros((bottom - top, right - left), dtype=np.uint8)
        x, y = max(0, -left), max(0, -top)
        mask[y : y + patch.shape[0], x : x + patch.shape[1]] = is_chosen[patch]
        if margin:
            mask = dilate(mask, margin)[margin:-margin, margin:-margin]
        return mask.astype(bool)


def connected_components(ink: Mask, reach: int = 1) -> Components:
    """Returns the components of bool (h, w); pixels at most `reach` apart are connected.

    The distance is counted along rows and columns, so that a reach of 1 is 8-connectivity.
    """
    # A block of reach x reach to the right of and below each pixel closes the gaps exactly.
    padded = np.pad(ink.astype(np.uint8), ((0, reach - 1), (0, reach - 1)))
    block = np.ones((reach, reach), dtype=np.uint8)
    joined = cv2.dilate(padded, block, anchor=(reach - 1, reach - 1))
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = statistics[1:, :4].astype(np.intp)  # left, top, width, height; 0 is the background
    boxes[:, 2:] += boxes[:, :2] - (reach - 1)
    height, width = ink.shape
    return Components(np.where(ink, labels[:height, :width] - 1, -1), boxes)


def dilate(mask: npt.NDArray[np.uint8], radius: int) -> npt.NDArray[np.uint8]:
    """Returns the maximum in a square around each pixel, `radius` pixels to each side."""
    square = np.ones((2 * radius + 1, 2 * radius + 1), dtype=np.uint8)
    return cv2.dilate(mask, square).astype(np.uint8)


def erode(mask: npt.NDArray[np.uint8], radius: int) -> npt.NDArray[np.uint8]:
    """Returns the minimum in a square around each pixel, `radius` pixels to each side."""
    square = np.ones((2 * radius + 1, 2 * radius + 1), dtype=np.uint8)
    return cv2.erode(mask, square).astype(np.uint8)
