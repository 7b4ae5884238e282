"""The Results tab: what the report says, in the visitor's language, on any screen."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.visitor import Visitor, too_wide
from training.report import REPORT_FILE
from web.texts import TEXTS
from web.texts_figures import FIGURES_TEXTS

REPORT: dict[str, Any] = json.loads(REPORT_FILE.read_bytes())
ROUTE = re.compile("/api/report$")
DATA_SETS = ("mnist_test", "pen_digits")


def open_tab(visitor: Visitor, language: str = "en") -> Locator:
    """The Results tab, opened and filled in."""
    visitor.page.get_by_role("tab", name=TEXTS[language]["tab_results"]).click()
    expect(visitor.page.locator("#results [data-ready=true]")).to_be_attached()
    return visitor.page.locator("#results")


def section(tab: Locator, name: str) -> Locator:
    return tab.locator(f"section[data-part={name}]")


def number(text: str, language: str) -> float:
    """A figure on the page as a number: "9,960" or "99,60 %"."""
    thousands, decimal = (",", ".") if language == "en" else (".", ",")
    digits = re.sub(r"[^\d.,-]", "", text).replace(thousands, "").replace(decimal, ".")
    return float(digits) / (100 if "%" in text else 1)


@pytest.mark.parametrize("language", ["en", "es"])
def test_accuracy_and_comparison_are_the_reports(open_page: OpenPage, language: str) -> None:
    tab = open_tab(open_page(locale=language), language)
    texts = FIGURES_TEXTS[language]
    facts = section(tab, "accuracy").locator("dl > div")
    for fact, name in zip(facts.all(), DATA_SETS, strict=False):
        figure, counts = fact.locator("dd").all_inner_texts()
        assert number(figure, language) == pytest.approx(REPORT[name]["accuracy"], abs=5e-5)
        right, digits = re.findall(r"\d[\d.,]*", counts)
        assert number(right, language) == REPORT[name]["right"]
        assert number(digits, language) == REPORT[name]["digits"]
    least = min(kind["accuracy"] for kind in REPORT["pictures"]["kinds"])
    shown = facts.nth(2).locator("dd").first.inner_text()
    assert number(shown, language) == pytest.approx(least, abs=5e-5)
    section(tab, "accuracy").locator("summary").click()
    rows = section(tab, "accuracy").locator("tbody td").all_inner_texts()
    assert [number(text, language) for text in rows] == pytest.approx(
        [kind["accuracy"] for kind in REPORT["pictures"]["kinds"]], abs=5e-5
    )
    compared = section(tab, "comparison")
    for group, name in zip(compared.locator(".bars").all(), DATA_SETS, strict=True):
        wrong = [1000 * (1 - row[name]) for row in REPORT["comparison"].values()]
        figures = [number(text, language) for text in group.locator("b").all_inner_texts()]
        assert figures == pytest.approx(wrong, abs=0.051)
        widths = group.locator("i").evaluate_all(
            "bars => bars.map(bar => bar.getBoundingClientRect().width)"
        )
        assert widths == pytest.approx([max(widths) * one / max(wrong) for one in wrong], abs=2)
    compared.locator("summary").click()
    row = compared.get_by_role("row", name=texts["network_parameters"])
    assert [number(text, language) for text in row.locator("td").all_inner_texts()] == [
        one["parameters"] for one in REPORT["comparison"].values()
    ]


def test_confusions_are_the_reports(open_page: OpenPage) -> None:
    confusion = section(open_tab(open_page()), "confusion")
    for matrix, name in zip(confusion.locator(".matrix").all(), DATA_SETS, strict=True):
        shown = matrix.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('td')].map(td => td.textContent))"
        )
        counted = [[int(cell.replace(",", "") or 0) for cell in row] for row in shown]
        assert counted == REPORT[name]["confusion"]
    counts = REPORT["mnist_test"]["confusion"]
    times, digit, read = max(
        (counts[digit][read], -digit, -read)
        for digit in range(10)
        for read in range(10)
        if digit != read
    )
    expect(
        confusion.get_by_text(f"Most often: {-digit} read as {-read} ({times}×)")
    ).to_be_visible()
    confusion.locator("summary").first.click()
    recalls = confusion.locator("details").first.locator("tbody td:nth-child(3)").all_inner_texts()
    expected = [one["recall"] for one in REPORT["mnist_test"]["per_digit"]]
    assert [number(text, "en") for text in recalls] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("name", ["mistakes", "examples"])
def test_digits_are_cut_from_their_strip_when_they_come_into_sight(
    open_page: OpenPage, name: str
) -> None:
    digits = section(open_tab(open_page()), name).locator("li")
    listed = REPORT["gallery"][name]
    expect(digits).to_have_count(len(listed))
    last, shown = digits.last, listed[-1]
    last.scroll_into_view_if_needed()
    expect(last.locator("b")).to_have_text(f"{shown['digit']} → {shown['read']}")
    image = last.locator("img")
    expect(image).to_have_attribute("alt", f"A {shown['digit']} that was read as {shown['read']}")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [
        28 * len(listed),
        28,
    ]
    frame = last.locator(".pixels").bounding_box()
    box = image.bounding_box()
    assert frame
    assert box
    assert box["x"] + box["width"] == pytest.approx(frame["x"] + frame["width"], abs=3)


@pytest.mark.parametrize("language", ["en", "es"])
def test_curves_are_the_reports(open_page: OpenPage, language: str) -> None:
    holds = section(open_tab(open_page(locale=language), language), "perturbations")
    strengths = REPORT["perturbations"]["strengths"]
    accuracy = REPORT["perturbations"]["accuracy"]
    charts = holds.locator("figure")
    expect(charts).to_have_count(len(strengths))
    expect(holds.locator(".legend li")).to_have_count(len(accuracy))
    for chart, name in zip(charts.all(), strengths, strict=True):
        if language == "es":  # no name is left in English
            assert chart.locator("h3").inner_text().lower() != name
        chart.locator("summary").press("Enter")
        rows = chart.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('td')].map(td => td.innerText))"
        )
        curves = [by_name[name] for by_name in accuracy.values()]
        for row, *expected in zip(rows, *curves, strict=True):
            shown = [number(text, language) for text in row]
            assert shown == pytest.approx(expected, abs=5.1e-4)
        heights = chart.locator("svg > g").evaluate_all(MIDDLES)
        lowest = max(max(each) for each in heights)
        highest = min(min(each) for each in heights)
        every = [share for curve in curves for share in curve]
        for marks, curve in zip(heights, curves, strict=True):
            shares = [(lowest - y) / (lowest - highest) for y in marks]
            expected = [(one - min(every)) / (max(every) - min(every)) for one in curve]
            assert shares == pytest.approx(expected, abs=0.02)


MIDDLES = """(groups) => groups.map((group) =>
  [...group.querySelectorAll(".mark")].map((mark) => {
    const { top, height } = mark.getBoundingClientRect();
    return top + height / 2;
  }))"""


def test_reliability_is_the_reports(open_page: OpenPage) -> None:
    reliability = section(open_tab(open_page()), "reliability")
    parts = REPORT["calibration"].values()
    for chart, part in zip(reliability.locator("figure").all(), parts, strict=True):
        expect(chart.locator("svg .mark")).to_have_count(len(part["bins_after"]))
        shown = number(chart.locator("p").inner_text().split()[-1], "en")
        assert shown == pytest.approx(part["ece_after"], abs=5.1e-5)


def test_what_is_no_digit_is_the_reports(open_page: OpenPage) -> None:
    rows = section(open_tab(open_page()), "others").locator("li")
    expected = [REPORT[name]["accepted_as_digit"] for name in DATA_SETS]
    expected += [1 - refused for refused in REPORT["is_digit"]["refused"].values()]
    shown = [number(text, "en") for text in rows.locator("b").all_inner_texts()]
    assert shown == pytest.approx(expected, abs=5.1e-4)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_each_addition_gave_is_the_reports(open_page: OpenPage, language: str) -> None:
    rows = section(open_tab(open_page(locale=language), language), "additions").locator("tbody tr")
    steps = REPORT["ablation"]["steps"]
    expect(rows).to_have_count(len(steps))
    for row, (name, step) in zip(rows.all(), steps.items(), strict=True):
        if language == "es":  # no name is left in English
            assert row.locator("th").inner_text() != name
        *shares, auroc = [number(text, language) for text in row.locator("td").all_inner_texts()]
        assert shares == pytest.approx([step["mnist_test"], step["pen_digits"]], abs=5.1e-5)
        assert auroc == pytest.approx(step["auroc_letters"], abs=5e-4)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 360, "height": 640}])
@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_fits_the_width_of_the_screen(
    open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    tab = open_tab(open_page(viewport=viewport, locale=language), language)
    for summary in tab.locator("summary").all():
        box = summary.bounding_box()
        assert box
        assert box["height"] >= 44
        summary.press("Enter")
    assert [name for name in too_wide(tab) if not name.startswith("IMG")] == []
    texts = FIGURES_TEXTS[language]
    headings = tab.locator("section:visible h2").all_inner_texts()
    assert headings == [texts[key] for key in texts if key + "_caption" in texts]
    assert "undefined" not in tab.inner_text()
    assert "NaN" not in tab.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_lines_can_be_told_from_the_paper(open_page: OpenPage, scheme: str) -> None:
    tab = open_tab(open_page(color_scheme=scheme))
    contrasts = tab.evaluate(CONTRASTS)
    assert min(contrasts["words"]) >= 4.5
    assert min(contrasts["lines"]) >= 3


CONTRASTS = """(tab) => {
  const light = (...painted) => {
    const pen = document.createElement("canvas").getContext("2d");
    for (const colour of painted) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = ["white"];
  for (let each = tab; each; each = each.parentElement) {
    behind.splice(1, 0, getComputedStyle(each).backgroundColor);
  }
  const paper = light(...behind);
  const contrast = (colour) => {
    const [low, high] = [paper, light(colour)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  const of = (selector, property) =>
    [...tab.querySelectorAll(selector)].map((each) => contrast(getComputedStyle(each)[property]));
  return {
    words: [...of("p, h2, h3, b, dd, summary", "color"), ...of("svg text", "fill")],
    lines: [...of(".curve", "stroke"), ...of(".bars i", "backgroundColor")],
  };
}"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_on_another_network_gives_a_sentence(open_page: OpenPage, language: str) -> None:
    visitor = open_page(locale=language)
    visitor.page.route(ROUTE, lambda route: route.fulfill(status=404, json={"error": "none"}))
    tab = open_tab(visitor, language)
    expect(tab.get_by_role("status")).to_have_text(FIGURES_TEXTS[language]["results_none"])
    expect(tab.locator("section:visible")).to_have_count(0)


def test_a_report_that_cannot_be_loaded_is_told(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.page.route(ROUTE, lambda route: route.abort())
    tab = open_tab(visitor)
    expect(tab.get_by_role("status")).to_have_text(FIGURES_TEXTS["en"]["figures_offline"])


def test_what_was_not_measured_is_left_out(open_page: OpenPage) -> None:
    def answer(route: Route) -> None:
        calibration = {**REPORT["calibration"], "pen_digits": None}
        parts = ("pen_digits", "pictures", "comparison", "training", "ablation", "gallery")
        nothing = dict.fromkeys(parts)
        route.fulfill(json={**REPORT, **nothing, "calibration": calibration})

    visitor = open_page()
    visitor.page.route(ROUTE, answer)
    tab = open_tab(visitor)
    for name in ("comparison", "mistakes", "training", "additions", "examples"):
        expect(section(tab, name)).to_be_hidden()
    expect(section(tab, "confusion").locator(".matrix")).to_have_count(1)
    expect(section(tab, "reliability").locator("figure")).to_have_count(1)
    expect(section(tab, "accuracy").locator("dl > div")).to_have_count(1)
