import json
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from web import browser_files
from web.browser_files import BROWSER_SUFFIXES, FOLDERS
from web.shared.component import URL_PATH, WEB

URL = f"/{URL_PATH}"
BROWSER_FILES = sorted(
    file.relative_to(WEB) for file in WEB.rglob("*") if file.suffix in BROWSER_SUFFIXES
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = FastAPI()
    browser_files.mount(app)
    with TestClient(app) as client:
        yield client


def test_each_folder_serves_its_texts_as_a_compressed_module(client: TestClient) -> None:
    for folder, texts in FOLDERS.items():
        module = client.get(f"{URL}/{folder}/texts.js")
        assert module.headers["content-encoding"] == "gzip"
        assert module.headers["content-type"].startswith("text/javascript")
        assert json.loads(module.text.removeprefix("export const TEXTS = ").rstrip(";\n")) == texts


def test_every_script_style_and_data_file_is_served(client: TestClient) -> None:
    types = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
    assert {file.suffix for file in BROWSER_FILES} == types.keys()
    assert {file.parts[0] for file in BROWSER_FILES} == FOLDERS.keys()
    for file in BROWSER_FILES:
        answer = client.get(f"{URL}/{file}")
        assert answer.status_code == 200, file
        assert answer.content == (WEB / file).read_bytes()
        assert answer.headers["content-type"].startswith(types[file.suffix])


@pytest.mark.parametrize("folder", [*FOLDERS, "."])
def test_python_is_never_served(client: TestClient, folder: str) -> None:
    sources = sorted(file.relative_to(WEB) for file in (WEB / folder).glob("*.py"))
    assert sources
    compiled = [Path(cache_from_source(str(file))) for file in sources]
    for file in sources + compiled:
        name = file.name
        for path in (
            f"{file}",
            f"{file}/",
            f"{file}/x.js",
            f"{file}%00.js",
            f"{file}%23.js",
            f"{file}?x.js",
            f"{file};x.js",
            f"{file.parent}/%2e/{name}",
            f"{file.parent}%2f{name}",
            f"{file.parent}//{name}",
            f"shared/%2e%2e/{file}",
            f"shared/..%2f{file}",
            f"shared/x.js/%2e%2e/%2e%2e/{file}",
            f"%2e%2e/%2e%2e/web/{file}",
            f"{file.parent}/{name.upper()}",
            f"{file.parent}/{file.stem}{file.suffix.upper()}",
            f"{file.parent}/{''.join(f'%{ord(letter):x}' for letter in name)}",
        ):
            assert client.get(f"{URL}/{path}").status_code == 404, path


@pytest.mark.parametrize(
    "path", ["", "draw", "draw/", "draw/nowhere.js", "shared/..", "draw/../../app.py", "draw/.js"]
)
def test_folders_and_missing_files_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"{URL}/{path}").status_code == 404


def test_only_the_suffix_of_the_file_itself_decides(tmp_path: Path) -> None:
    names = ["a.js", "b.js.py", "c.py", "C.PY", "D.JS", "e.json", "f", ".js", "__pycache__/c.pyc"]
    (tmp_path / "__pycache__").mkdir()
    for name in names:
        (tmp_path / name).write_text("content")
    app = FastAPI()
    app.mount("/", browser_files.BrowserFiles(directory=tmp_path))
    client = TestClient(app)
    assert [name for name in names if client.get(f"/{name}").is_success] == ["a.js", "e.json"]
