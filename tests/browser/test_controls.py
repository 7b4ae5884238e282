"""All that can be pressed on the page, with the mouse, a finger and the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.pictures.pictures_tab import PicturesTab
from tests.browser.visitor import Visitor
from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image
from web.draw.texts import DRAW_TEXTS
from web.shared.texts import TEXTS

Press = Callable[[Locator], None]


def with_a_key(locator: Locator) -> None:
    is_box = locator.get_attribute("type") == "checkbox"
    locator.focus()
    expect(locator).to_be_focused()
    locator.page.keyboard.press("Space" if is_box else "Enter")


WAYS: dict[str, Press] = {"mouse": Locator.click, "finger": Locator.tap, "keyboard": with_a_key}


each_way = pytest.mark.parametrize(
    ("way", "viewport"),
    [
        ("mouse", DESKTOP),
        ("finger", PHONE),
        ("keyboard", DESKTOP),
        pytest.param("mouse", PHONE, marks=pytest.mark.slow),
        pytest.param("finger", DESKTOP, marks=pytest.mark.slow),
        pytest.param("keyboard", PHONE, marks=pytest.mark.slow),
    ],
)


@pytest.fixture
def visitor(open_page: OpenPage, way: str, viewport: dict[str, int]) -> Visitor:
    return open_page(
        viewport=viewport,
        has_touch=way == "finger",
        reduced_motion="reduce",
        permissions=["camera", "clipboard-read", "clipboard-write"],
    )


@each_way
def test_everything_on_the_draw_tab_can_be_pressed_and_the_other_tabs_opened(
    visitor: Visitor, way: str
) -> None:
    page, part, press = visitor.page, visitor.part, WAYS[way]
    press(part("examples").get_by_text("7", exact=True))
    visitor.expect_best("7")
    press(part("undo"))
    visitor.expect_best("")
    press(part("redo"))
    visitor.expect_best("7")
    visitor.wait_for_explanation()
    press(part("why_toggle"))
    expect(part("why_toggle")).not_to_be_checked()
    press(part("feature_maps_panel").locator("summary"))
    expect(page.locator(".layers canvas").first).to_be_visible()
    press(part("link"))
    expect(part("note")).to_have_text(DRAW_TEXTS["en"]["link_copied"])
    press(part("copy"))
    expect(part("note")).to_have_text(TEXTS["en"]["copied"])
    for name in ("save_png", "save_json", "save_csv"):
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


@each_way
def test_every_way_to_choose_an_image_can_be_pressed(visitor: Visitor, way: str) -> None:
    tab, press = PicturesTab(visitor.page), WAYS[way]
    with tab.page.expect_file_chooser() as chooser:
        press(tab.button("pictures_choose"))
    seven = encode_image(draw_image(DRAWINGS["7", "barred"]), "PNG")
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
    # A digit with its label, or, where the server has no MNIST, a sentence that says so.
    expect(tab.part("label").or_(tab.part("error")).get_by_text("MNIST’s")).to_be_visible()


@each_way
def test_what_was_read_in_an_image_can_be_exported_and_cropped(visitor: Visitor, way: str) -> None:
    tab, press = PicturesTab(visitor.page), WAYS[way]
    tab.change_answers(ignored=[[0, 0, 9, 200]])
    tab.upload(encode_image(draw_image(DRAWINGS["7", "barred"]), "PNG"))
    tab.expect_number("7")
    press(tab.button("copy"))
    expect(tab.part("said")).to_have_text(tab.texts["copied"])
    with tab.page.expect_download():
        press(tab.button("save_csv"))
    press(tab.part("ignored_toggle"))
    expect(tab.part("ignored")).to_be_visible()
    press(tab.button("pictures_crop"))
    expect(tab.part("crop_area")).to_be_visible()
    if way == "keyboard":
        tab.page.keyboard.press("Enter")
    else:
        tab.part("crop_area").drag_to(
            tab.part("crop_area"),
            source_position={"x": 9, "y": 9},
            target_position={"x": 99, "y": 99},
        )
    expect(tab.part("part_read")).to_be_visible()
    press(tab.button("pictures_whole"))
    tab.expect_number("7")
    expect(tab.part("part_read")).to_be_hidden()


@each_way
def test_everything_about_the_network_can_be_opened(visitor: Visitor, way: str) -> None:
    page, press = visitor.page, WAYS[way]
    press(page.get_by_role("tab", name=TEXTS["en"]["tab_network"]))
    for name in ("keras", "tflite"):
        with page.expect_download() as download:
            press(page.locator(f"#network [data-part={name}]"))
        assert download.value.suggested_filename == f"mnist_model.{name}"
    press(page.get_by_role("tab", name=TEXTS["en"]["tab_results"]))
    expect(page.locator("#results [data-ready=true]")).to_be_attached()
    folded = page.locator("#results section:visible details").all()
    assert len(folded) > 1
    for details in folded:
        press(details.locator("summary"))
        expect(details.locator("table")).to_be_visible()
