import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from model.picture.open import FORMATS, MAX_BYTES, MAX_PIXELS
from tests.browser.conftest import LOCALES, PHONE, TOUCH, OpenPage
from tests.browser.pictures.pictures_tab import PicturesTab
from tests.image_files import encode_image, truncated_png
from tests.model.picture.heic_files import encode_heic
from tests.model.picture.pdf_files import LOCKED, write_pdf
from tests.sample_drawings import DRAWINGS, draw_image

IMAGE = draw_image(DRAWINGS["7", "barred"])
SEVEN = encode_image(IMAGE, "PNG")
THREE = encode_image(draw_image(DRAWINGS["3", "round"]), "PNG")
READ_IMAGE = re.compile("/api/read-image$")


@pytest.fixture
def tab(open_page: OpenPage) -> PicturesTab:
    return PicturesTab(open_page().page)


def test_a_chosen_file_is_read_and_shown(tab: PicturesTab) -> None:
    with tab.page.expect_file_chooser() as chooser:
        tab.button("pictures_choose").click()
    chooser.value.set_files({"name": "7.png", "mimeType": "image/png", "buffer": SEVEN})
    tab.expect_number("7")
    expect(tab.part("announcement")).to_contain_text(re.compile(r"^7, \d+\.\d%$"))
    box = tab.part("boxes").locator("div").bounding_box()
    image = tab.part("picture").bounding_box()
    assert box
    assert image
    scale = image["width"] / IMAGE.width
    left, top, right, bottom = IMAGE.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert box["x"] == pytest.approx(image["x"] + scale * left, abs=2 * scale)
    assert box["y"] == pytest.approx(image["y"] + scale * top, abs=2 * scale)
    assert box["width"] == pytest.approx(scale * (right - left), abs=3 * scale)
    assert box["height"] == pytest.approx(scale * (bottom - top), abs=3 * scale)
    seen = tab.part("cards").locator("canvas")
    ink = seen.evaluate(
        "canvas => canvas.getContext('2d').getImageData(0, 0, 28, 28).data"
        ".filter((value, index) => index % 4 === 0 && value > 127).length"
    )
    assert 60 < ink < 200


def test_what_can_be_read_is_said_until_there_is_an_image(tab: PicturesTab) -> None:
    about = tab.texts["pictures_about"].format(
        formats=", ".join(FORMATS), megabytes=MAX_BYTES // 10**6, megapixels=MAX_PIXELS // 10**6
    )
    expect(tab.part("about")).to_have_text(about)
    expect(tab.part("hint")).to_have_text(tab.texts["pictures_hint"])
    tab.upload(SEVEN)
    tab.expect_number("7")
    expect(tab.part("about")).to_be_hidden()


def test_the_pointer_on_a_box_highlights_the_card_of_its_digit(tab: PicturesTab) -> None:
    tab.upload(SEVEN)
    tab.expect_number("7")
    box, card = tab.part("boxes").locator("div"), tab.part("cards").locator("> li")
    box.hover()
    expect(card).to_have_class(re.compile("chosen"))
    card.hover()
    expect(box).to_have_class(re.compile("chosen"))
    tab.button("pictures_choose").hover()
    expect(card).not_to_have_class(re.compile("chosen"))
    expect(box).not_to_have_class(re.compile("chosen"))


def test_each_digit_of_a_number_has_its_box_and_its_card(tab: PicturesTab) -> None:
    number = Image.new("L", (600, 200), 255)
    for place, way in enumerate([("7", "barred"), ("3", "round"), ("8", "one_stroke")]):
        number.paste(draw_image(DRAWINGS[way]), (200 * place, 0))
    tab.upload(encode_image(number, "PNG"))
    tab.expect_number("738")
    boxes, cards = tab.part("boxes").locator("> div"), tab.part("cards").locator("> li")
    lefts = [box["x"] for box in (each.bounding_box() for each in boxes.all()) if box]
    assert lefts == sorted(lefts)
    assert [card.locator("b").first.inner_text() for card in cards.all()] == ["7", "3", "8"]
    boxes.nth(1).hover()
    expect(cards.nth(1)).to_have_class(re.compile("chosen"))
    expect(cards.nth(0)).not_to_have_class(re.compile("chosen"))


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("HEIF", "image/heic"),
        ("PDF", "application/pdf"),
    ],
)
def test_formats_that_browsers_do_not_all_show_are_shown(
    tab: PicturesTab, kind: str, media_type: str
) -> None:
    tab.upload(encode_image(IMAGE, kind), media_type)
    tab.expect_number("7")
    assert tab.part("picture").evaluate("image => image.decode().then(() => image.naturalWidth)")


