import json
from pathlib import Path

import pytest

for package in ("tensorflow", "sklearn", "scipy"):
    pytest.importorskip(package)

from model.classifier import MODEL_FILE
from model.files import file_sha256
from tests.drawn import DRAWINGS
from tests.training.conftest import PERTURBED
from training.architecture import RECIPES
from training.data import Drawing, Mnist
from training.measurement import SECTIONS, Measurement
from training.perturb import PERTURBATIONS
from training.report import rounded

COUNT = len(DRAWINGS)


def test_every_section_is_measured_and_fits_json(measured: Measurement) -> None:
    assert tuple(measured.figures) == SECTIONS
    empty = {name for name, section in measured.figures.items() if section is None}
    assert empty <= {"ablation"}
    assert json.loads(json.dumps(rounded(measured.figures)))["made"]["versions"]["keras"]
    assert measured.notes == []


def test_the_network_is_described(measured: Measurement) -> None:
    model = measured.figures["model"]
    assert model["sha256"] == file_sha256(MODEL_FILE)
    assert model["network"] == "best"
    assert 10_000 < model["parameters"] <= 500_000
    assert model["keras_bytes"] == MODEL_FILE.stat().st_size
    assert model["tflite_bytes"] == MODEL_FILE.with_suffix(".tflite").stat().st_size
    assert 0 < model["inference_ms"] < 100
    assert model["temperature"] > 0
    assert measured.figures["training"]["minutes"] == 21.3


def test_digits_are_counted_right_and_wrong(measured: Measurement) -> None:
    figures = measured.figures
    assert figures["mnist_validation"]["right"] == COUNT
    assert figures["mnist_test"]["right"] == COUNT - 1
    assert figures["mnist_test"]["confusion"][9][0] == 1
    assert figures["pen_digits"]["right"] == COUNT
    assert set(figures["pen_digits"]["by_source"]) == {"a", "b"}
    assert figures["calibration"]["mnist"]["ece_after"] >= 0
    assert figures["calibration"]["pen_digits"]["bins_after"]


def test_what_is_no_digit_is_told_from_digits_as_strokes_and_as_pictures(
    measured: Measurement,
) -> None:
    told = measured.figures["is_digit"]
    assert told["kept_pen_digits"] == 1
    for part in (told, told["pictures"]):
        assert set(part["refused"]) == set(part["auroc"]) == {"letters", "scribbles", "dots"}
        for scores in part["auroc"].values():
            assert set(scores) >= {told["score"], "energy", "margin"}
    assert set(told["by_least_score"]["taken"]) == {
        "MNIST", "pen digits", "letters", "scribbles", "dots",
    }  # fmt: skip


def test_pictures_are_compared_with_the_same_drawings_as_strokes(measured: Measurement) -> None:
    pictures = measured.figures["pictures"]
    assert pictures["digits"] == 12
    assert pictures["accuracy_of_strokes"] == 1
    assert len(pictures["kinds"]) == 2
    for kind in pictures["kinds"]:
        assert kind["digits"] == 12
        # These drawings are all read right as strokes.
        assert kind["agreement_with_strokes"] == kind["accuracy"]


def test_networks_stand_side_by_side(measured: Measurement) -> None:
    comparison = measured.figures["comparison"]
    assert set(comparison) == set(RECIPES)
    assert [row["training_minutes"] for row in comparison.values()] == [21.3] * 3
    assert comparison["dense"].keys() == comparison["best"].keys()
    assert comparison["dense"]["mnist_test"] == pytest.approx((COUNT - 1) / COUNT)
    assert comparison["dense"]["pen_digits"] == 1


def test_each_network_has_a_curve_for_each_perturbation(measured: Measurement) -> None:
    perturbations = measured.figures["perturbations"]
    assert PERTURBED <= perturbations["digits"] < COUNT
    assert set(perturbations["accuracy"]) == {"best", "best, as a picture", "dense", "cnn"}
    all_but_one = 1 - 1 / perturbations["digits"]  # whose label is wrong
    names = {by.name for by in PERTURBATIONS}
    for curves in perturbations["accuracy"].values():
        assert set(curves) == set(perturbations["strengths"]) == names
        for name, shares in curves.items():
            values = perturbations["strengths"][name]["values"]
            assert len(shares) == len(values)
            assert shares[values.index(0)] == pytest.approx(all_but_one)
    assert perturbations["accuracy"]["best"] == perturbations["accuracy"]["dense"]


def test_what_is_not_at_hand_stays_null_and_is_told(
    small_measures: None,  # noqa: ARG001
    few_digits: Mnist,
    tmp_path: Path,
    network_file: Path,
) -> None:
    bare = tmp_path / "bare.keras"
    bare.write_bytes(network_file.read_bytes())
    bare.with_suffix(".tflite").write_bytes(network_file.with_suffix(".tflite").read_bytes())
    measurement = Measurement(bare, few_digits, [], [])
    for _, measure in measurement.steps():
        measure()
    figures = measurement.figures
    for section in ("training", "pen_digits", "pictures", "comparison"):
        assert figures[section] is None
    assert figures["calibration"]["pen_digits"] is None
    assert figures["is_digit"]["kept_pen_digits"] is None
    assert figures["is_digit"]["pictures"] is None
    assert set(figures["is_digit"]["auroc"]) == {"scribbles", "dots"}
    assert set(figures["perturbations"]["accuracy"]) == {"best", "best, as a picture"}
    (note,) = measurement.notes
    assert "nothing is known of how the network was trained" in note


def test_a_comparison_is_kept_as_long_as_network_and_perturbations_are_the_same(
    measured: Measurement,
    network_file: Path,
    few_digits: Mnist,
    few_drawings: list[Drawing],
) -> None:
    before = json.loads(json.dumps(rounded(measured.figures)))
    ours = {name: before["perturbations"]["accuracy"][name] for name in ("best",)}
    strengths = before["perturbations"]["strengths"]

    def kept(report: object) -> bool:
        measurement = Measurement(network_file, few_digits, few_drawings, [])
        measurement.figures["perturbations"].update(strengths=strengths, accuracy=dict(ours))
        measurement.keep_comparison(report)  # type: ignore[arg-type]  # old ones have other parts
        comparison = measurement.figures["comparison"]
        assert comparison in (None, before["comparison"])
        curves = set(measurement.figures["perturbations"]["accuracy"])
        assert curves >= {"dense", "cnn"} if comparison else curves == {"best"}
        return comparison is not None

    assert kept(before)
    assert not kept(None)
    assert not kept({"model": {"sha256": before["model"]["sha256"]}})
    assert not kept({**before, "model": {"sha256": "another"}})
    assert not kept({**before, "perturbations": {**before["perturbations"], "strengths": {}}})
