"""Opens an image file from an untrusted sender: decodes it completely, or refuses it.

    image = open_image(Path("seven.png").read_bytes())

A refusal is an ImageError with a kind, for programs, and a sentence. The size of an image is
checked before its pixels are decoded, so that a small file cannot unpack to gigabytes. Images from
the web come through `model.picture.fetch`; HEIC and PDF are decoded by `model.picture.isolated`.
"""

import io

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from model.picture.isolated import (
    MAX_SECONDS,
    IsolatedError,
    decode_isolated,
    is_heic,
    is_pdf,
)

# Those of the web, phones and scanners. Each further format of Pillow would be one more risk.
PILLOW_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF")
AVIF_STARTS = (b"ftypavif", b"ftypavis")  # after the length of that box
FORMATS = (*PILLOW_FORMATS, "HEIC", "PDF")  # of a PDF, the first page
MAX_BYTES = 10_000_000
# An A4 sheet scanned at 600 dpi has 35 million. Reading takes 15 to 24 bytes a pixel.
MAX_PIXELS = 40_000_000

ERROR_MESSAGES = {
    "empty": "Expected an image, got an empty file.",
    "not_a_picture": (
        "Expected a PNG, JPEG, GIF, BMP, WebP, TIFF, AVIF or HEIC image or a PDF, "
        "got something else."
    ),
    "damaged": "Expected a whole image, got one that is damaged or cut off.",
    "too_many_bytes": "Expected an image of at most {most} MB, got a larger one.",
    "too_many_pixels": "Expected an image of at most {most} million pixels, got a larger one.",
    "locked_pdf": "Expected a PDF that opens without a password, got a locked one.",
    "too_complex": "Expected an image that opens within {most} seconds, got one that takes longer.",
    "bad_url": "Expected an address such as https://example.org/seven.png, got {url:.100}",
    "unknown_host": "No IP address was found for {host:.100}; check its name and the network.",
    "private_address": "{host:.100} is a private address; expected one on the public internet.",
    "no_connection": "The connection to {host:.100} failed; check the address or try again later.",
    "http_status": "{host:.100} answered with HTTP status {status}; expected an image.",
    "too_many_redirects": "{host:.100} redirects more than {most} times; expected an image.",
    "too_slow": "{host:.100} has not sent the whole image within {most} seconds.",
}


class ImageError(Exception):
    """An image that cannot be fetched or opened; the message is one sentence.

    `kind` is a key of ERROR_MESSAGES, and `details` fill the gaps of its sentence, so that
    it can be said in another language too.
    """

    def __init__(self, kind: str, **details: str | int) -> None:
        super().__init__(ERROR_MESSAGES[kind].format(**details))
        self.kind = kind
        self.details = details


def open_image(content: bytes) -> Image.Image:
    """Decodes the content of an image file; returns the upright image, or the first of several.

    Of a PDF it is the first page. The image keeps its mode, 16 bits and CMYK included (HEIC becomes
    8 bits), and its transparency, but no metadata. Raises ImageError if it is too large, damaged,
    or in none of the FORMATS.
    """
    check_length(len(content))
    if not content:
        raise ImageError("empty")
    try:
        image = Image.open(io.BytesIO(content), formats=PILLOW_FORMATS)
        width, height = image.size
        too_large = width * height > MAX_PIXELS
    except UnidentifiedImageError:
        if is_heic(content) or is_pdf(content):
            return _open_isolated(content)
        kind = "damaged" if content[4:12] in AVIF_STARTS else "not_a_picture"
        raise ImageError(kind) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        too_large = True  # beyond Pillow's own limit, which is higher
    except Exception:  # decoders raise many kinds for damaged files
        raise ImageError("damaged") from None
    if too_large:
        raise ImageError("too_many_pixels", most=MAX_PIXELS // 10**6)
    try:
        image.load()
    except Exception:
        raise ImageError("damaged") from None
    return _upright(image)


def to_8_bits(image: Image.Image) -> Image.Image:
    """Converts an image of any mode to L, RGB, or RGBA if it may be transparent.

    More than 8 bits are stretched from the darkest to the lightest value.
    """
    if image.mode[0] in "IF":
        values = np.nan_to_num(np.asarray(image, dtype=np.float64))
        span = max(float(np.ptp(values)), 1e-9)
        return Image.fromarray(((values - values.min()) * (255 / span)).astype(np.uint8))
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def check_length(length: int) -> None:
    """Raises ImageError if a file of `length` bytes is too large."""
    if length > MAX_BYTES:
        raise ImageError("too_many_bytes", most=MAX_BYTES // 10**6)


def _open_isolated(content: bytes) -> Image.Image:
    try:
        return decode_isolated(content, MAX_PIXELS)
    except IsolatedError as error:
        most = {"too_many_pixels": MAX_PIXELS // 10**6, "too_complex": MAX_SECONDS}
        details = {"most": most[error.kind]} if error.kind in most else {}
        raise ImageError(error.kind, **details) from None


def _upright(image: Image.Image) -> Image.Image:
    """Returns a copy without metadata, turned as its EXIF says if that is readable."""
    try:
        upright = ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF does not mean damaged pixels
        upright = image.copy()
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    return upright
