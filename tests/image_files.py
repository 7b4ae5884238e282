"""Image files, whole and damaged."""

import io
import struct
import zlib

from PIL import Image


def encode_image(image: Image.Image, file_format: str, **options: object) -> bytes:
    """Returns the content of a file of this format, such as "PNG"."""
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def truncated_png(width: int, height: int) -> bytes:
    """Returns a PNG file whose header claims a size, and which ends before the first pixel."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"")


def png_chunk(name: bytes, content: bytes) -> bytes:
    """Returns a chunk of a PNG file with its length and its checksum."""
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum
