"""A real Chromium on a real server, and pages of it for the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.browser.pages import PagePool
from tests.browser.visitor import Visitor
from training.benchmark.chromium import launch
from training.benchmark.server import serve_app
from web.pictures.mnist import VARIABLE

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
TOUCH = {"has_touch": True, "is_mobile": True}
LOCALES = {"en": "en-US", "es": "es-ES"}  # by language

expect.set_options(timeout=20_000)  # machines that run tests are busy

OpenPage = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Iterator[PagePool]:
    pool = PagePool(browser)
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def mnist_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server looks for MNIST; there is no file until a test makes one."""
    return tmp_path_factory.mktemp("mnist") / "mnist.npz"


@pytest.fixture(scope="session")
def trazo(mnist_file: Path) -> Iterator[str]:
    """The URL of a running Trazo."""
    with serve_app({VARIABLE: str(mnist_file)}) as served:
        yield served.url


@pytest.fixture
def open_page(pages: PagePool, trazo: str) -> Iterator[OpenPage]:
    """Opens the page, in English and on a desktop unless the arguments say otherwise.

    The arguments are those of `PagePool.take`. At the end, the page must have reported no error and
    must have asked no other server.
    """
    opened: list[Page] = []
    faults: list[str] = []
    urls = [trazo, "data:", "blob:"]

    def note_error(error: object) -> None:
        faults.append(f"error: {error}")

    def note_request(request: Request) -> None:
        if not request.url.startswith(tuple(urls)):
            faults.append(f"request: {request.url}")

    def open_with(url: str = trazo, **options: object) -> Visitor:
        page = pages.take(**{"viewport": DESKTOP, "locale": LOCALES["en"], **options})  # type: ignore[arg-type]
        opened.append(page)
        urls.append(url)
        page.on("pageerror", note_error)
        page.on("request", note_request)
        page.goto(url)
        page.wait_for_selector("[data-ready=true]")
        return Visitor(page)

    yield open_with
    for page in opened:
        page.remove_listener("pageerror", note_error)
        page.remove_listener("request", note_request)
        pages.give_back(page)
    assert faults == []
