"""The line charts of the Results tab: their points lie where the report says."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import LOCALES, OpenPage
from tests.browser.results.results_tab import REPORT, number, open_tab, section
from web.results.texts import RESULTS_TEXTS


@pytest.mark.parametrize("language", ["en", "es"])
def test_curves_are_those_of_the_report(open_page: OpenPage, language: str) -> None:
    corruptions = section(open_tab(open_page(locale=LOCALES[language]), language), "corruptions")
    strengths = REPORT["corruptions"]["strengths"]
    accuracy = REPORT["corruptions"]["accuracy"]
    charts = corruptions.locator("figure")
    expect(charts).to_have_count(len(strengths))
    expect(corruptions.locator(".legend li")).to_have_count(len(accuracy))
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


def test_reliability_is_that_of_the_report(open_page: OpenPage) -> None:
    reliability = section(open_tab(open_page()), "reliability")
    parts = REPORT["calibration"].values()
    for chart, part in zip(reliability.locator("figure").all(), parts, strict=True):
        expect(chart.locator("svg .mark")).to_have_count(len(part["bins_after"]))
        shown = number(chart.locator("p").inner_text().split()[-1], "en")
        assert shown == pytest.approx(part["ece_after"], abs=5.1e-5)


def tick_places(chart: Locator) -> dict[str, float]:
    """Returns where the percentages of the vertical axis are, by their text, in pixels."""
    places: list[tuple[str, float]] = chart.locator("svg > text[text-anchor=end]").evaluate_all(
        """texts => texts.map(text => {
          const { top, height } = text.getBoundingClientRect();
          return [text.textContent, top + height / 2];
        })"""
    )
    return dict(places)


def test_training_curves_are_those_of_the_report(open_page: OpenPage) -> None:
    chart = section(open_tab(open_page()), "training").locator("figure")
    epochs = REPORT["training"]["epochs"]
    names = [RESULTS_TEXTS["en"][f"results_{key}"] for key in ("validation", "training_digits")]
    expect(chart.locator(".legend li")).to_have_text(names)
    chart.locator("summary").press("Enter")
    ticks = tick_places(chart)
    shares = sorted((number(text, "en"), place) for text, place in ticks.items())
    (low, bottom), (high, top) = shares[0], shares[-1]
    assert low < high == 1
    curves = chart.locator("svg[role=img] > g").evaluate_all(MIDDLES)
    for key, curve in zip(("val_accuracy", "accuracy"), curves, strict=True):
        shown = [low + (bottom - place) / (bottom - top) * (high - low) for place in curve]
        assert shown == pytest.approx([epoch[key] for epoch in epochs], abs=0.01 * (high - low))
    label = RESULTS_TEXTS["en"]["results_training_alt"].format(
        epochs=len(epochs), last=f"{epochs[-1]['val_accuracy']:.2%}"
    )
    expect(chart.locator("svg[role=img]")).to_have_attribute("aria-label", label)
    last = chart.locator("tbody tr").last.locator("th, td").all_inner_texts()
    assert int(last[0]) == len(epochs)
    assert number(last[1], "en") == pytest.approx(epochs[-1]["val_accuracy"], abs=5.1e-5)


def test_the_bars_of_the_reliability_chart_are_95_percent_intervals(open_page: OpenPage) -> None:
    stats = pytest.importorskip("scipy.stats")
    chart = section(open_tab(open_page()), "reliability").locator("figure").first
    ticks = {number(text, "en"): place for text, place in tick_places(chart).items()}
    ends = chart.locator("svg .interval").evaluate_all(
        """bars => bars.map(bar => {
          const { top, bottom } = bar.getBoundingClientRect();
          return [bottom, top];
        })"""
    )
    shown = [[(ticks[0] - place) / (ticks[0] - ticks[1]) for place in bar] for bar in ends]
    for (low, high), each in zip(shown, REPORT["calibration"]["mnist"]["bins_after"], strict=True):
        right = stats.binomtest(round(each["accuracy"] * each["digits"]), each["digits"])
        interval = right.proportion_ci(0.95, method="wilson")
        assert (low, high) == pytest.approx((interval.low, interval.high), abs=0.01)
