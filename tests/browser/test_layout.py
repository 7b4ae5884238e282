import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, LOCALES, PHONE, OpenPage
from tests.browser.visitor import Visitor
from tests.sample_drawings import DRAWINGS
from web.draw.texts import DRAW_TEXTS
from web.shared.texts import TEXTS

SEVEN = DRAWINGS["7", "barred"]
SIZES = {
    "desktop": DESKTOP,
    "phone": PHONE,
    "small phone": {"width": 360, "height": 640},
    "wide phone": {"width": 844, "height": 390},
    "4K": {"width": 3840, "height": 2160},
}


@pytest.mark.parametrize("size", SIZES)
def test_drawing_area_and_answer_are_visible_without_scrolling(
    open_page: OpenPage, size: str
) -> None:
    viewport = SIZES[size]
    visitor = open_page(viewport=viewport)
    visitor.load(SEVEN)
    for part in ("canvas", "best", "top", "seen"):
        box = visitor.part(part).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= viewport["width"]
        assert box["y"] + box["height"] <= viewport["height"]
    surface = visitor.canvas.bounding_box()
    assert surface
    assert surface["width"] == pytest.approx(surface["height"], abs=1)
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("scheme", "ink_is_dark"), [("light", True), ("dark", False)])
def test_ink_and_paper_have_the_colours_of_the_theme(
    open_page: OpenPage, scheme: str, ink_is_dark: bool
) -> None:
    visitor = open_page(color_scheme=scheme)
    colours = visitor.canvas.evaluate(
        "canvas => { const style = getComputedStyle(canvas);"
        " return [style.color, style.backgroundColor]; }"
    )
    ink, paper = (
        sum(int(part) for part in colour.split("(")[1].rstrip(")").split(",")[:3])
        for colour in colours
    )
    assert (ink < paper) == ink_is_dark
    assert abs(ink - paper) > 400


@pytest.mark.parametrize(
    ("locale", "language"), [("en-GB", "en"), ("es-MX", "es"), ("fr-FR", "en")]
)
def test_the_page_is_in_the_language_of_the_browser(
    open_page: OpenPage, locale: str, language: str
) -> None:
    expect_language(open_page(locale=locale), language)


@pytest.mark.parametrize(("browser_language", "language"), [("es", "en"), ("en", "es")])
def test_the_url_sets_the_language(
    open_page: OpenPage, trazo: str, browser_language: str, language: str
) -> None:
    visitor = open_page(f"{trazo}/?lang={language}", locale=LOCALES[browser_language])
    expect_language(visitor, language)


def test_an_unknown_language_in_the_url_is_ignored(open_page: OpenPage, trazo: str) -> None:
    expect_language(open_page(f"{trazo}/?lang=xx", locale=LOCALES["es"]), "es")


def expect_language(visitor: Visitor, language: str) -> None:
    frame, texts = TEXTS[language], DRAW_TEXTS[language]
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text(frame["heading"].lstrip("# "))
    for key in ("tab_draw", "tab_pictures", "tab_network", "tab_results"):
        expect(page.get_by_role("tab", name=frame[key])).to_be_visible()
    for key in ("undo", "clear"):
        button = page.get_by_role("button", name=texts[key])
        expect(button).to_have_attribute("title", texts[f"{key}_title"])
    expect(visitor.canvas).to_have_attribute("aria-label", texts["canvas"])
    expect(visitor.part("hint")).to_have_text(texts["hint"])
    assert page.evaluate("() => document.documentElement.lang") == language
    visitor.load(SEVEN)
    decimal = "," if language == "es" else "."
    assert decimal in visitor.top[0][1]
