"""Several rows of digits in an image: how they are shown, copied and saved."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Route, expect

from tests.browser.conftest import DESKTOP, LOCALES, PHONE, TOUCH, OpenPage
from tests.browser.pictures.pictures_tab import READ_IMAGE, PicturesTab, draw_rows
from tests.browser.test_accessibility import serious_problems
from tests.browser.visitor import too_wide
from tests.image_files import encode_image

CHOSEN = re.compile(r"\bchosen\b")
MAX_DIGITS = 320  # that are read at once
PAGE = tuple(("0123456789" * 4)[row : row + 24] for row in range(12))
IS_IN_VIEW = """(element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return 0 <= top && bottom <= innerHeight;
}"""


@pytest.fixture
def tab(open_page: OpenPage) -> PicturesTab:
    return PicturesTab(open_page(permissions=["clipboard-read", "clipboard-write"]).page)


def box_of(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box
    return box


def test_rows_are_shown_one_below_the_other_and_outlined(tab: PicturesTab) -> None:
    tab.upload_rows("27", "345")
    assert tab.part("number").inner_text().split() == ["27", "345"]
    first, second = (box_of(tab.part("number").locator("span").nth(n)) for n in (0, 1))
    assert first["y"] + first["height"] <= second["y"] + 1
    assert tab.part("boxes").locator("b").all_inner_texts() == list("27345")
    outlines = tab.part("rows").locator("polygon")
    expect(outlines).to_have_count(2)
    upper, lower = (box_of(outlines.nth(n)) for n in (0, 1))
    assert upper["y"] + upper["height"] < lower["y"]
    for number, outline in enumerate([upper, upper, lower, lower, lower]):
        digit = box_of(tab.part("boxes").locator("> div").nth(number))
        assert outline["x"] <= digit["x"] + 1
        assert outline["y"] <= digit["y"] + 1
        assert outline["x"] + outline["width"] >= digit["x"] + digit["width"] - 1
        assert outline["y"] + outline["height"] >= digit["y"] + digit["height"] - 1
    alt = tab.texts["pictures_alt"].format(text="27; 345")
    expect(tab.part("picture")).to_have_attribute("alt", alt)
    expect(tab.part("announcement")).to_have_text(re.compile(r"^27; 345, \d+\.\d%$"))


def test_a_single_row_has_no_outline(tab: PicturesTab) -> None:
    tab.upload_rows("27")
    expect(tab.part("rows").locator("polygon")).to_have_count(0)


def test_the_rows_can_be_selected_as_text(tab: PicturesTab) -> None:
    tab.upload_rows("27", "345")
    selected = tab.part("number").evaluate(
        """(element) => {
          getSelection().selectAllChildren(element);
          return getSelection().toString();
        }"""
    )
    assert selected.split() == ["27", "345"]


@pytest.mark.parametrize(
    ("viewport", "options"), [(DESKTOP, {}), (PHONE, TOUCH)], ids=["desktop", "phone"]
)
def test_a_page_of_288_digits_fits_and_each_digit_can_be_seen(
    open_page: OpenPage, viewport: dict[str, int], options: dict[str, bool]
) -> None:
    tab = PicturesTab(open_page(viewport=viewport, **options).page)
    tab.upload_rows(*PAGE)
    boxes = tab.part("boxes").locator("> div")
    expect(boxes).to_have_count(288)
    assert too_wide(tab.page.locator("#pictures")) == []
    heights = [box_of(row)["height"] for row in tab.part("number").locator("span").all()]
    assert max(heights) < 1.5 * min(heights)  # no row is wrapped
    assert min(heights) >= 16
    labels = tab.part("boxes").locator("b")
    expect(labels.first).to_be_hidden()  # it would be larger than its box
    buttons = tab.part("grid").locator("button")
    expect(buttons).to_have_count(288)
    expect(tab.part("cards").locator("> li")).to_have_count(1)
    assert box_of(buttons.nth(0))["width"] >= 20
    last = buttons.nth(287)
    last.tap() if options else last.click()
    text = PAGE[-1][-1]
    expect(tab.part("top").locator("b").first).to_have_text(text)
    expect(boxes.nth(287)).to_have_class(CHOSEN)
    expect(labels.nth(287)).to_be_visible()
    assert tab.part("cards").evaluate(IS_IN_VIEW)  # though the grid is longer than the screen


def test_a_box_chooses_the_digit_whose_three_likeliest_are_shown(tab: PicturesTab) -> None:
    tab.upload_rows(*PAGE)
    best = tab.part("top").locator("b").first
    boxes, buttons = tab.part("boxes").locator("> div"), tab.part("grid").locator("button")
    boxes.nth(3).hover()
    expect(best).to_have_text(PAGE[0][3])
    expect(buttons.nth(3)).to_have_class(CHOSEN)
    boxes.nth(26).click()
    boxes.nth(5).hover()
    expect(best).to_have_text(PAGE[0][5])
    tab.button("pictures_choose").hover()  # the one that was pressed stays
    expect(best).to_have_text(PAGE[1][2])
    expect(buttons.nth(26)).to_have_class(CHOSEN)
    expect(tab.page.locator("#pictures .chosen")).to_have_count(2)


def test_the_grid_is_one_stop_for_tab_and_the_arrow_keys_move_in_it(tab: PicturesTab) -> None:
    rows = ("2734567", "345", "8901")
    tab.upload_rows(*rows)
    buttons = tab.part("grid").locator("button")
    tab.part("save_csv").focus()
    tab.page.keyboard.press("Tab")
    expect(buttons.nth(0)).to_be_focused()
    moves = {
        "ArrowRight": 1, "End": 6, "ArrowDown": 9, "ArrowUp": 2, "ArrowLeft": 1, "Home": 0,
    }  # fmt: skip
    for key, index in moves.items():
        tab.page.keyboard.press(key)
        expect(buttons.nth(index)).to_be_focused()
        expect(tab.part("boxes").locator("> div").nth(index)).to_have_class(CHOSEN)
        expect(tab.part("top").locator("b").first).to_have_text("".join(rows)[index])
    for key in ("ArrowLeft", "ArrowUp"):
        tab.page.keyboard.press(key)
        expect(buttons.nth(0)).to_be_focused()
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("Shift+Tab")
    expect(tab.part("save_csv")).to_be_focused()
    tab.page.keyboard.press("Tab")
    expect(buttons.nth(1)).to_be_focused()


def test_a_card_that_is_focused_highlights_its_box(tab: PicturesTab) -> None:
    tab.upload_rows("27", "345")
    cards, boxes = tab.part("cards").locator("> li"), tab.part("boxes").locator("> div")
    tab.part("save_csv").focus()
    for index in (0, 1):
        tab.page.keyboard.press("Tab")
        expect(cards.nth(index)).to_be_focused()
        expect(boxes.nth(index)).to_have_class(CHOSEN)
    expect(boxes.nth(0)).not_to_have_class(CHOSEN)
    tab.part("save_csv").focus()
    expect(boxes.nth(1)).not_to_have_class(CHOSEN)


@pytest.mark.parametrize(
    ("language", "viewport", "scheme"), [("en", DESKTOP, "light"), ("es", PHONE, "dark")]
)
def test_axe_finds_nothing_serious_in_rows_of_digits(
    open_page: OpenPage, language: str, viewport: dict[str, int], scheme: str
) -> None:
    page = open_page(locale=LOCALES[language], viewport=viewport, color_scheme=scheme).page
    tab = PicturesTab(page, language)
    tab.change_answers(ignored=[[0, 0, 50, 50]], truncated=True, rotation=90)
    tab.upload_rows("2734567", "345678901")
    tab.part("ignored_toggle").check()
    tab.button("pictures_crop").press("Enter")
    expect(tab.part("selection")).to_be_focused()
    assert serious_problems(page) == []


def test_the_rows_are_copied_as_text(tab: PicturesTab) -> None:
    tab.upload_rows("27  68", "345")
    tab.button("copy").click()
    expect(tab.part("said")).to_have_text(tab.texts["copied"])
    assert tab.page.evaluate("() => navigator.clipboard.readText()") == "27 68\n345"


NO_CLIPBOARD = """() => {
  Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
}"""
PASTE = """() => {
  const field = document.createElement("textarea");
  document.body.append(field);
  field.focus();
}"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_rows_are_copied_where_the_clipboard_is_not_allowed(
    open_page: OpenPage, language: str
) -> None:
    visitor = open_page(locale=LOCALES[language], permissions=["clipboard-read", "clipboard-write"])
    tab = PicturesTab(visitor.page, language)
    tab.upload_rows("27", "345")
    tab.page.evaluate(NO_CLIPBOARD)
    tab.button("copy").click()
    expect(tab.part("said")).to_have_text(tab.texts["copied"])
    expect(tab.button("copy")).to_be_focused()
    tab.page.evaluate(PASTE)
    tab.page.keyboard.press("Control+v")
    expect(tab.page.locator("body > textarea")).to_have_value("27\n345")


