"""The routes that read pictures, alone in an app, and a picture of a seven to send there."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import DigitClassifier
from tests.drawn import DRAWINGS, picture_of
from tests.pictures import saved
from web import api, picture_api

STROKES = DRAWINGS["7", "barred"]
SEVEN = picture_of(STROKES)
PNG = saved(SEVEN, "PNG")


def app_with(classifier: DigitClassifier, **options: object) -> FastAPI:
    app = FastAPI()
    app.include_router(api.routes(classifier))
    app.include_router(picture_api.routes(classifier, **options))  # type: ignore[arg-type]
    return app


def text_of(client: TestClient, content: bytes) -> str:
    """What is read in a picture, which is read."""
    answer = client.post("/api/read-image", content=content)
    assert answer.status_code == 200, answer.text
    text: str = answer.json()["text"]
    return text
