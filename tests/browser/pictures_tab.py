"""What a visitor does and sees on the Pictures tab."""

from playwright.sync_api import Locator, Page, expect

from web.texts import TEXTS
from web.texts_pictures import PICTURES_TEXTS


class PicturesTab:
    """Brings pictures and reads what is found in them."""

    def __init__(self, page: Page, language: str = "en") -> None:
        """Open the tab of a page that speaks this language."""
        self.page = page
        self.texts = {**TEXTS[language], **PICTURES_TEXTS[language]}
        # Playwright catches choosers from the first listener on, but not at once.
        page.on("filechooser", lambda _: None)
        page.get_by_role("tab", name=self.texts["tab_pictures"]).click()
        page.wait_for_selector("#pictures [data-ready=true]")

    def part(self, name: str) -> Locator:
        """The element of the tab that plays this part."""
        return self.page.locator(f"#pictures [data-part={name}]")

    def button(self, key: str) -> Locator:
        """The button with this text."""
        name = self.texts[key]
        return self.page.locator("#pictures").get_by_role("button", name=name, exact=True)

    def bring(self, content: bytes, kind: str = "image/png") -> None:
        """Give a file to the field behind the button that chooses one."""
        self.part("file").set_input_files({"name": "7", "mimeType": kind, "buffer": content})

    def expect_number(self, text: str) -> None:
        """Wait until this is what was found, each digit boxed and with its three likeliest."""
        expect(self.part("number")).to_have_text(text)
        expect(self.part("picture")).to_be_visible()
        expect(self.part("boxes").locator("b")).to_have_text(list(text))
        expect(self.part("cards").locator("canvas")).to_have_count(len(text))
        expect(self.part("top").locator("b")).to_have_count(3 * len(text))
        expect(self.part("error")).to_have_text("")

    def expect_error(self, key: str, **details: object) -> None:
        """Wait until this is what went wrong, and nothing else is shown."""
        expect(self.part("error")).to_have_text(self.texts[f"error_{key}"].format(**details))
        expect(self.part("stage")).to_have_attribute("data-state", "empty")
        expect(self.part("number")).to_have_text("")
        expect(self.part("boxes").locator("b")).to_have_count(0)
