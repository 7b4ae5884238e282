import json
import zipfile

from playwright.sync_api import expect

from model.classifier import MODEL_FILE
from tests.browser.conftest import PHONE, OpenPage
from tests.drawn import DRAWINGS


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


def test_netron_fits_a_phone(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    visitor.page.get_by_role("tab", name="Network").click()
    frame = visitor.page.locator("#netron iframe")
    expect(visitor.page.frame_locator("#netron iframe").locator("g.node").first).to_be_visible()
    box = frame.bounding_box()
    assert box
    assert box["height"] >= 360
    assert box["x"] + box["width"] <= PHONE["width"]
