import pytest

from training import benchmark
from training.served import HOST, free_port, serve


def test_latency_is_counted_from_each_move_to_the_answer_that_knows_it() -> None:
    moves = [(100.0, 2), (110.0, 2), (120.0, 3), (130.0, 5)]
    answers = [(112.0, 2), (128.0, 3), (150.0, 5)]
    assert benchmark._latencies(moves, answers) == [12, 8, 20]


def test_answers_after_the_pen_was_lifted_do_not_count_as_live() -> None:
    moves = [(100.0, 2), (120.0, 3), (130.0, 5), (140.0, 6)]
    assert benchmark._share_answered(moves, [(112.0, 2), (135.0, 5), (150.0, 6)]) == 0.5


def test_an_answer_that_is_given_again_counts_once() -> None:
    moves = [(90.0, 0), (100.0, 2), (120.0, 3), (130.0, 5), (140.0, 6)]
    answers = [(99.0, 1), (112.0, 2), (115.0, 2), (118.0, 2), (150.0, 6)]
    assert benchmark._share_answered(moves, answers) == 0.25


def test_a_percentile_is_of_the_values() -> None:
    assert benchmark._percentile([float(value) for value in range(1, 102)], 95) == pytest.approx(
        96.9, abs=0.1
    )


def test_a_server_that_does_not_start_says_what_it_printed() -> None:
    port = free_port()
    with (
        pytest.raises(RuntimeError, match="it broke"),
        serve(["-c", "raise SystemExit('it broke')"], port),
    ):
        pass


def test_a_server_is_stopped_at_the_end() -> None:
    port = free_port()
    with serve(["-m", "http.server", "--bind", HOST, str(port)], port) as served:
        assert served.process.poll() is None
        assert served.seconds > 0
    assert served.process.poll() is not None
