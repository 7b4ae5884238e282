import pytest
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from fastapi.testclient import TestClient

from web.shared.language import SCRIPT, add_language_parameter

PAGE = "<html><head><title>é</title></head><body><head></body></html>"
CHANGED = PAGE.replace("<head>", "<head>" + SCRIPT.decode(), 1)


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(GZipMiddleware, minimum_size=1)

    @app.get("/")
    async def page() -> Response:
        return HTMLResponse(PAGE, headers={"X-Page": "1"})

    @app.post("/")
    async def stream() -> Response:
        return StreamingResponse(iter([PAGE, PAGE]), media_type="text/html")

    @app.get("/other")
    async def other() -> Response:
        return HTMLResponse(PAGE)

    add_language_parameter(app)
    return TestClient(app)


def test_the_script_comes_first_and_the_rest_of_the_page_is_unchanged(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.text == CHANGED
    assert answer.headers["content-length"] == str(len(CHANGED.encode()))
    assert answer.headers["x-page"] == "1"


def test_the_page_is_changed_for_browsers_that_take_compressed_pages(client: TestClient) -> None:
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.text == CHANGED


def test_a_page_that_is_streamed_gets_the_script_once(client: TestClient) -> None:
    assert client.post("/").text == CHANGED + PAGE


def test_other_pages_are_unchanged(client: TestClient) -> None:
    answer = client.get("/other", headers={"Accept-Encoding": "gzip"})
    assert answer.text == PAGE
    assert answer.headers["content-encoding"] == "gzip"
