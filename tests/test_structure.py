"""Checks what holds the project together: layers, layout, versions, commands and figures."""

import ast
import importlib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from model.classifier import MODEL_FILE
from model.files import file_sha256
from training.benchmark.server import ROOT
from training.evaluation.report import REPORT_FILE

PACKAGES = ("web", "model", "training")
SOURCES = [ROOT / "app.py", *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]
BROWSER_FILES = [path for suffix in ("js", "css") for path in (ROOT / "web").rglob(f"*.{suffix}")]
FOLDERS = sorted({path.parent for path in SOURCES} - {ROOT})
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MAX_LINES = 400
MAX_FILES = 16
MAX_README_LINES = 150

# What a package may import of the project, and what a folder in it may import: itself alone, or
# also what is named here.
PACKAGE_MAY_IMPORT = {
    "app": {"web", "model"},
    "web": {"web", "model"},
    "model": {"model"},
    "training": {"training", "model"},
}
FOLDER_MAY_IMPORT = {
    "model.picture": {"model.picture"},
    "web.draw": {"model", "web.draw", "web.shared"},
    "web.network": {"model", "web.network", "web.shared"},
    "web.pictures": {"model", "web.pictures", "web.shared"},
    "web.results": {"model", "web.results", "web.shared"},
    "web.shared": {"model", "web.shared"},
    "training.benchmark": {"model", "training.benchmark", "training.evaluation.report"},
    "training.synthetic": {"model", "training.data", "training.synthetic"},
}

# Test files that are named after something other than one source file in the mirrored folder.
WITHOUT_SOURCE = {
    "test_app.py": "of app.py, which is above the packages",
    "test_structure.py": "of the whole project",
    "web/draw/test_explain.py": "of the route /api/explain in api.py",
    "web/draw/test_load.py": "of api.py under load",
    "web/pictures/test_load.py": "of api.py under load",
    "web/results/test_report_names.py": "of the names in texts.py that the report needs",
    "web/test_texts.py": "of the texts of all tabs",
}


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the nodes that run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from outside_functions(child)


def imported_names(nodes: Sequence[ast.AST]) -> set[str]:
    """Returns what is imported; `from a import b` gives a and a.b, as b may be a module."""
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def project_imports(file: Path) -> set[str]:
    """Returns the modules of the project that a file imports anywhere."""
    modules = {module_name(each) for each in [*SOURCES, *TESTS]}
    return imported_names(list(ast.walk(parse(file)))) & modules - set(PACKAGE_MAY_IMPORT)


@pytest.mark.parametrize("file", SOURCES, ids=relative)
def test_imports_point_down_only(file: Path) -> None:
    name = module_name(file)
    allowed = [PACKAGE_MAY_IMPORT[name.partition(".")[0]]]
    allowed += [
        may for folder, may in FOLDER_MAY_IMPORT.items() if f"{name}.".startswith(f"{folder}.")
    ]
    for imported in project_imports(file):
        for may in allowed:
            assert any(f"{imported}.".startswith(f"{each}.") for each in may), imported


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    modules = {module_name(file): file for file in SOURCES}
    imports = {
        name: imported_names(list(outside_functions(parse(file)))) & modules.keys()
        # A module in a package imports the package.
        | ({name.rpartition(".")[0]} & modules.keys())
        for name, file in modules.items()
    }
    TopologicalSorter(imports).prepare()  # raises CycleError


@pytest.mark.parametrize("file", sorted((ROOT / "model").rglob("*.py")), ids=relative)
def test_importing_a_module_of_model_needs_neither_gradio_nor_tensorflow(file: Path) -> None:
    names = imported_names(list(outside_functions(parse(file))))
    assert not {name.partition(".")[0] for name in names} & {"gradio", "keras", "tensorflow"}


@pytest.mark.parametrize("file", [*SOURCES, *BROWSER_FILES, *TESTS], ids=relative)
def test_a_file_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize(
    "folder", sorted({*FOLDERS, *(file.parent for file in TESTS)}), ids=relative
)
def test_a_folder_shows_its_files_at_a_glance(folder: Path) -> None:
    files = [file for file in folder.iterdir() if file.suffix in {".py", ".js", ".css"}]
    assert len([file for file in files if file.name != "__init__.py"]) <= MAX_FILES


@pytest.mark.parametrize("file", SOURCES, ids=relative)
def test_a_module_says_what_it_is_for(file: Path) -> None:
    docstring = ast.get_docstring(parse(file))
    assert docstring
    if file.name == "__init__.py":
        assert 2 <= len(docstring.splitlines()) <= 6


@pytest.mark.parametrize("folder", FOLDERS, ids=relative)
def test_each_folder_is_a_package(folder: Path) -> None:
    assert (folder / "__init__.py").exists()


