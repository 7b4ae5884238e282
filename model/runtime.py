"""Runs a trained network with LiteRT: the compiled form of a .keras file.

Beside `network.keras` lies `network.tflite`, the same network compiled for LiteRT. It carries the
SHA-256 of the .keras file that it was compiled from. If the hash matches, TensorFlow is never
imported; otherwise the .keras file is compiled again, as Python does with .pyc files, and that
needs TensorFlow. Images come from `model.preprocess`; this module only runs the network on them.
"""

import contextlib
import os
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from model.calibration import Calibration, apply_temperature, read_calibration
from model.files import ModelFileError, file_sha256, replace_file
from model.insight.layers import Layer, from_json, list_layers, to_json

INPUT_SHAPE = (28, 28, 1)
CLASSES = 10
Shape = tuple[int, ...]  # without the number of images
# Names of the project's metadata in a compiled file.
HASH_ENTRY = b"keras_sha256"
LAYERS_ENTRY = b"keras_layers"

PROCESSORS = min(os.cpu_count() or 1, 4)  # that are used; each interpreter takes memory
# Runs at the same time; more wait. With more than there are processors, a short call does not wait
# for long ones: the system shares the processors out.
INTERPRETERS = PROCESSORS + 3
# Images in one run, so that a long call holds an interpreter, and memory, only for so long. Larger
# batches are no faster: LiteRT takes one image after another.
AT_ONCE = 8


