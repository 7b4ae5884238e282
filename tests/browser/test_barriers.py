"""No serious barrier for those who see, hear or point differently, as far as axe-core can tell."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.drawn import DRAWINGS
from web.texts import TEXTS

TABS = [key for key in TEXTS["en"] if key.startswith("tab_")]


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    ("viewport", "scheme", "locale"), [(DESKTOP, "light", "en-US"), (PHONE, "dark", "es-ES")]
)
def test_axe_finds_nothing_serious(
    open_page: OpenPage, tab: str, viewport: dict[str, int], scheme: str, locale: str
) -> None:
    visitor = open_page(viewport=viewport, color_scheme=scheme, locale=locale)
    visitor.draw(DRAWINGS["7", "barred"])
    visitor.page.wait_for_selector("[data-part=why]:not(.idle)")
    visitor.part("inside").locator("summary").click()
    visitor.page.wait_for_selector(".layers canvas")
    visitor.page.get_by_role("tab", name=TEXTS[locale[:2]][tab]).click()
    part = visitor.page.locator(f"#{tab.removeprefix('tab_')} [data-ready=true]")
    expect(part).to_be_visible()
    found = Axe().run(visitor.page, options={"iframes": False}).response["violations"]
    serious = [
        f"{each['id']}: {node['html']}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
    assert serious == []
