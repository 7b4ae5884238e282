"""All that can be pressed on the page, by mouse, by finger and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.pictures_tab import PicturesTab
from tests.browser.visitor import Visitor
from tests.drawn import DRAWINGS, picture_of
from tests.pictures import saved
from web.texts import TEXTS

Press = Callable[[Locator], None]


def with_a_key(locator: Locator) -> None:
    is_box = locator.get_attribute("type") == "checkbox"
    locator.focus()
    expect(locator).to_be_focused()
    locator.page.keyboard.press("Space" if is_box else "Enter")


WAYS: dict[str, Press] = {"mouse": Locator.click, "finger": Locator.tap, "keyboard": with_a_key}


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visitor(request: pytest.FixtureRequest, open_page: OpenPage, way: str) -> Visitor:
    """Who uses the page in this way, on either screen."""
    return open_page(
        viewport=request.param,
        has_touch=way == "finger",
        reduced_motion="reduce",
        permissions=["camera", "clipboard-read", "clipboard-write"],
    )


@pytest.mark.parametrize("way", WAYS)
def test_all_of_the_draw_tab_can_be_pressed_and_the_way_to_the_others(
    visitor: Visitor, way: str
) -> None:
    page, part, press = visitor.page, visitor.part, WAYS[way]
    press(part("examples").get_by_text("7", exact=True))
    visitor.expect_best("7")
    press(part("undo"))
    visitor.expect_best("")
    press(part("redo"))
    visitor.expect_best("7")
    page.wait_for_selector("[data-part=why]:not(.idle)")
    press(part("why_toggle"))
    expect(part("why_toggle")).not_to_be_checked()
    press(part("inside").locator("summary"))
    expect(page.locator(".layers canvas").first).to_be_visible()
    press(part("link"))
    expect(part("note")).to_have_text(TEXTS["en"]["link_copied"])
    for name in ("save_png", "save_json"):
        with page.expect_download():
            press(part(name))
    press(part("clear"))
    visitor.expect_best("")
    press(part("examples").get_by_text("2026", exact=True))
    visitor.expect_best("2026")
    press(part("digits").locator("button").first)
    assert visitor.top[0][0] == "2"
    for name in ("pictures", "network", "results", "draw"):
        press(page.get_by_role("tab", name=TEXTS["en"][f"tab_{name}"]))
        ready = page.locator(f"#{name}[data-ready=true], #{name} [data-ready=true]")
        expect(ready.first).to_be_visible()
    visitor.expect_best("2026")


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_bring_a_picture_can_be_pressed(visitor: Visitor, way: str) -> None:
    tab, press = PicturesTab(visitor.page), WAYS[way]
    with tab.page.expect_file_chooser() as chooser:
        press(tab.button("pictures_choose"))
    seven = saved(picture_of(DRAWINGS["7", "barred"]), "PNG")
    chooser.value.set_files({"name": "7.png", "mimeType": "image/png", "buffer": seven})
    tab.expect_number("7")
    press(tab.button("pictures_camera"))
    expect(tab.part("video")).to_be_visible()
    press(tab.button("pictures_cancel"))
    expect(tab.part("hint")).to_be_visible()
    press(tab.button("pictures_camera"))
    press(tab.button("pictures_shutter"))
    expect(tab.part("picture")).to_be_visible()
    tab.page.evaluate("() => navigator.clipboard.writeText('https://localhost/7.png')")
    press(tab.button("pictures_paste"))
    tab.expect_error("picture_private_address", host="localhost")
    tab.part("url").fill("http://127.0.0.1/7.png")
    press(tab.button("pictures_fetch"))
    tab.expect_error("picture_private_address", host="127.0.0.1")
    press(tab.button("pictures_mnist"))
    # A digit with its label, or, where MNIST is not at hand, a sentence that says so.
    expect(tab.part("label").or_(tab.part("error")).get_by_text("MNIST's")).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_what_there_is_to_know_of_the_network_can_be_opened(visitor: Visitor, way: str) -> None:
    page, press = visitor.page, WAYS[way]
    press(page.get_by_role("tab", name="Network"))
    for name in ("keras", "tflite"):
        with page.expect_download() as download:
            press(page.locator(f"#network [data-part={name}]"))
        assert download.value.suggested_filename == f"mnist_model.{name}"
    press(page.get_by_role("tab", name="Results"))
    expect(page.locator("#results [data-ready=true]")).to_be_attached()
    folded = page.locator("#results section:visible details").all()
    assert len(folded) > 1
    for details in folded:
        press(details.locator("summary"))
        expect(details.locator("table")).to_be_visible()
