"""What a visitor does and sees on the Pictures tab, and images of several rows to give to it."""

from collections.abc import Sequence

from PIL import Image
from playwright.sync_api import FileChooser, Locator, Page, Route, expect

from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image
from web.pictures.texts import PICTURES_TEXTS
from web.shared.texts import TEXTS

READ_IMAGE = "**/api/read-image*"
CELL, ROW = 100, 140  # pixels: the side of a digit's place, and from one row to the next
DIGITS = {digit: draw_image(strokes) for (digit, _), strokes in reversed(DRAWINGS.items())}


def draw_rows(rows: Sequence[str]) -> Image.Image:
    """Draws rows of digits with equal gaps; a space leaves the place of a digit empty."""
    image = Image.new("L", (CELL * max(map(len, rows)), ROW * len(rows)), 255)
    for number, row in enumerate(rows):
        for column, digit in enumerate(row):
            if digit != " ":
                place = (CELL * column, ROW * number + (ROW - CELL) // 2)
                image.paste(DIGITS[digit].resize((CELL, CELL)), place)
    return image


class PicturesTab:
    """Gives images to the page, and reads what it finds in them."""

    def __init__(self, page: Page, language: str = "en") -> None:
        """Opens the tab of a page that is in this language."""
        self.page = page
        self.texts = {**TEXTS[language], **PICTURES_TEXTS[language]}
        # Playwright catches choosers from the first listener on, but not at once.
        page.on("filechooser", _ignore)
        page.get_by_role("tab", name=self.texts["tab_pictures"]).click()
        page.wait_for_selector("#pictures [data-ready=true]")

    def part(self, name: str) -> Locator:
        """Returns the element of the tab with this `data-part`."""
        return self.page.locator(f"#pictures [data-part={name}]")

    def button(self, key: str) -> Locator:
        """Returns the button with this text."""
        name = self.texts[key]
        return self.page.locator("#pictures").get_by_role("button", name=name, exact=True)

    def upload(self, content: bytes, kind: str = "image/png") -> None:
        """Gives a file to the field behind the button that chooses one."""
        self.part("file").set_input_files({"name": "7", "mimeType": kind, "buffer": content})

    def upload_rows(self, *rows: str) -> None:
        """Gives an image of these rows to the page, and waits until they are shown."""
        self.upload(encode_image(draw_rows(rows), "PNG"))
        self.expect_rows(*rows)

    def expect_rows(self, *rows: str) -> None:
        """Waits until these rows are shown, each in a line of its own."""
        expect(self.part("number").locator("span")).to_have_text(list(rows))

    def change_answers(self, **changes: object) -> None:
        """Has the server's answers to images say something else, where the network does not."""

        def answer(route: Route) -> None:
            response = route.fetch()
            route.fulfill(response=response, json={**response.json(), **changes})

        self.page.route(READ_IMAGE, answer)

    def expect_number(self, text: str) -> None:
        """Waits until this number is shown, each digit with its box and its top three."""
        expect(self.part("number")).to_have_text(text)
        expect(self.part("picture")).to_be_visible()
        alt = self.texts["pictures_alt"].format(text=text)
        expect(self.part("picture")).to_have_attribute("alt", alt)
        expect(self.part("boxes").locator("b")).to_have_text(list(text))
        expect(self.part("cards").locator("canvas")).to_have_count(len(text))
        expect(self.part("top").locator("b")).to_have_count(3 * len(text))
        expect(self.part("error")).to_have_text("")

    def expect_error(self, key: str, **details: object) -> None:
        """Waits until this error is shown, and nothing else."""
        expect(self.part("error")).to_have_text(self.texts[f"error_{key}"].format(**details))
        expect(self.part("stage")).to_have_attribute("data-state", "empty")
        expect(self.part("number")).to_have_text("")
        expect(self.part("boxes").locator("b")).to_have_count(0)


def _ignore(_: FileChooser) -> None:
    pass
