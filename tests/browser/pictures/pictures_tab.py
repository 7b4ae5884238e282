"""What a visitor does and sees on the Pictures tab."""

from playwright.sync_api import FileChooser, Locator, Page, expect

from web.pictures.texts import PICTURES_TEXTS
from web.shared.texts import TEXTS


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
