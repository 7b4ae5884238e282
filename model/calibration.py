"""The calibration of a network: its temperature, and the threshold below which it rejects.

`training.calibrate` measures both on validation digits after training. They are stored in the
metadata of the .keras file, so that they always belong to the network. A file without them, such
as one saved by Keras alone, gets the defaults.
"""

import io
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.files import ModelFileError, replace_file

METADATA_MEMBER = "metadata.json"  # of a .keras file, which is a zip file
CALIBRATION_KEY = "calibration"
NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can have


@dataclass(frozen=True)
class Calibration:
    """How to interpret a network's probabilities.

    `temperature`, above 0, divides the logits (Guo et al., "On calibration of modern neural
    networks", 2017). Drawings that score below `least_digit_score`, in [0, 1], are rejected.
    """

    temperature: float = 1.0
    least_digit_score: float = 0.75


def apply_temperature(
    probabilities: npt.NDArray[np.float32], temperature: float
) -> npt.NDArray[np.float32]:
    """Returns probabilities float32 (..., classes) as the same logits give them at a temperature.

    The logits are not needed: a softmax loses only a constant of each row.
    """
    powers = (probabilities / probabilities.max(axis=-1, keepdims=True)) ** (1 / temperature)
    tempered: npt.NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return tempered


def read_calibration(file: Path) -> Calibration:
    """Returns the calibration of a .keras file. Raises ModelFileError where it is damaged."""
    try:
        with zipfile.ZipFile(file) as saved:
            values = json.loads(saved.read(METADATA_MEMBER)).get(CALIBRATION_KEY)
        if values is None:
            return Calibration()
        calibration = Calibration(**{name: float(value) for name, value in values.items()})
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ModelFileError(
            f"{file}: its {METADATA_MEMBER} cannot be read ({type(error).__name__}: {error})."
        ) from None
    if not (0 < calibration.temperature < np.inf and 0 <= calibration.least_digit_score <= 1):
        raise ModelFileError(
            f"{file}: expected a temperature above 0 and a least digit score from 0 to 1, "
            f"got {calibration}."
        )
    return calibration


def write_calibration(file: Path, calibration: Calibration) -> None:
    """Writes a calibration into a .keras file, and removes the date from it.

    So the same network makes the same file, byte for byte, whenever it was trained.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(content, "w") as rewritten:
        for name in saved.namelist():
            member = saved.read(name)
            if name == METADATA_MEMBER:
                metadata = json.loads(member)
                metadata.pop("date_saved", None)
                metadata[CALIBRATION_KEY] = asdict(calibration)
                member = json.dumps(metadata).encode()
            rewritten.writestr(zipfile.ZipInfo(name, NO_DATE), member)
    replace_file(file, content.getvalue())
