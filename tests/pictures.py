"""Pictures as files, whole ones and ones that only claim to be."""

import io
import struct
import zlib

from PIL import Image


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The content of a file of this format."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A PNG whose header claims a size, and which ends where the pixels would begin."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG file."""
    crc = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + crc
