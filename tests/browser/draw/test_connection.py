"""What the page does when answers are slow, late, missing or refused."""

import json
import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS
from web.draw.api import MAX_STROKES
from web.draw.texts import DRAW_TEXTS

SEVEN = DRAWINGS["7", "plain"]
PREDICT = re.compile("/api/predict$")


def test_one_request_is_pending_at_a_time_and_the_newest_drawing_is_sent_next(
    open_page: OpenPage,
) -> None:
    visitor = open_page()
    held: list[Route] = []
    visitor.page.route(PREDICT, lambda route: held.append(route))  # noqa: PLW0108
    visitor.press(SEVEN[0])
    visitor.page.wait_for_function("() => true")  # Playwright calls routes while it waits
    assert len(held) == 1
    with visitor.page.expect_request(PREDICT):
        held[0].continue_()
    visitor.page.wait_for_function("() => true")
    assert len(held) == 2
    drawings = [json.loads(route.request.post_data or "")["strokes"] for route in held]
    points = [sum(map(len, strokes)) for strokes in drawings]
    assert points[0] < points[1] == int(visitor.canvas.get_attribute("data-points") or 0)
    held[1].continue_()
    visitor.wait_for_answer()
    assert len(held) == 2
    assert visitor.best == "7"


def test_a_late_answer_to_a_cleared_drawing_is_ignored(open_page: OpenPage) -> None:
    visitor = open_page()
    held: list[Route] = []
    visitor.page.route(PREDICT, lambda route: held.append(route))  # noqa: PLW0108
    visitor.press(SEVEN[0])
    visitor.page.mouse.up()
    visitor.page.wait_for_function("() => true")  # Playwright calls routes while it waits
    assert len(held) == 1
    visitor.page.keyboard.press("Escape")
    with visitor.page.expect_response(PREDICT):
        held[0].continue_()
    visitor.page.unroute(PREDICT)
    visitor.page.wait_for_timeout(100)  # the answer would be shown at once
    assert visitor.best == ""
    visitor.draw(SEVEN)
    assert visitor.best == "7"


def test_an_unreachable_server_is_reported_and_asked_again(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.page.route(PREDICT, lambda route: route.abort())
    visitor.press(SEVEN[0])
    visitor.page.mouse.up()
    note = visitor.part("note")
    expect(note).to_have_text(DRAW_TEXTS["en"]["error_offline"])
    assert visitor.ink > 0
    with visitor.page.expect_request(PREDICT):
        pass
    visitor.page.unroute(PREDICT)
    visitor.wait_for_answer()
    assert visitor.best == "7"
    expect(note).to_have_text("")


def test_a_server_error_is_reported_and_asked_again(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.page.route(PREDICT, lambda route: route.fulfill(status=502, body="<html>"), times=1)
    visitor.page.mouse.move(*visitor.place(*SEVEN[0][0]))
    visitor.page.mouse.down()
    expect(visitor.part("note")).to_have_text(DRAW_TEXTS["en"]["error_offline"])
    visitor.page.mouse.up()
    visitor.wait_for_answer()
    expect(visitor.part("note")).not_to_have_text(DRAW_TEXTS["en"]["error_offline"])


def test_a_drawing_beyond_the_limits_of_the_server_is_reported(open_page: OpenPage) -> None:
    visitor = open_page(locale="es-ES")
    text = DRAW_TEXTS["es"]["error_too_long"]
    visitor.load([[[10 + number % 80, 20 + number // 80]] for number in range(MAX_STROKES)])
    expect(visitor.part("note")).not_to_have_text(text)
    draw_dot(visitor, 50, 60)
    expect(visitor.part("note")).to_have_text(text)
    visitor.part("undo").click()
    visitor.wait_for_answer()
    expect(visitor.part("note")).not_to_have_text(text)


def draw_dot(visitor: Visitor, x: float, y: float) -> None:
    """Draws a dot without waiting for the answer."""
    visitor.press([[x, y]])
    visitor.page.mouse.up()