def test_rows_that_cannot_be_copied_are_reported(tab: PicturesTab) -> None:
    tab.upload_rows("27", "345")
    tab.page.evaluate(NO_CLIPBOARD)
    tab.page.evaluate("() => { document.execCommand = () => false; }")
    tab.button("copy").click()
    expect(tab.part("said")).to_have_text(tab.texts["not_copied"])


def test_the_rows_are_saved_as_csv(tab: PicturesTab, tmp_path: Path) -> None:
    tab.upload_rows("27  68", "345")
    with tab.page.expect_download() as download:
        tab.button("save_csv").click()
    assert download.value.suggested_filename == "trazo.csv"
    file = tmp_path / "trazo.csv"
    download.value.save_as(file)
    assert file.read_bytes() == b"27,68\r\n345,\r\n"
    with file.open(encoding="utf-8", newline="") as content:
        assert list(csv.reader(content, strict=True)) == [["27", "68"], ["345", ""]]


def test_nothing_can_be_copied_or_saved_where_nothing_was_read(tab: PicturesTab) -> None:
    for name in ("copy", "save_csv"):
        expect(tab.part(name)).to_be_hidden()
    tab.upload_rows("27")
    for name in ("copy", "save_csv"):
        expect(tab.part(name)).to_be_visible()
    tab.upload(encode_image(draw_rows([" "]), "PNG"))
    expect(tab.part("note")).to_have_text(tab.texts["pictures_none"])
    for name in ("copy", "save_csv"):
        expect(tab.part(name)).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "es"])
