import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from model.picture.components import Mask
from model.picture.ink import MAX_COMPONENTS, SHAPE_SIZE, Ink
from tests.model.picture.inks import find_ink
from tests.sample_drawings import DRAWINGS, DrawnStrokes, draw_image

SEVEN = draw_image(DRAWINGS["7", "barred"])


def whole_shape(ink: Ink | None) -> Mask:
    """Returns the shape of all components together."""
    assert ink
    return ink.shape(range(len(ink.boxes))).mask


def boxes_from_left(ink: Ink | None) -> list[list[float]]:
    """Returns the boxes of the components from left to right."""
    assert ink
    return sorted(ink.boxes.tolist())


def draw_stroke(
    size: tuple[int, int], width: int, ink: int = 0, background: int = 255
) -> Image.Image:
    image = Image.new("L", size, background)
    ImageDraw.Draw(image).line([(40, 30), (60, 130)], fill=ink, width=width)
    return image


def touches_border(shape: Mask) -> bool:
    return bool(np.any([shape[0], shape[-1], shape[:, 0], shape[:, -1]]))


@pytest.mark.parametrize("image", [Image.new("L", (50, 50), 9), Image.new("L", (0, 5))])
def test_an_image_of_one_colour_has_no_ink(image: Image.Image) -> None:
    assert find_ink(image) is None


def test_ink_below_the_least_contrast_is_background() -> None:
    assert find_ink(draw_stroke((100, 160), 5, ink=240)) is None
    assert find_ink(draw_stroke((100, 160), 5, ink=200)) is not None


def test_a_shape_has_a_fixed_size_and_background_around_it() -> None:
    images = [
        draw_stroke((100, 160), 3),
        draw_stroke((900, 1400), 12),
        draw_stroke((100, 160), 3, ink=255, background=0),
    ]
    for shape in map(whole_shape, map(find_ink, images)):
        rows, columns = np.nonzero(shape)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(SHAPE_SIZE, abs=3)
        assert not touches_border(shape)


@pytest.mark.parametrize("side", [300, 800])
def test_a_thin_line_with_soft_edges_has_background_around_it(side: int) -> None:
    image = Image.new("L", (side, side), 255)
    for grown, grey in ((2, 160), (1, 160), (0, 0)):
        box = [40 - grown, 40 - grown, side - 40 + grown, side - 40 + grown]
        ImageDraw.Draw(image).rectangle(box, outline=grey)
    assert not touches_border(whole_shape(find_ink(image)))


def test_a_thin_line_in_a_large_image_does_not_vanish() -> None:
    image = Image.new("L", (1_000, 1_000), 255)
    ImageDraw.Draw(image).line([(100, 50), (900, 950)], fill=0, width=2)
    shape = whole_shape(find_ink(image))
    assert shape.any(axis=0).sum() > 0.8 * SHAPE_SIZE * 8 / 9


