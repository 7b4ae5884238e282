"""Write a sheet of synthetic digits and non-digits to look at.

    python -m training.synthetic sheet.png

The upper rows show the digits 0 to 9, four rows below show non-digits. Changes nothing else.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from model.preprocess import FULL_INK, IMAGE_SIZE
from model.runtime import CLASSES
from training.synthetic.digits import synthetic_digits, synthetic_non_digits

COLUMNS = 40
NON_DIGIT_ROWS = 4
BROAD_BRUSH = 0.25  # as in the training of the shipped network


def main(arguments: list[str] | None = None) -> int:
    """Write the sheet that the command line asks for; returns the exit status."""
    file: Path = _parse(arguments).file
    digits = synthetic_digits(COLUMNS * CLASSES, seed=0, broad_brush=BROAD_BRUSH)
    by_digit = [digits.images[digit::CLASSES] for digit in range(CLASSES)]
    non_digits = synthetic_non_digits(COLUMNS * NON_DIGIT_ROWS, seed=0)
    images = np.concatenate([*by_digit, non_digits])
    rows = images.reshape(-1, COLUMNS, IMAGE_SIZE, IMAGE_SIZE).transpose(0, 2, 1, 3)
    try:
        Image.fromarray(FULL_INK - rows.reshape(-1, COLUMNS * IMAGE_SIZE)).save(file)
    except (OSError, ValueError) as error:  # Pillow does not know the file's extension
        print(f"synthetic: {file} cannot be written: {error}", file=sys.stderr)
        return 1
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.synthetic",
        description="Write a sheet of synthetic digits and non-digits to look at.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.png", help="where to write the sheet")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
