import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from model.classifier import MODEL_FILE
from model.layers import layers_of
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.visitor import Visitor, too_wide
from tests.drawn import DRAWINGS
from web.texts import TEXTS
from web.texts_figures import FIGURES_TEXTS


def layer_count() -> int:
    with zipfile.ZipFile(MODEL_FILE) as saved:
        return len(json.loads(saved.read("config.json"))["config"]["layers"])


def test_the_network_tab_shows_every_layer_in_netron(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.draw(DRAWINGS["7", "barred"])
    ink = visitor.ink
    visitor.page.get_by_role("tab", name="Network").click()
    nodes = visitor.page.frame_locator("#netron iframe").locator("g.node")
    # The input layer is drawn as the graph's input; Netron adds a node for the output.
    expect(nodes).to_have_count(layer_count() + 1)
    visitor.page.get_by_role("tab", name="Draw").click()
    expect(visitor.canvas).to_be_visible()
    assert (visitor.ink, visitor.best) == (ink, "7")  # the drawing is still there


def test_netron_leaves_the_keyboard_to_who_is_elsewhere_on_the_page(open_page: OpenPage) -> None:
    page = open_page().page
    page.get_by_role("tab", name="Network").press("Enter")
    results = page.get_by_role("tab", name="Results")
    results.focus()
    expect(page.frame_locator("#netron iframe").locator("g.node").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(results).to_be_focused()


def test_netron_fits_a_phone(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    visitor.page.get_by_role("tab", name="Network").click()
    frame = visitor.page.locator("#netron iframe")
    expect(visitor.page.frame_locator("#netron iframe").locator("g.node").first).to_be_visible()
    box = frame.bounding_box()
    assert box
    assert box["height"] >= 360
    assert box["x"] + box["width"] <= PHONE["width"]


def open_tab(visitor: Visitor, language: str = "en") -> Locator:
    """The Network tab, opened and filled in."""
    visitor.page.get_by_role("tab", name=TEXTS[language]["tab_network"]).click()
    tab = visitor.page.locator("#network")
    expect(visitor.page.locator("#network [data-ready=true]")).to_be_attached()
    return tab


@pytest.mark.parametrize(("language", "thousands", "decimal"), [("en", ",", "."), ("es", ".", ",")])
def test_the_table_lists_the_layers_of_the_served_file(
    open_page: OpenPage, language: str, thousands: str, decimal: str
) -> None:
    tab = open_tab(open_page(locale=language), language)
    layers = layers_of(MODEL_FILE)
    rows = tab.locator("tbody tr")
    expect(rows).to_have_count(len(layers))
    for row, layer in zip(rows.all(), layers, strict=True):
        name, shape, parameters = row.locator("th, td").all_inner_texts()
        assert name.split() == [layer.kind, layer.name]
        assert layer.shape
        assert shape == " × ".join(map(str, layer.shape))
        assert int(parameters.replace(thousands, "")) == layer.parameters
    total = tab.locator("tfoot td").last.inner_text()
    assert total == tab.locator("[data-part=parameters]").inner_text()
    assert int(total.replace(thousands, "")) == sum(layer.parameters or 0 for layer in layers)
    texts = FIGURES_TEXTS[language]
    expect(tab.locator("caption")).to_have_text(texts["network_layers"])
    time = tab.locator("[data-part=time]").inner_text()
    number = re.fullmatch(rf"(\d+(?:{re.escape(decimal)}\d+)?)\sms", time)
    assert number
    assert 0 < float(number[1].replace(",", ".")) < 100
    expect(tab.locator("[data-part=timed]")).to_contain_text("101")


@pytest.mark.parametrize("kind", ["keras", "tflite"])
def test_the_networks_files_can_be_taken_away_by_keyboard(open_page: OpenPage, kind: str) -> None:
    visitor = open_page()
    link = open_tab(visitor).locator(f"[data-part={kind}]")
    file = MODEL_FILE.with_suffix(f".{kind}")
    megabytes = round(file.stat().st_size / 1e6, 2)
    expect(link).to_have_text(f"{file.name}, {megabytes} MB")
    link.focus()
    with visitor.page.expect_download() as download:
        visitor.page.keyboard.press("Enter")
    assert download.value.suggested_filename == file.name
    assert Path(download.value.path()).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 360, "height": 640}])
@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_fits_the_width_of_the_screen(
    open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    tab = open_tab(open_page(viewport=viewport, locale=language), language)
    assert too_wide(tab) == []
    for link in tab.locator("a.button").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44


def test_figures_that_cannot_be_loaded_are_told_and_netron_stays(open_page: OpenPage) -> None:
    visitor = open_page(locale="es")
    visitor.page.route(re.compile("/api/network$"), lambda route: route.abort())
    tab = open_tab(visitor, "es")
    expect(tab.get_by_role("status")).to_have_text(FIGURES_TEXTS["es"]["figures_offline"])
    expect(tab.frame_locator("iframe").locator("g.node").first).to_be_visible()
