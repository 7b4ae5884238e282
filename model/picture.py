"""Open a picture that somebody sent, whatever it turns out to be: read whole, or refused.

    picture = open_picture(Path("seven.png").read_bytes())

Whatever is refused raises PictureError: a kind that programs can tell apart, and a sentence. What
is on the picture is read by `model.classifier`; pictures from the web come through `model.fetch`.
Its size is read before its pixels are, so that a small file cannot unfold to gigabytes.
"""

import io

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

# What is met on the web, phones and scanners; Pillow's others would only be more to go wrong.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
MOST_BYTES = 10_000_000
# A sheet of A4 scanned at 600 dpi has 35 million. Reading one digit takes 15 to 24 bytes a pixel.
MOST_PIXELS = 40_000_000

SENTENCES = {
    "empty": "Expected a picture, got an empty file.",
    "not_a_picture": "Expected a PNG, JPEG, GIF, BMP, WebP or TIFF picture, got something else.",
    "damaged": "Expected a whole picture, got one that is damaged or cut off.",
    "too_many_bytes": "Expected a picture of at most {most} MB, got a larger one.",
    "too_many_pixels": "Expected a picture of at most {most} million pixels, got a larger one.",
    "bad_url": "Expected an address such as https://example.org/seven.png, got {url:.100}",
    "unknown_host": "No address was found for {host:.100}; check its name and the network.",
    "private_address": "{host:.100} is a private address; expected one on the public internet.",
    "no_connection": "The connection to {host:.100} failed; check the address or try again later.",
    "http_status": "{host:.100} answered with HTTP status {status}; expected a picture.",
    "too_many_redirects": "{host:.100} redirects more than {most} times; expected a picture.",
    "too_slow": "{host:.100} has not sent the whole picture within {most} seconds.",
}


class PictureError(Exception):
    """A picture that cannot be had or is not read.

    `kind` is a key of SENTENCES and `details` are what its sentence is filled in with, for those
    who say it in another language; as text the error is the sentence itself.
    """

    def __init__(self, kind: str, **details: str | int) -> None:
        super().__init__(SENTENCES[kind].format(**details))
        self.kind = kind
        self.details = details


def open_picture(content: bytes) -> Image.Image:
    """The picture in a file's content, upright and decoded; of an animation the first frame.

    It keeps its mode, 16 bits and CMYK included, and its transparency, but no metadata. Raises
    PictureError where it is too large, damaged, or no picture of the FORMATS.
    """
    check_length(len(content))
    if not content:
        raise PictureError("empty")
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        width, height = picture.size
        too_large = width * height > MOST_PIXELS
    except UnidentifiedImageError:
        raise PictureError("not_a_picture") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        too_large = True  # Pillow's own limit, which is higher
    except Exception:  # decoders raise many kinds for damaged files
        raise PictureError("damaged") from None
    if too_large:
        raise PictureError("too_many_pixels", most=MOST_PIXELS // 10**6)
    try:
        picture.load()
    except Exception:
        raise PictureError("damaged") from None
    return _upright(picture)


def in_8_bits(picture: Image.Image) -> Image.Image:
    """A picture of any mode as L, RGB, or RGBA where it may be transparent.

    More than 8 bits are stretched from its darkest to its lightest.
    """
    if picture.mode[0] in "IF":
        values = np.nan_to_num(np.asarray(picture, dtype=np.float64))
        span = max(float(np.ptp(values)), 1e-9)
        return Image.fromarray(((values - values.min()) * (255 / span)).astype(np.uint8))
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def check_length(length: int) -> None:
    """Raise PictureError where a file of `length` bytes is too large to be looked at."""
    if length > MOST_BYTES:
        raise PictureError("too_many_bytes", most=MOST_BYTES // 10**6)


def _upright(picture: Image.Image) -> Image.Image:
    """A copy, turned as its EXIF says if that can be read, without metadata."""
    try:
        upright = ImageOps.exif_transpose(picture)
    except Exception:  # damaged EXIF says nothing about the pixels
        upright = picture.copy()
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    return upright
