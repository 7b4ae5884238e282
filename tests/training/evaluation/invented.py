"""Invented predictions for the tests of what is computed from them."""

import numpy as np
import numpy.typing as npt

from training.evaluation.predictions import Predictions


def predictions_of(
    probabilities: npt.ArrayLike, accepted: npt.ArrayLike = True, has_shape: npt.ArrayLike = True
) -> Predictions:
    """Predictions with these probabilities, the same before calibration, for blank images."""
    rows = np.asarray(probabilities, dtype=np.float32)
    return Predictions(
        texts=rows.argmax(axis=1).astype(np.str_),
        images=np.zeros((len(rows), 28, 28), dtype=np.uint8),
        probabilities=rows,
        uncalibrated=rows.copy(),
        accepted=np.broadcast_to(np.asarray(accepted, dtype=np.bool_), len(rows)),
        has_shape=np.broadcast_to(np.asarray(has_shape, dtype=np.bool_), len(rows)),
    )


def confident_in(digits: list[int], confidence: float | list[float]) -> npt.NDArray[np.float32]:
    """Probabilities (n, 10): this confidence in each digit, the rest spread over the others."""
    confidences = np.broadcast_to(confidence, len(digits)).astype(np.float32)
    rows = np.repeat((1 - confidences[:, None]) / np.float32(9), 10, axis=1)
    rows[np.arange(len(digits)), digits] = confidences
    return rows
