"""Takes the README's images of the page, from the running app.

    python -m training.benchmark.screenshots                 writes docs/*.png

Needs MNIST, where `web.pictures.mnist` looks for it.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from model.files import replace_file
from training.benchmark.chromium import launch
from training.benchmark.server import ROOT, serve_app

FOLDER = ROOT / "docs"
DESKTOP, PHONE = (1280, 800), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One screenshot: its size, language and colour scheme, and what is done first."""

    name: str
    size: tuple[int, int]
    language: str
    colours: str
    prepare: Callable[[Page], None]


def main(arguments: list[str] | None = None) -> int:
    """Takes all screenshots; returns the exit status."""
    argparse.ArgumentParser(
        prog="python -m training.benchmark.screenshots",
        description="Take the README's images of the page.",
    ).parse_args(arguments)
    with serve_app() as served, sync_playwright() as playwright:
        browser = launch(playwright)
        for shot in SHOTS:
            width, height = shot.size
            page = browser.new_page(
                viewport={"width": width, "height": height},
                locale=shot.language,
                color_scheme=shot.colours,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            page.goto(served.url)
            page.wait_for_selector("[data-ready=true]")
            shot.prepare(page)
            page.wait_for_load_state("networkidle")
            page.mouse.move(0, 0)
            page.evaluate("() => scrollTo(0, 0)")
            replace_file(FOLDER / f"{shot.name}.png", page.screenshot())
            page.close()
            print(f"docs/{shot.name}.png", flush=True)
        browser.close()
    return 0


def _draw(page: Page) -> None:
    page.locator("[data-part=examples]").get_by_text("2026", exact=True).click()
    page.wait_for_function(
        "() => document.querySelector('[data-part=best]').textContent === '2026'"
    )
    page.wait_for_selector("[data-part=why]:not(.idle)")


def _image(page: Page) -> None:
    page.get_by_role("tab").nth(1).click()
    page.wait_for_selector("#pictures [data-ready=true]")
    page.locator("#pictures [data-part=mnist]").click()
    page.wait_for_selector("#pictures [data-part=picture]")


def _results(page: Page) -> None:
    page.get_by_role("tab").nth(3).click()
    page.wait_for_selector("#results [data-ready=true]")


SHOTS = (
    Shot("draw", DESKTOP, "en", "light", _draw),
    Shot("draw-phone", PHONE, "es", "dark", _draw),
    Shot("pictures-phone", PHONE, "es", "dark", _image),
    Shot("results-phone", PHONE, "en", "light", _results),
)


if __name__ == "__main__":
    sys.exit(main())
