from fastapi import FastAPI
from fastapi.testclient import TestClient

from web import health


def test_health_names_the_served_network() -> None:
    app = FastAPI()
    app.include_router(health.routes("0123abcd"))
    response = TestClient(app).get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "model": "0123abcd"}
