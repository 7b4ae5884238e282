import re
from html.parser import HTMLParser
from string import Formatter
from typing import get_args

import pytest

from model.hints import Kind
from model.picture import SENTENCES
from training.served import ROOT
from web import network, pictures, results
from web.picture_api import BUSY, NO_MNIST, SLOW_UPLOAD
from web.sketchpad import MARKUP
from web.texts import TEXTS
from web.texts_figures import FIGURES_TEXTS
from web.texts_pictures import PICTURES_TEXTS

PICTURE_ERROR = "error_picture_"
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "web").rglob("*"))
    if path.suffix in {".py", ".js"} and not path.name.startswith("texts")
}
MARKUPS = {
    "sketchpad": MARKUP,
    "pictures": pictures.MARKUP,
    "network": network.MARKUP,
    "results": results.MARKUP,
}
PARTS = [TEXTS, PICTURES_TEXTS, FIGURES_TEXTS]
EVERY = {
    language: {key: text for part in PARTS for key, text in part[language].items()}
    for language in TEXTS
}


def test_every_language_has_the_same_texts() -> None:
    assert all(set(part) == {"en", "es"} for part in PARTS)
    assert EVERY["es"].keys() == EVERY["en"].keys()
    assert len(EVERY["en"]) == sum(len(part["en"]) for part in PARTS)
    for texts in EVERY.values():
        assert all(text.strip() == text != "" for text in texts.values())


@pytest.mark.parametrize("key", EVERY["en"])
def test_a_text_leaves_the_same_gaps_in_every_language(key: str) -> None:
    gaps = [{gap for _, gap, _, _ in Formatter().parse(texts[key])} for texts in EVERY.values()]
    assert all(each == gaps[0] for each in gaps)


def test_every_hint_has_its_advice() -> None:
    advice = {key for key in TEXTS["en"] if key.startswith("advice_")}
    assert advice == {f"advice_{kind}" for kind in get_args(Kind)}


def test_the_page_has_a_sentence_for_each_reason_not_to_read_a_picture() -> None:
    keys = {key for key in EVERY["en"] if key.startswith(PICTURE_ERROR)}
    assert keys == {PICTURE_ERROR + kind for kind in (*SENTENCES, NO_MNIST, BUSY, SLOW_UPLOAD)}


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_reason_not_to_read_a_picture_leaves_no_other_gaps_in_the_page(kind: str) -> None:
    gaps = [
        {gap for _, gap, _, _ in Formatter().parse(sentence) if gap}
        for sentence in (SENTENCES[kind], EVERY["en"][PICTURE_ERROR + kind])
    ]
    assert gaps[1] <= gaps[0]


@pytest.mark.parametrize(
    "key", [key for key in EVERY["en"] if not key.startswith(("advice_", PICTURE_ERROR))]
)
def test_every_text_is_shown_somewhere(key: str) -> None:
    # The reader's errors are looked up by their kind: error_offline, error_too_long.
    used = rf"\b(error_)?{key.removeprefix('error_')}\b"
    assert any(re.search(used, source) for source in SOURCES.values())


@pytest.mark.parametrize("name", MARKUPS)
def test_no_text_stands_in_the_markup(name: str) -> None:
    found: list[str] = []

    class Collector(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data.strip())

    Collector().feed(MARKUPS[name])
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
