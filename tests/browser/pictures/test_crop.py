"""Reading a part of an image, which is chosen with a mouse, a pen, a finger or keys."""

import json
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import DESKTOP, LOCALES, PHONE, OpenPage
from tests.browser.pictures.pictures_tab import CELL, READ_IMAGE, ROW, PicturesTab, draw_rows
from tests.image_files import encode_image

ROWS = ("27", "345")
WIDTH, HEIGHT = 3 * CELL, 2 * ROW
Place = tuple[float, float]  # in pixels of the image
SECOND_ROW: tuple[Place, Place] = ((2, ROW), (WIDTH - 2, HEIGHT - 2))
Drag = Callable[[PicturesTab, Place, Place], None]


def on_screen(tab: PicturesTab, *places: Place) -> list[Place]:
    """Returns where places of the image are on the screen."""
    image = tab.part("picture").bounding_box()
    assert image
    scale = image["width"] / WIDTH
    return [(image["x"] + scale * x, image["y"] + scale * y) for x, y in places]


def drag_with_mouse(tab: PicturesTab, start: Place, end: Place) -> None:
    (x, y), (to_x, to_y) = on_screen(tab, start, end)
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(to_x, to_y, steps=3)
    tab.page.mouse.up()


def drag_with_pen(tab: PicturesTab, start: Place, end: Place) -> None:
    pen = tab.page.context.new_cdp_session(tab.page)
    first, last = on_screen(tab, start, end)
    for kind, (x, y) in (("Pressed", first), ("Moved", last), ("Released", last)):
        event = {"x": x, "y": y, "button": "left", "clickCount": 1, "pointerType": "pen"}
        pen.send("Input.dispatchMouseEvent", {"type": f"mouse{kind}", **event})
    pen.detach()


def drag_with_finger(tab: PicturesTab, start: Place, end: Place) -> None:
    finger = tab.page.context.new_cdp_session(tab.page)
    (x, y), (to_x, to_y) = on_screen(tab, start, end)
    for kind, points in (
        ("Start", [{"x": x, "y": y}]),
        ("Move", [{"x": (x + to_x) / 2, "y": (y + to_y) / 2}]),
        ("Move", [{"x": to_x, "y": to_y}]),
        ("End", []),
    ):
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    finger.detach()


def crop_of(request: Request) -> list[int]:
    """Returns the crop that the page asks for."""
    found = re.search(r"\?crop=(\d+),(\d+),(\d+),(\d+)$", request.url)
    assert found, request.url
    return [int(side) for side in found.groups()]


@pytest.fixture
def tab(open_page: OpenPage) -> PicturesTab:
    """A page that shows an image of two rows."""
    tab = PicturesTab(open_page().page)
    tab.upload_rows(*ROWS)
    return tab


@pytest.mark.parametrize(
    ("drag", "viewport", "has_touch"),
    [
        pytest.param(drag_with_mouse, DESKTOP, False, id="mouse"),
        pytest.param(drag_with_pen, DESKTOP, False, id="pen"),
        pytest.param(drag_with_finger, PHONE, True, id="finger"),
    ],
)
def test_only_the_part_is_read_and_the_image_stays_whole(
    open_page: OpenPage, drag: Drag, viewport: dict[str, int], has_touch: bool
) -> None:
    tab = PicturesTab(open_page(viewport=viewport, has_touch=has_touch).page)
    tab.upload_rows(*ROWS)
    before = tab.part("picture").bounding_box()
    expect(tab.part("part_read")).to_be_hidden()
    crop = tab.button("pictures_crop")
    crop.tap() if has_touch else crop.click()
    expect(tab.part("crop_help")).to_have_text(tab.texts["pictures_crop_help"])
    scrolled = tab.page.evaluate("() => scrollY")
    with tab.page.expect_request(READ_IMAGE) as request:
        drag(tab, *SECOND_ROW)
    assert crop_of(request.value) == pytest.approx([2, ROW, WIDTH - 2, HEIGHT - 2], abs=2)
    tab.expect_rows("345")
    assert tab.page.evaluate("() => scrollY") == scrolled  # the finger moved the frame only
    assert tab.part("picture").bounding_box() == before
    outlined = tab.part("part_read").bounding_box()
    (left, top), (right, bottom) = on_screen(tab, *SECOND_ROW)
    assert outlined
    assert outlined["x"] == pytest.approx(left, abs=4)
    assert outlined["y"] == pytest.approx(top, abs=4)
    assert outlined["width"] == pytest.approx(right - left, abs=8)
    assert outlined["height"] == pytest.approx(bottom - top, abs=8)
    for box in tab.part("boxes").locator("> div").all():
        place = box.bounding_box()
        assert place
        assert place["y"] >= top  # boxes are where the digits are, not where they are in the part


