"""Model files: their errors, their hash, and writing a file atomically.

What is in them is for `model.runtime` and `model.calibration` to read.
"""

import hashlib
import os
from pathlib import Path


class ModelFileError(Exception):
    """A model file is missing, damaged or of another kind; the message is one sentence."""


def file_sha256(file: Path) -> str:
    """Returns the SHA-256 of a model file in hex. Raises ModelFileError if it is unreadable."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise ModelFileError(
            f"{file}: no such model file; expected a network saved by Keras, "
            "as `make train` writes it."
        ) from None
    except OSError as error:
        raise ModelFileError(f"{file}: the model file cannot be read ({error.strerror}).") from None


def replace_file(file: Path, content: bytes) -> None:
    """Writes a file atomically: under a temporary name, then renamed."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
