"""An app with the routes that read images and strokes, and an image of a seven to send there."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.testclient import TestClient

from model.classifier import DigitClassifier
from model.picture.fetch import is_public
from tests.image_files import encode_image
from tests.sample_drawings import DRAWINGS, draw_image
from web.draw import api as draw
from web.pictures import api as pictures

STROKES = DRAWINGS["7", "barred"]
SEVEN = draw_image(STROKES)
PNG = encode_image(SEVEN, "PNG")


def app_with(classifier: DigitClassifier, is_allowed: Callable[[str], bool] = is_public) -> FastAPI:
    """Returns an app that fetches from addresses `is_allowed`."""
    app = FastAPI()
    app.include_router(draw.routes(classifier))
    app.include_router(pictures.routes(classifier, is_allowed))
    return app


def text_of(client: TestClient, content: bytes) -> str:
    """Returns the number that is read in an image."""
    answer = client.post("/api/read-image", content=content)
    assert answer.status_code == 200, answer.text
    text: str = answer.json()["text"]
    return text