def test_the_whole_image_comes_back_without_a_request(tab: PicturesTab) -> None:
    whole = tab.button("pictures_whole")
    expect(whole).to_be_hidden()
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, *SECOND_ROW)
    tab.expect_rows("345")
    requests: list[Request] = []
    tab.page.on("request", lambda request: requests.append(request))  # noqa: PLW0108
    whole.click()
    tab.expect_rows(*ROWS)
    assert [request.url for request in requests if "/api/" in request.url] == []
    expect(whole).to_be_hidden()
    expect(tab.part("part_read")).to_be_hidden()
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, (0, 0), (WIDTH, ROW))
    tab.expect_rows("27")


def test_a_part_of_a_part_is_chosen_on_the_whole_image(tab: PicturesTab) -> None:
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, *SECOND_ROW)
    tab.expect_rows("345")
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, (0, 0), (WIDTH, ROW))
    tab.expect_rows("27")
    tab.button("pictures_whole").click()
    tab.expect_rows(*ROWS)


def test_a_drag_in_any_direction_ends_at_the_border_of_the_image(tab: PicturesTab) -> None:
    tab.button("pictures_crop").click()
    with tab.page.expect_request(READ_IMAGE) as request:
        drag_with_mouse(tab, (WIDTH - 2, HEIGHT - 2), (-20, ROW))
    assert crop_of(request.value) == pytest.approx([0, ROW, WIDTH - 2, HEIGHT - 2], abs=2)
    assert crop_of(request.value)[0] == 0
    tab.expect_rows("345")
    tab.button("pictures_crop").click()
    with tab.page.expect_request(READ_IMAGE) as request:
        drag_with_mouse(tab, (2, ROW), (WIDTH + 30, HEIGHT + 30))
    assert crop_of(request.value)[2:] == [WIDTH, HEIGHT]
    tab.expect_rows("345")


def test_the_part_is_chosen_with_keys(tab: PicturesTab) -> None:
    crop, frame = tab.button("pictures_crop"), tab.part("selection")
    crop.press("Enter")
    expect(frame).to_be_focused()
    expect(tab.part("crop_help")).to_have_text(tab.texts["pictures_crop_keys"])
    for key in ["ArrowLeft"] * 60 + ["ArrowDown"] * 60:  # to the corner, and not beyond
        tab.page.keyboard.press(key)
    for key in ["Shift+ArrowRight"] * 60 + ["Shift+ArrowUp"] * 2:
        tab.page.keyboard.press(key)
    place = tab.texts["pictures_crop_place"].format(
        width=WIDTH, height=HEIGHT // 2 - 16, left=0, top=HEIGHT // 2
    )
    expect(tab.part("crop_help")).to_have_text(place)
    with tab.page.expect_request(READ_IMAGE) as request:
        tab.page.keyboard.press("Enter")
    assert crop_of(request.value) == [0, HEIGHT // 2, WIDTH, HEIGHT - 16]
    tab.expect_rows("345")
    expect(tab.button("pictures_whole")).to_be_focused()
    tab.page.keyboard.press("Enter")
    tab.expect_rows(*ROWS)
    expect(crop).to_be_focused()


def test_escape_and_the_button_cancel(tab: PicturesTab) -> None:
    requests: list[Request] = []
    tab.page.on("request", lambda request: requests.append(request))  # noqa: PLW0108
    crop, area = tab.part("crop"), tab.part("crop_area")
    for is_by_key in (True, False):
        crop.click()
        expect(area).to_be_visible()
        expect(crop).to_have_text(tab.texts["pictures_cancel"])
        if is_by_key:
            ((x, y),) = on_screen(tab, (20, 20))
            tab.page.mouse.move(x, y)
            tab.page.mouse.down()
            tab.page.mouse.move(x + 80, y + 80)
            tab.page.keyboard.press("Escape")
            tab.page.mouse.up()
        else:
            crop.click()
        expect(area).to_be_hidden()
        expect(crop).to_have_text(tab.texts["pictures_crop"])
        expect(crop).to_be_focused()
        expect(tab.part("crop_help")).to_have_text("")
    tab.expect_rows(*ROWS)
    assert [request.url for request in requests if "/api/" in request.url] == []


def test_a_press_without_a_drag_chooses_nothing(tab: PicturesTab) -> None:
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, (30, 30), (31, 31))
    expect(tab.part("crop_area")).to_be_visible()
    expect(tab.part("selection")).to_be_hidden()
    with tab.page.expect_request(READ_IMAGE):
        drag_with_mouse(tab, *SECOND_ROW)
    tab.expect_rows("345")


def test_a_part_without_digits_is_reported_and_can_be_left(tab: PicturesTab) -> None:
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, (2 * CELL + 4, 4), (WIDTH - 4, ROW - 4))  # no digit is there
    expect(tab.part("note")).to_have_text(tab.texts["pictures_none"])
    tab.button("pictures_whole").click()
    tab.expect_rows(*ROWS)


