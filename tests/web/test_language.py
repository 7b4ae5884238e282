import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from fastapi.testclient import TestClient

from web.language import CHOOSE, let_the_address_choose

PAGE = "<html><head><title>é</title></head><body><head></body></html>"


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()

    @app.get("/")
    async def page() -> Response:
        return HTMLResponse(PAGE)

    @app.get("/other")
    async def other() -> Response:
        return HTMLResponse(PAGE)

    let_the_address_choose(app)
    return TestClient(app)


def test_the_script_comes_first_and_the_rest_of_the_page_stays(client: TestClient) -> None:
    page = client.get("/").text
    assert page == PAGE.replace("<head>", "<head>" + CHOOSE.decode(), 1)


def test_other_pages_stay_as_they_are(client: TestClient) -> None:
    assert client.get("/other").text == PAGE
