"""No serious accessibility problem on any tab, as far as axe-core can tell."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, LOCALES, PHONE, OpenPage
from tests.sample_drawings import DRAWINGS
from web.shared.texts import TEXTS

TABS = [key for key in TEXTS["en"] if key.startswith("tab_")]


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"), [(DESKTOP, "light", "en"), (PHONE, "dark", "es")]
)
def test_axe_finds_nothing_serious(
    open_page: OpenPage, viewport: dict[str, int], scheme: str, language: str
) -> None:
    visitor = open_page(viewport=viewport, color_scheme=scheme, locale=LOCALES[language])
    visitor.load(DRAWINGS["7", "barred"])
    visitor.wait_for_explanation()
    visitor.part("feature_maps_panel").locator("summary").click()
    visitor.page.wait_for_selector(".layers canvas")
    assert len(TABS) == 4
    found = {}
    for tab in TABS:
        visitor.page.get_by_role("tab", name=TEXTS[language][tab]).click()
        name = tab.removeprefix("tab_")
        ready = visitor.page.locator(f"#{name}[data-ready=true], #{name} [data-ready=true]")
        expect(ready.first).to_be_visible()
        found[tab] = serious_problems(visitor.page)
    assert found == {tab: [] for tab in TABS}


def serious_problems(page: Page) -> list[str]:
    violations = Axe().run(page, options={"iframes": False}).response["violations"]
    return [
        f"{each['id']}: {node['html']}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
