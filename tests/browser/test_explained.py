import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.visitor import Visitor
from tests.drawn import DRAWINGS, DrawnStrokes, side_by_side
from web.texts import TEXTS

SEVEN = DRAWINGS["7", "barred"]


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    return open_page()


def colours(visitor: Visitor) -> int:
    """How many colours the ink has, the soft edges aside."""
    counted: int = visitor.canvas.evaluate(
        """async (canvas) => {
          await new Promise(requestAnimationFrame);
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const found = new Set();
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] === 255) found.add(data.slice(i, i + 3).join());
          }
          return found.size;
        }"""
    )
    return counted


def wait_for_why(visitor: Visitor) -> None:
    visitor.page.wait_for_selector("[data-part=why]:not(.idle)")


def turned(strokes: DrawnStrokes) -> DrawnStrokes:
    return [[[y, 100 - x] for x, y in stroke] for stroke in strokes]


def test_after_a_stroke_the_ink_shows_what_it_speaks_for(visitor: Visitor) -> None:
    visitor.press(DRAWINGS["1", "european"][0])
    visitor.wait_for_answer()
    assert colours(visitor) == 1  # with the button still down
    visitor.page.mouse.up()
    wait_for_why(visitor)
    expect(visitor.part("why_best")).to_have_text("speaks for 1")
    expect(visitor.part("why_second")).to_have_text(f"speaks for {visitor.top[1][0]}")
    assert colours(visitor) > 5


def test_drawing_on_takes_the_explanation_away(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    wait_for_why(visitor)
    visitor.press([[10, 10], [12, 12]])
    assert visitor.page.locator("[data-part=why].idle").count() == 1
    assert colours(visitor) == 1


def test_the_explanation_can_be_switched_off(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    wait_for_why(visitor)
    visitor.part("why_toggle").focus()
    with visitor.page.expect_response("**/api/explain"):
        visitor.page.keyboard.press("Space")
    visitor.page.wait_for_timeout(200)  # the colours come with the frame after
    assert colours(visitor) == 1


def test_the_digit_that_is_chosen_is_explained(visitor: Visitor) -> None:
    number = side_by_side([DRAWINGS["2", "plain"], SEVEN], 30)
    visitor.draw([[[4 + 0.5 * x, 20 + 0.6 * y] for x, y in stroke] for stroke in number])
    wait_for_why(visitor)
    expect(visitor.part("why_best")).to_have_text("speaks for 7")
    visitor.part("digits").locator("button").first.click()
    expect(visitor.part("why_best")).to_have_text("speaks for 2")


@pytest.mark.parametrize(
    ("strokes", "key", "digits"),
    [
        ([[[50.0, 50.0]]], "advice_dot", ""),
        (turned(DRAWINGS["4", "closed"]), "advice_turned", "4"),
        ([[[100 - x, y] for x, y in stroke] for stroke in SEVEN], "advice_mirrored", "7"),
    ],
)
@pytest.mark.parametrize("language", TEXTS)
def test_a_hint_says_what_may_be_wrong(
    open_page: OpenPage, strokes: DrawnStrokes, key: str, digits: str, language: str
) -> None:
    visitor = open_page(locale=language)
    visitor.draw(strokes)
    advice = visitor.part("advice")
    expect(advice).to_have_text(TEXTS[language][key].replace("{digits}", digits))
    expect(visitor.part("note")).to_have_text(TEXTS[language]["unsure"])
    visitor.page.keyboard.press("Escape")
    expect(advice).to_have_text("")


def test_what_is_read_has_no_hint(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    wait_for_why(visitor)
    expect(visitor.part("advice")).to_have_text("")


def shown_layers(page: Page) -> list[str]:
    pictures: list[str] = page.locator(".layers canvas").evaluate_all(
        "canvases => canvases.map(canvas => canvas.toDataURL())"
    )
    return pictures


def test_the_layers_are_shown_while_they_are_wanted_and_follow_the_drawing(
    open_page: OpenPage,
) -> None:
    visitor = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    visitor.touch(SEVEN)
    assert visitor.page.locator(".layers canvas").count() == 0
    visitor.part("inside").locator("summary").press("Enter")
    captions = visitor.page.locator(".layers figcaption")
    expect(captions.first).to_contain_text("28 × 28")
    expect(captions.last).to_contain_text("7 × 7")
    before = shown_layers(visitor.page)
    visitor.canvas.scroll_into_view_if_needed()
    assert len(before) >= 5
    visitor.touch(DRAWINGS["1", "bar"])
    wait_for_why(visitor)
    after = shown_layers(visitor.page)
    assert all(one != other for one, other in zip(before, after, strict=True))
    visitor.page.keyboard.press("Escape")
    expect(captions).to_have_count(0)


def test_explaining_does_not_hold_up_the_next_answer(visitor: Visitor) -> None:
    """The server explains for as long as it likes; the next stroke is read meanwhile."""
    held: list[Route] = []

    def hold(route: Route) -> None:  # and never answer
        held.append(route)

    visitor.page.route("**/api/explain", hold)
    visitor.draw(SEVEN[:1])
    visitor.draw(SEVEN[1:])
    assert visitor.best == "7"
    assert held
    visitor.page.unroute_all(behavior="ignoreErrors")
