"""Makes the copy of an image that the page shows: reduced, as a data URL within the answer.

So the page asks no foreign server for the image, and shows formats that browsers do not: TIFF and
16 bits. The copy is upright and has one frame, like the image that the boxes refer to.
"""

import io
from base64 import b64encode

from PIL import Image

from model.picture.open import to_8_bits

LONGEST_SIDE = 1_000
SMALL_SIDE = 256  # pixels; the page shows single pixels of smaller images, which JPEG would blur
JPEG_QUALITY = 80


def data_url(image: Image.Image) -> str:
    """Returns an image of any mode as a data URL: PNG where transparent or small, else JPEG."""
    copy = to_8_bits(image)
    reduction = max(1.0, max(copy.size) / LONGEST_SIDE)
    if reduction > 1:
        width, height = (max(1, round(side / reduction)) for side in copy.size)
        copy = copy.resize((width, height), Image.Resampling.BOX)
    is_small = max(copy.size) <= SMALL_SIDE
    file_format = "PNG" if is_small or copy.mode == "RGBA" else "JPEG"
    file = io.BytesIO()
    copy.save(file, file_format, quality=JPEG_QUALITY)
    content = b64encode(file.getvalue()).decode("ascii")
    return f"data:image/{file_format.lower()};base64,{content}"
