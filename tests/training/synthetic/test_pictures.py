import numpy as np
import pytest

from model.classifier import DigitClassifier
from model.preprocess import digit_from_strokes
from tests.sample_drawings import DRAWINGS
from training.synthetic.pictures import (
    COLOURS,
    IMAGE_KINDS,
    PHOTO_KINDS,
    PHOTO_SIZE,
    ImageKind,
    PhotoKind,
    draw_image,
    draw_photo,
    pixels_from_drawn_image,
)

SEVEN = DRAWINGS["7", "barred"]


@pytest.mark.parametrize("kind", IMAGE_KINDS, ids=lambda kind: kind.name)
def test_all_ink_of_an_image_is_on_its_canvas(kind: ImageKind) -> None:
    generator = np.random.default_rng(1)
    images = [draw_image(SEVEN, kind, generator) for _ in range(5)]
    for image in images:
        assert image.size == (kind.side, kind.side)
        assert image.mode == ("RGBA" if COLOURS[kind.colours][1] is None else "RGB")
        pixels = np.asarray(image).astype(int)
        border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert np.abs(border - border[0]).max() < 200
        assert np.abs(pixels - border[0]).max() > 100
    assert len({image.tobytes() for image in images}) == 5


@pytest.mark.parametrize("kind", IMAGE_KINDS, ids=lambda kind: kind.name)
def test_images_of_each_kind_are_read_like_their_strokes(
    classifier: DigitClassifier, kind: ImageKind
) -> None:
    generator = np.random.default_rng(2)
    read = [
        classifier.read_image(draw_image(strokes, kind, generator)).text == digit
        for (digit, _), strokes in list(DRAWINGS.items())[::2]
    ]
    assert np.mean(read) >= (0.85 if kind.brush / kind.side >= 0.2 else 0.94)


def test_strokes_without_points_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one point, got none"):
        draw_image([[]], IMAGE_KINDS[0], np.random.default_rng(1))
    with pytest.raises(ValueError, match="at least one point, got none"):
        draw_photo([[]], PHOTO_KINDS[0], np.random.default_rng(1))


@pytest.mark.parametrize("kind", PHOTO_KINDS, ids=lambda kind: kind.name)
def test_a_photo_is_lit_as_its_kind_says(kind: PhotoKind) -> None:
    photo = draw_photo(SEVEN, kind, np.random.default_rng(3))
    assert photo.size == PHOTO_SIZE
    assert photo.mode == "RGB"
    light = np.asarray(photo.convert("L").resize((20, 15)), dtype=float)
    assert light.max() > 150
    darkest = light.max() * (1 - kind.gradient) * (1 - kind.shadow)
    assert np.quantile(light, 0.02) == pytest.approx(darkest, rel=0.35)
    again = draw_photo(SEVEN, kind, np.random.default_rng(3))
    assert photo.tobytes() == again.tobytes()
    assert photo.tobytes() != draw_photo(SEVEN, kind, np.random.default_rng(4)).tobytes()


def test_strokes_without_height_or_width_can_be_photographed() -> None:
    for strokes in ([[[3, 3]]], [[[0, 0], [90, 0]]], [[[0, 0], [0, 90]]]):
        pixels = np.asarray(
            draw_photo(strokes, PHOTO_KINDS[0], np.random.default_rng(1)).convert("L")
        )
        assert pixels.min() < 100


@pytest.mark.parametrize("kind", PHOTO_KINDS, ids=lambda kind: kind.name)
def test_photos_of_each_kind_are_read(classifier: DigitClassifier, kind: PhotoKind) -> None:
    generator = np.random.default_rng(5)
    read = [
        classifier.read_image(draw_photo(strokes, kind, generator)).text == digit
        for (digit, _), strokes in list(DRAWINGS.items())[::6]
    ]
    assert np.mean(read) >= 0.94


def test_the_network_sees_a_drawn_image_like_its_strokes() -> None:
    expected = digit_from_strokes(SEVEN)
    assert expected
    kind = ImageKind(12, 200, "white on black")
    pixels = pixels_from_drawn_image(SEVEN, kind, np.random.default_rng(1))
    assert np.abs(pixels.astype(int) - expected.pixels).mean() < 10


def photo_of(kind: PhotoKind) -> np.ndarray:
    return np.asarray(draw_photo(SEVEN, kind, np.random.default_rng(6)), dtype=float)


def test_ruled_paper_has_lines_and_squares() -> None:
    blank, lines, squares = (
        photo_of(PhotoKind("", ruling=r)) for r in ("blank", "lines", "squares")
    )
    assert np.abs(lines - blank).mean() > 0.5
    assert np.abs(squares - blank).mean() > 1.5 * np.abs(lines - blank).mean()


def test_photos_are_as_noisy_as_their_kind_says() -> None:
    noises = [
        (photo_of(PhotoKind("", noise=n)) - photo_of(PhotoKind("", noise=0))).std() for n in (4, 12)
    ]
    assert noises[0] > 1
    assert noises[1] > 2 * noises[0]
