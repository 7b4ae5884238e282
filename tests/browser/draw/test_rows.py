"""Several rows, long numbers and signs on the Draw tab."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import DESKTOP, LOCALES, PHONE, TOUCH, OpenPage
from tests.browser.visitor import Visitor, too_wide
from tests.sample_drawings import DRAWINGS, DrawnStrokes
from web.draw.texts import DRAW_TEXTS
from web.shared.texts import TEXTS

TWO, FIVE = DRAWINGS["2", "plain"], DRAWINGS["5", "two_strokes"]
ONE_STROKE = {digit: strokes for (digit, _), strokes in DRAWINGS.items() if len(strokes) == 1}
LONG = "6982036982036982"
PAGE = ["698203698203"[row:] + "698203"[:row] for row in range(6)]


def placed(strokes: DrawnStrokes, left: float, top: float, side: float) -> DrawnStrokes:
    """Returns a drawing in a square of the surface."""
    return [[[left + side * x / 100, top + side * y / 100] for x, y in each] for each in strokes]


def draw_rows(*rows: str) -> DrawnStrokes:
    """Returns rows of digits that fill the surface."""
    side = min(96 / max(map(len, rows)), 64 / len(rows))
    return [
        stroke
        for number, row in enumerate(rows)
        for column, digit in enumerate(row)
        for stroke in placed(
            ONE_STROKE[digit], 2 + side * column, 2 + 1.45 * side * number, 0.75 * side
        )
    ]


UPPER_TWO, LOWER_FIVE = placed(TWO, 30, 4, 40), placed(FIVE, 30, 56, 40)
TWO_OVER_FIVE = [*UPPER_TWO, *LOWER_FIVE]


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    return open_page(permissions=["clipboard-read", "clipboard-write"])


def test_rows_are_drawn_and_read_one_below_the_other(visitor: Visitor) -> None:
    empty = visitor.canvas.bounding_box()
    visitor.draw(TWO_OVER_FIVE)
    visitor.expect_best("2 5")
    assert visitor.best == "2\n5"
    expect(visitor.part("digits").locator("button")).to_have_text(["2", "5"])
    assert visitor.top[0][0] == "5"
    expect(visitor.part("announcement")).to_have_text(re.compile(r"^2; 5, \d+\.\d%$"))
    assert visitor.canvas.bounding_box() == empty
    visitor.wait_for_explanation()
    why = DRAW_TEXTS["en"]["why_digit"].format(digit=5)
    expect(visitor.part("why_best")).to_have_text(why)


def test_the_digit_where_the_pen_was_is_selected_in_any_row(visitor: Visitor) -> None:
    two_ends_above_the_five = placed(TWO, 20, 4, 40)
    visitor.draw([*LOWER_FIVE, *two_ends_above_the_five])
    assert visitor.best == "2\n5"
    assert visitor.top[0][0] == "2"
    expect(visitor.part("digits").locator("button").nth(0)).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.parametrize(
    ("viewport", "options"), [(DESKTOP, {}), (PHONE, TOUCH)], ids=["desktop", "phone"]
)
@pytest.mark.parametrize("rows", [["2", "5"], [LONG], PAGE], ids=["two", "long", "page"])
def test_rows_and_long_numbers_fit_and_leave_the_drawing_area_in_its_place(
    open_page: OpenPage, viewport: dict[str, int], options: dict[str, bool], rows: list[str]
) -> None:
    visitor = open_page(viewport=viewport, **options)
    empty = visitor.canvas.bounding_box()
    visitor.load(TWO_OVER_FIVE if rows == ["2", "5"] else draw_rows(*rows))
    assert visitor.best.split("\n") == rows
    assert visitor.canvas.bounding_box() == empty
    assert too_wide(visitor.page.locator("#draw")) == []
    best = visitor.part("best")
    assert best.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)") >= 16
    lines = best.evaluate(
        """(element) => {
          const range = document.createRange();
          range.selectNodeContents(element);
          return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        }"""
    )
    assert lines == len(rows)  # none is wrapped
    box = visitor.part("top").bounding_box()
    assert box
    assert box["y"] + box["height"] <= viewport["height"] + 60


def test_many_digits_scroll_in_their_place_to_the_selected_one(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE)
    visitor.load(draw_rows(*PAGE))
    digits = visitor.part("digits")
    buttons = digits.locator("button")
    expect(buttons).to_have_count(72)
    box = digits.bounding_box()
    assert box
    assert box["height"] < 250
    assert visitor.page.evaluate("() => scrollY") == 0
    is_in_view = """(button) => {
      const [own, all] = [button, button.parentElement].map((e) => e.getBoundingClientRect());
      return all.top - 1 <= own.top && own.bottom <= all.bottom + 1;
    }"""
    pressed = digits.locator("[aria-pressed=true]")
    expect(pressed).to_have_text(PAGE[-1][-1])
    assert pressed.evaluate(is_in_view)
    assert not buttons.first.evaluate(is_in_view)
    lefts = [each["x"] for each in (buttons.nth(n).bounding_box() for n in (0, 12, 24)) if each]
    assert max(lefts) - min(lefts) < 1  # each row begins on the left


def test_only_images_that_have_changed_are_drawn_again(visitor: Visitor) -> None:
    visitor.load(draw_rows(*PAGE))
    visitor.page.evaluate(
        """() => {
          window.drawn = 0;
          const context = CanvasRenderingContext2D.prototype;
          const put = context.putImageData;
          context.putImageData = function (...values) {
            window.drawn += 1;
            put.apply(this, values);
          };
        }"""
    )
    visitor.part("digits").locator("button").nth(70).click()
    assert visitor.page.evaluate("() => window.drawn") == 1


def test_the_rows_are_copied_and_saved(visitor: Visitor, tmp_path: Path) -> None:
    copy, save = visitor.part("copy").first, visitor.part("save_csv").first
    for button in (copy, save):
        expect(button).to_be_disabled()
    visitor.load(TWO_OVER_FIVE)
    copy.click()
    expect(visitor.part("note").first).to_have_text(TEXTS["en"]["copied"])
    expect(visitor.part("announcement").first).to_have_text(TEXTS["en"]["copied"])
    assert visitor.page.evaluate("() => navigator.clipboard.readText()") == "2\n5"
    with visitor.page.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == "trazo.csv"
    file = tmp_path / "trazo.csv"
    download.value.save_as(file)
    assert file.read_bytes() == b"2\r\n5\r\n"
    visitor.page.keyboard.press("Escape")
    for button in (copy, save):
        expect(button).to_be_disabled()


@pytest.mark.parametrize("language", ["en", "es"])
def test_more_than_is_read_at_once_is_reported(open_page: OpenPage, language: str) -> None:
    visitor = open_page(locale=LOCALES[language])

    def shorten(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json={**response.json(), "truncated": True})

    visitor.page.route("**/api/predict", shorten)
    visitor.load(TWO_OVER_FIVE)
    sentence = DRAW_TEXTS[language]["truncated"].format(count=2)
    expect(visitor.part("note")).to_have_text(sentence)
    expect(visitor.part("announcement")).to_contain_text(sentence)
    visitor.page.unroute("**/api/predict")
    visitor.load(TWO)
    expect(visitor.part("note")).to_have_text("")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sign_is_shown_as_a_dot_and_spoken_as_a_word(open_page: OpenPage, language: str) -> None:
    visitor = open_page(locale=LOCALES[language])
    minus = [[[55.0, 50.0], [80.0, 50.0]]]
    visitor.load([*placed(TWO, 10, 30, 40), *minus])
    assert "·" in visitor.best
    texts = TEXTS[language]
    expect(visitor.part("note")).to_have_text(texts["signs_some"])
    expect(visitor.part("announcement")).to_contain_text(f"2 {texts['other_sign']},")
