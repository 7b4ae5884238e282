import subprocess
import sys
import time
import zlib
from math import ceil
from pathlib import Path

import pytest
from PIL import Image

from model.classifier import DigitClassifier
from model.picture import isolated
from model.picture.isolated import PAGE_SIDE, IsolatedError, decode_isolated
from model.picture.open import ERROR_MESSAGES, MAX_PIXELS, open_image
from tests.image_files import encode_image
from tests.model.picture.heic_files import encode_heic
from tests.model.picture.pdf_files import LOCKED, write_pdf
from tests.sample_drawings import DRAWINGS, draw_image
from training.benchmark.server import ROOT

SEVEN = draw_image(DRAWINGS["7", "barred"])
LINE = b"12 w 20 20 m 180 180 l S\n"


def drawn_as_pdf(strokes: list[list[list[float]]]) -> bytes:
    """Returns the PDF operators that draw strokes on a page of 140 x 140, where y points up."""
    operators = ["10 w 1 J 1 j"]
    for stroke in strokes:
        points = [f"{20 + x:.1f} {120 - y:.1f}" for x, y in stroke]
        operators.append(f"{points[0]} m " + "".join(f"{point} l " for point in points[1:]) + "S")
    return "\n".join(operators).encode("ascii")


def error_kind(content: bytes) -> str:
    """Returns the kind of the error that this content raises."""
    with pytest.raises(IsolatedError) as raised:
        decode_isolated(content, MAX_PIXELS)
    return raised.value.kind


def test_every_kind_of_error_has_its_sentence() -> None:
    assert set(isolated.ERROR_KINDS) <= ERROR_MESSAGES.keys()


@pytest.mark.parametrize("way", [("7", "barred"), ("3", "round")])
def test_a_drawing_on_the_first_page_of_a_pdf_is_read(
    classifier: DigitClassifier, way: tuple[str, str]
) -> None:
    other = drawn_as_pdf(DRAWINGS["8", "one_stroke"])
    content = write_pdf(drawn_as_pdf(DRAWINGS[way]), other, page_size="140 140")
    image = open_image(content)
    assert image.size == (PAGE_SIDE, PAGE_SIDE)
    assert classifier.read_image(image).text == way[0]


def test_a_scan_in_a_pdf_is_read(classifier: DigitClassifier) -> None:
    assert classifier.read_image(open_image(encode_image(SEVEN, "PDF"))).text == "7"


def test_a_page_is_turned_as_the_pdf_says() -> None:
    wide = write_pdf(LINE, page_size="300 200")
    turned = write_pdf(LINE, page_size="300 200", page_entries="/Rotate 90")
    assert decode_isolated(wide, MAX_PIXELS).size == (PAGE_SIDE, ceil(PAGE_SIDE * 2 / 3))
    assert decode_isolated(turned, MAX_PIXELS).size == (ceil(PAGE_SIDE * 2 / 3), PAGE_SIDE)


@pytest.mark.parametrize(
    "page_size", ["14400 14400", "14400 1", "1 14400", "1e9 1e9", "1e40 1", "0 0", "-9 9", "nan 1"]
)
def test_a_page_of_any_size_has_a_bounded_number_of_pixels(page_size: str) -> None:
    image = decode_isolated(write_pdf(LINE, page_size=page_size), MAX_PIXELS)
    assert image.mode == "RGB"
    assert max(image.size) <= PAGE_SIDE + 1
    assert min(image.size) >= 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(write_pdf(LINE, trailer_entries=LOCKED), "locked_pdf", id="locked"),
        pytest.param(write_pdf(), "damaged", id="no pages"),
        pytest.param(b"%PDF-1.7\n", "damaged", id="only the first line"),
        pytest.param(b"%PDF-1.7\n" + bytes(1_000), "damaged", id="zeros"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(1_000), "damaged", id="only the start of HEIC"),
        pytest.param(b"\0\0\0\x18ftypmif1" + bytes(1_000), "damaged", id="only the start of HEIF"),
    ],
)
def test_a_bad_file_is_refused_with_its_kind(content: bytes, kind: str) -> None:
    assert error_kind(content) == kind


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 10 MB could draw a thousand times as many lines, and take hours."""
    monkeypatch.setattr(isolated, "MAX_SECONDS", 1)
    start = time.perf_counter()
    assert error_kind(write_pdf(b"0 0 m 500 800 l 3 900 l 500 3 l S\n" * 100_000)) == "too_complex"
    assert time.perf_counter() - start < 5


def test_a_page_that_unpacks_to_more_than_the_memory_limit_is_refused() -> None:
    """Without the limit it would be read, as an empty page, and take 1.2 GB."""
    pytest.importorskip("resource")
    packer = zlib.compressobj(level=1)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(60)) + packer.flush()
    assert error_kind(write_pdf(packed, stream_entries="/Filter/FlateDecode")) == "damaged"


@pytest.mark.parametrize("content", [encode_heic(SEVEN), write_pdf(LINE)], ids=["HEIC", "PDF"])
def test_the_decoders_are_not_imported_into_this_process(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    code = (
        "import pathlib, sys; from model.picture.open import open_image\n"
        "open_image(pathlib.Path(sys.argv[1]).read_bytes()); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    imported = set(done.stdout.decode().split())
    assert "model.picture.isolated" in imported
    assert not imported & {"pillow_heif", "_pillow_heif", "pypdfium2", "pypdfium2_raw"}


def test_a_child_that_dies_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(isolated, "__file__", str(crash))
    assert error_kind(encode_heic(Image.new("L", (9, 9)))) == "damaged"
