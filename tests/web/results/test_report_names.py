"""Everything that a report names has a name in the visitor's language."""

import json
import re
from typing import Any

import pytest

from training.evaluation.report import REPORT_FILE
from web.shared.component import WEB

REPORT: dict[str, Any] = json.loads(REPORT_FILE.read_bytes())


def keys_of(table: str, script: str) -> set[str]:
    """Returns the keys of an object in a script of the Results tab."""
    source = (WEB / "results" / script).read_text(encoding="utf-8")
    match = re.search(rf"{re.escape(table)} = {{(.*?)\n *}};", source, re.DOTALL)
    assert match
    return {quoted or bare for quoted, bare in re.findall(r'^ *(?:"(.*?)"|(\w+)):', match[1], re.M)}


def table_in(function: str) -> str:
    """Returns the start of the table of names in a function of report.js."""
    source = (WEB / "results" / "report.js").read_text(encoding="utf-8")
    _, found, rest = source.partition(f"export function {function}(")
    assert found
    return found + rest[: rest.index("const names") + len("const names")]


def test_every_corruption_has_a_name() -> None:
    pytest.importorskip("scipy")
    from training.evaluation.corruptions import CORRUPTIONS

    assert keys_of("const CORRUPTIONS", "curves.js") == {each.name for each in CORRUPTIONS}


def test_every_step_of_the_ablation_has_a_name() -> None:
    if not REPORT["ablation"]:
        pytest.skip("no ablation was measured for the shipped network")
    assert keys_of(table_in("nameOfStep"), "report.js") == REPORT["ablation"]["steps"].keys()


def test_every_kind_of_rejected_drawing_has_a_name() -> None:
    assert (
        keys_of(table_in("nameOfNonDigits"), "report.js") == REPORT["rejection"]["refused"].keys()
    )


def test_every_kind_of_image_has_a_name() -> None:
    from training.synthetic.pictures import IMAGE_KINDS

    assert keys_of(table_in("nameOfColours"), "report.js") == {kind.colours for kind in IMAGE_KINDS}
