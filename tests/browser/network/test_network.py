import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from model.classifier import MODEL_FILE, DigitClassifier
from tests.browser.conftest import DESKTOP, LOCALES, PHONE, TOUCH, OpenPage
from tests.browser.visitor import Visitor, too_wide
from tests.sample_drawings import DRAWINGS
from web.network.api import TIMED_RUNS
from web.network.texts import NETWORK_TEXTS
from web.shared.texts import TEXTS

DESCRIPTION = re.compile("/api/network$")


def test_netron_shows_every_layer_and_the_drawing_is_kept(
    open_page: OpenPage, classifier: DigitClassifier
) -> None:
    visitor = open_page()
    visitor.load(DRAWINGS["7", "barred"])
    ink = visitor.ink
    visitor.page.get_by_role("tab", name="Network").click()
    nodes = visitor.page.frame_locator("#netron iframe").locator("g.node")
    # The input layer is drawn as the graph's input; Netron adds a node for the output.
    expect(nodes).to_have_count(len(classifier.network.layers) + 1)
    visitor.page.get_by_role("tab", name="Draw").click()
    expect(visitor.canvas).to_be_visible()
    assert (visitor.ink, visitor.best) == (ink, "7")


def test_netron_does_not_take_the_focus_from_the_rest_of_the_page(open_page: OpenPage) -> None:
    page = open_page().page
    page.get_by_role("tab", name="Network").press("Enter")
    results = page.get_by_role("tab", name="Results")
    results.focus()
    expect(page.frame_locator("#netron iframe").locator("g.node").first).to_be_visible()
    page.wait_for_timeout(300)
    expect(results).to_be_focused()


def test_netron_fits_a_phone(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, **TOUCH)
    visitor.page.get_by_role("tab", name="Network").click()
    frame = visitor.page.locator("#netron iframe")
    expect(visitor.page.frame_locator("#netron iframe").locator("g.node").first).to_be_visible()
    box = frame.bounding_box()
    assert box
    assert box["height"] >= 360
    assert box["x"] + box["width"] <= PHONE["width"]


def open_tab(visitor: Visitor, language: str = "en") -> Locator:
    """Opens the Network tab and waits until it is filled in."""
    visitor.page.get_by_role("tab", name=TEXTS[language]["tab_network"]).click()
    tab = visitor.page.locator("#network")
    expect(visitor.page.locator("#network [data-ready=true]")).to_be_attached()
    return tab


@pytest.mark.parametrize(("language", "thousands", "decimal"), [("en", ",", "."), ("es", ".", ",")])
def test_the_table_lists_the_layers_of_the_served_network(
    open_page: OpenPage, classifier: DigitClassifier, language: str, thousands: str, decimal: str
) -> None:
    tab = open_tab(open_page(locale=LOCALES[language]), language)
    layers = classifier.network.layers
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
    assert int(total.replace(thousands, "")) == sum(layer.parameters for layer in layers)
    expect(tab.locator("caption")).to_have_text(NETWORK_TEXTS[language]["network_layers"])
    time = tab.locator("[data-part=time]").inner_text()
    number = re.fullmatch(rf"(\d+(?:{re.escape(decimal)}\d+)?)\sms", time)
    assert number
    assert 0 < float(number[1].replace(",", ".")) < 100
    timed = NETWORK_TEXTS[language]["network_timed"].format(runs=TIMED_RUNS)
    expect(tab.locator("[data-part=timed]")).to_have_text(timed)


@pytest.mark.parametrize("kind", ["keras", "tflite"])
def test_the_files_of_the_network_are_downloaded_with_the_keyboard(
    open_page: OpenPage, kind: str
) -> None:
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


@pytest.mark.parametrize(
    ("viewport", "language"), [(DESKTOP, "en"), ({"width": 360, "height": 640}, "es")]
)
def test_everything_fits_the_width_of_the_screen(
    open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    tab = open_tab(open_page(viewport=viewport, locale=LOCALES[language]), language)
    assert too_wide(tab) == []
    for link in tab.locator("a.button").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44


def test_a_network_without_a_table_of_layers_is_described_without_it(open_page: OpenPage) -> None:
    def remove_layers(route: Route) -> None:
        content = route.fetch().json()
        route.fulfill(json={**content, "layers": [], "parameters": None})

    visitor = open_page(locale=LOCALES["es"])
    visitor.page.route(DESCRIPTION, remove_layers)
    tab = open_tab(visitor, "es")
    layers = tab.locator("[data-part=layers]")
    expect(layers).to_have_text(NETWORK_TEXTS["es"]["network_no_layers"])
    expect(tab.locator("[data-part=parameters]")).to_have_text("")
    expect(tab.locator("[data-part=time]")).to_contain_text("ms")


def test_netron_is_shown_where_the_description_cannot_be_loaded(open_page: OpenPage) -> None:
    visitor = open_page(locale=LOCALES["es"])
    visitor.page.route(DESCRIPTION, lambda route: route.abort())
    tab = open_tab(visitor, "es")
    expect(tab.get_by_role("status")).to_have_text(TEXTS["es"]["figures_offline"])
    expect(tab.frame_locator("iframe").locator("g.node").first).to_be_visible()
