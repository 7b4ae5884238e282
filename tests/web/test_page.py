from collections.abc import Iterator

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import app
from web import page
from web.browser_files import FOLDERS
from web.shared.language import SCRIPT


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    served = FastAPI()

    @served.get("/first")
    async def first() -> str:
        return "first"

    with TestClient(page.mount(served, page.build())) as client:
        yield client


def test_demo_is_the_page_that_the_tools_of_gradio_look_for() -> None:
    assert isinstance(app.demo, gr.Blocks)
    tabs = [block for block in app.demo.blocks.values() if isinstance(block, gr.Tab)]
    assert len(tabs) == 4


def test_the_page_has_a_component_for_each_folder(client: TestClient) -> None:
    components = client.get("/config").json()["components"]
    ours = [
        each["props"]["elem_id"]
        for each in components
        if "trazo" in (each["props"].get("elem_classes") or [])
    ]
    assert ours == [folder for folder in FOLDERS if folder != "shared"]


def test_the_page_is_served_at_the_root_with_the_language_parameter(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert SCRIPT.decode() in answer.text


def test_routes_of_the_app_come_before_those_of_gradio(client: TestClient) -> None:
    assert client.get("/first").json() == "first"


def test_large_uploads_and_monitoring_are_refused(client: TestClient) -> None:
    assert client.get("/monitoring/summary").status_code in {403, 404}
    upload = {"files": ("a.png", bytes(5_000_000))}
    assert client.post("/gradio_api/upload", files=upload).status_code == 413


def test_the_links_to_other_languages_are_in_those_languages() -> None:
    assert page.LANGUAGES == (
        '<a href="?lang=en" lang="en">English</a><a href="?lang=es" lang="es">Español</a>'
    )
