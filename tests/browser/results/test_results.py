"""The Results tab: the figures of the report, in the visitor's language, on any screen."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import DESKTOP, LOCALES, OpenPage
from tests.browser.results.results_tab import REPORT, ROUTE, number, open_tab, section
from tests.browser.visitor import too_wide
from web.results.texts import RESULTS_TEXTS
from web.shared.texts import TEXTS

DATA_SETS = ("mnist_test", "pen_digits")


@pytest.mark.parametrize("language", ["en", "es"])
def test_accuracy_and_comparison_are_those_of_the_report(
    open_page: OpenPage, language: str
) -> None:
    tab = open_tab(open_page(locale=LOCALES[language]), language)
    facts = section(tab, "accuracy").locator("dl > div")
    expect(facts).to_have_count(3)
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
    row = compared.get_by_role("row", name=TEXTS[language]["parameters"])
    assert [number(text, language) for text in row.locator("td").all_inner_texts()] == [
        one["parameters"] for one in REPORT["comparison"].values()
    ]


def test_confusions_are_those_of_the_report(open_page: OpenPage) -> None:
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
    pair = RESULTS_TEXTS["en"]["results_times"].format(digit=-digit, read=-read, times=times)
    often = RESULTS_TEXTS["en"]["results_often"].partition("{")[0]
    expect(confusion.get_by_text(often + pair)).to_be_visible()
    confusion.locator("summary").first.click()
    recalls = confusion.locator("details").first.locator("tbody td:nth-child(3)").all_inner_texts()
    expected = [one["recall"] for one in REPORT["mnist_test"]["per_digit"]]
    assert [number(text, "en") for text in recalls] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("errors", [0, 1])
def test_a_single_error_is_named_and_none_too(open_page: OpenPage, errors: int) -> None:
    counts = [[10 * (digit == read) for read in range(10)] for digit in range(10)]
    counts[4][9] = errors
    visitor = open_page()
    changed = {**REPORT, "mnist_test": {**REPORT["mnist_test"], "confusion": counts}}
    visitor.page.route(ROUTE, lambda route: route.fulfill(json=changed))
    texts = RESULTS_TEXTS["en"]
    pair = texts["results_times"].format(digit=4, read=9, times=1)
    expected = texts["results_often"].format(pairs=pair) if errors else texts["results_no_mistakes"]
    confusion = section(open_tab(visitor), "confusion")
    expect(confusion.get_by_text(expected)).to_be_visible()
    expect(confusion.locator(".matrix").first.locator(".wrong")).to_have_count(errors)


@pytest.mark.parametrize("name", ["mistakes", "examples"])
def test_digits_are_cut_from_their_strip_when_they_are_scrolled_into_view(
    open_page: OpenPage, name: str
) -> None:
    digits = section(open_tab(open_page()), name).locator("li")
    listed = REPORT["gallery"][name]
    expect(digits).to_have_count(len(listed))
    last, shown = digits.last, listed[-1]
    last.scroll_into_view_if_needed()
    expect(last.locator("b")).to_have_text(f"{shown['digit']} → {shown['read']}")
    image = last.locator("img")
    alt = RESULTS_TEXTS["en"]["results_digit_alt"].format(**shown)
    expect(image).to_have_attribute("alt", alt)
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


def test_rejection_is_that_of_the_report(open_page: OpenPage) -> None:
    rows = section(open_tab(open_page()), "rejection").locator("li")
    expected = [REPORT[name]["accepted_as_digit"] for name in DATA_SETS]
    expected += [1 - refused for refused in REPORT["rejection"]["refused"].values()]
    shown = [number(text, "en") for text in rows.locator("b").all_inner_texts()]
    assert shown == pytest.approx(expected, abs=5.1e-4)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_ablation_is_that_of_the_report(open_page: OpenPage, language: str) -> None:
    if not REPORT["ablation"]:
        pytest.skip("no ablation was measured for the shipped network")
    rows = section(open_tab(open_page(locale=LOCALES[language]), language), "ablation").locator(
        "tbody tr"
    )
    steps = REPORT["ablation"]["steps"]
    expect(rows).to_have_count(len(steps))
    for row, (name, step) in zip(rows.all(), steps.items(), strict=True):
        if language == "es":  # no name is left in English
            assert row.locator("th").inner_text() != name
        *shares, auroc = [number(text, language) for text in row.locator("td").all_inner_texts()]
        assert shares == pytest.approx([step["mnist_test"], step["pen_digits"]], abs=5.1e-5)
        assert auroc == pytest.approx(step["auroc_letters"], abs=5e-4)


@pytest.mark.parametrize(
    ("viewport", "language"), [(DESKTOP, "en"), ({"width": 360, "height": 640}, "es")]
)
def test_everything_fits_the_width_of_the_screen(
    open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    tab = open_tab(open_page(viewport=viewport, locale=LOCALES[language]), language)
    for summary in tab.locator("summary").all():
        box = summary.bounding_box()
        assert box
        assert box["height"] >= 44
        summary.press("Enter")
    assert [name for name in too_wide(tab) if not name.startswith("IMG")] == []
    texts = RESULTS_TEXTS[language]
    headings = tab.locator("section:visible h2").all_inner_texts()
    shown = [key for key in texts if key + "_caption" in texts]
    if not REPORT["ablation"]:
        shown.remove("results_ablation")
    assert headings == [texts[key] for key in shown]
    assert "undefined" not in tab.inner_text()
    assert "NaN" not in tab.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_lines_have_enough_contrast(open_page: OpenPage, scheme: str) -> None:
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


def test_without_a_report_there_is_a_note(open_page: OpenPage) -> None:
    language = "es"
    visitor = open_page(locale=LOCALES[language])
    visitor.page.route(ROUTE, lambda route: route.fulfill(status=404, json={"error": "none"}))
    tab = open_tab(visitor, language)
    expect(tab.get_by_role("status")).to_have_text(RESULTS_TEXTS[language]["results_none"])
    expect(tab.locator("section:visible")).to_have_count(0)


def test_a_report_that_cannot_be_loaded_is_reported(open_page: OpenPage) -> None:
    visitor = open_page()
    visitor.page.route(ROUTE, lambda route: route.abort())
    tab = open_tab(visitor)
    expect(tab.get_by_role("status")).to_have_text(TEXTS["en"]["figures_offline"])


def test_sections_without_data_are_hidden(open_page: OpenPage) -> None:
    def answer(route: Route) -> None:
        calibration = {**REPORT["calibration"], "pen_digits": None}
        parts = ("pen_digits", "pictures", "comparison", "training", "ablation", "gallery")
        nothing = dict.fromkeys(parts)
        route.fulfill(json={**REPORT, **nothing, "calibration": calibration})

    visitor = open_page()
    visitor.page.route(ROUTE, answer)
    tab = open_tab(visitor)
    for name in ("comparison", "mistakes", "training", "ablation", "examples"):
        expect(section(tab, name)).to_be_hidden()
    expect(section(tab, "confusion").locator(".matrix")).to_have_count(1)
    expect(section(tab, "reliability").locator("figure")).to_have_count(1)
    expect(section(tab, "accuracy").locator("dl > div")).to_have_count(1)
