"""Those who bring pictures when many do."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from model.classifier import DigitClassifier
from tests.web.picture_app import PNG, app_with, text_of
from web import picture_api


def test_who_comes_when_there_is_no_room_to_wait_is_told(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_fetching, is_sent = threading.Event(), threading.Event()

    def fetch_slowly(*_: object) -> bytes:
        is_fetching.set()
        assert is_sent.wait(60)
        return PNG

    monkeypatch.setattr(picture_api, "fetch", fetch_slowly)
    monkeypatch.setattr(picture_api, "MOST_SERVED_AT_ONCE", 1)
    with TestClient(app_with(classifier)) as client, ThreadPoolExecutor() as visitors:
        first = visitors.submit(client.post, "/api/read-url", json={"url": "https://example.org"})
        assert is_fetching.wait(60)
        answer = client.post("/api/read-image", content=PNG)
        assert answer.status_code == 503
        assert answer.json()["kind"] == picture_api.BUSY
        is_sent.set()
        assert first.result().json()["text"] == "7"
        assert text_of(client, PNG) == "7"


def test_who_sends_too_slowly_is_told_and_makes_room(
    classifier: DigitClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_api, "MOST_SECONDS_TO_SEND", 0.2)
    monkeypatch.setattr(picture_api, "MOST_SERVED_AT_ONCE", 1)
    app = app_with(classifier)
    scope = {"type": "http", "method": "POST", "path": "/api/read-image", "headers": []}
    parts, answered = [PNG[:9]], []

    async def a_part() -> Message:
        if not parts:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": parts.pop(), "more_body": True}

    async def keep(message: Message) -> None:
        answered.append(message)

    asyncio.run(asyncio.wait_for(app({**scope, "query_string": b""}, a_part, keep), 30))
    assert answered[0]["status"] == 408
    assert json.loads(answered[1]["body"])["kind"] == picture_api.SLOW_UPLOAD
    with TestClient(app) as client:
        assert text_of(client, PNG) == "7"
