import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS
from training.benchmark.server import ROOT

EXAMPLES = json.loads((ROOT / "web" / "draw" / "examples.json").read_text(encoding="utf-8"))


def press_example(visitor: Visitor, name: str) -> None:
    visitor.part("examples").get_by_text(name, exact=True).press("Enter")


def wait_until_drawn(visitor: Visitor, strokes: list[list[list[int]]]) -> None:
    points = str(sum(len(stroke) for stroke in strokes))
    expect(visitor.canvas).to_have_attribute("data-points", points)
    visitor.wait_for_answer()


def test_an_example_is_drawn_as_an_animation(open_page: OpenPage) -> None:
    visitor = open_page()
    counts = visitor.canvas.evaluate_handle(
        """(canvas) => {
          const counts = [];
          new MutationObserver(() => counts.push(Number(canvas.dataset.points)))
            .observe(canvas, { attributeFilter: ["data-points"] });
          return counts;
        }"""
    )
    press_example(visitor, "3")
    wait_until_drawn(visitor, EXAMPLES["3"][0])
    seen = counts.json_value()
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    assert visitor.best == "3"
    expect(visitor.part("announcement")).to_contain_text("3, ")


def test_pressing_again_shows_the_next_way_of_writing(open_page: OpenPage) -> None:
    visitor = open_page(reduced_motion="reduce")
    for way in (0, 1, 0):
        press_example(visitor, "7")
        wait_until_drawn(visitor, EXAMPLES["7"][way])
        assert visitor.best == "7"


def test_with_reduced_motion_an_example_is_complete_at_once(open_page: OpenPage) -> None:
    visitor = open_page(reduced_motion="reduce")
    changes = visitor.canvas.evaluate_handle(
        """(canvas) => {
          const counts = new Set();
          new MutationObserver(() => counts.add(canvas.dataset.points))
            .observe(canvas, { attributeFilter: ["data-points"] });
          return counts;
        }"""
    )
    press_example(visitor, "2026")
    wait_until_drawn(visitor, EXAMPLES["2026"][0])
    assert changes.evaluate("counts => counts.size") <= 2
    assert visitor.best == "2026"


def test_undo_during_an_animation_restores_the_drawing(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.load(DRAWINGS["7", "barred"])
    before = visitor.canvas.get_attribute("data-points")
    press_example(visitor, "8")
    visitor.page.wait_for_function(
        """(before) => {
          const now = document.querySelector("[data-part=canvas]").dataset.points;
          return now !== before && Number(now) > 3;
        }""",
        arg=before,
    )
    visitor.page.keyboard.press("Control+z")  # while it is being drawn
    visitor.expect_best("7")
    visitor.page.wait_for_timeout(300)
    assert visitor.best == "7"


def test_an_example_that_could_not_be_loaded_is_loaded_with_the_next_press(
    open_page: OpenPage,
) -> None:
    visitor = open_page(reduced_motion="reduce")
    examples = re.compile("/examples.json$")
    visitor.page.route(examples, lambda route: route.abort())
    with visitor.page.expect_event("requestfailed"):
        press_example(visitor, "7")
    visitor.page.unroute(examples)
    press_example(visitor, "7")
    wait_until_drawn(visitor, EXAMPLES["7"][0])
    assert visitor.best == "7"
