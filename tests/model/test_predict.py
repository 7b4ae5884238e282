import io
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from model.classifier import DigitClassifier
from model.picture.open import ImageError, open_image
from model.predict import main
from tests.sample_drawings import DRAWINGS, draw_image
from training.benchmark.server import HOST, ROOT, default_interrupt

Captured = pytest.CaptureFixture[str]


def run_predict(
    *arguments: str | bytes, stdin: bytes = b"", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "model.predict", *arguments],
        cwd=ROOT,
        input=stdin,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def seven(tmp_path: Path) -> str:
    """The file of an image of a seven."""
    file = tmp_path / "seven.png"
    draw_image(DRAWINGS["7", "barred"]).save(file)
    return str(file)


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """The file of an image without ink."""
    file = tmp_path / "empty.png"
    Image.new("L", (60, 60), 255).save(file)
    return str(file)


@pytest.fixture
def line(tmp_path: Path) -> str:
    """The file of an image of a horizontal stroke, which is rejected."""
    file = tmp_path / "line.png"
    draw_image([[[0, 50], [100, 50]]]).save(file)
    return str(file)


def test_every_image_is_read_as_the_classifier_reads_it(
    tmp_path: Path, classifier: DigitClassifier, capsys: Captured
) -> None:
    images = [draw_image(strokes) for strokes in DRAWINGS.values()]
    files = [str(tmp_path / f"{number}.png") for number in range(len(images))]
    for file, image in zip(files, images, strict=True):
        image.save(file)
    assert main(["--json", *files]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["source"] for line in lines] == files
    assert [line["text"] for line in lines] == [classifier.read_image(i).text for i in images]


def test_an_image_has_one_line_with_its_three_likeliest_digits(
    seven: str, classifier: DigitClassifier, capsys: Captured
) -> None:
    (digit,) = classifier.read_image(Image.open(seven)).digits
    likeliest = [f"{each.digit} {100 * each.probability:.1f} %" for each in digit.predictions]
    assert main([seven]) == 0
    assert capsys.readouterr().out == "   ".join([seven, *likeliest]) + "\n"


def test_an_image_without_ink_and_a_rejected_digit_are_marked(
    seven: str, empty: str, line: str, capsys: Captured
) -> None:
    assert main([seven, empty, line]) == 0
    of_seven, of_empty, of_line = capsys.readouterr().out.splitlines()
    assert of_empty == f"{empty}   no ink"
    assert of_line.startswith(f"{line}    ")  # padded to the longest name
    assert of_line.endswith(" %   (unsure: not like any digit)")
    assert of_seven.endswith(" %")


def test_json_has_one_object_per_line(
    seven: str, empty: str, line: str, classifier: DigitClassifier, capsys: Captured
) -> None:
    assert main(["--json", seven, empty, line]) == 0
    of_seven, of_empty, of_line = map(json.loads, capsys.readouterr().out.splitlines())
    (digit,) = classifier.read_image(Image.open(seven)).digits
    assert of_seven == {
        "source": seven,
        "text": "7",
        "digits": [
            {
                "predictions": [vars(each) for each in digit.predictions],
                "is_digit": True,
                "box": list(digit.box),
            }
        ],
    }
    assert of_empty == {"source": empty, "text": "", "digits": []}
    assert of_line["digits"][0]["is_digit"] is False


