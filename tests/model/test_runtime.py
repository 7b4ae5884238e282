import shutil
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import flatbuffers
import numpy as np
import numpy.typing as npt
import pytest
from ai_edge_litert import schema_py_generated as schema

from model import runtime
from model.calibration import Calibration
from model.classifier import MODEL_FILE
from model.files import ModelFileError, file_sha256
from model.insight.layers import Layer
from model.preprocess import digit_from_strokes, to_network_input
from model.runtime import AT_ONCE, INTERPRETERS, LAYERS_ENTRY, Network, compile_network
from tests.sample_drawings import DRAWINGS
from training.benchmark.server import ROOT

INPUTS = to_network_input(
    np.array([digit.pixels for digit in map(digit_from_strokes, DRAWINGS.values()) if digit])
)
Images = npt.NDArray[np.float32]
SECONDS = 60  # until a test gives up waiting
COMPILED = MODEL_FILE.with_suffix(".tflite").read_bytes()
INT8 = 0.005  # by which probabilities may differ where weights and activations have 8 bits


def run_python(code: str, *arguments: str) -> tuple[str, str]:
    """Runs Python code in a new process; returns its standard output and standard error."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return done.stdout, done.stderr


def replace_layers(table: bytes | None) -> bytes:
    """Returns the shipped network, compiled, with another table of layers or without one."""
    network = schema.ModelT.InitFromPackedBuf(COMPILED)
    (entry,) = (entry for entry in network.metadata if entry.name == LAYERS_ENTRY)
    if table is None:
        network.metadata.remove(entry)
    else:
        network.buffers[entry.buffer].data = np.frombuffer(table, dtype=np.uint8)
    builder = flatbuffers.Builder(len(COMPILED))
    builder.Finish(network.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were compiled; each gives the shipped network, without TensorFlow."""
    files: list[Path] = []

    def compile_without_tensorflow(file: Path, *_shapes: object) -> bytes:
        files.append(file)
        return COMPILED

    monkeypatch.setattr(runtime, "compile_network", compile_without_tensorflow)
    return files


def test_the_shipped_network_runs_without_tensorflow() -> None:
    code = (
        "import sys; from model.classifier import DigitClassifier; DigitClassifier.load();"
        "print([name for name in ('keras', 'tensorflow', 'gradio') if name in sys.modules])"
    )
    assert run_python(code) == ("[]\n", "")


def test_a_batch_gives_the_same_probabilities_as_single_images() -> None:
    network = Network.load(MODEL_FILE)
    together = network(INPUTS)
    one_by_one = np.concatenate([network(INPUTS[i : i + 1]) for i in range(len(INPUTS))])
    assert together.shape == (len(INPUTS), 10)
    assert np.allclose(together, one_by_one, atol=1e-5)
    assert np.allclose(together.sum(axis=1), 1, atol=1e-5)


def test_threads_that_share_a_network_get_the_answers_of_one_after_another() -> None:
    network = Network.load(MODEL_FILE)
    sizes = [1, AT_ONCE + 1, 2, len(INPUTS), 1, AT_ONCE, 3]
    batches = [INPUTS[first : first + size] for first, size in enumerate(sizes)]
    expected = [network(batch) for batch in batches]
    start = threading.Barrier(2 * INTERPRETERS)  # more threads than may run at the same time

    def run(thread: int) -> None:
        start.wait(SECONDS)
        for number in range(thread, thread + 40):
            answer = network(batches[number % len(batches)])
            assert np.array_equal(answer, expected[number % len(batches)])

    with ThreadPoolExecutor(2 * INTERPRETERS) as threads:
        list(threads.map(run, range(2 * INTERPRETERS)))


def test_all_processors_together_give_the_same_probabilities() -> None:
    network = Network.load(MODEL_FILE)
    many = np.concatenate([INPUTS, INPUTS[::-1]])
    assert np.array_equal(network.in_parallel(many), network(many))
    assert np.array_equal(network.in_parallel(many[:1]), network(many[:1]))


def test_a_call_does_not_wait_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network.load(MODEL_FILE)
    expected = network(INPUTS[:1])
    is_running, may_end = threading.Event(), threading.Event()
    run = runtime._Interpreter.run

    def run_slowly(interpreter: runtime._Interpreter, images: Images) -> Images:
        if len(images) > 1:
            is_running.set()
            assert may_end.wait(SECONDS)
        return run(interpreter, images)

    monkeypatch.setattr(runtime._Interpreter, "run", run_slowly)
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(network, INPUTS[:2])
        assert is_running.wait(SECONDS)
        assert np.array_equal(network(INPUTS[:1]), expected)
        assert not slow.done()
        may_end.set()
        assert slow.result(SECONDS).shape == (2, 10)


def test_an_interpreter_is_free_again_after_an_error() -> None:
    network = Network.load(MODEL_FILE)
    wrong = np.zeros((1, 5, 5, 1), dtype=np.float32)
    for _ in range(2 * INTERPRETERS):
        with pytest.raises(ValueError, match="Dimension"):
            network(wrong)
    assert network(INPUTS[:1]).shape == (1, 10)


