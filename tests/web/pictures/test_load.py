"""Many images at the same time, and slow uploads."""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from model.classifier import DigitClassifier
from model.picture.fetch import run_in_daemon_thread
from model.picture.open import open_image
from tests.web.pictures.pictures_app import PNG, STROKES, app_with, text_of
from web.pictures import api

SECONDS = 60  # until a test gives up waiting
ADDRESS = {"url": "https://example.org/seven.png"}


class SlowFetch:
    """Takes the place of `fetch`: returns an image once `is_sent` is set."""

    def __init__(self) -> None:
        self.is_running = threading.Event()
        self.is_sent = threading.Event()

    def __call__(self, *_: object) -> bytes:
        """Returns the image."""
        self.is_running.set()
        assert self.is_sent.wait(SECONDS)
        return PNG


@pytest.fixture
def slow_fetch(monkeypatch: pytest.MonkeyPatch) -> SlowFetch:
    fetch = SlowFetch()
    monkeypatch.setattr(api, "fetch", fetch)
    return fetch


def test_other_requests_are_answered_during_a_slow_fetch(
    classifier: DigitClassifier, slow_fetch: SlowFetch
) -> None:
    with TestClient(app_with(classifier)) as client, ThreadPoolExecutor() as visitors:
        first = visitors.submit(client.post, "/api/read-url", json=ADDRESS)
        assert slow_fetch.is_running.wait(SECONDS)
        assert client.post("/api/predict", json={"strokes": STROKES}).json()["text"] == "7"
        assert text_of(client, PNG) == "7"
        assert not first.done()
        slow_fetch.is_sent.set()
        assert first.result().json()["text"] == "7"


def test_images_are_refused_while_too_many_are_waiting(
    classifier: DigitClassifier, slow_fetch: SlowFetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MAX_CONCURRENT_REQUESTS", 1)
    with TestClient(app_with(classifier)) as client, ThreadPoolExecutor() as visitors:
        first = visitors.submit(client.post, "/api/read-url", json=ADDRESS)
        assert slow_fetch.is_running.wait(SECONDS)
        for refused in (
            client.post("/api/read-image", content=PNG),
            client.post("/api/read-url", json=ADDRESS),
            client.get("/api/mnist-digit"),
        ):
            assert refused.status_code == 503
            assert refused.json()["kind"] == api.BUSY
            assert refused.json()["error"].endswith(".")
        slow_fetch.is_sent.set()
        assert first.result().json()["text"] == "7"
        assert text_of(client, PNG) == "7"


def test_fetches_beyond_the_limit_wait_for_their_turn(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(lambda *_: PNG)
    monkeypatch.setattr(api, "fetch", counter)
    monkeypatch.setattr(api, "MAX_CONCURRENT_FETCHES", 2)
    with TestClient(app_with(classifier)) as client, ThreadPoolExecutor(6) as visitors:
        answers = visitors.map(lambda _: client.post("/api/read-url", json=ADDRESS), range(6))
        assert [answer.json()["text"] for answer in answers] == ["7"] * 6
    assert counter.most_running == 2


def test_images_beyond_the_limit_wait_for_their_turn(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(open_image)
    monkeypatch.setattr(api, "open_image", counter)
    monkeypatch.setattr(api, "MAX_CONCURRENT_READS", 2)
    with TestClient(app_with(classifier)) as client, ThreadPoolExecutor(6) as visitors:
        answers = visitors.map(lambda _: client.post("/api/read-image", content=PNG), range(6))
        assert [answer.json()["text"] for answer in answers] == ["7"] * 6
    assert counter.most_running == 2


class Counter:
    """Calls a function slowly, and counts the calls at the same time."""

    def __init__(self, function: Callable[..., object]) -> None:
        self._function = function
        self._lock = threading.Lock()
        self._running = 0
        self.most_running = 0

    def __call__(self, *arguments: object) -> object:
        """Calls the function."""
        with self._lock:
            self._running += 1
            self.most_running = max(self.most_running, self._running)
        time.sleep(0.05)
        with self._lock:
            self._running -= 1
        return self._function(*arguments)


def test_a_slow_upload_is_refused_and_makes_room_for_others(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MAX_UPLOAD_SECONDS", 0.2)
    monkeypatch.setattr(api, "MAX_CONCURRENT_REQUESTS", 1)
    app = app_with(classifier)
    scope = {"type": "http", "method": "POST", "path": "/api/read-image", "headers": []}
    chunks, sent = [PNG[:9]], []

    async def receive() -> Message:
        if not chunks:
            await asyncio.sleep(SECONDS)
        return {"type": "http.request", "body": chunks.pop(), "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        await asyncio.wait_for(app({**scope, "query_string": b""}, receive, send), SECONDS / 2)

    # A browser that other tests drive has an event loop in this thread.
    run_in_daemon_thread(lambda: asyncio.run(ask())).result()
    assert sent[0]["status"] == 408
    refusal = json.loads(sent[1]["body"])
    assert refusal["kind"] == api.SLOW_UPLOAD
    assert refusal["details"] == {"most": 0.2}
    with TestClient(app) as client:
        assert text_of(client, PNG) == "7"