def test_the_other_sources_are_read_if_one_cannot_be_read(
    seven: str, tmp_path: Path, capsys: Captured
) -> None:
    half = tmp_path / "half.png"
    half.write_bytes(Path(seven).read_bytes()[:-200])
    missing = str(tmp_path / "missing.png")
    bad = [str(half), missing, str(tmp_path), "ftp://example.org/7.png", "http://[::1"]
    assert main([*bad, seven]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith(seven)
    lines = captured.err.splitlines()
    reasons = ["damaged", "No such file", "Is a directory", "an address", "an address"]
    for complaint, source, reason in zip(lines, bad, reasons, strict=True):
        assert complaint.startswith(f"predict: {source}: ")
        assert reason in complaint


def test_no_connection_is_made_to_this_machine(capsys: Captured) -> None:
    with socket.create_server((HOST, 0)) as listener:
        listener.setblocking(False)
        assert main([f"http://{HOST}:{listener.getsockname()[1]}/seven.png"]) == 1
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert "127.0.0.1 is a private address" in capsys.readouterr().err


def test_an_image_at_a_url_is_read(
    seven: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    web = {"https://example.org/7": Path(seven).read_bytes()}
    monkeypatch.setattr("model.picture.fetch.fetch", web.__getitem__)
    assert main(["https://example.org/7"]) == 0
    assert capsys.readouterr().out.startswith("https://example.org/7   7 ")


def test_a_file_that_is_too_large_is_not_read_to_its_end(capsys: Captured) -> None:
    assert main(["/dev/zero"]) == 1
    assert "at most 10 MB" in capsys.readouterr().err


def test_a_hyphen_stands_for_standard_input(seven: str) -> None:
    done = run_predict("-", stdin=Path(seven).read_bytes())
    assert done.returncode == 0
    assert done.stdout.startswith(b"-   7 ")
    assert done.stderr == b""
    done = run_predict("-", seven)
    assert done.returncode == 1
    assert done.stdout.startswith(seven.encode())
    assert done.stderr == b"predict: -: Expected an image, got an empty file.\n"


def test_a_name_that_cannot_be_printed_is_escaped(seven: str, tmp_path: Path) -> None:
    names = [b"si\xc3\xa9te.png", b"broken-\xff.png", b"two\nlines-\x1b[2J.png"]
    files = [bytes(tmp_path) + b"/" + name for name in names]
    for file in files:
        Path(os.fsdecode(file)).write_bytes(Path(seven).read_bytes())
    done = run_predict(*files, *(file + b"?" for file in files), encoding="ascii")
    assert done.returncode == 1
    written = ["si\\xe9te.png", "broken-\\udcff.png", "two\\nlines-\\x1b[2J.png"]
    for lines in (done.stdout.decode("ascii"), done.stderr.decode("ascii")):
        for name, each in zip(written, lines.splitlines(), strict=True):
            assert name in each


def test_warnings_of_image_decoders_are_not_printed(seven: str) -> None:
    file = io.BytesIO()
    Image.open(seven).save(file, "TIFF", compression="tiff_lzw")
    content = bytearray(file.getvalue())
    content[20:60] = b"\xff" * 40
    with pytest.raises(ImageError):
        open_image(bytes(content))
    done = run_predict("-", stdin=bytes(content))
    assert done.returncode == 1
    assert done.stderr.startswith(b"predict: -: Expected")
    assert done.stderr.count(b"\n") == 1


def test_a_missing_network_is_reported_in_one_line(seven: str, capsys: Captured) -> None:
    assert main(["--model", "nowhere.keras", seven]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("predict: nowhere.keras: no such model file")
    assert captured.err.count("\n") == 1


def test_ctrl_c_ends_it_quietly(seven: str) -> None:
    with default_interrupt():
        process = subprocess.Popen(
            [sys.executable, "-m", "model.predict", seven, "-"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    with process as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline().startswith(seven.encode())
        waiting.send_signal(signal.SIGINT)
        _, complaints = waiting.communicate(timeout=20)
    assert waiting.returncode == 130
    assert complaints == b""


def test_a_closed_pipe_and_a_full_disk_cause_no_traceback(seven: str) -> None:
    command = [sys.executable, "-m", "model.predict", *[seven] * 3]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as nobody, Path("/dev/full").open("wb") as full:
        for output, complaint in [
            (nobody, b""),
            (full, b"predict: the output cannot be written (No space left on device).\n"),
        ]:
            done = subprocess.run(
                command, cwd=ROOT, stdout=output, stderr=subprocess.PIPE, check=False, timeout=60
            )
            assert done.returncode == 1
            assert done.stderr == complaint


def test_reading_a_file_imports_no_heavy_package() -> None:
    code = "import sys, model.predict; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    imported = set(done.stdout.decode().splitlines())
    assert "model.picture.open" in imported
    assert not imported & {"keras", "tensorflow", "gradio", "httpx", "safehttpx"}
