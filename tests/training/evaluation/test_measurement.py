import json
from pathlib import Path

import pytest

for package in ("tensorflow", "sklearn", "scipy"):
    pytest.importorskip(package)

from model.classifier import MODEL_FILE
from model.files import file_sha256
from tests.sample_drawings import DRAWINGS
from tests.training.conftest import CORRUPTED_DIGITS
from training.architecture import RECIPES
from training.data import Drawing, Mnist
from training.evaluation.corruptions import CORRUPTIONS
from training.evaluation.measurement import SECTIONS, Measurement
from training.evaluation.report import rounded

COUNT = len(DRAWINGS)


@pytest.fixture(scope="module")
def measured(
    small_measurement: None,  # noqa: ARG001
    network_file: Path,
    few_digits: Mnist,
    few_drawings: list[Drawing],
) -> Measurement:
    """The shipped network, compared with two others that are the same."""
    letters = [[[[0.0, 0.0], [10.0, 20.0], [20.0, 0.0], [30.0, 20.0], [40.0, 0.0]]]] * 3
    measurement = Measurement(network_file, few_digits, few_drawings, letters)
    for _, measure in measurement.steps(train=lambda _: network_file):
        measure()
    return measurement


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


def test_right_digits_are_counted(measured: Measurement) -> None:
    figures = measured.figures
    assert figures["mnist_validation"]["right"] == COUNT
    assert figures["mnist_test"]["right"] == COUNT - 1
    assert figures["mnist_test"]["confusion"][9][0] == 1
    assert figures["pen_digits"]["right"] == COUNT
    assert set(figures["pen_digits"]["by_source"]) == {"a", "b"}
    assert figures["calibration"]["mnist"]["ece_after"] >= 0
    assert figures["calibration"]["pen_digits"]["bins_after"]


def test_non_digits_are_rejected_as_strokes_and_as_images(
    measured: Measurement,
) -> None:
    rejection = measured.figures["rejection"]
    assert rejection["kept_pen_digits"] == 1
    for part in (rejection, rejection["pictures"]):
        assert set(part["refused"]) == set(part["auroc"]) == {"letters", "scribbles", "dots"}
        for scores in part["auroc"].values():
            assert set(scores) >= {rejection["score"], "energy", "margin"}
    assert set(rejection["by_least_score"]["taken"]) == {
        "MNIST", "pen digits", "letters", "scribbles", "dots",
    }  # fmt: skip


def test_images_are_compared_with_the_same_drawings_as_strokes(measured: Measurement) -> None:
    pictures = measured.figures["pictures"]
    assert pictures["digits"] == 12
    assert pictures["accuracy_of_strokes"] == 1
    assert len(pictures["kinds"]) == 2
    for kind in pictures["kinds"]:
        assert kind["digits"] == 12
        # All these drawings are read right as strokes.
        assert kind["agreement_with_strokes"] == kind["accuracy"]


def test_networks_are_compared(measured: Measurement) -> None:
    comparison = measured.figures["comparison"]
    assert set(comparison) == set(RECIPES)
    assert [row["training_minutes"] for row in comparison.values()] == [21.3] * 3
    assert comparison["dense"].keys() == comparison["best"].keys()
    assert comparison["dense"]["mnist_test"] == pytest.approx((COUNT - 1) / COUNT)
    assert comparison["dense"]["pen_digits"] == 1


def test_each_network_has_a_curve_for_each_corruption(measured: Measurement) -> None:
    corruptions = measured.figures["corruptions"]
    assert CORRUPTED_DIGITS <= corruptions["digits"] < COUNT
    assert set(corruptions["accuracy"]) == {"best", "best, as an image", "dense", "cnn"}
    all_but_one = 1 - 1 / corruptions["digits"]  # whose label is wrong
    names = {corruption.name for corruption in CORRUPTIONS}
    for curves in corruptions["accuracy"].values():
        assert set(curves) == set(corruptions["strengths"]) == names
        for name, shares in curves.items():
            values = corruptions["strengths"][name]["values"]
            assert len(shares) == len(values)
            assert shares[values.index(0)] == pytest.approx(all_but_one)
    assert corruptions["accuracy"]["best"] == corruptions["accuracy"]["dense"]


def test_missing_data_stays_null_and_is_noted(
    small_measurement: None,  # noqa: ARG001
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
    assert figures["rejection"]["kept_pen_digits"] is None
    assert figures["rejection"]["pictures"] is None
    assert set(figures["rejection"]["auroc"]) == {"scribbles", "dots"}
    assert set(figures["corruptions"]["accuracy"]) == {"best", "best, as an image"}
    (note,) = measurement.notes
    assert "the report says nothing about the training" in note


def test_a_comparison_is_kept_while_network_and_corruptions_are_the_same(
    measured: Measurement,
    network_file: Path,
    few_digits: Mnist,
    few_drawings: list[Drawing],
) -> None:
    before = json.loads(json.dumps(rounded(measured.figures)))
    ours = {name: before["corruptions"]["accuracy"][name] for name in ("best",)}
    strengths = before["corruptions"]["strengths"]

    def kept(report: object) -> bool:
        measurement = Measurement(network_file, few_digits, few_drawings, [])
        measurement.figures["corruptions"].update(strengths=strengths, accuracy=dict(ours))
        measurement.keep_comparison(report)  # type: ignore[arg-type]  # old reports have other parts
        comparison = measurement.figures["comparison"]
        assert comparison in (None, before["comparison"])
        curves = set(measurement.figures["corruptions"]["accuracy"])
        assert curves >= {"dense", "cnn"} if comparison else curves == {"best"}
        return comparison is not None

    assert kept(before)
    assert not kept(None)
    assert not kept({"model": {"sha256": before["model"]["sha256"]}})
    assert not kept({**before, "model": {"sha256": "another"}})
    assert not kept({**before, "corruptions": {**before["corruptions"], "strengths": {}}})
