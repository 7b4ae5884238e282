import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.ink import MOST_PARTS, SHAPE_SIZE, Ink, Shape, find_ink
from tests.drawn import DRAWINGS, DrawnStrokes, picture_of


def whole(ink: Ink | None) -> Shape:
    """The shape of all parts together."""
    assert ink
    return ink.shape(range(len(ink.boxes)))


def line(size: tuple[int, int], width: int, ink: int = 0, paper: int = 255) -> Image.Image:
    picture = Image.new("L", size, paper)
    ImageDraw.Draw(picture).line([(40, 30), (60, 130)], fill=ink, width=width)
    return picture


@pytest.mark.parametrize("picture", [Image.new("L", (50, 50), 9), Image.new("L", (0, 5))])
def test_a_picture_of_one_colour_has_no_ink(picture: Image.Image) -> None:
    assert find_ink(picture) is None


def test_ink_fainter_than_the_least_contrast_is_paper() -> None:
    assert find_ink(line((100, 160), 5, ink=240)) is None
    assert find_ink(line((100, 160), 5, ink=200)) is not None


def test_a_shape_is_of_one_size_with_paper_around_it() -> None:
    for picture in (line((100, 160), 3), line((900, 1400), 12), line((100, 160), 3, 255, 0)):
        shape = whole(find_ink(picture))
        rows, columns = np.nonzero(shape)
        longer = max(np.ptp(rows), np.ptp(columns)) + 1
        assert longer == pytest.approx(SHAPE_SIZE, abs=3)
        assert not np.any([shape[0], shape[-1], shape[:, 0], shape[:, -1]])


@pytest.mark.parametrize("side", [300, 800])
def test_a_shape_has_paper_around_it_where_a_thin_line_has_soft_edges(side: int) -> None:
    picture = Image.new("L", (side, side), 255)
    for grown, grey in ((2, 160), (1, 160), (0, 0)):
        box = [40 - grown, 40 - grown, side - 40 + grown, side - 40 + grown]
        ImageDraw.Draw(picture).rectangle(box, outline=grey)
    shape = whole(find_ink(picture))
    assert not np.any([shape[0], shape[-1], shape[:, 0], shape[:, -1]])


def test_a_thin_line_on_a_large_picture_does_not_vanish() -> None:
    picture = Image.new("L", (1_000, 1_000), 255)
    ImageDraw.Draw(picture).line([(100, 50), (900, 950)], fill=0, width=2)
    shape = whole(find_ink(picture))
    assert shape.any(axis=0).sum() > 0.8 * SHAPE_SIZE * 8 / 9


def test_ink_much_fainter_than_the_rest_of_a_reduced_picture_has_a_shape() -> None:
    picture = Image.new("L", (2_000, 1_200), 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle([100, 100, 500, 1_100], fill=0)
    pen.line([(1_200, 100), (1_200, 1_100)], fill=180, width=6)  # 0.3 of the ink beside it
    ink = find_ink(picture)
    assert ink
    assert len(ink.boxes) == 2
    for part in range(2):
        assert ink.shape([part]).sum() > SHAPE_SIZE


def test_a_huge_picture_has_its_box_in_its_own_pixels() -> None:
    picture = Image.new("L", (3_000, 2_000), 255)
    ImageDraw.Draw(picture).rectangle([600, 300, 899, 1_499], fill=0)
    ink = find_ink(picture)
    assert ink
    assert ink.box([0]) == pytest.approx((600, 300, 900, 1_500), abs=3)


def boxes(ink: Ink | None) -> list[list[float]]:
    """From left to right."""
    assert ink
    return sorted(ink.boxes.tolist())


def test_ink_comes_in_connected_parts_with_their_boxes() -> None:
    picture = Image.new("L", (400, 200), 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle([20, 30, 99, 149], outline=0, width=6)
    pen.line([(200, 40), (240, 160)], fill=0, width=8)
    pen.rectangle([50, 80, 69, 99], fill=0)  # within the first, and apart from it
    frame, within, line = boxes(find_ink(picture))
    assert frame == [20, 30, 100, 150]
    assert within == [50, 80, 70, 100]
    assert line == pytest.approx([198, 39, 243, 162], abs=3)


def test_specks_are_no_parts() -> None:
    picture = picture_of(DRAWINGS["7", "barred"])
    for x, y in ((10, 10), (190, 20), (15, 188)):
        ImageDraw.Draw(picture).rectangle([x, y, x + 4, y + 4], fill=0)
    (seven,) = boxes(find_ink(picture))
    assert seven == boxes(find_ink(picture_of(DRAWINGS["7", "barred"])))[0]


def test_a_dot_within_a_digit_is_a_part() -> None:
    dotted: DrawnStrokes = [*DRAWINGS["0", "round"], [[48, 48], [52, 52]]]
    assert len(boxes(find_ink(picture_of(dotted)))) == 2


def test_of_a_crowd_only_the_largest_are_parts() -> None:
    picture = Image.new("L", (600, 600), 255)
    for n in range(400):
        left, top = 30 * (n % 20) + 3, 30 * (n // 20) + 3
        ImageDraw.Draw(picture).rectangle([left, top, left + n // 20, top + n // 20], fill=0)
    ink = find_ink(picture)
    assert ink
    assert len(ink.boxes) == MOST_PARTS
    assert (ink.boxes[:, 3] - ink.boxes[:, 1]).min() > 16


def test_the_shape_of_a_part_has_nothing_of_the_others() -> None:
    picture = Image.new("L", (300, 300), 255)
    pen = ImageDraw.Draw(picture)
    pen.line([(60, 40), (60, 260)], fill=0, width=12)
    alone = whole(find_ink(picture))
    pen.arc([20, 60, 240, 240], 270, 90, fill=0, width=12)  # within the same box
    pen.rectangle([68, 140, 80, 150], fill=0)  # a pixel off
    ink = find_ink(picture)
    assert ink
    (upright,) = [number for number, box in enumerate(ink.boxes) if box[2] < 68]
    assert np.array_equal(ink.shape([upright]), alone)


@pytest.mark.parametrize(("side", "width"), [(2_000, 1), (3_000, 2), (5_000, 2)])
def test_a_line_that_grows_too_thin_when_it_is_reduced_stays_in_one_part(
    side: int, width: int
) -> None:
    picture = Image.new("L", (side, side), 255)
    for stroke in DRAWINGS["2", "plain"]:
        points = [((0.1 + 0.008 * x) * side, (0.1 + 0.008 * y) * side) for x, y in stroke]
        ImageDraw.Draw(picture).line(points, fill=0, width=width)
    assert len(boxes(find_ink(picture))) == 1


def test_what_hangs_on_the_border_of_a_photo_is_no_ink_beside_other_ink() -> None:
    light = np.linspace(1, 0.4, 200)
    drawing = picture_of(DRAWINGS["7", "barred"])
    drawing.paste(40, (0, 60, 12, 200))
    photo = Image.fromarray((np.asarray(drawing) * light).astype(np.uint8))
    assert len(boxes(find_ink(drawing))) == 2
    (seven,) = boxes(find_ink(photo))
    assert seven == pytest.approx(boxes(find_ink(picture_of(DRAWINGS["7", "barred"])))[0], abs=3)
    alone = Image.new("L", (200, 200), 255)
    alone.paste(40, (0, 60, 12, 200))
    photo = Image.fromarray((np.asarray(alone) * light).astype(np.uint8))
    assert len(boxes(find_ink(photo))) == 1
