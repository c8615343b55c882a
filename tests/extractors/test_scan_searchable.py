"""The searchable copy has our words in their places and looks like the original."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from bad_pdfs import HEIGHT, SOUP, WIDTH, both, drawn, lines, picture
from reportlab.pdfgen.canvas import Canvas

from extractors.scan import searchable
from extractors.scan.displayed import displayed
from extractors.scan.model import LineReading, PageMap, ScannedPage
from extractors.scan.searchable import How, write
from tables.errors import OutputError
from tables.model import UNREADABLE, Box

TEXTS = {
    "Penyediaan Gaji dan Tunjangan": Box(100, 100, 260, 109),
    "1.250.000.000": Box(300, 100, 350, 107),
    "95,56 %": Box(300, 300, 330, 307),
}


def read(number: int, turn: int = 0, size: tuple[float, float] = (WIDTH, HEIGHT)) -> ScannedPage:
    """A page that shows ``TEXTS`` upright once it is turned."""
    width, height = size if turn in (0, 180) else size[::-1]
    where = PageMap(turn, width, height)
    found = [LineReading(box, text, 0.9, 9.0) for text, box in TEXTS.items()]
    found.append(LineReading(Box(10, 10, 20, 20), UNREADABLE, 0.0, 9.0))
    return ScannedPage(number, "ab" * 32, where, [], found)


def save(path: Path, data: bytes, rotation: int = 0) -> Path:
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        document[0].set_rotation(rotation)
        document.save(path)
    return path


def pictures(path: Path) -> list[tuple[bytes, dict[str, Any]]]:
    """Every picture's bytes as they lie in the file, with their description."""
    with pdfplumber.open(path) as document:
        streams = [image["stream"] for page in document.pages for image in page.images]
        return [(stream.rawdata, stream.attrs) for stream in streams]


def words(path: Path, number: int) -> dict[str, Box]:
    with pdfplumber.open(path) as document:
        page = document.pages[number - 1]
        # As displayed, every letter on its own: words of turned text come in any order.
        chars = [c for c in page.chars if c["text"].strip()]
        text = "".join(c["text"] for c in chars)
        found = {}
        for line in TEXTS:
            bare = "".join(line.split())
            assert text.count(bare) == 1
            mine = chars[text.index(bare) : text.index(bare) + len(bare)]
            left, top = min(c["x0"] for c in mine), min(c["top"] for c in mine)
            right, bottom = max(c["x1"] for c in mine), max(c["bottom"] for c in mine)
            found[line] = Box(left, top, right, bottom)
        return found


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_are_where_they_are_printed(tmp_path: Path, rotation: int, turn: int) -> None:
    source = save(tmp_path / "scan.pdf", drawn(picture()), rotation)
    size = (WIDTH, HEIGHT) if rotation in (0, 180) else (HEIGHT, WIDTH)
    page = read(1, turn, size)
    assert write(source, tmp_path / "copy.pdf", {1: page}) == {1: How.replaced}
    for text, box in words(tmp_path / "copy.pdf", 1).items():
        printed = displayed(TEXTS[text], page.map)
        along = (0, 2) if printed.width > printed.height else (1, 3)
        assert [box[side] for side in along] == pytest.approx([printed[s] for s in along], abs=1.5)
        assert box.x0 < (printed.x0 + printed.x1) / 2 < box.x1
        assert box.y0 < (printed.y0 + printed.y1) / 2 < box.y1


@pytest.mark.parametrize("turn", [0, 90])
def test_text_of_a_skew_page_is_level(tmp_path: Path, turn: int) -> None:
    source = save(tmp_path / "scan.pdf", drawn(picture()))
    page = read(1, turn)
    page.map = replace(page.map, matrix=(1.0, -0.02, 3.0, 0.02, 1.0, -3.0))
    write(source, tmp_path / "copy.pdf", {1: page})
    with pdfplumber.open(tmp_path / "copy.pdf") as document:
        chars = document.pages[0].chars
        assert {c["upright"] for c in chars} == {turn == 0}
    for text, box in words(tmp_path / "copy.pdf", 1).items():
        printed = displayed(TEXTS[text], page.map)
        assert (box.x0 + box.x1) / 2 == pytest.approx((printed.x0 + printed.x1) / 2, abs=3)
        assert (box.y0 + box.y1) / 2 == pytest.approx((printed.y0 + printed.y1) / 2, abs=3)


