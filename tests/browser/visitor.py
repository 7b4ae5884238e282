"""What a visitor does and sees on the Draw tab, with real pointer events."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Route, expect

from tests.sample_drawings import DrawnStrokes

ANSWER_IS_OF_THE_DRAWING = """() =>
  document.querySelector("[data-part=answer]").dataset.points
    === document.querySelector("[data-part=canvas]").dataset.points"""

OPEN_LINK = """async (strokes) => {
  const { encode } = await import(new URL("static/trazo/draw/link.js", document.baseURI));
  location.hash = "#drawing=" + encode(strokes);
}"""

NEXT_FRAMES = """() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(resolve));
})"""

WATCH_FOR_AN_ANSWER = """() => {
  window.answered = false;
  new MutationObserver(() => { window.answered = true; }).observe(
    document.querySelector("[data-part=answer]"), { attributeFilter: ["data-points"] });
}"""


class Visitor:
    """Draws on the page and reads its answer.

    Drawings are on a surface of 100 by 100, as in tests.sample_drawings.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = self.part("canvas")

    def part(self, name: str) -> Locator:
        """Returns the element with this `data-part`."""
        return self.page.locator(f"[data-part={name}]")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Returns where a point of a drawing is on the screen."""
        (placed,) = self.places([[x, y]])
        return placed

    def places(self, stroke: list[list[float]]) -> list[tuple[float, float]]:
        """Returns where the points of a stroke are on the screen."""
        box = self.canvas.bounding_box()
        assert box
        return [
            (box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
            for x, y in stroke
        ]

    def draw(self, strokes: DrawnStrokes) -> None:
        """Draws with the mouse, and waits for the answer to the whole drawing."""
        for stroke in strokes:
            self.press(stroke)
            self.page.mouse.up()
        self.wait_for_answer()

    def press(self, stroke: list[list[float]]) -> None:
        """Draws a stroke with the mouse and keeps the button down."""
        start, *others = self.places(stroke)
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for place in others:
            self.page.mouse.move(*place)

    def touch(self, strokes: DrawnStrokes) -> None:
        """Draws with a finger, and waits for the answer to the whole drawing."""
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
        touch.detach()
        self.wait_for_answer()

    def load(self, strokes: DrawnStrokes) -> None:
        """Opens a link to a drawing, which is faster than drawing, and waits for the answer."""
        drawing = [[[round(10 * x), round(10 * y)] for x, y in stroke] for stroke in strokes]
        self.page.evaluate(OPEN_LINK, drawing)
        points = sum(len(stroke) for stroke in drawing)
        expect(self.canvas).to_have_attribute("data-points", str(points))
        self.wait_for_answer()

    def draw_with_pen(self, strokes: DrawnStrokes) -> None:
        """Draws with a pen on a tablet, and waits for the answer to the whole drawing."""
        pen = self.page.context.new_cdp_session(self.page)
        for stroke in strokes:
            kinds = ["mousePressed", *["mouseMoved"] * (len(stroke) - 1), "mouseReleased"]
            places = self.places([*stroke, stroke[-1]])
            for kind, (x, y) in zip(kinds, places, strict=True):
                event = {"x": x, "y": y, "button": "left", "clickCount": 1, "pointerType": "pen"}
                pen.send("Input.dispatchMouseEvent", {"type": kind, **event})
        pen.detach()
        self.wait_for_answer()

    def wait_for_answer(self) -> None:
        """Waits for the answer to the whole drawing."""
        self.page.wait_for_function(ANSWER_IS_OF_THE_DRAWING)

    @contextmanager
    def answered_late(self) -> Iterator[None]:
        """Lifts the pen; the answer to the request that this sends comes only after the block."""
        # The browser delivers moves of the mouse with the next frame. A request for one of them
        # would be held back in place of the one that lifting the pen sends.
        self.page.evaluate(NEXT_FRAMES)
        self.wait_for_answer()
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

    def wait_for_explanation(self) -> None:
        """Waits for the explanation of the answer."""
        self.page.wait_for_selector("[data-part=why]:not(.idle)")

    def expect_best(self, text: str) -> None:
        """Waits until this number is shown as the answer."""
        expect(self.part("best")).to_have_text(text)

    @property
    def best(self) -> str:
        """The number that is shown as the answer."""
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
        """The number of inked pixels of the drawing surface."""
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
    """Returns the elements, itself included, that reach beyond the sides of the screen."""
    found: list[str] = element.evaluate(
        """(element) => [element, ...element.querySelectorAll("*")]
          .filter((each) => {
            const { left, right, width } = each.getBoundingClientRect();
            return width > 0 && (left < 0 || right > innerWidth + 0.5);
          })
          .map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`)"""
    )
    return found
