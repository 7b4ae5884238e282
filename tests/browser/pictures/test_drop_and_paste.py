from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.pictures.pictures_tab import PicturesTab
from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image

SEVEN = encode_image(draw_image(DRAWINGS["7", "barred"]), "PNG")
THREE = encode_image(draw_image(DRAWINGS["3", "round"]), "PNG")


@pytest.fixture
def tab(open_page: OpenPage) -> PicturesTab:
    return PicturesTab(open_page().page)


def test_a_file_is_dropped_anywhere_on_the_page(tab: PicturesTab, tmp_path: Path) -> None:
    file = tmp_path / "seven.png"
    file.write_bytes(SEVEN)
    drag = tab.page.context.new_cdp_session(tab.page)
    for place, kind in enumerate(("dragEnter", "dragOver", "drop")):
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        event = {"type": kind, "x": 900, "y": 700 - place, "data": data}
        drag.send("Input.dispatchDragEvent", event)
    tab.expect_number("7")


COPY_IMAGE = """async (bytes) => {
  const image = new Blob([new Uint8Array(bytes)], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
}"""


def test_an_image_is_pasted_by_key_and_by_button(tab: PicturesTab) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.page.evaluate(COPY_IMAGE, list(SEVEN))
    tab.page.keyboard.press("Control+v")
    tab.expect_number("7")
    tab.page.evaluate(COPY_IMAGE, list(THREE))
    tab.part("url").focus()  # an image is not pasted into a text field
    tab.page.keyboard.press("Control+v")
    tab.expect_number("3")
    tab.page.evaluate(COPY_IMAGE, list(SEVEN))
    tab.button("pictures_paste").click()
    tab.expect_number("7")


def test_pasted_text_has_to_be_a_url(tab: PicturesTab) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.page.evaluate("() => navigator.clipboard.writeText('seven')")
    tab.page.keyboard.press("Control+v")
    tab.expect_error("nothing_to_paste")
    tab.page.evaluate("() => navigator.clipboard.writeText('http://10.0.0.1/7.png')")
    tab.page.keyboard.press("Control+v")
    tab.expect_error("picture_private_address", host="10.0.0.1")
    expect(tab.part("url")).to_have_value("http://10.0.0.1/7.png")


def data_url(content: bytes) -> str:
    return f"data:image/png;base64,{b64encode(content).decode('ascii')}"


GIVE = """([kind, data]) => {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(data)) transfer.setData(type, text);
  const options = { bubbles: true, cancelable: true };
  document.body.dispatchEvent(kind === "drop"
    ? new DragEvent(kind, { ...options, dataTransfer: transfer })
    : new ClipboardEvent(kind, { ...options, clipboardData: transfer }));
}"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"text/html": f'<meta><p>7 <img alt="" src="{data_url(SEVEN)}">'}, id="HTML"),
        pytest.param({"text/uri-list": f"# seven\r\n{data_url(SEVEN)}\r\n"}, id="a list of URLs"),
        pytest.param({"text/plain": f" {data_url(SEVEN)}\n"}, id="text"),
        pytest.param(
            {
                "text/uri-list": "http://10.0.0.1/page",
                "text/html": f'<a href="http://10.0.0.1/page"><img src="{data_url(SEVEN)}"></a>',
            },
            id="an image with a link",
        ),
    ],
)
def test_an_image_without_a_file_is_dropped_and_pasted(
    tab: PicturesTab, kind: str, data: dict[str, str]
) -> None:
    tab.page.evaluate(GIVE, [kind, data])
    tab.expect_number("7")
    expect(tab.part("url")).to_have_value("")


def test_dropped_data_is_an_address_or_refused(tab: PicturesTab) -> None:
    page = "<img src=http://10.0.0.1/7.png><img src=http://10.0.0.2/8.png>"
    tab.page.evaluate(GIVE, ["drop", {"text/html": page, "text/plain": "seven"}])
    tab.expect_error("picture_private_address", host="10.0.0.1")
    expect(tab.part("url")).to_have_value("http://10.0.0.1/7.png")
    for html in ("<img src=seven.png>", "<b>7</b>", "<img src='data:image/png;base64,seven!'>", ""):
        tab.upload(SEVEN)
        tab.expect_number("7")
        tab.page.evaluate(GIVE, ["drop", {"text/html": html, "text/plain": "seven"}])
        tab.expect_error("nothing_to_paste")


def test_a_pasted_page_with_an_image_is_read_by_the_button(tab: PicturesTab) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = """(html) => navigator.clipboard.write([new ClipboardItem({
      "text/html": new Blob([html], { type: "text/html" }) })])"""
    tab.page.evaluate(copy, f'<img src="{data_url(SEVEN)}">')
    tab.button("pictures_paste").click()
    tab.expect_number("7")
    tab.page.evaluate("(url) => navigator.clipboard.writeText(url)", data_url(THREE))
    tab.button("pictures_paste").click()
    tab.expect_number("3")


def test_the_address_may_be_a_data_url(tab: PicturesTab) -> None:
    tab.part("url").fill(data_url(SEVEN))
    tab.button("pictures_fetch").click()
    tab.expect_number("7")
    malformed = "data:image/png;base64,seven!"
    tab.part("url").fill(malformed)
    tab.page.keyboard.press("Enter")
    tab.expect_error("picture_bad_url", url=malformed)
    tab.part("url").fill("data:text/plain,seven")
    tab.page.keyboard.press("Enter")
    tab.expect_error("picture_not_a_picture")


def test_a_refused_clipboard_is_reported(tab: PicturesTab) -> None:
    tab.button("pictures_paste").click()
    tab.expect_error("paste_refused")
