"""Run a trained network: the compiled form of a .keras file, or the file compiled on the spot.

Beside `network.keras` lies `network.tflite`, the same network compiled for LiteRT, with the
SHA-256 of the file it was compiled from. Where the two belong together LiteRT runs it and
TensorFlow is never imported; where they do not, the .keras is compiled anew, as Python does with
.pyc files, which needs TensorFlow. Knows nothing of drawings; `model.classifier` does.
"""

import contextlib
import os
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from model.calibration import Calibration, read_calibration, with_temperature
from model.files import ModelFileError, file_sha256, replace_file

INPUT_SHAPE = (28, 28, 1)
CLASSES = 10
HASH_ENTRY = b"keras_sha256"


class Network:
    """A network ready to run. Safe to call from several threads, which then take turns."""

    def __init__(self, compiled: bytes, sha256: str, calibration: Calibration) -> None:
        """Take a compiled network, and hash and calibration of the .keras file it was made from."""
        self.compiled = compiled
        self.sha256 = sha256
        self.calibration = calibration
        self._turn = threading.Lock()
        with quiet_libraries():
            self._interpreter = Interpreter(model_content=compiled, num_threads=1)
            self._interpreter.allocate_tensors()
        (self._input,) = self._interpreter.get_input_details()
        (self._output,) = self._interpreter.get_output_details()
        self._batch = int(self._input["shape"][0])

    @classmethod
    def load(cls, file: str | os.PathLike[str]) -> "Network":
        """Load a .keras file by its compiled form, compiling it first where that is stale.

        Raises ModelFileError where the file is missing or is no digit network, or where it needs
        compiling and TensorFlow is not installed.
        """
        source = Path(file)
        sha256 = file_sha256(source)
        compiled = _matching_compiled(source.with_suffix(".tflite"), sha256)
        if compiled is None:
            compiled = compile_network(source)
            with contextlib.suppress(OSError):  # a read-only folder only costs the next start
                replace_file(source.with_suffix(".tflite"), compiled)
        return cls(compiled, sha256, read_calibration(source))

    def __call__(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Probabilities float32 (n, 10) of images float32 (n, 28, 28, 1) in [0, 1], calibrated."""
        return with_temperature(self.uncalibrated(images), self.calibration.temperature)

    def uncalibrated(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The same as the network itself gives them."""
        with self._turn:
            if len(images) != self._batch:
                self._batch = len(images)
                shape = (self._batch, *INPUT_SHAPE)
                self._interpreter.resize_tensor_input(self._input["index"], shape)
                self._interpreter.allocate_tensors()
            self._interpreter.set_tensor(self._input["index"], images)
            self._interpreter.invoke()
            probabilities: npt.NDArray[np.float32] = self._interpreter.get_tensor(
                self._output["index"]
            )
            return probabilities


def compile_network(file: Path) -> bytes:
    """Compile a .keras file for LiteRT; the result carries the file's SHA-256.

    Raises ModelFileError where it is no digit network or TensorFlow is not installed.
    """
    sha256 = file_sha256(file)
    if not zipfile.is_zipfile(file):
        raise ModelFileError(
            f"{file}: expected a network saved by Keras 3 (a .keras file), "
            "got something else or half of one."
        )
    try:
        with quiet_libraries():
            import keras
            import tensorflow  # noqa: F401  Keras would fall back to another back end
    except ImportError:
        raise ModelFileError(
            f"{file} has no compiled form of its own beside it, and compiling needs TensorFlow: "
            "pip install -r training/requirements.txt"
        ) from None
    try:
        with quiet_libraries():
            network = keras.models.load_model(file, compile=False, safe_mode=True)
            shapes = (tuple(network.input_shape[1:]), tuple(network.output_shape[1:]))
    except Exception as error:  # Keras raises many kinds for a foreign or damaged file
        raise ModelFileError(
            f"{file}: Keras cannot load this network: {_first_line(error)}"
        ) from None
    if shapes != (INPUT_SHAPE, (CLASSES,)):
        raise ModelFileError(
            f"{file}: expected a network from {INPUT_SHAPE} to ({CLASSES},), "
            f"got one from {shapes[0]} to {shapes[1]}."
        )
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder, "network.tflite")
        try:
            with quiet_libraries():
                network.export(str(exported), format="litert", verbose=False)
        except Exception as error:  # so does the converter, for layers it does not know
            raise ModelFileError(
                f"{file}: this network cannot be compiled for LiteRT: {_first_line(error)}"
            ) from None
        return _with_hash(exported.read_bytes(), sha256)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep the logs of TensorFlow and LiteRT off the terminal; no setting stops them all.

    They write past Python, so the file behind standard error is exchanged for a while.
    """
    sys.stderr.flush()
    terminal = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _matching_compiled(file: Path, sha256: str) -> bytes | None:
    """The compiled network, if it was compiled from the .keras file with this hash."""
    try:
        compiled = file.read_bytes()
        with quiet_libraries():  # LiteRT checks every offset, so that reading on is safe
            Interpreter(model_content=compiled)
    except (OSError, ValueError):
        return None
    return compiled if _read_hash(compiled) == sha256 else None


def _read_hash(compiled: bytes) -> str | None:
    network = schema.Model.GetRootAs(compiled)
    for number in range(network.MetadataLength()):
        entry = network.Metadata(number)
        if entry.Name() == HASH_ENTRY:
            return bytes(network.Buffers(entry.Buffer()).DataAsNumpy()).decode("ascii")
    return None


def _with_hash(compiled: bytes, sha256: str) -> bytes:
    import flatbuffers

    network = schema.ModelT.InitFromPackedBuf(compiled)
    content = schema.BufferT()
    content.data = np.frombuffer(sha256.encode("ascii"), dtype=np.uint8)
    entry = schema.MetadataT()
    entry.name, entry.buffer = HASH_ENTRY, len(network.buffers)
    network.buffers.append(content)
    network.metadata = [*(network.metadata or []), entry]
    builder = flatbuffers.Builder(len(compiled))
    builder.Finish(network.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())
