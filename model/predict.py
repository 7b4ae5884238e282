"""Reads images of digits from the command line.

    python -m model.predict seven.png https://example.org/nine.jpg
    python -m model.predict --json - < seven.png

Prints the three likeliest digits of each image with their probabilities. With --json it prints one
line for each image:

    {"source", "text", "digits": [{"predictions": [{"digit", "probability"}], "is_digit", "box"}]}

For a source that cannot be read, it prints one line on standard error and goes on with the next;
the exit status is then 1.
"""

import argparse
import io
import json
import os
import sys
from pathlib import Path

from model.classifier import MODEL_FILE, DigitClassifier, Reading
from model.files import ModelFileError
from model.picture.open import MAX_BYTES, ImageError, open_image
from model.runtime import quiet_libraries

STANDARD_INPUT = "-"


def main(arguments: list[str] | None = None) -> int:
    """Reads all sources; returns the exit status."""
    options = _parse(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # for file names outside its encoding
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _predict(options.sources, options.model, options.json)
    except KeyboardInterrupt:
        return 130  # the convention of shells
    except OSError as error:  # from standard output; all others are caught
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # it would fail again at exit
        if not isinstance(error, BrokenPipeError):  # which `… | head` causes
            _complain(f"the output cannot be written ({error.strerror}).")
        return 1


def _predict(sources: list[str], model: Path, as_json: bool) -> int:
    try:
        classifier = DigitClassifier.load(model)
    except ModelFileError as error:
        _complain(str(error))
        return 1
    width = max(len(_printable(source)) for source in sources)
    shown = [_show(classifier, source, as_json, width) for source in sources]
    return 0 if all(shown) else 1


def _show(classifier: DigitClassifier, source: str, as_json: bool, width: int) -> bool:
    """Prints the reading of a source, or an error; returns whether it was read."""
    try:
        reading = _read(classifier, source)
    except ImageError as error:
        _complain(f"{source}: {error}")
        return False
    except OSError as error:
        _complain(f"{source}: cannot be read ({error.strerror}).")
        return False
    lines = [_as_json(source, reading)] if as_json else _as_text(source, reading, width)
    print(*lines, sep="\n", flush=True)
    return True


def _read(classifier: DigitClassifier, source: str) -> Reading:
    content = _content(source)
    with quiet_libraries():  # image decoders print warnings
        return classifier.read_image(open_image(content))


def _content(source: str) -> bytes:
    """Returns the content of a source; of a file that is too large, just more than the limit."""
    if source == STANDARD_INPUT:
        with os.fdopen(0, "rb", closefd=False) as stream:
            return stream.read(MAX_BYTES + 1)
    if "://" in source:
        from model.picture.fetch import fetch  # takes as long to import as everything else

        return fetch(source)
    with Path(source).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _as_text(source: str, reading: Reading, width: int) -> list[str]:
    """Returns one line for each digit, after the source, which is padded to `width`."""
    lines = []
    for digit in reading.digits:
        likeliest = "   ".join(
            f"{each.digit} {100 * each.probability:.1f} %" for each in digit.predictions
        )
        lines.append(likeliest if digit.is_digit else f"{likeliest}   (unsure: not like any digit)")
    return [f"{_printable(source):{width}}   {line}" for line in lines or ["no ink"]]


def _as_json(source: str, reading: Reading) -> str:
    digits = [
        {
            "predictions": [
                {"digit": each.digit, "probability": each.probability} for each in digit.predictions
            ],
            "is_digit": digit.is_digit,
            "box": digit.box,
        }
        for digit in reading.digits
    ]
    return json.dumps({"source": source, "text": reading.text, "digits": digits})


def _complain(sentence: str) -> None:
    print(f"predict: {_printable(sentence)}", file=sys.stderr)


def _printable(text: str) -> str:
    """Returns the text in one line, without control characters."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.predict", description="Read images of digits."
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="FILE_OR_URL",
        help="an image file, the URL of one, or - for standard input",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")
    parser.add_argument(
        "--model", type=Path, default=MODEL_FILE, metavar="FILE.keras", help="the network to use"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
