import pytest

from training.benchmark import measure


def test_latency_is_the_time_from_a_move_to_the_first_answer_with_its_points() -> None:
    moves = [(100.0, 2), (110.0, 2), (120.0, 3), (130.0, 5)]
    answers = [(112.0, 2), (128.0, 3), (150.0, 5)]
    assert measure._latencies(moves, answers) == [12, 8, 20]


def test_answers_after_the_last_move_do_not_count_as_live() -> None:
    moves = [(100.0, 2), (120.0, 3), (130.0, 5), (140.0, 6)]
    assert measure._share_answered(moves, [(112.0, 2), (135.0, 5), (150.0, 6)]) == 0.5


def test_a_repeated_answer_counts_once() -> None:
    moves = [(90.0, 0), (100.0, 2), (120.0, 3), (130.0, 5), (140.0, 6)]
    answers = [(99.0, 1), (112.0, 2), (115.0, 2), (118.0, 2), (150.0, 6)]
    assert measure._share_answered(moves, answers) == 0.25


def test_a_percentile_is_interpolated_between_values() -> None:
    assert measure.percentile([float(value) for value in range(1, 102)], 95) == pytest.approx(
        96.9, abs=0.1
    )
