"""The texts of all folders: the same in both languages, each of them used, and no others shown."""

import re
from html.parser import HTMLParser
from string import Formatter
from typing import get_args

import pytest

from model.insight.hints import HintKind
from model.picture.open import ERROR_MESSAGES
from web.browser_files import FOLDERS
from web.draw.tab import MARKUP as DRAW_MARKUP
from web.network.tab import MARKUP as NETWORK_MARKUP
from web.pictures.api import BAD_CROP, BUSY, NO_MNIST, SLOW_UPLOAD
from web.pictures.tab import MARKUP as PICTURES_MARKUP
from web.results.tab import MARKUP as RESULTS_MARKUP
from web.shared.component import WEB

REFUSALS = (*ERROR_MESSAGES, NO_MNIST, BUSY, SLOW_UPLOAD, BAD_CROP)  # kinds of them
ADVICE = "advice_"
IMAGE_ERROR = "error_picture_"
LANGUAGES = {"en", "es"}
MARKUPS = {
    "draw": DRAW_MARKUP,
    "pictures": PICTURES_MARKUP,
    "network": NETWORK_MARKUP,
    "results": RESULTS_MARKUP,
}
PROPER_NAMES = {"Netron", "https://…"}


def code_of(folder: str) -> str:
    """Returns the scripts of a folder under web/, without comments."""
    sources = (file.read_text(encoding="utf-8") for file in sorted((WEB / folder).glob("*.js")))
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", "\n".join(sources), flags=re.DOTALL)


def markup_of(folder: str) -> str:
    """Returns the Python of a folder that shows texts: the tab, or the frame of the page."""
    if folder in MARKUPS:
        return MARKUPS[folder]
    files = (WEB / "page.py", WEB / "shared" / "component.py")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def keys_used_in(folder: str) -> set[str]:
    """Returns the keys of the texts that a folder's scripts and markup ask for."""
    code, markup = code_of(folder), markup_of(folder)
    keys = set(re.findall(r"\btexts\.(?!js\b)(\w+)", code))
    for first_argument in re.findall(r"\bfill\(([^,]*),", code):
        keys.update(re.findall(r'"(\w+)"', first_argument))
    if folder == "results":  # tables that name texts by their keys
        for row in re.findall(r'\["(\w+)", (?:"(\w+)"|\()', code):
            keys.update(filter(None, row))
    if "`error_${" in code:
        kinds = re.findall(r'(?:[?:]|onError\() ?"(\w+)"', code)
        keys.update(f"error_{kind}" for kind in kinds if f"error_{kind}" in FOLDERS[folder]["en"])
    if f"fill(`{ADVICE}${{" in code:
        keys.update(ADVICE + kind for kind in get_args(HintKind))
    if f"texts[`{IMAGE_ERROR}${{" in code:
        keys.update(IMAGE_ERROR + kind for kind in REFUSALS)
    patterns = (r'data-(?:text|title|label)="(\w+)"', r'I18N\("(\w+)"\)', r'texts\["(\w+)"\]')
    return keys.union(*(re.findall(pattern, markup) for pattern in patterns))


USED = {folder: keys_used_in(folder) for folder in FOLDERS}


def gaps_of(text: str) -> set[str]:
    return {gap for _, gap, _, _ in Formatter().parse(text) if gap is not None}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_language_has_the_same_texts_with_the_same_gaps(folder: str) -> None:
    texts = FOLDERS[folder]
    assert texts.keys() == LANGUAGES
    assert texts["es"].keys() == texts["en"].keys()
    for key, english in texts["en"].items():
        spanish = texts["es"][key]
        assert english.strip() == english != "", key
        assert spanish.strip() == spanish != "", key
        assert gaps_of(spanish) == gaps_of(english), key


def test_a_key_is_in_one_folder_only() -> None:
    keys = [key for texts in FOLDERS.values() for key in texts["en"]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_of_a_folder_is_shown(folder: str) -> None:
    users = FOLDERS if folder == "shared" else [folder]
    assert FOLDERS[folder]["en"].keys() - set().union(*(USED[user] for user in users)) == set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_that_is_asked_for_exists(folder: str) -> None:
    assert USED[folder] - FOLDERS[folder]["en"].keys() - FOLDERS["shared"]["en"].keys() == set()


def test_every_hint_has_its_advice() -> None:
    advice = {key for key in FOLDERS["draw"]["en"] if key.startswith(ADVICE)}
    assert advice == {ADVICE + kind for kind in get_args(HintKind)}


def test_every_reason_to_refuse_an_image_has_its_sentence() -> None:
    keys = {key for key in FOLDERS["pictures"]["en"] if key.startswith(IMAGE_ERROR)}
    assert keys == {IMAGE_ERROR + kind for kind in REFUSALS}


def test_the_page_fills_only_gaps_that_the_refusal_of_an_image_has() -> None:
    texts = FOLDERS["pictures"]["en"]
    for kind, message in ERROR_MESSAGES.items():
        assert gaps_of(texts[IMAGE_ERROR + kind]) <= gaps_of(message), kind
    assert gaps_of(texts[IMAGE_ERROR + SLOW_UPLOAD]) == {"most"}
    assert gaps_of(texts[IMAGE_ERROR + BAD_CROP]) == {"crop"}
    assert gaps_of(texts[IMAGE_ERROR + BUSY]) == gaps_of(texts[IMAGE_ERROR + NO_MNIST]) == set()


@pytest.mark.parametrize("folder", MARKUPS)
def test_the_markup_has_no_texts_of_its_own(folder: str) -> None:
    found: set[str] = set()

    class Collector(HTMLParser):
        def handle_starttag(self, _: str, attributes: list[tuple[str, str | None]]) -> None:
            shown = {"title", "aria-label", "alt", "placeholder", "value"}
            found.update(text for name, text in attributes if name in shown and text)

        def handle_data(self, data: str) -> None:
            found.add(data.strip())

    Collector().feed(MARKUPS[folder])
    assert found - PROPER_NAMES == {""}


def test_the_page_names_its_texts_by_their_keys() -> None:
    page = (WEB / "page.py").read_text(encoding="utf-8")
    shown = re.findall(r"gr\.(?:Markdown|Tab|Button|Label)\((.*?)[,)]", page)
    assert len(shown) == 5
    assert all(argument.startswith('I18N("') for argument in shown)


@pytest.mark.parametrize("folder", FOLDERS)
def test_scripts_show_no_texts_of_their_own(folder: str) -> None:
    code = code_of(folder)
    values = re.findall(r'(?:textContent|innerText|innerHTML|title|alt) \+?= *["`](.*?)["`]', code)
    values += re.findall(r'\b(?:title|alt|aria-label)"?: *["`](.*?)["`]', code)
    values += re.findall(r'"(?:title|alt|aria-label)", *["`](.*?)["`]', code)
    texts = [re.sub(r"\$\{.*?\}", "", value) for value in values]
    assert [text for text in texts if re.search(r"[^\W\d_]", text)] == []
