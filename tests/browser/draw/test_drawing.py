import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, TOUCH, OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS
from web.draw.texts import DRAW_TEXTS
from web.shared.texts import TEXTS

SEVEN = DRAWINGS["7", "barred"]
FIVE = DRAWINGS["5", "two_strokes"]
SOME = {key[0]: DRAWINGS[key] for key in [("2", "plain"), ("4", "closed"), ("8", "one_stroke")]}


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    return open_page()


def test_digits_drawn_with_the_mouse_are_read(visitor: Visitor) -> None:
    for digit, strokes in SOME.items():
        visitor.draw(strokes)
        assert visitor.best == digit
        visitor.page.keyboard.press("Escape")
        visitor.expect_best("")


def test_digits_drawn_with_a_finger_are_read(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, **TOUCH)
    for digit, strokes in SOME.items():
        visitor.touch(strokes)
        assert visitor.best == digit
        visitor.page.keyboard.press("Escape")
        visitor.expect_best("")


@pytest.mark.slow
@pytest.mark.parametrize("digit", "0123456789")
def test_each_way_of_writing_a_digit_with_the_mouse_is_read(visitor: Visitor, digit: str) -> None:
    ways = {way: strokes for (of, way), strokes in DRAWINGS.items() if of == digit}
    read = {}
    for way, strokes in ways.items():
        visitor.draw(strokes)
        unsure = visitor.page.locator(".unsure").count() > 0
        read[way] = "unsure" if unsure else visitor.top[0][0]
        visitor.page.keyboard.press("Escape")
        visitor.expect_best("")
    assert read == dict.fromkeys(ways, digit)


@pytest.mark.slow
@pytest.mark.parametrize("digit", "0123456789")
def test_each_digit_drawn_with_a_finger_is_read(open_page: OpenPage, digit: str) -> None:
    strokes = next(strokes for (of, _), strokes in DRAWINGS.items() if of == digit)
    visitor = open_page(viewport=PHONE, **TOUCH)
    visitor.touch(strokes)
    assert visitor.best == digit


def test_a_digit_drawn_with_a_pen_is_read(visitor: Visitor) -> None:
    visitor.draw_with_pen(SEVEN)
    assert visitor.best == "7"


def test_the_answer_changes_while_the_pen_moves(visitor: Visitor) -> None:
    answers = visitor.page.evaluate_handle(
        """() => {
          const seen = [];
          const best = document.querySelector("[data-part=best]");
          const note = () => seen.push(best.textContent);
          new MutationObserver(note).observe(best, { childList: true });
          return seen;
        }"""
    )
    visitor.press(DRAWINGS["8", "one_stroke"][0])
    visitor.expect_best("8")  # with the button still down
    assert len(set(answers.json_value())) >= 2
    visitor.page.mouse.up()
    visitor.wait_for_answer()
    assert visitor.best == "8"


def test_the_three_likeliest_digits_have_bars_and_percentages(visitor: Visitor) -> None:
    visitor.draw(DRAWINGS["1", "european"])
    digits = [digit for digit, _ in visitor.top]
    shares = [float(percent.removesuffix("%")) for _, percent in visitor.top]
    assert len(set(digits)) == 3
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 100.2
    widths = (
        visitor.part("top")
        .locator("i")
        .evaluate_all(
            "bars => bars.map(bar => 100 * bar.getBoundingClientRect().width"
            " / bar.parentElement.getBoundingClientRect().width)"
        )
    )
    assert widths == pytest.approx(shares, abs=1.5)


