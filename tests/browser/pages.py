"""Browser pages that tests use one after another.

A new page in a new context takes 1.5 s to open, of which 0.3 s are left in a page that has had it
open before: its process, its connections and the compiled scripts are still there. What a visitor
leaves in a page (storage, cookies, permissions, held requests) is removed between two tests.
"""

from collections.abc import Sequence
from typing import Literal

from playwright.sync_api import Browser, Error, Page, ViewportSize

MAX_FREE = 4  # pages; each has a process of its own

Key = tuple[str, bool, bool]


class PagePool:
    """Lends pages of one browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[tuple[Key, Page]] = []
        self._lent: dict[Page, Key | None] = {}

    def take(  # noqa: PLR0913  the options of a browser context
        self,
        *,
        viewport: ViewportSize,
        locale: str,
        has_touch: bool = False,
        is_mobile: bool = False,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
        permissions: Sequence[str] = (),
        is_new: bool = False,
    ) -> Page:
        """Returns an empty page; `is_new` asks for one with nothing in its cache."""
        key = (locale, has_touch, is_mobile)
        page = None if is_new else self._find(key)
        if page is None:
            context = self._browser.new_context(
                viewport=viewport, locale=locale, has_touch=has_touch, is_mobile=is_mobile
            )
            page = context.new_page()
        self._lent[page] = None if is_new else key
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        page.context.grant_permissions(list(permissions))
        return page

    def give_back(self, page: Page) -> None:
        """Takes a page back, and empties it for the next test."""
        key = self._lent.pop(page)
        if key is None or not _empty(page):
            page.context.close()
            return
        self._free.append((key, page))
        if len(self._free) > MAX_FREE:
            _, oldest = self._free.pop(0)
            oldest.context.close()

    def close(self) -> None:
        """Closes the pages that are not in use."""
        for _, page in self._free:
            page.context.close()
        self._free.clear()

    def _find(self, key: Key) -> Page | None:
        for place, (other, page) in enumerate(self._free):
            if other == key:
                del self._free[place]
                return page
        return None


def _empty(page: Page) -> bool:
    """Returns whether the page could be emptied; after a failed test it may not respond."""
    try:
        page.unroute_all(behavior="ignoreErrors")
        for button in ("left", "middle", "right"):
            page.mouse.up(button=button)
        page.mouse.move(0, 0)
        page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
        page.goto("about:blank")
        page.context.clear_cookies()
        page.context.clear_permissions()
    except Error:
        return False
    return len(page.context.pages) == 1
