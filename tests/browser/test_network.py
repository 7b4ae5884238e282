"""What the page does when answers are slow, late, missing or refused."""

import json
import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.drawn import DRAWINGS

SEVEN = DRAWINGS["7", "plain"]
PREDICT = re.compile("/api/predict$")


def test_one_request_is_under_way_at_a_time_and_the_newest_drawing_wins(
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


def test_a_late_answer_does_not_fill_a_cleared_page(open_page: OpenPage) -> None:
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
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.best == ""
    visitor.draw(SEVEN)
    assert visitor.best == "7"


def test_a_server_that_goes_away_is_told_and_asked_again(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.page.route(PREDICT, lambda route: route.abort())
    visitor.press(SEVEN[0])
    visitor.page.mouse.up()
    note = visitor.part("note")
    expect(note).to_contain_text("No answer from the server")
    assert visitor.ink > 0
    for _ in range(3):
        with visitor.page.expect_request(PREDICT):
            pass
    visitor.page.unroute(PREDICT)
    visitor.wait_for_answer()
    assert visitor.best == "7"
    expect(note).to_have_text("")


def test_a_drawing_beyond_the_servers_limits_is_told(open_page: OpenPage) -> None:
    visitor = open_page(locale="es-ES")
    for number in range(257):
        visitor.page.mouse.move(*visitor.place(10 + number % 80, 20 + number // 80))
        visitor.page.mouse.down()
        visitor.page.mouse.up()
    expect(visitor.part("note")).to_contain_text("El dibujo es demasiado largo")
    visitor.part("undo").click()
    visitor.wait_for_answer()
    expect(visitor.part("note")).not_to_contain_text("demasiado largo")
