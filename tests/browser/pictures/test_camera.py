"""The camera of the Pictures tab: the fake one of Chromium, which shows a test image."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LOCALES, PHONE, TOUCH, OpenPage
from tests.browser.pictures.pictures_tab import PicturesTab
from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image

SEVEN = encode_image(draw_image(DRAWINGS["7", "barred"]), "PNG")

WATCH_THE_CAMERA = """() => {
  window.tracks = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""
IS_ON = "() => window.tracks.some((track) => track.readyState === 'live')"
IS_OFF = "() => window.tracks.every((track) => track.readyState === 'ended')"


@pytest.fixture
def tab(open_page: OpenPage) -> PicturesTab:
    tab = PicturesTab(open_page(permissions=["camera"]).page)
    tab.page.evaluate(WATCH_THE_CAMERA)
    return tab


def open_camera(tab: PicturesTab) -> None:
    tab.button("pictures_camera").click()
    expect(tab.button("pictures_shutter")).to_be_focused()
    expect(tab.part("video")).to_be_visible()
    assert tab.page.evaluate(IS_ON)


def test_the_camera_takes_a_photo_and_is_switched_off(tab: PicturesTab) -> None:
    open_camera(tab)
    ratio = tab.part("video").evaluate("video => video.videoWidth / video.videoHeight")
    with tab.page.expect_response(re.compile("/api/read-image$")) as answer:
        tab.page.keyboard.press("Enter")
    assert answer.value.ok
    expect(tab.part("picture")).to_be_visible()
    expect(tab.button("pictures_camera")).to_be_focused()
    shown = tab.part("picture").evaluate("image => image.naturalWidth / image.naturalHeight")
    assert shown == pytest.approx(ratio, abs=0.01)
    assert tab.page.evaluate(IS_OFF)


def test_the_camera_is_switched_off_when_it_is_not_shown(tab: PicturesTab) -> None:
    open_camera(tab)
    tab.button("pictures_cancel").click()
    expect(tab.part("hint")).to_be_visible()
    assert tab.page.evaluate(IS_OFF)
    open_camera(tab)
    tab.upload(SEVEN)
    tab.expect_number("7")
    assert tab.page.evaluate(IS_OFF)
    open_camera(tab)
    tab.page.get_by_role("tab", name="Draw").click()
    tab.page.wait_for_function(IS_OFF)


def test_a_camera_that_opens_after_the_visitor_has_left_is_switched_off(tab: PicturesTab) -> None:
    tab.page.evaluate(
        """() => {
          const open = navigator.mediaDevices.getUserMedia;
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            await new Promise((resolve) => { window.allow = resolve; });
            return open(wanted);
          };
        }"""
    )
    tab.button("pictures_camera").click()
    expect(tab.part("step")).to_have_text(tab.texts["pictures_opening"])
    tab.page.get_by_role("tab", name="Draw").click()
    tab.page.wait_for_function(
        "() => document.querySelector('#pictures [data-part=stage]').dataset.state === 'empty'"
    )
    tab.page.evaluate("() => window.allow()")
    tab.page.wait_for_function("() => window.tracks.length > 0")
    tab.page.wait_for_function(IS_OFF)


def test_a_refused_camera_is_reported(open_page: OpenPage) -> None:
    tab = PicturesTab(open_page(locale=LOCALES["es"]).page, "es")
    tab.button("pictures_camera").click()
    tab.expect_error("camera_refused")
    tab.upload(SEVEN)
    tab.expect_number("7")


@pytest.mark.parametrize(
    ("name", "key"),
    [("NotFoundError", "camera_missing"), ("NotReadableError", "camera_busy")],
)
def test_a_missing_or_busy_camera_is_reported(open_page: OpenPage, name: str, key: str) -> None:
    tab = PicturesTab(open_page().page)
    tab.page.evaluate(
        "(name) => { navigator.mediaDevices.getUserMedia ="
        " () => Promise.reject(new DOMException('', name)); }",
        name,
    )
    tab.button("pictures_camera").click()
    tab.expect_error(key)


def test_where_the_page_gets_no_camera_the_phone_takes_the_photo(open_page: OpenPage) -> None:
    tab = PicturesTab(open_page(viewport=PHONE, **TOUCH).page)
    tab.page.evaluate(
        "() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"
    )
    with tab.page.expect_file_chooser() as chooser:
        tab.button("pictures_camera").tap()
    expect(tab.part("photo")).to_have_attribute("capture", "environment")
    assert chooser.value.element.get_attribute("data-part") == "photo"
    chooser.value.set_files({"name": "7.png", "mimeType": "image/png", "buffer": SEVEN})
    tab.expect_number("7")
