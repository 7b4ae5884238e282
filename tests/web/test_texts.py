import re
from html.parser import HTMLParser
from string import Formatter

import pytest

from training.served import ROOT
from web.sketchpad import MARKUP
from web.texts import TEXTS

SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "web").rglob("*"))
    if path.suffix in {".py", ".js"} and path.name != "texts.py"
}


def test_every_language_has_the_same_texts() -> None:
    assert set(TEXTS) == {"en", "es"}
    assert TEXTS["es"].keys() == TEXTS["en"].keys()
    for texts in TEXTS.values():
        assert all(text.strip() == text != "" for text in texts.values())


@pytest.mark.parametrize("key", TEXTS["en"])
def test_a_text_leaves_the_same_gaps_in_every_language(key: str) -> None:
    gaps = [{gap for _, gap, _, _ in Formatter().parse(texts[key])} for texts in TEXTS.values()]
    assert all(each == gaps[0] for each in gaps)


@pytest.mark.parametrize("key", TEXTS["en"])
def test_every_text_is_shown_somewhere(key: str) -> None:
    # The reader's errors are looked up by their kind: error_offline, error_too_long.
    used = rf"\b(error_)?{key.removeprefix('error_')}\b"
    assert any(re.search(used, source) for source in SOURCES.values())


def test_no_text_stands_in_the_markup() -> None:
    found: list[str] = []

    class Collector(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data.strip())

    Collector().feed(MARKUP)
    assert set(found) == {""}


def test_the_page_names_texts_by_their_keys() -> None:
    page = SOURCES[ROOT / "web" / "page.py"]
    shown = re.findall(r"gr\.(?:Markdown|Tab|Button|Label)\((.*?)[,)]", page)
    assert shown
    assert all(argument.startswith('I18N("') for argument in shown)


def test_scripts_show_no_words_of_their_own() -> None:
    for path, source in SOURCES.items():
        if path.suffix == ".js":
            code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL)
            assigned = re.findall(
                r"(?:textContent|title|innerText|innerHTML) =\s*\"([^\"]*)\"", code
            )
            assert set(assigned) <= {""}, path
