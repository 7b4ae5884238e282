import asyncio

from model.preprocess import parse_strokes
from training.benchmark import reading
from training.benchmark.server import ROOT, serve_app
from web.draw import api


def test_long_drawings_are_as_long_as_the_api_takes() -> None:
    assert (reading.MOST_STROKES, reading.MOST_POINTS) == (api.MAX_STROKES, api.MAX_POINTS)
    for drawing in reading.long_drawings():
        assert len(parse_strokes(drawing)) == len(drawing) <= api.MAX_STROKES
        assert 0.99 * api.MAX_POINTS < sum(map(len, drawing)) <= api.MAX_POINTS


def test_a_reading_is_measured_in_parts() -> None:
    assert reading.measure_network(ROOT) > 0
    assert reading.measure_beside_network(ROOT) > 0


def test_others_are_answered_while_a_client_sends_long_drawings() -> None:
    with serve_app() as app:
        assert asyncio.run(reading.measure_others(app.url, long=False, seconds=0.5)) > 0
        assert asyncio.run(reading.measure_others(app.url, long=True, seconds=0.5)) > 0
