"""What a visitor does and sees on the Draw tab, by real pointer events."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Route, expect

from tests.drawn import DrawnStrokes

ANSWER_IS_OF_THE_DRAWING = """() =>
  document.querySelector("[data-part=answer]").dataset.points
    === document.querySelector("[data-part=canvas]").dataset.points"""

WATCH_FOR_AN_ANSWER = """() => {
  window.answered = false;
  new MutationObserver(() => { window.answered = true; }).observe(
    document.querySelector("[data-part=answer]"), { attributeFilter: ["data-points"] });
}"""


class Visitor:
    """Draws on the page and reads its answer. Drawings are on 100 by 100, as in tests.drawn."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = self.part("canvas")

    def part(self, name: str) -> Locator:
        """The element that plays this part."""
        return self.page.locator(f"[data-part={name}]")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of a drawing is on the screen."""
        (placed,) = self.places([[x, y]])
        return placed

    def places(self, stroke: list[list[float]]) -> list[tuple[float, float]]:
        """Where a stroke's points are on the screen."""
        box = self.canvas.bounding_box()
        assert box
        return [
            (box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
            for x, y in stroke
        ]

    def draw(self, strokes: DrawnStrokes) -> None:
        """Draw with the mouse, and wait until the answer is of the whole drawing."""
        for stroke in strokes:
            self.press(stroke)
            self.page.mouse.up()
        self.wait_for_answer()

    def press(self, stroke: list[list[float]]) -> None:
        """Draw a stroke with the mouse and keep the button down."""
        start, *others = self.places(stroke)
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for place in others:
            self.page.mouse.move(*place)

    def touch(self, strokes: DrawnStrokes) -> None:
        """Draw with a finger, and wait until the answer is of the whole drawing."""
        touch = self.page.context.new_cdp_session(self.page)
        for stroke in strokes:
            for number, (x, y) in enumerate(self.places(stroke)):
                touch.send(
                    "Input.dispatchTouchEvent",
                    {
                        "type": "touchMove" if number else "touchStart",
                        "touchPoints": [{"x": x, "y": y}],
                    },
                )
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.wait_for_answer()

    def draw_with_pen(self, strokes: DrawnStrokes) -> None:
        """Draw with a pen on a tablet, and wait until the answer is of the whole drawing."""
        pen = self.page.context.new_cdp_session(self.page)
        for stroke in strokes:
            kinds = ["mousePressed", *["mouseMoved"] * (len(stroke) - 1), "mouseReleased"]
            places = self.places([*stroke, stroke[-1]])
            for kind, (x, y) in zip(kinds, places, strict=True):
                event = {"x": x, "y": y, "button": "left", "clickCount": 1, "pointerType": "pen"}
                pen.send("Input.dispatchMouseEvent", {"type": kind, **event})
        self.wait_for_answer()

    def wait_for_answer(self) -> None:
        """Wait until the answer is of the whole drawing."""
        self.page.wait_for_function(ANSWER_IS_OF_THE_DRAWING)

    @contextmanager
    def answered_late(self) -> Iterator[None]:
        """Lift the pen, and have what that asks for answered and shown only after the block."""
        held: list[Route] = []
        predict = "**/api/predict"
        self.page.route(predict, lambda route: held.append(route), times=1)  # noqa: PLW0108
        with self.page.expect_request(predict):
            self.page.mouse.up()
        yield
        self.page.evaluate(WATCH_FOR_AN_ANSWER)
        (route,) = held
        route.continue_()
        self.page.wait_for_function("() => window.answered")

    def expect_best(self, text: str) -> None:
        """Wait until this is shown as the likeliest digit."""
        expect(self.part("best")).to_have_text(text)

    @property
    def best(self) -> str:
        """What is shown as the likeliest digit."""
        return self.part("best").inner_text()

    @property
    def top(self) -> list[tuple[str, str]]:
        """The three likeliest digits with their percentages, as they are shown."""
        rows = self.part("top").locator("li")
        return [
            (rows.nth(i).locator("b").inner_text(), rows.nth(i).locator("span").inner_text())
            for i in range(rows.count())
        ]

    @property
    def ink(self) -> int:
        """How many pixels of the drawing surface are drawn on."""
        counted: int = self.canvas.evaluate(
            """async (canvas) => {
              await new Promise(requestAnimationFrame);  // until the frame is drawn
              const { data } = canvas.getContext("2d").getImageData(
                0, 0, canvas.width, canvas.height);
              return data.filter((value, index) => index % 4 === 3 && value > 0).length;
            }"""
        )
        return counted


def too_wide(element: Locator) -> list[str]:
    """What within the element, itself included, reaches beyond the sides of the screen."""
    found: list[str] = element.evaluate(
        """(element) => [element, ...element.querySelectorAll("*")]
          .filter((each) => {
            const { left, right, width } = each.getBoundingClientRect();
            return width > 0 && (left < 0 || right > innerWidth + 0.5);
          })
          .map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`)"""
    )
    return found