def test_the_temperature_softens_the_probabilities_of_the_network() -> None:
    sharp, soft = (
        Network(COMPILED, "", Calibration(temperature))(INPUTS) for temperature in (1.0, 3.0)
    )
    assert np.allclose(Network.load(MODEL_FILE).uncalibrated(INPUTS), sharp, atol=1e-5)
    assert (soft.max(axis=1) < sharp.max(axis=1)).all()


def test_the_compiled_network_gives_the_probabilities_of_keras() -> None:
    keras = pytest.importorskip("keras")
    expected = keras.models.load_model(MODEL_FILE, compile=False)(INPUTS)
    assert np.allclose(Network.load(MODEL_FILE).uncalibrated(INPUTS), expected, atol=INT8)


def test_the_shipped_network_contains_no_optimizer() -> None:
    with zipfile.ZipFile(MODEL_FILE) as saved:
        assert b"optimizer" not in saved.read("model.weights.h5")


@pytest.mark.parametrize("table", [None, b"rubbish"], ids=["none", "rubbish"])
def test_a_compiled_file_without_a_table_has_no_layers(table: bytes | None) -> None:
    network = Network(replace_layers(table), "", Calibration())
    assert network.layers == []
    assert np.allclose(network(INPUTS), Network.load(MODEL_FILE).uncalibrated(INPUTS), atol=1e-5)


def test_a_matching_compiled_file_is_used(tmp_path: Path, compilations: list[Path]) -> None:
    mine = Path(shutil.copy(MODEL_FILE, tmp_path))
    shutil.copy(MODEL_FILE.with_suffix(".tflite"), tmp_path)
    assert Network.load(mine).sha256 == file_sha256(MODEL_FILE)
    assert compilations == []


@pytest.mark.parametrize(
    "content",
    [None, b"", b"rubbish", COMPILED[: len(COMPILED) // 2]],
    ids=["missing", "empty", "rubbish", "cut off"],
)
def test_a_network_without_a_valid_compiled_file_is_compiled(
    tmp_path: Path, compilations: list[Path], content: bytes | None
) -> None:
    mine = Path(shutil.copy(MODEL_FILE, tmp_path))
    if content is not None:
        mine.with_suffix(".tflite").write_bytes(content)
    for _ in range(2):
        Network.load(mine)
    assert compilations == [mine]
    assert mine.with_suffix(".tflite").read_bytes() == COMPILED


def test_the_compiled_file_of_another_network_is_replaced(
    tmp_path: Path, compilations: list[Path]
) -> None:
    mine = Path(shutil.copy(MODEL_FILE, tmp_path))
    with zipfile.ZipFile(mine, "a") as saved:
        saved.writestr("note.txt", "another network")
    shutil.copy(MODEL_FILE.with_suffix(".tflite"), tmp_path)
    Network.load(mine)
    assert compilations == [mine]


def test_compiling_gives_the_network_its_hash_its_layers_and_a_clean_terminal(
    tmp_path: Path,
) -> None:
    pytest.importorskip("tensorflow")
    from training.architecture import DENSE, build

    keras_network = build(DENSE, steps=1)
    mine = tmp_path / "mine.keras"
    keras_network.save(mine)
    code = "import sys; from model.runtime import Network; Network.load(sys.argv[1])"
    assert run_python(code, str(mine)) == ("", "")
    compiled = mine.with_suffix(".tflite").stat()
    network = Network.load(mine)
    assert np.allclose(network(INPUTS), keras_network(INPUTS), atol=INT8)
    assert network.layers[0] == Layer("image", "InputLayer", (28, 28, 1), 0)
    assert sum(layer.parameters for layer in network.layers) == keras_network.count_params()
    assert mine.with_suffix(".tflite").stat().st_mtime_ns == compiled.st_mtime_ns


@pytest.mark.parametrize("missing", ["keras", "tensorflow"])
def test_compiling_without_tensorflow_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModelFileError, match=r"pip install -r training/requirements\.txt"):
        compile_network(MODEL_FILE)


@pytest.mark.parametrize("kept", [0, 100, 200_000])
def test_a_part_of_a_model_file_is_refused(tmp_path: Path, kept: int) -> None:
    part = tmp_path / "part.keras"
    part.write_bytes(MODEL_FILE.read_bytes()[:kept])
    with pytest.raises(ModelFileError, match=r"part\.keras: expected a network saved by Keras 3"):
        Network.load(part)


def test_a_zip_file_without_a_network_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    other = tmp_path / "other.keras"
    with zipfile.ZipFile(other, "w") as content:
        content.writestr("letter.txt", "Hello")
    with pytest.raises(ModelFileError, match="Keras cannot load this network"):
        Network.load(other)


def test_a_network_with_another_input_is_refused(tmp_path: Path) -> None:
    keras = pytest.importorskip("keras")
    pytest.importorskip("tensorflow")
    file = tmp_path / "cats.keras"
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]).save(file)
    with pytest.raises(ModelFileError, match=r"expected a network from \(28, 28, 1\) to \(10,\)"):
        Network.load(file)


def test_a_network_that_contains_code_is_refused(tmp_path: Path) -> None:
    keras = pytest.importorskip("keras")
    pytest.importorskip("tensorflow")
    file = tmp_path / "lambda.keras"
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Lambda(lambda inputs: inputs[:, :10]),
        ]
    )
    network.save(file)
    with pytest.raises(ModelFileError, match=r"lambda\.keras: Keras cannot load this network"):
        Network.load(file)
