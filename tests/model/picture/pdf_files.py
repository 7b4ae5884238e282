"""PDF files, written by hand."""

# Trailer entries of a PDF that asks for a password.
LOCKED = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'11' * 32}>>>/ID[<00><00>]"


def write_pdf(
    *drawings: bytes,
    stream_entries: str = "",
    page_size: str = "200 200",
    page_entries: str = "",
    trailer_entries: str = "",
) -> bytes:
    """Returns the content of a PDF with a page for each drawing, which are PDF operators.

    The entries, such as "/Rotate 90", are added to the streams of the drawings, to the pages, and
    to the trailer.
    """
    numbers = range(3, 3 + 2 * len(drawings), 2)
    pages = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{pages}]/Count {len(drawings)}>>".encode("ascii"),
    ]
    for number, drawing in zip(numbers, drawings, strict=True):
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page_size}]/Contents {number + 1} 0 R"
            f"{page_entries}>>"
        )
        stream = f"<<{stream_entries}/Length {len(drawing)}>>stream\n"
        objects += [page.encode("ascii"), stream.encode("ascii") + drawing + b"\nendstream"]
    content = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"trailer\n<</Size {size}/Root 1 0 R{trailer_entries}>>\n"
    end = f"startxref\n{len(content)}\n%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return content + head + table + (trailer + end).encode("ascii")
