import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, TOUCH, OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS, DrawnStrokes, side_by_side
from web.shared.texts import TEXTS


def draw_number(*ways: tuple[str, str]) -> DrawnStrokes:
    """Returns drawings side by side, as large as the drawing area allows."""
    strokes = side_by_side([DRAWINGS[way] for way in ways], 30)
    widest = max(x for stroke in strokes for x, _ in stroke)
    return [[[4 + 92 * x / widest, 20 + 92 * y / widest] for x, y in s] for s in strokes]


TWENTY_SEVEN = draw_number(("2", "plain"), ("7", "barred"))


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    return open_page()


def test_a_number_is_read_with_the_image_of_each_digit(visitor: Visitor) -> None:
    visitor.draw(TWENTY_SEVEN)
    visitor.expect_best("27")
    digits = visitor.part("digits").locator("button")
    expect(digits).to_have_text(["2", "7"])
    seen = digits.locator("canvas").evaluate_all(
        """canvases => canvases.map(canvas =>
          canvas.getContext("2d").getImageData(0, 0, 28, 28).data.join())"""
    )
    assert len(set(seen)) == 2


def test_the_last_digit_is_selected_and_others_can_be_selected(
    visitor: Visitor,
) -> None:
    visitor.load(TWENTY_SEVEN)
    first, second = (visitor.part("digits").locator("button").nth(n) for n in (0, 1))
    assert visitor.top[0][0] == "7"
    expect(second).to_have_attribute("aria-pressed", "true")
    first.click()
    assert visitor.top[0][0] == "2"
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(second).to_have_attribute("aria-pressed", "false")
    first.press("Tab")
    expect(second).to_be_focused()
    second.press("Enter")
    assert visitor.top[0][0] == "7"


def test_the_selected_digit_stays_selected_when_the_same_drawing_is_answered_again(
    visitor: Visitor,
) -> None:
    *earlier, last = TWENTY_SEVEN
    for stroke in earlier:
        visitor.press(stroke)
        visitor.page.mouse.up()
    visitor.press(last)
    visitor.wait_for_answer()
    with visitor.answered_late():
        visitor.part("digits").locator("button").first.click()
        assert visitor.top[0][0] == "2"
    assert visitor.top[0][0] == "2"


def test_a_digit_of_a_number_is_selected_with_a_finger(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, **TOUCH)
    # By a link: Chromium sometimes loses a tap that follows a stroke drawn with a finger.
    visitor.load(TWENTY_SEVEN)
    assert visitor.best == "27"
    first = visitor.part("digits").locator("button").first
    first.tap()
    expect(first).to_have_attribute("aria-pressed", "true")
    assert visitor.top[0][0] == "2"


def test_a_single_digit_has_no_buttons(visitor: Visitor) -> None:
    visitor.load(TWENTY_SEVEN)
    expect(visitor.part("digits")).to_be_visible()
    visitor.load(DRAWINGS["2", "plain"])
    visitor.expect_best("2")
    expect(visitor.part("digits")).to_be_hidden()
    visitor.page.keyboard.press("Escape")
    visitor.expect_best("")
    assert visitor.top == [("", "")] * 3


def test_a_part_of_a_number_that_is_not_a_digit_is_marked(visitor: Visitor) -> None:
    seven = [[[x / 2, y / 2] for x, y in stroke] for stroke in DRAWINGS["7", "barred"]]
    visitor.load([*seven, [[80, 30]]])
    digits = visitor.part("digits").locator("button")
    expect(digits.nth(0)).to_have_text("7")
    expect(digits.nth(1)).to_have_text("·")
    expect(digits.nth(1)).to_have_class(re.compile("unsure"))
    expect(visitor.part("note")).to_have_text(TEXTS["en"]["signs_some"])


def test_the_number_is_announced(visitor: Visitor) -> None:
    visitor.load(TWENTY_SEVEN)
    expect(visitor.part("announcement")).to_contain_text("27, ")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 360, "height": 740}])
def test_eight_digits_fit_and_leave_the_drawing_area_in_its_place(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    visitor = open_page(viewport=viewport)
    empty = visitor.canvas.bounding_box()
    visitor.load(draw_number(*[("7", "plain")] * 8))
    visitor.expect_best("77777777")
    assert visitor.part("digits").locator("button").count() == 8
    assert visitor.canvas.bounding_box() == empty
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    left, right = visitor.part("best").evaluate(
        """element => {
          const range = document.createRange();
          range.selectNodeContents(element);
          const { left, right } = range.getBoundingClientRect();
          return [left, right];
        }"""
    )
    beside = visitor.part("seen" if viewport["width"] > 720 else "top").bounding_box()
    assert beside
    assert 0 <= left < right <= beside["x"]