@pytest.mark.parametrize(
    "test",
    [file for file in TESTS if file.name.startswith("test_") and "browser" not in file.parts],
    ids=relative,
)
def test_a_test_file_mirrors_a_source_file(test: Path) -> None:
    place = test.relative_to(ROOT / "tests")
    if place.as_posix() in WITHOUT_SOURCE:
        return
    name = place.stem.removeprefix("test_")
    sources = list((ROOT / place.parent).glob(f"{name}.*"))
    if name == "main":
        sources.append(ROOT / place.parent / "__main__.py")
    assert any(source.suffix in {".py", ".js", ".json", ".ipynb"} for source in sources)


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    assert len(readme().splitlines()) <= MAX_README_LINES


def layout_paths() -> set[str]:
    """Returns the paths in the README's layout: two spaces deeper is inside the folder above."""
    match = re.search(r"^## Layout\n+```\n(.*?)^```$", readme(), re.DOTALL | re.MULTILINE)
    assert match
    paths: set[str] = set()
    folder = ""
    for line in match[1].splitlines():
        names = re.match(r"( {2})?((?:[\w*-]+(?:\.\w+|/) ?)+)", line)
        if names:  # otherwise it continues the description above
            paths |= {(folder if names[1] else "") + name for name in names[2].split()}
            folder = folder if names[1] else names[2].strip()
    return paths


def test_the_layout_in_the_readme_names_every_folder() -> None:
    expected = {f"{relative(folder)}/" for folder in [*FOLDERS, ROOT / "tests", ROOT / "docs"]}
    assert expected <= layout_paths()


def test_every_path_in_the_readme_exists() -> None:
    in_text = set(re.findall(r"`((?:web|model|training|tests|docs)/[\w*./-]*)`", readme()))
    in_links = set(re.findall(r"\]\((?!https?:)([^)#]+)\)", readme()))
    for path in layout_paths() | in_text | in_links:
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_front_matter_builds_a_space() -> None:
    match = re.match(r"---\n(.*?)\n---\n", readme(), re.DOTALL)
    assert match
    front = dict(re.findall(r"^(\w+): (.*)$", match[1], re.MULTILINE))
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    gradio = re.search(r"^gradio==(.*)$", requirements, re.MULTILINE)
    assert gradio
    assert front["sdk"] == "gradio"
    assert front["sdk_version"] == gradio[1]
    assert front["app_file"] == "app.py"
    assert front["license"] == "mit"
    assert len(front["short_description"]) <= 60
    colours = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
    assert {front["colorFrom"], front["colorTo"]} <= colours
    assert {"title", "emoji"} <= front.keys()
    assert re.search(r"^tags:\n(- .*\n?)+", match[1], re.MULTILINE)


def test_the_space_runs_a_supported_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    assert re.search(r'^python_version: "3\.1[1-4]"$', readme(), re.MULTILINE)


@pytest.mark.parametrize(
    "name", ["requirements.txt", "training/requirements.txt", "tests/requirements.txt"]
)
def test_every_requirement_is_pinned_below_a_comment_with_its_reason(name: str) -> None:
    has_reason = False
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            has_reason = bool(line)  # an empty line ends what a comment is about
        elif not line.startswith("-r "):
            assert re.match(r"[\w-]+==[\w.]+(; .*)?$", line), f"{line} is not pinned"
            assert has_reason, f"{line} has no reason"


def test_the_report_belongs_to_the_shipped_network() -> None:
    report = json.loads(REPORT_FILE.read_text(encoding="utf-8"))
    assert report["model"]["sha256"] == file_sha256(MODEL_FILE)
    assert report["model"]["keras_bytes"] == MODEL_FILE.stat().st_size
    assert report["mnist_test"]["accuracy"] >= 0.995
    assert report["pen_digits"]["accuracy"] >= 0.99


COMMANDS = [
    module_name(file)
    for file in SOURCES
    if 'if __name__ == "__main__":' in file.read_text(encoding="utf-8")
]


def test_the_commands_are_found() -> None:
    assert {"app", "model.predict", "model.inspect", "training.train"} <= set(COMMANDS)
    assert {"training.evaluate", "training.benchmark.__main__"} <= set(COMMANDS)


@pytest.mark.parametrize("module", COMMANDS)
def test_a_command_shows_its_help(
    module: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if module.startswith("training"):
        pytest.importorskip("tensorflow")
    monkeypatch.setenv("COLUMNS", "100")  # for argparse, whatever the terminal
    monkeypatch.setenv("NO_COLOR", "1")
    name = module.removesuffix(".__main__")
    with pytest.raises(SystemExit) as stopped:
        importlib.import_module(module).main(["--help"])
    assert stopped.value.code == 0
    usage = "python app.py" if name == "app" else f"python -m {name}"
    assert capsys.readouterr().out.startswith(f"usage: {usage} [-h]")