def test_pdfium_finds_the_words_too(tmp_path: Path) -> None:
    source = save(tmp_path / "scan.pdf", drawn(picture()))
    write(source, tmp_path / "copy.pdf", {1: read(1)})
    with contextlib.closing(pypdfium2.PdfDocument(tmp_path / "copy.pdf")) as document:
        textpage = document[0].get_textpage()
        for text, box in TEXTS.items():
            assert textpage.search(text).get_next() is not None
            there = textpage.get_text_bounded(
                *(box.x0 - 2, HEIGHT - box.y1 - 3, box.x1 + 2, HEIGHT - box.y0 + 3)
            )
            assert there.strip() == text


def test_pictures_are_byte_for_byte_the_same(tmp_path: Path) -> None:
    source = save(tmp_path / "scan.pdf", drawn(picture(), lines(), picture(width=300)))
    write(source, tmp_path / "copy.pdf", {1: read(1), 3: read(3)})
    assert pictures(source)
    assert pictures(tmp_path / "copy.pdf") == pictures(source)


def test_a_page_that_leaves_its_scale_behind(tmp_path: Path) -> None:
    """Scanners write ``0.24 0 0 0.24 0 0 cm`` and never take it back."""

    def page(sheet: Canvas) -> None:
        sheet.scale(0.5, 0.5)
        picture(width=2 * WIDTH, height=2 * HEIGHT)(sheet)

    source = save(tmp_path / "scan.pdf", drawn(page))
    write(source, tmp_path / "copy.pdf", {1: read(1)})
    box = words(tmp_path / "copy.pdf", 1)["1.250.000.000"]
    assert (box.x0, box.x1) == pytest.approx((300, 350), abs=1.5)


@pytest.mark.parametrize(
    "layered", [both(picture(), lines(SOUP, mode=3)), both(lines(SOUP), picture())]
)
def test_the_old_layer_gives_way(tmp_path: Path, layered: Any) -> None:
    source = save(tmp_path / "scan.pdf", drawn(layered))
    assert write(source, tmp_path / "copy.pdf", {1: read(1)}) == {1: How.replaced}
    with pdfplumber.open(tmp_path / "copy.pdf") as document:
        text = "".join(c["text"] for c in document.pages[0].chars)
    assert "".join(SOUP[0].split())[:20] not in "".join(text.split())
    words(tmp_path / "copy.pdf", 1)


def test_other_pages_are_copied_as_they_are(tmp_path: Path) -> None:
    source = save(tmp_path / "mixed.pdf", drawn(lines(), picture(), lines(mode=3)))
    write(source, tmp_path / "copy.pdf", {2: read(2)})
    texts = []
    for path in (source, tmp_path / "copy.pdf"):
        with pdfplumber.open(path) as document:
            texts.append([document.pages[n].extract_text() for n in (0, 2)])
    assert texts[0] == texts[1]
    assert "Sekretariat" in texts[0][0]


def test_a_page_that_would_look_different_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is made visible: neither way of writing it passes."""
    monkeypatch.setattr(searchable.raw, "FPDF_TEXTRENDERMODE_INVISIBLE", 0)
    source = save(tmp_path / "scan.pdf", drawn(picture(), picture()))
    copy = tmp_path / "copy.pdf"
    empty = ScannedPage(2, "cd" * 32, PageMap(0, WIDTH, HEIGHT))
    assert write(source, copy, {1: read(1), 2: empty}) == {1: How.kept, 2: How.replaced}
    assert searchable._same(source, copy, 1)


def test_a_copy_that_never_looks_right_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searchable, "_same", lambda *_: False)
    source = save(tmp_path / "scan.pdf", drawn(picture()))
    with pytest.raises(OutputError, match="page 1"):
        write(source, tmp_path / "copy.pdf", {1: read(1)})