def test_a_large_photo_is_turned_upright_and_reduced_before_the_upload(
    tab: PicturesTab, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 270 degrees
    wide = Image.new("L", (2_400, 1_800), 255)
    wide.paste(IMAGE.resize((1_200, 1_200)), (900, 300))
    photo = encode_image(wide.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    (tmp_path / "photo.jpg").write_bytes(photo + bytes(11_000_000))  # as large as a noisy photo
    with tab.page.expect_request(READ_IMAGE) as request:
        tab.part("file").set_input_files(tmp_path / "photo.jpg")
    sent = request.value.post_data_buffer
    assert sent
    assert len(sent) < 1_000_000
    tab.expect_number("7")
    ratio = tab.part("picture").evaluate("image => image.naturalWidth / image.naturalHeight")
    assert ratio == pytest.approx(4 / 3, abs=0.01)


def test_a_large_photo_that_the_browser_cannot_decode_is_sent_as_it_is(tab: PicturesTab) -> None:
    photo = encode_heic(IMAGE).ljust(1_200_000, b"\0")
    with tab.page.expect_request(READ_IMAGE) as request:
        tab.upload(photo, "image/heic")
    assert request.value.post_data_buffer == photo
    tab.expect_number("7")


def test_the_names_of_files_that_may_be_chosen_are_listed(tab: PicturesTab) -> None:
    accepted = tab.part("file").get_attribute("accept") or ""
    assert {"image/*", ".heic", ".heif", ".avif", ".pdf"} <= set(accepted.split(","))


def test_private_and_malformed_urls_are_reported_one_after_another(
    tab: PicturesTab, trazo: str
) -> None:
    tab.part("url").fill(trazo.removeprefix("http://"))  # without a scheme it is https
    tab.button("pictures_fetch").click()
    tab.expect_error("picture_private_address", host="127.0.0.1")
    tab.part("url").fill(f"file://{'x' * 3_000}")
    tab.page.keyboard.press("Enter")
    shortened = f"file://{'x' * 93}…"
    tab.expect_error("picture_bad_url", url=shortened)
    assert tab.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    tab.upload(SEVEN)
    tab.expect_number("7")


def test_bad_images_are_reported_one_after_another(open_page: OpenPage, tmp_path: Path) -> None:
    tab = PicturesTab(open_page(locale=LOCALES["es"]).page, "es")
    tab.upload(b"")
    tab.expect_error("picture_empty")
    tab.upload(b"%PDF-1.7", "application/pdf")
    tab.expect_error("picture_damaged")
    locked = write_pdf(b"", trailer_entries=LOCKED)
    tab.upload(locked, "application/pdf")
    tab.expect_error("picture_locked_pdf")
    tab.upload(SEVEN)
    tab.expect_number("7")
    tab.upload(SEVEN[: len(SEVEN) // 2])
    tab.expect_error("picture_damaged")
    tab.upload(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")
    tab.expect_error("picture_not_a_picture")
    tab.upload(truncated_png(20_000, 20_000))
    tab.expect_error("picture_too_many_pixels", most=40)
    (tmp_path / "large.png").write_bytes(bytes(30_000_000))
    tab.part("file").set_input_files(tmp_path / "large.png")
    tab.expect_error("picture_too_many_bytes", most=10)
    tab.upload(SEVEN)
    tab.expect_number("7")


def test_an_image_without_digits_is_shown_with_a_note(tab: PicturesTab) -> None:
    tab.upload(encode_image(Image.new("L", (1, 1)), "PNG"))
    expect(tab.part("note")).to_have_text(tab.texts["pictures_none"])
    expect(tab.part("announcement")).to_have_text(tab.texts["pictures_none"])
    expect(tab.part("picture")).to_be_visible()
    alt = tab.texts["pictures_alt"].format(text="–")
    expect(tab.part("picture")).to_have_attribute("alt", alt)
    tab.upload(SEVEN)
    tab.expect_number("7")
    expect(tab.part("note")).to_have_text("")


def test_a_new_image_cancels_the_previous_one(tab: PicturesTab) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    tab.page.route(READ_IMAGE, hold_the_first)
    with tab.page.expect_request(READ_IMAGE):
        tab.upload(THREE)
    expect(tab.part("step")).to_have_text(tab.texts["pictures_sending"])
    with tab.page.expect_event("requestfailed") as cancelled:
        tab.upload(SEVEN)
    assert cancelled.value == held[0].request
    tab.expect_number("7")


def test_reading_can_be_cancelled(tab: PicturesTab) -> None:
    tab.page.route(READ_IMAGE, lambda _: None)
    with tab.page.expect_request(READ_IMAGE):
        tab.upload(SEVEN)
    with tab.page.expect_event("requestfailed"):
        tab.button("pictures_cancel").click()
    expect(tab.part("hint")).to_be_visible()
    expect(tab.part("error")).to_have_text("")
    expect(tab.button("pictures_choose")).to_be_focused()
    tab.page.unroute(READ_IMAGE)
    tab.upload(SEVEN)
    tab.expect_number("7")


def test_an_unreachable_server_is_reported(tab: PicturesTab) -> None:
    tab.page.route(READ_IMAGE, lambda route: route.abort())
    tab.upload(SEVEN)
    tab.expect_error("no_server")
    tab.page.unroute(READ_IMAGE)
    tab.upload(SEVEN)
    tab.expect_number("7")


def test_a_digit_of_mnist_is_shown_with_its_label_where_the_server_has_mnist(
    tab: PicturesTab, mnist_file: Path
) -> None:
    tab.button("pictures_mnist").click()
    tab.expect_error("picture_no_mnist")
    ink = 255 - np.asarray(IMAGE.resize((28, 28)))
    np.savez(mnist_file, x_test=[ink], y_test=[7])
    tab.button("pictures_mnist").click()
    tab.expect_number("7")
    sentence = tab.texts["pictures_right"].format(label=7)
    expect(tab.part("label")).to_have_text(sentence)
    expect(tab.part("announcement")).to_contain_text(sentence)
    tab.upload(SEVEN)
    expect(tab.part("label")).to_have_text("")


def test_everything_is_reachable_with_the_keyboard(tab: PicturesTab) -> None:
    tab.button("pictures_choose").focus()
    with tab.page.expect_file_chooser() as chooser:
        tab.page.keyboard.press("Enter")
    chooser.value.set_files({"name": "7.png", "mimeType": "image/png", "buffer": SEVEN})
    tab.expect_number("7")
    for key in ("pictures_camera", "pictures_paste", "pictures_mnist"):
        tab.page.keyboard.press("Tab")
        expect(tab.button(key)).to_be_focused()
    tab.page.keyboard.press("Tab")
    expect(tab.part("url")).to_be_focused()
    tab.page.keyboard.type("http://localhost/7.png\n")
    tab.expect_error("picture_private_address", host="localhost")


def test_everything_fits_on_a_phone_and_works_with_a_finger(open_page: OpenPage) -> None:
    visitor = open_page(viewport=PHONE, locale=LOCALES["es"], **TOUCH)
    tab = PicturesTab(visitor.page, "es")
    expect(tab.part("hint")).to_have_text(tab.texts["pictures_hint_touch"])
    with tab.page.expect_file_chooser() as chooser:
        tab.button("pictures_choose").tap()
    chooser.value.set_files({"name": "7.png", "mimeType": "image/png", "buffer": SEVEN})
    tab.expect_number("7")
    assert tab.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for control in tab.page.locator("#pictures button:visible, #pictures input:visible").all():
        box = control.bounding_box()
        assert box
        assert box["width"] >= 44
        assert box["height"] >= 44
