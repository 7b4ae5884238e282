"""What a visitor sees on the Results tab, and the report that it shows."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor
from training.evaluation.report import REPORT_FILE
from web.shared.texts import TEXTS

REPORT: dict[str, Any] = json.loads(REPORT_FILE.read_bytes())
ROUTE = re.compile("/api/report$")


def open_tab(visitor: Visitor, language: str = "en") -> Locator:
    """Opens the Results tab and waits until it is filled in."""
    visitor.page.get_by_role("tab", name=TEXTS[language]["tab_results"]).click()
    expect(visitor.page.locator("#results [data-ready=true]")).to_be_attached()
    return visitor.page.locator("#results")


def section(tab: Locator, name: str) -> Locator:
    """Returns a section of the tab by its `data-part`."""
    return tab.locator(f"section[data-part={name}]")


def number(text: str, language: str) -> float:
    """Returns a figure of the page as a number: "9,960" or "99,60 %"."""
    thousands, decimal = (",", ".") if language == "en" else (".", ",")
    digits = re.sub(r"[^\d.,-]", "", text).replace(thousands, "").replace(decimal, ".")
    return float(digits) / (100 if "%" in text else 1)
