"""HEIC files, whole and damaged."""

import struct

import pillow_heif
from PIL import Image

from tests.image_files import encode_image

pillow_heif.register_heif_opener()  # the app does not, so that Pillow only saves HEIC here

SIZE_BOX = b"ispe"  # "image spatial extents": four bytes of version and flags, width, height


def encode_heic(image: Image.Image, **options: object) -> bytes:
    """Returns the content of a HEIC file."""
    return encode_image(image, "HEIF", **options)


def declare_size(content: bytes, width: int, height: int) -> bytes:
    """Returns a HEIC or AVIF file that claims another size than its pixels have."""
    parts = content.split(SIZE_BOX)
    assert len(parts) > 1
    size = bytes(4) + struct.pack(">II", width, height)
    return parts[0] + b"".join(SIZE_BOX + size + part[len(size) :] for part in parts[1:])
