import json

from fastapi import FastAPI
from fastapi.testclient import TestClient

from web import component
from web.texts import TEXTS
from web.texts_figures import FIGURES_TEXTS
from web.texts_pictures import PICTURES_TEXTS


def test_scripts_are_served_with_the_texts() -> None:
    app = FastAPI()
    component.mount(app)
    client = TestClient(app)
    modules = {
        "texts": TEXTS,
        "texts_pictures": PICTURES_TEXTS,
        "texts_figures": FIGURES_TEXTS,
    }
    for name, texts in modules.items():
        module = client.get(f"/static/trazo/{name}.js")
        assert module.headers["content-encoding"] == "gzip"
        assert module.headers["content-type"].startswith("text/javascript")
        assert json.loads(module.text.removeprefix("export const TEXTS = ").rstrip(";\n")) == texts
    script = client.get("/static/trazo/draw.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "export function mount(element)" in script.text
