"""A picture as the page shows it: a reduced copy within the answer itself.

So the page asks no foreign server for it, and shows also what browsers do not: TIFF, 16 bits. It is
upright and of one frame, which is what boxes are told in pixels of. Reads nothing from pictures.
"""

import io
from base64 import b64encode

from PIL import Image

from model.picture import in_8_bits

LONGEST_SIDE = 1_000
# Up to so many pixels a side each of them is seen, and JPEG would blur them.
SMALL_SIDE = 256
JPEG_QUALITY = 80


def data_url(picture: Image.Image) -> str:
    """A picture of any mode as a data URL: JPEG, or PNG where it is transparent or small."""
    colours = in_8_bits(picture)
    reduction = max(1.0, max(colours.size) / LONGEST_SIDE)
    if reduction > 1:
        width, height = (max(1, round(side / reduction)) for side in colours.size)
        colours = colours.resize((width, height), Image.Resampling.BOX)
    is_small = max(colours.size) <= SMALL_SIDE
    kind = "PNG" if is_small or colours.mode == "RGBA" else "JPEG"
    file = io.BytesIO()
    colours.save(file, kind, quality=JPEG_QUALITY)
    return f"data:image/{kind.lower()};base64,{b64encode(file.getvalue()).decode('ascii')}"
