"""Decodes HEIC images and the first page of a PDF in a process of its own.

    image = decode_isolated(Path("photo.heic").read_bytes(), most_pixels=40_000_000)

The decoders are large C++ libraries, and the files come from untrusted senders: a drawing in a PDF
can take hours, and a crash would end the app. So they run in a child process with a limit on time
and memory. The app itself never imports them, so its start and its memory stay as they are; PDFium
must not be used by two threads at once either.

`model.picture.open` decides which files come here. This file is also what the child runs: it reads
the file from its standard input and writes a line such as "RGB 4000 3000" and the pixels, or the
kind of the error. The child imports nothing of the project.
"""

import argparse
import contextlib
import io
import subprocess
import sys
from collections.abc import Sequence

from PIL import Image

MAX_SECONDS = 10
# Address space in bytes. A HEIC image of 40 million pixels, with transparency, takes 610 million.
MAX_MEMORY = 1_000_000_000
# The longest side of a page, in pixels: 175 dpi for A4. The photos of the page are as large.
PAGE_SIDE = 2_048

# The brands of HEIF files, see ISO 23008-12: HEVC images, HEVC sequences, and any codec.
HEIF_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis"),
    *(b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1"),
}
PDF_START = b"%PDF-"

ERROR_KINDS = ("damaged", "too_many_pixels", "locked_pdf", "too_complex")


class IsolatedError(Exception):
    """A file that cannot be decoded; `kind` is one of ERROR_KINDS."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def is_heic(content: bytes) -> bool:
    """Returns whether the first bytes of a file are those of a HEIC image, or HEIF in general."""
    return content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS


def is_pdf(content: bytes) -> bool:
    """Returns whether the first bytes of a file are those of a PDF."""
    return content.startswith(PDF_START)


def decode_isolated(content: bytes, most_pixels: int) -> Image.Image:
    """Decodes a HEIC file or a PDF; returns its main image, or its first page, upright.

    The image has the mode L, RGB or RGBA and no metadata. Raises IsolatedError if the file is
    damaged, has more than `most_pixels`, or takes longer than MAX_SECONDS.
    """
    # "-P" keeps this folder off the path of imports, where names like `open` could hide others.
    command = [sys.executable, "-P", __file__, str(most_pixels)]
    try:
        child = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # decoders complain there
            timeout=MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise IsolatedError("too_complex") from None
    if child.returncode != 0:  # a crash, or too little memory
        raise IsolatedError("damaged")
    end = child.stdout.index(b"\n")
    answer = child.stdout[:end].decode("ascii").split()
    pixels = memoryview(child.stdout)[end + 1 :]  # no copy: it may have 160 MB
    if len(answer) == 1:
        raise IsolatedError(answer[0])
    mode, width, height = answer
    return Image.frombytes(mode, (int(width), int(height)), pixels)


def main(arguments: Sequence[str] | None = None) -> None:
    """Decodes standard input to standard output, as the child does."""
    parser = argparse.ArgumentParser(
        prog="python -m model.picture.isolated",
        description="Decode a HEIC image or the first page of a PDF from standard input: write its "
        "mode, width and height, and the pixels. The app calls it; there is no need to.",
    )
    parser.add_argument("most_pixels", type=int, help="that an image may have")
    most_pixels: int = parser.parse_args(arguments).most_pixels
    _limit_resources()
    content = sys.stdin.buffer.read()
    try:
        image = _first_page(content) if is_pdf(content) else _heic_image(content, most_pixels)
    except IsolatedError as error:
        print(error.kind)
        return
    except Exception:  # decoders raise many kinds for damaged files
        print("damaged")
        return
    output = sys.stdout.buffer
    output.write(f"{image.mode} {image.width} {image.height}\n".encode("ascii"))
    output.write(image.tobytes())


def _limit_resources() -> None:
    """Limits the memory and the processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; the parent still limits the time
        return
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_CPU: 4 * MAX_SECONDS,  # ends it if the parent was killed; has two threads
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS, or a lower limit is in force
            resource.setrlimit(kind, (limit, limit))


def _heic_image(content: bytes, most_pixels: int) -> Image.Image:
    """Returns the main image of a HEIC file, or the first of a sequence."""
    from pillow_heif import open_heif, options

    options.DECODE_THREADS = 2
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    file = open_heif(io.BytesIO(content))
    width, height = file.size  # as declared; libheif refuses to decode anything larger
    if width * height > most_pixels:
        raise IsolatedError("too_many_pixels")
    # libheif turns it as its own boxes say; the standard gives EXIF no say beside them.
    image = file.to_pillow()
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _first_page(content: bytes) -> Image.Image:
    """Returns the first page of a PDF on white, PAGE_SIDE pixels wide or high."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise IsolatedError("locked_pdf" if is_locked else "damaged") from None
    page = document[0]  # raises an error if there is none
    scale = PAGE_SIDE / max(page.get_size())
    image: Image.Image = page.render(scale=scale).to_pil()
    return image.convert("RGB")


if __name__ == "__main__":
    main()
