"""Measures the latency, start and throughput of the app.

Starts the real server and drives a real Chromium. All figures are medians on the machine that runs
it, which other programs slow down: compare ratios, not milliseconds. `training.evaluate` measures
how well digits are read.
"""

import asyncio
import json
import statistics
import time
from http import HTTPStatus
from typing import Any

import aiohttp
import psutil
from playwright.sync_api import Page, sync_playwright

from training.benchmark.chromium import launch
from training.benchmark.server import ROOT, Served, free_port, serve, serve_app

DRAWINGS = ROOT / "tests" / "drawings"

STARTS = 5
CLIENTS = 50
ROUNDS = 3
REQUESTS_A_ROUND = 10_000
MOVE_SECONDS = 1 / 60  # the usual rate of pointer events

EMPTY_APP = """
import gradio
with gradio.Blocks() as demo:
    pass
demo.launch(server_name="127.0.0.1", server_port={port}, quiet=True)
"""

# Records when each pointer move happened, and when the answer to its points was shown.
WATCH = """() => {
  const canvas = document.querySelector("[data-part=canvas]");
  const answer = document.querySelector("[data-part=answer]");
  window.watched = { moves: [], answers: [] };
  canvas.addEventListener("pointermove", (event) => {
    window.watched.moves.push([event.timeStamp, Number(canvas.dataset.points)]);
  });
  new MutationObserver(() => {
    window.watched.answers.push([performance.now(), Number(answer.dataset.points)]);
  }).observe(answer, { attributeFilter: ["data-points"] });
}"""

Moments = list[tuple[float, int]]


def measure_starts() -> dict[str, object]:
    """Measures the time from start to first page, in turn with that of an empty Gradio page."""
    ours: list[float] = []
    empty: list[float] = []
    resident = 0
    imports_tensorflow = False
    for _ in range(STARTS):
        with serve_app() as app:
            ours.append(app.seconds)
            resident = max(resident, psutil.Process(app.process.pid).memory_info().rss)
            imports_tensorflow |= _has_loaded(app, "tensorflow")
        port = free_port()
        with serve(["-c", EMPTY_APP.format(port=port)], port) as blank:
            empty.append(blank.seconds)
    return {
        "seconds_to_first_page": round(statistics.median(ours), 2),
        "of_an_empty_gradio_page": round(statistics.median(empty), 2),
        "ratio": round(statistics.median(ours) / statistics.median(empty), 2),
        "resident_mb": round(resident / 1e6),
        "imports_tensorflow": imports_tensorflow,
    }


async def measure_throughput(url: str, rounds: int = ROUNDS) -> dict[str, float]:
    """Measures requests per second to /api/predict, from CLIENTS that each wait for their answers.

    The clients run on the same machine and take their share of its cores.
    """
    body = json.dumps({"strokes": drawings()[0]})
    rates: list[float] = []
    seconds: list[float] = []

    async def ask(session: aiohttp.ClientSession, times: int) -> None:
        for _ in range(times):
            asked = time.perf_counter()
            async with session.post(f"{url}/api/predict", data=body) as answer:
                await answer.read()
                if answer.status != HTTPStatus.OK:
                    raise RuntimeError(f"/api/predict answered {answer.status}.")
            seconds.append(time.perf_counter() - asked)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CLIENTS)) as session:
        for _ in range(rounds):
            times = REQUESTS_A_ROUND // CLIENTS
            started = time.perf_counter()
            await asyncio.gather(*(ask(session, times) for _ in range(CLIENTS)))
            rates.append(times * CLIENTS / (time.perf_counter() - started))
    return {
        "clients": CLIENTS,
        "requests_per_second": round(statistics.median(rates)),
        "p95_ms": round(percentile(seconds, 95) * 1000, 1),
    }


async def measure_explaining(url: str, rounds: int = ROUNDS) -> dict[str, float]:
    """Measures the time of an explanation, one drawing after another."""
    seconds: list[float] = []
    async with aiohttp.ClientSession() as session:
        for _ in range(rounds):
            for strokes in drawings():
                asked = time.perf_counter()
                async with session.post(f"{url}/api/explain", json={"strokes": strokes}) as answer:
                    await answer.read()
                    if answer.status != HTTPStatus.OK:
                        raise RuntimeError(f"/api/explain answered {answer.status}.")
                seconds.append(time.perf_counter() - asked)
    return {
        "median_ms": round(statistics.median(seconds) * 1000, 1),
        "p95_ms": round(percentile(seconds, 95) * 1000, 1),
    }


def measure_live_reading(url: str) -> dict[str, Any]:
    """Draws every test drawing with a mouse; times each move until its answer is in the page."""
    latencies: list[float] = []
    shares: list[float] = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        chromium = browser.version
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(url)
        page.wait_for_selector("[data-ready=true]")
        page.evaluate(WATCH)
        for strokes in drawings():
            _draw(page, strokes)
            watched = page.evaluate("() => window.watched")
            latencies += _latencies(watched["moves"], watched["answers"])
            shares.append(_share_answered(watched["moves"], watched["answers"]))
            page.keyboard.press("Escape")
            page.evaluate("() => { window.watched.moves = []; window.watched.answers = []; }")
        browser.close()
    return {
        "moves": len(latencies),
        "median_ms": round(statistics.median(latencies), 1),
        "p95_ms": round(percentile(latencies, 95), 1),
        "moves_answered_before_pen_up": round(statistics.median(shares), 2),
        "least_of_any_drawing": round(min(shares), 2),
        "chromium": chromium,
    }


def _draw(page: Page, strokes: list[list[list[float]]]) -> None:
    box = page.locator("[data-part=canvas]").bounding_box()
    if box is None:
        raise RuntimeError("Expected a drawing surface on the page, found none.")
    for stroke in strokes:
        for number, (x, y) in enumerate(stroke):
            due = time.perf_counter() + MOVE_SECONDS
            page.mouse.move(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
            if number == 0:
                page.mouse.down()
            time.sleep(max(0.0, due - time.perf_counter()))
        page.mouse.up()
    page.wait_for_function(
        "() => document.querySelector('[data-part=answer]').dataset.points"
        " === document.querySelector('[data-part=canvas]').dataset.points"
    )


def _latencies(moves: Moments, answers: Moments) -> list[float]:
    """Returns milliseconds from each move that added points to the first answer that has them."""
    found: list[float] = []
    before = 0
    for moment, points in moves:
        if points > before:
            found.append(next(shown for shown, known in answers if known >= points) - moment)
        before = points
    return found


def _share_answered(moves: Moments, answers: Moments) -> float:
    """Returns the share of moves that added points and were answered before the last move.

    Repeated answers, and those to the first point of a stroke, do not count.
    """
    adding = {points for _, points in moves if points > 0}
    last_move = moves[-1][0]
    return len(adding & {known for shown, known in answers if shown <= last_move}) / len(adding)


def drawings() -> list[list[list[list[float]]]]:
    """Returns the drawings that are measured with: those of the tests."""
    return [
        strokes
        for file in sorted(DRAWINGS.glob("*.json"))
        for strokes in json.loads(file.read_text()).values()
    ]


def _has_loaded(app: Served, library: str) -> bool:
    files = psutil.Process(app.process.pid).memory_maps()
    return any(f"/{library}/" in file.path for file in files)


def percentile(values: list[float], percent: int) -> float:
    """Returns a percentile, interpolated between values."""
    return statistics.quantiles(values, n=100)[percent - 1]
