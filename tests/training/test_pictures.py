import numpy as np
import pytest

from model.classifier import DigitClassifier
from tests.drawn import DRAWINGS
from training.pictures import (
    COLOURS,
    COMBINATIONS,
    PHOTO_SIZE,
    PHOTOS,
    PhotoKind,
    PictureKind,
    as_photo,
    as_picture,
)

SEVEN = DRAWINGS["7", "barred"]


@pytest.mark.parametrize("kind", COMBINATIONS, ids=lambda kind: kind.name)
def test_a_picture_has_all_its_ink_on_its_canvas(kind: PictureKind) -> None:
    generator = np.random.default_rng(1)
    pictures = [as_picture(SEVEN, kind, generator) for _ in range(5)]
    for picture in pictures:
        assert picture.size == (kind.side, kind.side)
        assert picture.mode == ("RGBA" if COLOURS[kind.colours][1] is None else "RGB")
        pixels = np.asarray(picture).astype(int)
        border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert np.abs(border - border[0]).max() < 200
        assert np.abs(pixels - border[0]).max() > 100
    assert len({picture.tobytes() for picture in pictures}) == 5


@pytest.mark.parametrize("kind", COMBINATIONS, ids=lambda kind: kind.name)
def test_pictures_of_every_kind_are_read_as_their_strokes_are(
    classifier: DigitClassifier, kind: PictureKind
) -> None:
    generator = np.random.default_rng(2)
    read = [
        classifier.read_image(as_picture(strokes, kind, generator)).text == digit
        for (digit, _), strokes in DRAWINGS.items()
    ]
    assert np.mean(read) >= (0.85 if kind.brush / kind.side >= 0.2 else 0.94)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point, got none"):
        as_picture([[]], COMBINATIONS[0], np.random.default_rng(1))
    with pytest.raises(ValueError, match="at least one point, got none"):
        as_photo([[]], PHOTOS[0], np.random.default_rng(1))


@pytest.mark.parametrize("kind", PHOTOS, ids=lambda kind: kind.name)
def test_a_photo_is_lit_as_its_kind_says(kind: PhotoKind) -> None:
    photo = as_photo(SEVEN, kind, np.random.default_rng(3))
    assert photo.size == PHOTO_SIZE
    assert photo.mode == "RGB"
    light = np.asarray(photo.convert("L").resize((20, 15)), dtype=float)
    assert light.max() > 150
    darkest = light.max() * (1 - kind.gradient) * (1 - kind.shadow)
    assert np.quantile(light, 0.02) == pytest.approx(darkest, rel=0.35)
    again = as_photo(SEVEN, kind, np.random.default_rng(3))
    assert photo.tobytes() == again.tobytes()
    assert photo.tobytes() != as_photo(SEVEN, kind, np.random.default_rng(4)).tobytes()


def test_strokes_without_height_or_width_can_be_photographed() -> None:
    for strokes in ([[[3, 3]]], [[[0, 0], [90, 0]]], [[[0, 0], [0, 90]]]):
        pixels = np.asarray(as_photo(strokes, PHOTOS[0], np.random.default_rng(1)).convert("L"))
        assert pixels.min() < 100


@pytest.mark.parametrize("kind", PHOTOS, ids=lambda kind: kind.name)
def test_drawings_are_read_in_photos_of_every_kind(
    classifier: DigitClassifier, kind: PhotoKind
) -> None:
    generator = np.random.default_rng(5)
    read = [
        classifier.read_image(as_photo(strokes, kind, generator)).text == digit
        for (digit, _), strokes in list(DRAWINGS.items())[::3]
    ]
    assert np.mean(read) >= 0.94