def test_a_part_of_the_image_at_a_url_is_read_by_its_url(tab: PicturesTab) -> None:
    bodies: list[object] = []

    def answer(route: Route) -> None:
        # The server of the tests fetches from no private address: its answer to a file is used.
        body = json.loads(route.request.post_data or "")
        bodies.append(body)
        crop = ",".join(map(str, body["crop"])) if body.get("crop") else ""
        target = route.request.url.replace("read-url", "read-image") + (crop and f"?crop={crop}")
        content = encode_image(draw_rows(ROWS), "PNG")
        response = tab.page.request.post(target, data=content)
        route.fulfill(status=response.status, json=response.json())

    tab.page.route("**/api/read-url", answer)
    tab.part("url").fill("https://example.org/rows.png")
    tab.button("pictures_fetch").click()
    tab.expect_rows(*ROWS)
    expect(tab.button("pictures_crop")).to_be_visible()
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, (0, ROW), (WIDTH, HEIGHT))
    tab.expect_rows("345")
    crop = [0, ROW, WIDTH, HEIGHT]
    whole, part = bodies
    assert whole == {"url": "https://example.org/rows.png"}
    assert isinstance(part, dict)
    assert part["url"] == "https://example.org/rows.png"
    assert part["crop"] == pytest.approx(crop, abs=2)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_part_that_the_server_refuses_leaves_the_image(
    open_page: OpenPage, language: str
) -> None:
    tab = PicturesTab(open_page(locale=LOCALES[language]).page, language)
    tab.upload_rows(*ROWS)

    def ask_for_too_much(route: Route) -> None:
        route.continue_(url=re.sub(r"crop=.*", "crop=0,0,900,900", route.request.url))

    tab.page.route(READ_IMAGE, ask_for_too_much)
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, *SECOND_ROW)
    sentence = tab.texts["error_picture_bad_crop"].format(crop="0,0,900,900")
    expect(tab.part("error")).to_have_text(sentence)
    tab.expect_rows(*ROWS)
    expect(tab.part("picture")).to_be_visible()
    tab.page.unroute(READ_IMAGE)
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, *SECOND_ROW)
    tab.expect_rows("345")
    expect(tab.part("error")).to_have_text("")


def test_reading_a_part_can_be_cancelled(tab: PicturesTab) -> None:
    tab.page.route(READ_IMAGE, lambda _: None)
    tab.button("pictures_crop").click()
    with tab.page.expect_request(READ_IMAGE):
        drag_with_mouse(tab, *SECOND_ROW)
    expect(tab.part("picture")).to_be_visible()
    expect(tab.part("tools")).to_be_hidden()
    with tab.page.expect_event("requestfailed"):
        tab.part("stop").click()
    tab.expect_rows(*ROWS)
    expect(tab.button("pictures_crop")).to_be_focused()
    tab.page.unroute(READ_IMAGE)


def test_a_new_image_replaces_the_part_that_is_being_read(tab: PicturesTab) -> None:
    held: list[Route] = []
    tab.page.route(re.compile("crop="), lambda route: held.append(route))  # noqa: PLW0108
    tab.button("pictures_crop").click()
    with tab.page.expect_request(READ_IMAGE):
        drag_with_mouse(tab, *SECOND_ROW)
    tab.upload_rows("68")
    expect(tab.part("part_read")).to_be_hidden()
    expect(tab.button("pictures_whole")).to_be_hidden()
    assert len(held) == 1


def test_a_part_of_a_photo_is_cut_from_its_upright_form(tab: PicturesTab) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 270 degrees
    stored = draw_rows(ROWS).transpose(Image.Transpose.ROTATE_90)
    tab.upload(encode_image(stored, "JPEG", exif=exif), "image/jpeg")
    tab.expect_rows(*ROWS)
    tab.button("pictures_crop").click()
    drag_with_mouse(tab, *SECOND_ROW)
    tab.expect_rows("345")


def test_a_digit_of_mnist_cannot_be_cropped(tab: PicturesTab) -> None:
    def answer(route: Route) -> None:
        # The server of the tests has MNIST only once another test has given it some.
        target = route.request.url.replace("mnist-digit", "read-image")
        response = tab.page.request.post(target, data=encode_image(draw_rows(["7"]), "PNG"))
        route.fulfill(json={**response.json(), "label": 7})

    tab.page.route("**/api/mnist-digit", answer)
    expect(tab.button("pictures_crop")).to_be_visible()
    tab.button("pictures_mnist").click()
    tab.expect_number("7")
    expect(tab.part("label")).to_have_text(tab.texts["pictures_right"].format(label=7))
    expect(tab.part("crop")).to_be_hidden()
