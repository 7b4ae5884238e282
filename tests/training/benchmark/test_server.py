import pytest

from training.benchmark.server import HOST, free_port, serve


def test_a_server_that_does_not_start_raises_with_its_output() -> None:
    port = free_port()
    with (
        pytest.raises(RuntimeError, match="it broke"),
        serve(["-c", "raise SystemExit('it broke')"], port),
    ):
        pass


def test_a_server_is_stopped_when_the_block_ends() -> None:
    port = free_port()
    with serve(["-m", "http.server", "--bind", HOST, str(port)], port) as served:
        assert served.process.poll() is None
        assert served.seconds > 0
    assert served.process.poll() is not None
