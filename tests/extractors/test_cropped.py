"""A page cropped to a part of its sheet reads like the whole; its boxes are as displayed."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from bad_pdfs import drawn, many_pages
from reportlab.pdfgen.canvas import Canvas
from truth import SAMPLE_PDF

from extractors.document import extract
from extractors.triage import triage
from tables.model import Cell, Sheet, Table

CUT = (10.0, 15.0, 20.0, 25.0)  # left, bottom, right, top


def part(out: Path, turn: int, cut: tuple[float, ...]) -> Path:
    """A page of text and one of Tabel 2.1, turned and cropped."""
    with (
        contextlib.closing(pypdfium2.PdfDocument(SAMPLE_PDF)) as whole,
        contextlib.closing(pypdfium2.PdfDocument.new()) as pages,
    ):
        pages.import_pages(whole, [8, 9])
        for page in pages:
            left, bottom, right, top = page.get_mediabox()
            page.set_cropbox(left + cut[0], bottom + cut[1], right - cut[2], top - cut[3])
            page.set_rotation(turn)
        pages.save(out)
    return out


def cells(tables: list[Table]) -> list[Cell]:
    return [c for t in tables for row in t.rows for _, c in sorted(row.cells.items())]


def read(path: Path) -> list[Cell]:
    return cells(extract(path, triage(path), workers=1)[0])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[Cell]:
    return read(part(tmp_path_factory.mktemp("whole") / "whole.pdf", 0, (0.0,) * 4))


def test_a_cropped_page_is_read_as_the_whole(tmp_path: Path, whole: list[Cell]) -> None:
    cropped = read(part(tmp_path / "cropped.pdf", 0, CUT))
    assert len(cropped) == len(whole) > 300
    for one, other in zip(whole, cropped, strict=True):
        assert (one.text, one.second, one.confidence) == (
            other.text,
            other.second,
            other.confidence,
        )
        assert other.box == pytest.approx(
            (one.box.x0 - 10, one.box.y0 - 25, one.box.x1 - 10, one.box.y1 - 25)
        )


def word(sheet: Canvas) -> None:
    sheet.drawString(200, 500, "Pagu")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_lines_of_text_are_where_they_are_displayed(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "text.pdf"
    content = b"BT /F1 10 Tf 200 500 Td (Pagu) Tj ET"
    path.write_bytes(many_pages(1, content, b"/Rotate %d /CropBox [50 40 545 802]" % turn))
    (line,) = triage(path).pages[0].lines
    # The page unturned is 495 × 762, and the word begins 150 to the right and 302 from its top.
    x, y = {
        0: (150, 302),
        90: (762 - 302, 150),
        180: (495 - 150, 762 - 302),
        270: (302, 495 - 150),
    }[turn]
    assert line.box.x0 - 2 <= x <= line.box.x1 + 2
    assert line.box.y0 - 2 <= y <= line.box.y1 + 2
    assert max(line.box.width, line.box.height) < 30


@pytest.mark.parametrize(
    ("turn", "sheet"),
    [
        (0, Sheet(50, 40, 842)),
        (90, Sheet(40, 50, 595)),
        (180, Sheet(50, 40, 842)),
        (270, Sheet(40, 50, 595)),
    ],
)
def test_what_a_turned_page_does_not_show(tmp_path: Path, turn: int, sheet: Sheet) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(many_pages(2, extra=b"/Rotate %d /CropBox [50 40 545 802]" % turn))
    assert triage(path).pages[1].sheet == sheet
    with pdfplumber.open(path) as pdf:
        assert pdf.pages[1].height == sheet.height


def test_a_whole_page_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "whole.pdf"
    path.write_bytes(drawn(word))
    assert triage(path).pages[0].sheet is None
    inherited = tmp_path / "crop-as-media.pdf"
    inherited.write_bytes(many_pages(1, extra=b"/CropBox [0 0 595 842]"))
    assert triage(inherited).pages[0].sheet is None
