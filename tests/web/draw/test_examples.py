import json
import re

import pytest

from model.classifier import DigitClassifier
from training.benchmark.server import ROOT

FOLDER = ROOT / "web" / "draw"
EXAMPLES = json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))
SIDE = 1_000


def test_there_is_an_example_for_each_button() -> None:
    script = (FOLDER / "examples.js").read_text(encoding="utf-8")
    (names,) = re.findall(r'NAMES = \[\.\.\."(\d+)", "(\d+)"\];', script)
    assert [*names[0], names[1]] == list(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_way_of_writing_an_example_is_read(classifier: DigitClassifier, name: str) -> None:
    for strokes in EXAMPLES[name]:
        assert all(0 <= value <= SIDE for stroke in strokes for point in stroke for value in point)
        reading = classifier.read_strokes(strokes)
        assert reading.text == name
        assert all(digit.is_digit for digit in reading.digits)
