"""A real Chromium on the real server, and a visitor's hand to draw with."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.visitor import Visitor
from training.chromium import launch
from training.served import serve_app

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=20_000)  # machines that run tests are busy

OpenPage = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def trazo() -> Iterator[str]:
    """The address of a running Trazo."""
    with serve_app() as served:
        yield served.url


@pytest.fixture
def open_page(browser: Browser, trazo: str) -> Iterator[OpenPage]:
    """Open the page as the keyword arguments of a browser context say; English on a desktop.

    At the end the page must have reported no error, and asked no server but its own.
    """
    pages: list[Page] = []
    troubles: list[str] = []

    def open_with(url: str = trazo, **context: object) -> Visitor:
        options = {"viewport": DESKTOP, "locale": "en-US", **context}
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        pages.append(page)
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((trazo, url, "data:", "blob:"))
                else troubles.append(f"asked for {request.url}")
            ),
        )
        page.goto(url)
        page.wait_for_selector("[data-ready=true]")
        return Visitor(page)

    yield open_with
    for page in pages:
        page.context.close()
    assert troubles == []