def test_ink_much_fainter_than_the_rest_of_a_reduced_image_has_a_shape() -> None:
    image = Image.new("L", (2_000, 1_200), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle([100, 100, 500, 1_100], fill=0)
    pen.line([(1_200, 100), (1_200, 1_100)], fill=180, width=6)  # 0.3 of the ink beside it
    ink = find_ink(image)
    assert ink
    assert len(ink.boxes) == 2
    for index in range(2):
        assert ink.shape([index]).mask.sum() > SHAPE_SIZE


def test_the_box_of_a_reduced_image_is_in_pixels_of_the_original() -> None:
    image = Image.new("L", (3_000, 2_000), 255)
    ImageDraw.Draw(image).rectangle([600, 300, 899, 1_499], fill=0)
    ink = find_ink(image)
    assert ink
    assert ink.box([0]) == pytest.approx((600, 300, 900, 1_500), abs=3)


def test_connected_components_come_with_their_boxes() -> None:
    image = Image.new("L", (400, 200), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle([20, 30, 99, 149], outline=0, width=6)
    pen.line([(200, 40), (240, 160)], fill=0, width=8)
    pen.rectangle([50, 80, 69, 99], fill=0)  # inside the first, without touching it
    frame, inner, line = boxes_from_left(find_ink(image))
    assert frame == [20, 30, 100, 150]
    assert inner == [50, 80, 70, 100]
    assert line == pytest.approx([198, 39, 243, 162], abs=3)


def test_specks_are_not_components() -> None:
    image = SEVEN.copy()
    for x, y in ((10, 10), (190, 20), (15, 188)):
        ImageDraw.Draw(image).rectangle([x, y, x + 4, y + 4], fill=0)
    assert boxes_from_left(find_ink(image)) == boxes_from_left(find_ink(SEVEN))


def test_a_dot_inside_a_digit_is_a_component() -> None:
    dotted: DrawnStrokes = [*DRAWINGS["0", "round"], [[48, 48], [52, 52]]]
    assert len(boxes_from_left(find_ink(draw_image(dotted)))) == 2


def test_only_the_largest_of_many_components_are_kept() -> None:
    image = Image.new("L", (600, 600), 255)
    for number in range(900):
        left, top, size = 20 * (number % 30) + 2, 20 * (number // 30) + 2, 4 + number // 80
        ImageDraw.Draw(image).rectangle([left, top, left + size, top + size], fill=0)
    ink = find_ink(image)
    assert ink
    assert len(ink.boxes) == MAX_COMPONENTS
    assert not ink.is_complete
    assert (ink.boxes[:, 3] - ink.boxes[:, 1]).min() >= 8


def test_the_shape_of_a_component_leaves_out_the_others() -> None:
    image = Image.new("L", (300, 300), 255)
    pen = ImageDraw.Draw(image)
    pen.line([(60, 40), (60, 260)], fill=0, width=12)
    alone = whole_shape(find_ink(image))
    pen.arc([20, 60, 240, 240], 270, 90, fill=0, width=12)  # in the same box
    pen.rectangle([68, 140, 80, 150], fill=0)  # one pixel away
    ink = find_ink(image)
    assert ink
    (upright,) = [index for index, box in enumerate(ink.boxes) if box[2] < 68]
    assert np.array_equal(ink.shape([upright]).mask, alone)


@pytest.mark.parametrize(("side", "width"), [(2_000, 1), (3_000, 2), (5_000, 2)])
def test_a_line_thinner_than_a_reduced_pixel_stays_one_component(side: int, width: int) -> None:
    image = Image.new("L", (side, side), 255)
    for stroke in DRAWINGS["2", "plain"]:
        points = [((0.1 + 0.008 * x) * side, (0.1 + 0.008 * y) * side) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=0, width=width)
    assert len(boxes_from_left(find_ink(image))) == 1


def test_scenery_at_the_border_is_dropped_beside_other_ink() -> None:
    sheet = Image.new("L", (200, 200), 255)
    sheet.paste(0, (20, 10), ImageOps.invert(SEVEN.resize((90, 90))))
    sheet.paste(40, (0, 60, 4, 150))
    photo = Image.fromarray((np.asarray(sheet) * np.linspace(1, 0.7, 200)).astype(np.uint8))
    (seven,) = boxes_from_left(find_ink(photo))
    assert seven == pytest.approx([45, 26, 85, 87], abs=4)


@pytest.mark.parametrize("side", range(4))
def test_a_digit_at_the_edge_of_a_photo_is_kept(side: int) -> None:
    light = np.linspace(1, 0.6, 200)
    sheet = Image.new("L", (200, 200), 255)
    small = ImageOps.invert(SEVEN.resize((90, 90)))
    sheet.paste(0, (60, 60), small)
    left, top, right, bottom = small.getbbox() or (0, 0, 0, 0)
    place = [(-left, 100), (100, -top), (200 - right, 100), (100, 200 - bottom)][side]
    sheet.paste(0, place, small)
    photo = Image.fromarray((np.asarray(sheet) * light).astype(np.uint8))
    assert len(boxes_from_left(find_ink(photo))) == 2


def test_components_near_the_border_of_a_photo_are_kept() -> None:
    image = SEVEN.copy()
    image.paste(40, (2, 60, 14, 197))
    photo = Image.fromarray((np.asarray(image) * np.linspace(1, 0.4, 200)).astype(np.uint8))
    assert len(boxes_from_left(find_ink(photo))) == 2
