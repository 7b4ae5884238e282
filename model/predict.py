"""Read pictures of digits from the command line.

    python -m model.predict seven.png https://example.org/nine.jpg
    python -m model.predict --json - < seven.png

Prints the three likeliest digits of each picture with their probabilities, or with --json a line

    {"source", "text", "digits": [{"predictions": [{"digit", "probability"}], "is_digit", "box"}]}

A source that cannot be read gets a line on standard error and keeps no other from being read; the
exit status is then 1.
"""

import argparse
import io
import json
import os
import sys
from pathlib import Path

from model.classifier import MODEL_FILE, DigitClassifier, Reading
from model.files import ModelFileError
from model.picture import MOST_BYTES, PictureError, open_picture
from model.runtime import quiet_libraries

STANDARD_INPUT = "-"


def main(arguments: list[str] | None = None) -> int:
    """Read all sources; returns the exit status."""
    options = _parse(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # for names that it cannot write otherwise
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _predict(options.sources, options.model, options.json)
    except KeyboardInterrupt:
        return 130  # as a shell has it
    except OSError as error:  # only standard output is left to fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # it would fail again at exit
        if not isinstance(error, BrokenPipeError):  # as `… | head` makes them
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
    """Print what a source is read as, or why it is not; returns whether it was read."""
    try:
        reading = _read(classifier, source)
    except PictureError as error:
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
    with quiet_libraries():  # those that decode pictures comment on damage
        return classifier.read_image(open_picture(content))


def _content(source: str) -> bytes:
    """What is at a source; of a file that is too large, no more than tells that it is."""
    if source == STANDARD_INPUT:
        with os.fdopen(0, "rb", closefd=False) as stream:
            return stream.read(MOST_BYTES + 1)
    if "://" in source:
        from model.fetch import fetch  # which takes as long to import as all the rest

        return fetch(source)
    with Path(source).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _as_text(source: str, reading: Reading, width: int) -> list[str]:
    """A line a digit, with the source first, filled up to `width`."""
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
    """The text in one line, without what would command a terminal."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.predict", description="Read pictures of digits."
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="FILE_OR_URL",
        help="a picture, a URL of one, or - for standard input",
    )
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    parser.add_argument("--model", type=Path, default=MODEL_FILE, metavar="FILE.keras")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
