import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from model.classifier import DigitClassifier
from tests.browser.conftest import LOCALES, OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS
from web.draw.texts import DRAW_TEXTS
from web.shared.texts import TEXTS

SEVEN = DRAWINGS["7", "barred"]


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    return open_page(permissions=["clipboard-read", "clipboard-write"])


def save(visitor: Visitor, part: str, folder: Path) -> Path:
    with visitor.page.expect_download() as download:
        visitor.part(part).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_the_drawing_is_saved_as_an_image(
    visitor: Visitor, classifier: DigitClassifier, tmp_path: Path
) -> None:
    visitor.load(SEVEN)
    file = save(visitor, "save_png", tmp_path)
    assert file.name == "trazo.png"
    with Image.open(file) as image:
        assert image.size == (1000, 1000)
        assert image.convert("L").getpixel((5, 5)) == 255
        assert classifier.read_image(image).text == "7"


def test_the_drawing_is_saved_as_a_request_to_the_api(
    visitor: Visitor, classifier: DigitClassifier, tmp_path: Path
) -> None:
    visitor.load(SEVEN)
    file = save(visitor, "save_json", tmp_path)
    assert file.name == "trazo.json"
    strokes = json.loads(file.read_text())["strokes"]
    assert len(strokes) == len(SEVEN)
    assert classifier.read_strokes(strokes).text == "7"


def test_an_empty_drawing_cannot_be_exported(visitor: Visitor) -> None:
    buttons = [visitor.part(name) for name in ("save_png", "save_json", "link")]
    for button in buttons:
        expect(button).to_be_disabled()
    visitor.load(SEVEN)
    for button in buttons:
        expect(button).to_be_enabled()
    visitor.page.keyboard.press("Escape")
    for button in buttons:
        expect(button).to_be_disabled()


def copied_link(visitor: Visitor) -> str:
    visitor.part("link").click()
    expect(visitor.part("note")).to_have_text(DRAW_TEXTS["en"]["link_copied"])
    link: str = visitor.page.evaluate("() => navigator.clipboard.readText()")
    return link


def test_a_link_opens_the_same_drawing(visitor: Visitor, open_page: OpenPage) -> None:
    visitor.draw(SEVEN)
    link = copied_link(visitor)
    assert len(link) < 300
    other = open_page(link)
    other.expect_best("7")
    assert other.top == visitor.top
    assert other.canvas.get_attribute("data-points") == visitor.canvas.get_attribute("data-points")


def test_the_note_about_the_link_stays_until_the_drawing_changes(
    visitor: Visitor,
) -> None:
    first, last = SEVEN
    visitor.press(first)
    visitor.page.mouse.up()
    visitor.press(last)
    visitor.wait_for_answer()
    with visitor.answered_late():
        copied_link(visitor)
    expect(visitor.part("note")).to_have_text(DRAW_TEXTS["en"]["link_copied"])
    visitor.part("undo").click()
    expect(visitor.part("note")).to_have_text("")


@pytest.mark.parametrize(("language", "is_opened_later"), [("en", False), ("es", True)])
def test_a_damaged_link_opens_an_empty_drawing_with_a_note(
    visitor: Visitor, open_page: OpenPage, language: str, is_opened_later: bool
) -> None:
    visitor.load(SEVEN)
    start, _, text = visitor.page.url.partition("#drawing=")
    middle = len(text) // 2
    other_letter = "A" if text[middle] != "A" else "B"
    changed = text[:middle] + other_letter + text[middle + 1 :]
    other = open_page(locale=LOCALES[language])
    for damaged in (changed, text[:middle], "", "%F0%9F%92%A9"):
        url = f"{start}#drawing={damaged}"
        if is_opened_later:  # in a page that shows another drawing
            other.load(SEVEN)
            other.page.evaluate("(url) => { location.href = url; }", url)
        else:
            other.page.goto("about:blank")
            other.page.goto(url)
        expect(other.part("note")).to_have_text(DRAW_TEXTS[language]["error_link"])
        assert other.best == ""
        assert other.ink == 0
        other.load(SEVEN)
        assert other.best == "7"


def test_a_drawing_is_kept_on_reload(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    visitor.page.reload()
    visitor.page.wait_for_selector("[data-ready=true]")
    visitor.expect_best("7")
    visitor.page.keyboard.press("Escape")
    visitor.expect_best("")
    visitor.page.keyboard.press("Control+z")
    visitor.expect_best("7")


def test_the_other_language_shows_the_same_drawing(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    visitor.page.get_by_role("link", name="Español").click()
    expect(visitor.page.get_by_role("tab", name=TEXTS["es"]["tab_draw"])).to_be_visible()
    visitor.expect_best("7")


def test_redo_restores_what_undo_removed(visitor: Visitor) -> None:
    redo = visitor.part("redo")
    expect(redo).to_be_disabled()
    visitor.draw(DRAWINGS["5", "two_strokes"])
    points = visitor.canvas.get_attribute("data-points")
    visitor.part("undo").click()
    visitor.part("undo").click()
    visitor.expect_best("")
    redo.click()
    visitor.page.keyboard.press("Control+y")
    visitor.expect_best("5")
    assert visitor.canvas.get_attribute("data-points") == points
    expect(redo).to_be_disabled()
    visitor.page.keyboard.press("Control+z")
    visitor.page.keyboard.press("Control+Shift+z")
    visitor.expect_best("5")
    visitor.page.keyboard.press("Control+z")
    visitor.draw([[[80, 80], [85, 85]]])  # after a new stroke there is nothing to redo
    expect(redo).to_be_disabled()