class Network:
    """A network ready to run. Threads may share it, and run it at the same time.

    A LiteRT interpreter is not for two threads at once, so there are several. `layers` is the
    network's table of layers; it is empty if the compiled file has none.
    """

    def __init__(self, compiled: bytes, sha256: str, calibration: Calibration) -> None:
        """Takes a compiled network, and the hash and the calibration of its .keras file."""
        self.compiled = compiled
        self.sha256 = sha256
        self.calibration = calibration
        self.layers = _read_layers(compiled)
        with quiet_libraries():
            self._idle = [_Interpreter(compiled) for _ in range(INTERPRETERS)]
        self._any_idle = threading.Semaphore(INTERPRETERS)
        self._threads = ThreadPoolExecutor(PROCESSORS)  # starts them when they are needed

    @classmethod
    def load(
        cls,
        file: str | os.PathLike[str],
        inputs: Shape = INPUT_SHAPE,
        outputs: Shape = (CLASSES,),
    ) -> "Network":
        """Loads the compiled form of a .keras file, and compiles it first if that is stale.

        `inputs` and `outputs` are the shapes of an image and of the probabilities for it.

        Raises ModelFileError if the file is missing or not a digit network, or if it has to be
        compiled and TensorFlow is not installed.
        """
        source = Path(file)
        sha256 = file_sha256(source)
        compiled = _matching_compiled(source.with_suffix(".tflite"), sha256)
        if compiled is None:
            compiled = compile_network(source, inputs, outputs)
            with contextlib.suppress(OSError):  # a read-only folder only costs the next start
                replace_file(source.with_suffix(".tflite"), compiled)
        return cls(compiled, sha256, read_calibration(source))

    def __call__(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Returns calibrated probabilities, float32 (n, 10).

        `images` are float32 (n, 28, 28, 1) in [0, 1].
        """
        return self._calibrated(self.uncalibrated(images))

    def in_parallel(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Returns the same as a call, sooner: every processor takes a share of the images."""
        answers = self._threads.map(self._run, _parts(images))
        return self._calibrated(np.concatenate(list(answers)))

    def uncalibrated(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Returns the probabilities as the network gives them, before temperature scaling."""
        if len(images) <= AT_ONCE:
            return self._run(images)
        return np.concatenate([self._run(part) for part in _parts(images)])

    def _calibrated(self, probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return apply_temperature(probabilities, self.calibration.temperature)

    def _run(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        with self._any_idle:
            interpreter = self._idle.pop()  # the one used last, whose weights are in the cache
            try:
                return interpreter.run(images)
            finally:
                self._idle.append(interpreter)


def _parts(images: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
    return [images[first : first + AT_ONCE] for first in range(0, len(images), AT_ONCE)]


class _Interpreter:
    """A LiteRT interpreter of a digit network, for one thread at a time."""

    def __init__(self, compiled: bytes) -> None:
        self._interpreter = Interpreter(model_content=compiled, num_threads=1)
        self._interpreter.allocate_tensors()
        (self._input,) = self._interpreter.get_input_details()
        (self._output,) = self._interpreter.get_output_details()
        self._batch = int(self._input["shape"][0])

    def run(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Returns the probabilities of a batch of any size; others run Python meanwhile."""
        if len(images) != self._batch:
            self._interpreter.resize_tensor_input(self._input["index"], images.shape)
            self._interpreter.allocate_tensors()
            self._batch = len(images)
        self._interpreter.set_tensor(self._input["index"], images)
        self._interpreter.invoke()
        probabilities: npt.NDArray[np.float32] = self._interpreter.get_tensor(self._output["index"])
        return probabilities


def compile_network(file: Path, inputs: Shape = INPUT_SHAPE, outputs: Shape = (CLASSES,)) -> bytes:
    """Compiles a .keras file for LiteRT; the result carries its SHA-256 and its table of layers.

    Raises ModelFileError if it is not a digit network, or if TensorFlow is not installed.
    """
    sha256 = file_sha256(file)
    if not zipfile.is_zipfile(file):
        raise ModelFileError(
            f"{file}: expected a network saved by Keras 3 (a .keras file), "
            "got another kind of file or a part of one."
        )
    try:
        with quiet_libraries():
            import keras
            import tensorflow  # noqa: F401  Keras would fall back to another back end
    except ImportError:
        raise ModelFileError(
            f"{file} has no matching compiled file beside it, and compiling needs TensorFlow: "
            "pip install -r training/requirements.txt"
        ) from None
    try:
        with quiet_libraries():
            network = keras.models.load_model(file, compile=False, safe_mode=True)
            shapes = (tuple(network.input_shape[1:]), tuple(network.output_shape[1:]))
    except Exception as error:  # Keras raises many kinds for an unknown or damaged file
        raise ModelFileError(
            f"{file}: Keras cannot load this network: {_first_line(error)}"
        ) from None
    if shapes != (inputs, outputs):
        raise ModelFileError(
            f"{file}: expected a network from {inputs} to {outputs}, "
            f"got one from {shapes[0]} to {shapes[1]}."
        )
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder, "network.tflite")
        try:
            with quiet_libraries():
                import tensorflow as tf

                # Weights become int8 with a scale for each filter, and each image's activations
                # int8 while it is read. That is a quarter of the time and of the size.
                network.export(
                    str(exported),
                    format="litert",
                    verbose=False,
                    optimizations=[tf.lite.Optimize.DEFAULT],
                )
        except Exception as error:  # the converter raises many kinds for unknown layers
            raise ModelFileError(
                f"{file}: this network cannot be compiled for LiteRT: {_first_line(error)}"
            ) from None
        entries = {HASH_ENTRY: sha256.encode("ascii"), LAYERS_ENTRY: to_json(list_layers(network))}
        return _add_metadata(exported.read_bytes(), entries)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keeps the logs of TensorFlow and LiteRT off the terminal; no setting stops them all.

    They bypass Python, so the file descriptor of standard error is replaced meanwhile.
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
    """Returns the compiled network, if it was compiled from the .keras file with this hash."""
    try:
        compiled = file.read_bytes()
        with quiet_libraries():  # LiteRT checks every offset, so that the metadata is safe to read
            Interpreter(model_content=compiled)
    except (OSError, ValueError):
        return None
    matches = _read_metadata(compiled).get(HASH_ENTRY) == sha256.encode("ascii")
    return compiled if matches else None


def _read_layers(compiled: bytes) -> list[Layer]:
    try:
        return from_json(_read_metadata(compiled)[LAYERS_ENTRY])
    except (KeyError, ValueError):  # compiled by another program
        return []


def _read_metadata(compiled: bytes) -> dict[bytes, bytes]:
    """Returns the metadata of a compiled network by name."""
    network = schema.Model.GetRootAs(compiled)
    entries = (network.Metadata(index) for index in range(network.MetadataLength()))
    return {
        entry.Name(): network.Buffers(entry.Buffer()).DataAsNumpy().tobytes()
        for entry in entries
        if network.Buffers(entry.Buffer()).DataLength()
    }


def _add_metadata(compiled: bytes, entries: Mapping[bytes, bytes]) -> bytes:
    import flatbuffers

    network = schema.ModelT.InitFromPackedBuf(compiled)
    network.metadata = list(network.metadata or [])
    for name, content in entries.items():
        buffer, entry = schema.BufferT(), schema.MetadataT()
        buffer.data = np.frombuffer(content, dtype=np.uint8)
        entry.name, entry.buffer = name, len(network.buffers)
        network.buffers.append(buffer)
        network.metadata.append(entry)
    builder = flatbuffers.Builder(len(compiled))
    builder.Finish(network.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())
