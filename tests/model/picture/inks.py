"""What tests of images ask of `model.picture.ink`."""

from PIL import Image

from model.picture.ink import Ink, ink_hypotheses


def find_ink(image: Image.Image) -> Ink | None:
    """Returns the ink without rules; None if there is none."""
    return next(iter(ink_hypotheses(image)), None)
