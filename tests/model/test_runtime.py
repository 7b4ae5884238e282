import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from model.classifier import MODEL_FILE
from model.files import ModelFileError, replace_file
from model.preprocess import digit_from_strokes, to_network_input
from model.runtime import Network
from tests.drawn import DRAWINGS
from training.served import ROOT

INPUTS = to_network_input(
    np.array([digit.pixels for digit in map(digit_from_strokes, DRAWINGS.values()) if digit])
)


def run_python(code: str, *arguments: str) -> str:
    """Run Python code in a process of its own, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_the_shipped_network_runs_without_tensorflow() -> None:
    code = (
        "import sys; from model.classifier import DigitClassifier; DigitClassifier.load();"
        "print([name for name in ('keras', 'tensorflow', 'gradio') if name in sys.modules])"
    )
    assert run_python(code) == "[]"


def test_a_batch_gives_what_its_images_give_one_by_one() -> None:
    network = Network.load(MODEL_FILE)
    together = network(INPUTS)
    one_by_one = np.concatenate([network(INPUTS[i : i + 1]) for i in range(len(INPUTS))])
    assert together.shape == (len(INPUTS), 10)
    assert np.allclose(together, one_by_one, atol=1e-5)
    assert np.allclose(together.sum(axis=1), 1, atol=1e-5)


def test_the_compiled_network_answers_as_keras_does() -> None:
    keras = pytest.importorskip("keras")
    expected = keras.models.load_model(MODEL_FILE, compile=False).predict(INPUTS, verbose=0)
    assert np.allclose(Network.load(MODEL_FILE).uncalibrated(INPUTS), expected, atol=1e-4)


def test_the_shipped_network_carries_no_optimizer() -> None:
    with zipfile.ZipFile(MODEL_FILE) as saved:
        assert b"optimizer" not in saved.read("model.weights.h5")


def test_a_compiled_form_of_another_network_is_not_used(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    from training.architecture import DENSE, build

    mine = tmp_path / "mine.keras"
    build(DENSE, steps=1).save(mine)
    shutil.copy(MODEL_FILE.with_suffix(".tflite"), mine.with_suffix(".tflite"))
    network = Network.load(mine)
    assert not np.allclose(network(INPUTS), Network.load(MODEL_FILE)(INPUTS), atol=0.1)
    compiled = mine.with_suffix(".tflite").stat()
    assert np.array_equal(Network.load(mine)(INPUTS), network(INPUTS))
    assert mine.with_suffix(".tflite").stat().st_mtime_ns == compiled.st_mtime_ns


@pytest.mark.parametrize("content", [b"", b"half a network"])
def test_a_damaged_compiled_form_is_made_anew(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("tensorflow")
    mine = Path(shutil.copy(MODEL_FILE, tmp_path))
    mine.with_suffix(".tflite").write_bytes(content)
    expected = Network.load(MODEL_FILE)(INPUTS)
    assert np.allclose(Network.load(mine)(INPUTS), expected, atol=1e-5)
    assert len(mine.with_suffix(".tflite").read_bytes()) > 1000


def test_without_tensorflow_an_uncompiled_network_says_what_to_install(tmp_path: Path) -> None:
    mine = str(shutil.copy(MODEL_FILE, tmp_path))
    code = (
        "import sys; sys.modules['tensorflow'] = None\n"
        "from model.files import ModelFileError\n"
        "from model.runtime import Network\n"
        "try: Network.load(sys.argv[1])\n"
        "except ModelFileError as error: print(error)"
    )
    assert "pip install -r training/requirements.txt" in run_python(code, mine)


def test_a_missing_model_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"nowhere\.keras: no such model file"):
        Network.load(tmp_path / "nowhere.keras")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="cannot be read"):
        Network.load(tmp_path)


@pytest.mark.parametrize("kept", [0, 100, 200_000])
def test_half_a_model_is_refused(tmp_path: Path, kept: int) -> None:
    half = tmp_path / "half.keras"
    half.write_bytes(MODEL_FILE.read_bytes()[:kept])
    with pytest.raises(ModelFileError, match="half of one"):
        Network.load(half)


def test_another_zip_file_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    other = tmp_path / "other.keras"
    with zipfile.ZipFile(other, "w") as content:
        content.writestr("letter.txt", "Hello")
    with pytest.raises(ModelFileError, match="Keras cannot load this network"):
        Network.load(other)


def test_a_network_for_something_else_is_refused(tmp_path: Path) -> None:
    keras = pytest.importorskip("keras")
    pytest.importorskip("tensorflow")
    file = tmp_path / "cats.keras"
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]).save(file)
    with pytest.raises(ModelFileError, match=r"expected a network from \(28, 28, 1\) to \(10,\)"):
        Network.load(file)


def test_a_network_with_code_in_it_is_refused(tmp_path: Path) -> None:
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


def test_loading_and_compiling_leave_the_terminal_clean(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    shutil.copy(MODEL_FILE, tmp_path)
    code = "import sys; from model.runtime import Network; Network.load(sys.argv[1])"
    for _ in ("compiled", "found compiled"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / MODEL_FILE.name)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        assert (done.stdout, done.stderr) == ("", "")
    assert tmp_path.joinpath("mnist_model.tflite").exists()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(b"old")
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(folder, b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "report.json"]
