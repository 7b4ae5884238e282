"""What holds the project together: its layers, its layout, its versions and its figures."""

import ast
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from model.classifier import MODEL_FILE
from model.files import file_sha256
from training.report import REPORT_FILE
from training.served import ROOT

SOURCES = [
    ROOT / "app.py",
    *(path for folder in ("web", "model", "training") for path in (ROOT / folder).rglob("*.py")),
]
MAY_IMPORT = {
    "app": {"web", "model"},
    "web": {"web", "model"},
    "model": {"model"},
    "training": {"training", "model"},
}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def imports_of(file: Path) -> set[str]:
    return imported_by(list(ast.walk(ast.parse(file.read_text(encoding="utf-8")))))


def imported_by(nodes: Sequence[ast.AST]) -> set[str]:
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def relative(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", SOURCES, ids=relative)
def test_imports_point_down_only(file: Path) -> None:
    layer = file.relative_to(ROOT).parts[0].removesuffix(".py")
    ours = imports_of(file) & (MAY_IMPORT.keys() | {"tests"})
    assert ours <= MAY_IMPORT[layer]


@pytest.mark.parametrize("file", sorted((ROOT / "model").glob("*.py")), ids=relative)
def test_the_model_package_needs_neither_gradio_nor_tensorflow_to_be_imported(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    statements = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    top_level = imported_by(statements)
    assert not top_level & {"gradio", "keras", "tensorflow"}


@pytest.mark.parametrize(
    "file",
    [*SOURCES, *(ROOT / "web").rglob("*.js"), *(ROOT / "tests").rglob("*.py")],
    ids=relative,
)
def test_a_file_is_one_room_of_300_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("file", [s for s in SOURCES if s.name != "__init__.py"], ids=relative)
def test_a_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", [s for s in SOURCES if s.name != "__init__.py"], ids=relative)
def test_the_readme_lists_every_source_file(file: Path) -> None:
    assert file.name in README


def test_the_report_belongs_to_the_shipped_network() -> None:
    report = json.loads(REPORT_FILE.read_text())
    assert report["model"]["sha256"] == file_sha256(MODEL_FILE)
    assert report["model"]["keras_bytes"] == MODEL_FILE.stat().st_size
    assert report["mnist_test"]["accuracy"] >= 0.995
    assert report["pen_digits"]["accuracy"] >= 0.955


def test_the_front_matter_builds_a_space() -> None:
    match = re.match(r"---\n(.*?)\n---\n", README, re.DOTALL)
    assert match
    front = dict(re.findall(r"^(\w+): (.*)$", match[1], re.MULTILINE))
    gradio = re.search(r"^gradio==(.*)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert gradio
    assert front["sdk"] == "gradio"
    assert front["sdk_version"] == gradio[1]
    assert front["app_file"] == "app.py"
    assert front["license"] == "mit"
    assert re.fullmatch(r'"3\.1[0-3]"', front["python_version"])
    assert len(front["short_description"]) <= 60
    colours = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
    assert {front["colorFrom"], front["colorTo"]} <= colours
    assert {"title", "emoji"} <= front.keys()
    assert re.search(r"^tags:\n(- .*\n?)+", match[1], re.MULTILINE)


def test_every_requirement_is_pinned_and_has_its_reason_in_the_readme() -> None:
    for file in ROOT.rglob("requirements.txt"):
        if ".venv" in file.parts:
            continue
        for line in file.read_text().splitlines():
            if not line or line.startswith(("#", "-r ")):
                continue
            requirement = re.match(r"([\w-]+)==[\w.]+(; .*)?$", line)
            assert requirement, f"{line} is not pinned"
            assert f"`{requirement[1]}`" in README, f"{requirement[1]} has no reason in the README"