def test_more_than_is_read_at_once_is_reported(open_page: OpenPage, language: str) -> None:
    tab = PicturesTab(open_page(locale=LOCALES[language]).page, language)
    tab.upload(encode_image(draw_rows([*PAGE, *PAGE[:3]]), "PNG"))
    sentence = tab.texts["pictures_truncated"].format(count=MAX_DIGITS)
    expect(tab.part("truncated")).to_have_text(sentence)
    expect(tab.part("announcement")).to_contain_text(sentence)
    expect(tab.part("boxes").locator("> div")).to_have_count(MAX_DIGITS)
    tab.upload_rows("27")
    expect(tab.part("truncated")).to_have_text("")


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_image_that_was_turned_to_be_read_is_reported(
    open_page: OpenPage, language: str
) -> None:
    tab = PicturesTab(open_page(locale=LOCALES[language]).page, language)
    tab.upload_rows("27")
    expect(tab.part("turned")).to_have_text("")
    tab.change_answers(rotation=270)
    tab.upload_rows("345")
    sentence = tab.texts["pictures_turned"].format(degrees=270)
    expect(tab.part("turned")).to_have_text(sentence)
    expect(tab.part("announcement")).to_contain_text(sentence)


def test_what_was_ignored_is_outlined_on_demand(tab: PicturesTab) -> None:
    toggle, outlines = tab.part("ignored_toggle"), tab.part("ignored").locator("div")
    tab.upload_rows("27")
    expect(toggle).to_be_hidden()
    tab.change_answers(ignored=[[10, 20, 190, 24], [0, 0, 5, 140]])
    tab.upload_rows("27")
    expect(tab.part("ignored_label")).to_have_text(tab.texts["pictures_ignored"])
    expect(outlines.first).to_be_hidden()
    toggle.check()
    expect(outlines).to_have_count(2)
    image, frame = box_of(tab.part("picture")), box_of(outlines.first)
    scale = image["width"] / 200
    assert frame["x"] == pytest.approx(image["x"] + 10 * scale, abs=1)
    assert frame["y"] == pytest.approx(image["y"] + 20 * scale, abs=1)
    assert frame["width"] == pytest.approx(180 * scale, abs=1)
    assert frame["height"] == pytest.approx(4 * scale, abs=1)
    toggle.uncheck()
    expect(outlines.first).to_be_hidden()


def test_ink_that_is_no_digit_is_reported_like_an_image_without_ink(tab: PicturesTab) -> None:
    def answer(route: Route) -> None:
        response = route.fetch()
        reading = json.loads(response.body().replace(b'"text":"7"', '"text":"·"'.encode()))
        reading["digits"][0]["is_digit"] = False
        route.fulfill(response=response, json=reading)

    tab.page.route(READ_IMAGE, answer)
    tab.upload(encode_image(draw_rows(["7"]), "PNG"))
    tab.expect_rows("·")
    expect(tab.part("note")).to_have_text(tab.texts["pictures_none"])
    expect(tab.part("announcement")).to_have_text(tab.texts["pictures_none"])
    expect(tab.part("copy")).to_be_hidden()
    expect(tab.part("boxes").locator("b")).to_have_text("·")


def test_signs_and_unsure_digits_are_marked(tab: PicturesTab) -> None:
    def answer(route: Route) -> None:
        response = route.fetch()
        reading = json.loads(response.body().replace(b"345", "3·5".encode()))
        reading["digits"][1]["is_digit"] = False
        reading["digits"][3].update({"is_digit": False, "text": "·"})
        route.fulfill(response=response, json=reading)

    tab.page.route(READ_IMAGE, answer)
    tab.upload(encode_image(draw_rows(["27", "345"]), "PNG"))
    tab.expect_rows("27", "3·5")
    expect(tab.part("boxes").locator("b")).to_have_text(["2", "7?", "3", "·", "5"])
    note = f"{tab.texts['unsure_some']} {tab.texts['signs_some']}"
    expect(tab.part("note")).to_have_text(note)
    spoken = f"27; 3 {tab.texts['other_sign']} 5"
    expect(tab.part("announcement")).to_contain_text(spoken)
    expect(tab.part("announcement")).not_to_contain_text("·")
    with tab.page.expect_download() as download:
        tab.button("save_csv").click()
    assert download.value.path().read_bytes().decode("utf-8") == "27\r\n3·5\r\n"
