import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LOCALES, PHONE, TOUCH, OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS, DrawnStrokes, side_by_side
from web.draw.texts import DRAW_TEXTS
from web.shared.texts import TEXTS

SEVEN = DRAWINGS["7", "barred"]


@pytest.fixture
def visitor(open_page: OpenPage) -> Visitor:
    return open_page()


COUNT_COLOURS = """async () => {
  await new Promise(requestAnimationFrame);
  const canvas = document.querySelector("[data-part=canvas]");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 255) found.add(data.slice(i, i + 3).join());
  }
  return found.size;
}"""


def count_colours(visitor: Visitor) -> int:
    """Returns the number of colours of the ink, without its soft edges."""
    count: int = visitor.page.evaluate(COUNT_COLOURS)
    return count


def wait_until_tinted(visitor: Visitor, is_tinted: bool) -> None:
    """Waits until the ink has several colours, or only its own."""
    condition = f"async (isTinted) => (await ({COUNT_COLOURS})() > 1) === isTinted"
    visitor.page.wait_for_function(condition, arg=is_tinted)


def evidence_for(digit: str) -> str:
    return DRAW_TEXTS["en"]["why_digit"].format(digit=digit)


def turned(strokes: DrawnStrokes) -> DrawnStrokes:
    return [[[y, 100 - x] for x, y in stroke] for stroke in strokes]


def test_after_a_stroke_the_ink_has_the_colours_of_its_evidence(visitor: Visitor) -> None:
    visitor.press(DRAWINGS["1", "european"][0])
    visitor.wait_for_answer()
    assert count_colours(visitor) == 1  # with the button still down
    visitor.page.mouse.up()
    visitor.wait_for_explanation()
    expect(visitor.part("why_best")).to_have_text(evidence_for("1"))
    expect(visitor.part("why_second")).to_have_text(evidence_for(visitor.top[1][0]))
    assert count_colours(visitor) > 5


def test_the_next_stroke_removes_the_explanation(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    visitor.wait_for_explanation()
    visitor.press([[10, 10], [12, 12]])
    assert visitor.page.locator("[data-part=why].idle").count() == 1
    assert count_colours(visitor) == 1


def test_the_colours_can_be_switched_off(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    visitor.wait_for_explanation()
    visitor.part("why_toggle").focus()
    visitor.page.keyboard.press("Space")
    wait_until_tinted(visitor, False)
    visitor.page.keyboard.press("Space")
    wait_until_tinted(visitor, True)


def test_the_selected_digit_is_explained(visitor: Visitor) -> None:
    number = side_by_side([DRAWINGS["2", "plain"], SEVEN], 30)
    visitor.load([[[4 + 0.5 * x, 20 + 0.6 * y] for x, y in stroke] for stroke in number])
    visitor.wait_for_explanation()
    expect(visitor.part("why_best")).to_have_text(evidence_for("7"))
    visitor.part("digits").locator("button").first.click()
    expect(visitor.part("why_best")).to_have_text(evidence_for("2"))


@pytest.mark.parametrize("language", TEXTS)
def test_a_hint_says_what_may_be_wrong(open_page: OpenPage, language: str) -> None:
    visitor = open_page(locale=LOCALES[language])
    advice = visitor.part("advice")
    for strokes, key, digits in (
        ([[[50.0, 50.0]]], "advice_dot", ""),
        (turned(DRAWINGS["4", "closed"]), "advice_turned", "4"),
        ([[[100 - x, y] for x, y in stroke] for stroke in SEVEN], "advice_mirrored", "7"),
    ):
        visitor.load(strokes)
        expect(advice).to_have_text(DRAW_TEXTS[language][key].format(digits=digits))
        expect(visitor.part("note")).to_have_text(TEXTS[language]["unsure"])
        visitor.page.keyboard.press("Escape")
        expect(advice).to_have_text("")


def test_a_digit_that_is_accepted_has_no_hint(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    visitor.wait_for_explanation()
    expect(visitor.part("advice")).to_have_text("")


def shown_layers(page: Page) -> list[str]:
    images: list[str] = page.locator(".layers canvas").evaluate_all(
        "canvases => canvases.map(canvas => canvas.toDataURL())"
    )
    return images


def test_feature_maps_are_shown_while_their_panel_is_open_and_follow_the_drawing(
    open_page: OpenPage,
) -> None:
    visitor = open_page(viewport=PHONE, **TOUCH)
    visitor.touch(SEVEN)
    assert visitor.page.locator(".layers canvas").count() == 0
    visitor.part("feature_maps_panel").locator("summary").press("Enter")
    captions = visitor.page.locator(".layers figcaption")
    expect(captions.first).to_contain_text("28 × 28")
    expect(captions.last).to_contain_text("7 × 7")
    before = shown_layers(visitor.page)
    visitor.canvas.scroll_into_view_if_needed()
    assert len(before) >= 5
    visitor.touch(DRAWINGS["1", "bar"])
    visitor.wait_for_explanation()
    after = shown_layers(visitor.page)
    assert all(one != other for one, other in zip(before, after, strict=True))
    visitor.page.keyboard.press("Escape")
    expect(captions).to_have_count(0)


def test_a_pending_explanation_does_not_delay_the_next_answer(visitor: Visitor) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:  # and never answer
        held.append(route)

    visitor.page.route("**/api/explain", hold)
    visitor.draw(SEVEN[:1])
    visitor.draw(SEVEN[1:])
    assert visitor.best == "7"
    assert held
    visitor.page.unroute_all(behavior="ignoreErrors")
