"""Many drawings at the same time, and some that take long."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import aiohttp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import DigitClassifier, Reading
from model.preprocess import Strokes
from tests.sample_drawings import DRAWINGS, DrawnStrokes
from training.benchmark.server import serve_app
from web.draw import api

SECONDS = 60  # until a test gives up waiting
SHORT = DRAWINGS["7", "barred"]


ZERO = [DRAWINGS["0", "round"][0][::2]]
MANY_STROKES: DrawnStrokes = [
    [[round(x) + 120 * (place % 16), round(y) + 160 * (place // 16)] for x, y in ZERO[0]]
    for place in range(api.MAX_STROKES - 16)
]
MANY_POINTS = [[point for point in ZERO[0] for _ in range(100)]]


class SlowReader:
    """Takes the place of `read_strokes`: reads a long drawing only once `may_end` is set."""

    def __init__(self, classifier: DigitClassifier) -> None:
        self._read = classifier.read_strokes
        self.running = threading.Semaphore(0)
        self.may_end = threading.Event()

    def __call__(self, strokes: Strokes) -> Reading:
        """Reads a drawing."""
        if strokes != SHORT:
            self.running.release()
            assert self.may_end.wait(SECONDS)
        return self._read(strokes)


@pytest.mark.parametrize("long", [MANY_STROKES, MANY_POINTS], ids=["many strokes", "many points"])
def test_a_short_drawing_does_not_wait_for_long_ones(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch, long: DrawnStrokes
) -> None:
    reader = SlowReader(classifier)
    monkeypatch.setattr(classifier, "read_strokes", reader)
    app = FastAPI()
    app.include_router(api.routes(classifier))
    with TestClient(app) as client, ThreadPoolExecutor() as visitors:

        def read(strokes: DrawnStrokes) -> str:
            text: str = client.post("/api/predict", json={"strokes": strokes}).json()["text"]
            return text

        def ask(strokes: DrawnStrokes) -> Future[str]:
            return visitors.submit(read, strokes)

        answers = [ask(long) for _ in range(api.MAX_LONG_READINGS + 1)]
        for _ in range(api.MAX_LONG_READINGS):
            assert reader.running.acquire(timeout=SECONDS)
        assert ask(SHORT).result(SECONDS) == "7"
        # One of the long drawings waits for its turn.
        assert not reader.running.acquire(blocking=False)
        assert not any(answer.done() for answer in answers)
        reader.may_end.set()
        for answer in answers:
            assert set(answer.result(SECONDS)) <= set("0\n ")


def test_everybody_gets_their_own_answer_while_long_drawings_and_explanations_are_made(
    classifier: DigitClassifier,
) -> None:
    drawings: list[DrawnStrokes] = [*DRAWINGS.values(), MANY_STROKES, MANY_POINTS]
    expected = [classifier.read_strokes(strokes).text for strokes in drawings]

    async def ask(session: aiohttp.ClientSession, visitor: int) -> None:
        for number in range(visitor, visitor + len(drawings)):
            strokes = drawings[number % len(drawings)]
            async with session.post("/api/predict", json={"strokes": strokes}) as answer:
                assert (await answer.json())["text"] == expected[number % len(drawings)]

    async def explain(session: aiohttp.ClientSession, drawings: Sequence[DrawnStrokes]) -> None:
        for strokes in drawings:
            async with session.post("/api/explain", json={"strokes": strokes}) as answer:
                assert (await answer.json())["why"] is not None

    async def ask_together(url: str) -> None:
        async with aiohttp.ClientSession(url) as session:
            explaining = explain(session, list(DRAWINGS.values()))
            await asyncio.gather(explaining, *(ask(session, visitor) for visitor in range(8)))

    with serve_app() as app, ThreadPoolExecutor(1) as thread:
        # A browser that other tests drive has an event loop in this thread.
        thread.submit(asyncio.run, ask_together(app.url)).result(10 * SECONDS)