def test_the_image_that_the_network_sees_is_shown(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    seen = visitor.part("seen").evaluate(
        "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)"
    )
    ink = seen[::4]
    assert len(ink) == 784
    assert max(ink) == 255
    assert 60 < sum(value > 127 for value in ink) < 200


def test_undo_removes_a_stroke_and_clear_removes_all(visitor: Visitor) -> None:
    undo, clear = visitor.part("undo"), visitor.part("clear")
    expect(undo).to_be_disabled()
    expect(clear).to_be_disabled()
    visitor.draw(FIVE[:1])
    first, first_ink = visitor.top, visitor.ink
    visitor.draw(FIVE[1:])
    assert visitor.best == "5"
    undo.click()
    visitor.wait_for_answer()
    assert visitor.top == first
    assert visitor.ink == pytest.approx(first_ink, rel=0.01)
    clear.click()
    visitor.expect_best("")
    assert visitor.ink == 0
    expect(visitor.part("hint")).to_be_visible()
    expect(clear).to_be_disabled()
    undo.click()  # a clear can be taken back too
    visitor.wait_for_answer()
    assert visitor.top == first
    assert visitor.ink == pytest.approx(first_ink, rel=0.01)
    undo.click()
    visitor.expect_best("")
    expect(undo).to_be_disabled()


def test_control_z_undoes_and_escape_clears(visitor: Visitor) -> None:
    visitor.draw(FIVE)
    visitor.page.keyboard.press("Escape")
    visitor.expect_best("")
    visitor.page.keyboard.press("Control+z")
    visitor.wait_for_answer()
    assert visitor.best == "5"
    visitor.page.keyboard.press("Control+z")
    visitor.page.keyboard.press("Control+z")
    visitor.expect_best("")
    assert visitor.ink == 0


def test_buttons_work_with_the_keyboard(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    visitor.part("undo").focus()
    visitor.page.keyboard.press("Tab")
    expect(visitor.part("clear")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    visitor.expect_best("")


def test_an_empty_drawing_area_shows_a_hint_and_no_digit(visitor: Visitor) -> None:
    expect(visitor.part("hint")).to_have_text(DRAW_TEXTS["en"]["hint"])
    assert visitor.best == ""
    assert visitor.top == [("", "")] * 3


def test_a_dot_is_marked_as_unsure(visitor: Visitor) -> None:
    visitor.draw([[[50, 50]]])
    expect(visitor.part("note")).to_have_text(TEXTS["en"]["unsure"])
    assert all(percent for _, percent in visitor.top)
    assert visitor.ink > 0


def test_the_answer_is_announced_when_the_pen_is_lifted(visitor: Visitor) -> None:
    announcement = visitor.part("announcement")
    expect(announcement).to_have_attribute("aria-live", "polite")
    visitor.press(SEVEN[0])
    visitor.wait_for_answer()
    expect(announcement).to_have_text("")
    visitor.page.mouse.up()
    visitor.wait_for_answer()
    expect(announcement).to_have_text(f"7, {visitor.top[0][1]}")
    visitor.page.keyboard.press("Escape")
    expect(announcement).to_have_text(DRAW_TEXTS["en"]["announcement_empty"])


def test_drawing_with_a_finger_does_not_scroll_the_page(open_page: OpenPage) -> None:
    visitor = open_page(viewport={"width": 390, "height": 500}, **TOUCH)
    visitor.page.evaluate("() => { document.body.style.paddingBottom = '900px'; }")
    visitor.touch([[[50, y] for y in range(90, 8, -4)]])
    assert visitor.page.evaluate("() => scrollY") == 0
    assert visitor.best == "1"


def test_a_cancelled_touch_ends_its_stroke(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, **TOUCH)
    touch = visitor.page.context.new_cdp_session(visitor.page)
    for number, y in enumerate(range(10, 90, 8)):
        x, screen_y = visitor.place(50, y)
        kind = "touchMove" if number else "touchStart"
        points = [{"x": x, "y": screen_y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    touch.detach()
    visitor.wait_for_answer()
    assert visitor.best == "1"
    visitor.touch([[[48, 10], [30, 30]]])  # a stroke of its own, not the first one continued
    visitor.part("undo").click()
    visitor.wait_for_answer()
    assert visitor.best == "1"


def test_a_second_finger_does_not_draw(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, **TOUCH)
    touch = visitor.page.context.new_cdp_session(visitor.page)
    first = [dict(zip("xy", visitor.place(30, y), strict=True), id=1) for y in (10, 90)]
    second = [dict(zip("xy", visitor.place(70, y), strict=True), id=2) for y in (10, 90)]
    for kind, points in (
        ("touchStart", [first[0]]),
        ("touchStart", [first[0], second[0]]),
        ("touchMove", [first[1], second[1]]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.detach()
    visitor.wait_for_answer()
    assert visitor.best == "1"
    visitor.part("undo").click()
    assert visitor.ink == 0


def test_other_mouse_buttons_do_not_draw(visitor: Visitor) -> None:
    for button in ("right", "middle"):
        visitor.page.mouse.move(*visitor.place(20, 20))
        visitor.page.mouse.down(button=button)
        visitor.page.mouse.move(*visitor.place(80, 80))
        visitor.page.mouse.up(button=button)
    assert visitor.ink == 0


def test_a_stroke_that_leaves_the_drawing_area_continues_at_its_edge(visitor: Visitor) -> None:
    visitor.draw([[[50, 60], [50, 90], [50, 130], [150, 130], [50, 70]]])
    with visitor.page.expect_request("**/api/predict") as sent:
        visitor.draw([[[10, 10], [12, 12]]])
    points = [
        point for stroke in json.loads(sent.value.post_data or "")["strokes"] for point in stroke
    ]
    assert all(0 <= coordinate <= 1000 for point in points for coordinate in point)


def test_the_drawing_keeps_its_shape_when_the_window_is_resized(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    share = visitor.ink / visitor.canvas.evaluate("canvas => canvas.width ** 2")
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.page.wait_for_function("() => document.querySelector('[data-part=canvas]').width < 400")
    now = visitor.ink / visitor.canvas.evaluate("canvas => canvas.width ** 2")
    assert now == pytest.approx(share, rel=0.05)
    visitor.draw([[[10, 90], [10, 91]]])
    visitor.part("undo").click()
    visitor.wait_for_answer()
    assert visitor.best == "7"
