"""Triage names what is wrong with a file, and what every page is made of."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import bad_pdfs
import pytest
from bad_pdfs import PROSE, SOUP, blank, both, drawn, lines, picture

from extractors import triage as triage_module
from extractors.triage import Limits, triage
from tables.errors import (
    DamagedPdf,
    DocumentError,
    EmptyFile,
    EncryptedPdf,
    FileVanished,
    NoPages,
    NotAPdf,
    TooLarge,
)

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "raw_pdfs/2023/renja-perubahan-2023-setda-kota-serang.pdf"
REAL = ROOT.parent / "shared" / "real"

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def save(data: bytes) -> Path:
        path = tmp_path / "dokumen.pdf"
        path.write_bytes(data)
        return path

    return save


# What cannot be read


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyFile, "0 bytes"),
        (b"<!DOCTYPE html><title>404</title>", NotAPdf, "<!DOCTYPE html>"),
        (b"PK\x03\x04" + b"\0" * 3000, NotAPdf, "PK"),
        (b"\n" * 1100 + bad_pdfs.many_pages(1), NotAPdf, "not a PDF"),
        (b"%PDF-1.4\n%%EOF\n", DamagedPdf, "cannot be opened"),
        (bad_pdfs.user_password(), EncryptedPdf, "password"),
        (bad_pdfs.zero_pages(), NoPages, "no page"),
        (bad_pdfs.looping_tree(), DamagedPdf, "none of its 3 pages"),
        (bad_pdfs.deep_tree(), DamagedPdf, "none of its 1 pages"),
        (bad_pdfs.many_pages(2000), TooLarge, r"2000 pages \(limit: pages = 1500\)"),
        (bad_pdfs.page_side(14_173), TooLarge, "page 1: the page measures 14173 .*page_side"),
        (bad_pdfs.text_bomb(), TooLarge, "page 1: .*page_characters = 200000"),
        (bad_pdfs.object_bomb(300_001), TooLarge, "page 1: more than 300000 objects"),
    ],
    ids=[
        *("empty", "html", "zip", "late-header", "hollow", "user-password", "zero-pages"),
        *("looping-tree", "deep-tree", "2000-pages", "5-metres", "text-bomb", "object-bomb"),
    ],
)
def test_names_what_is_wrong(write: Write, data: bytes, error: type[Exception], says: str) -> None:
    path = write(data)
    with pytest.raises(error, match=says) as caught:
        triage(path)
    assert type(caught.value) is error
    assert str(path) in str(caught.value)


def test_no_pages_after_an_encrypted_file(write: Write) -> None:
    """pdfium keeps the error of the file before; it must not be taken for this one's."""
    with pytest.raises(EncryptedPdf):
        triage(write(bad_pdfs.user_password()))
    with pytest.raises(NoPages):
        triage(write(bad_pdfs.zero_pages()))


@pytest.mark.parametrize("kept", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_truncated(write: Write, kept: float) -> None:
    data = SAMPLE.read_bytes()
    with pytest.raises(DamagedPdf, match="cut off"):
        triage(write(data[: int(len(data) * kept)]))


def test_cut_in_a_later_revision(write: Write) -> None:
    """An older revision before the cut would open without complaint."""
    data = bad_pdfs.many_pages(2)
    assert len(triage(write(data)).pages) == 2
    with pytest.raises(DamagedPdf, match="cut off"):
        triage(write(data + b"5 0 obj\n<< /Type /Page"))


def test_vanished_and_unreadable(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        triage(tmp_path / "hilang.pdf")
    with pytest.raises(DocumentError, match="cannot be opened"):
        triage(tmp_path)


def test_vanishes_between_hash_and_reading(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(bad_pdfs.many_pages(1))
    read = triage_module._read

    def late(path: Path, limits: Limits) -> object:
        path.unlink()
        return read(path, limits)

    monkeypatch.setattr(triage_module, "_read", late)
    with pytest.raises(FileVanished):
        triage(path)


def test_still_being_copied(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(bad_pdfs.many_pages(1))
    read = triage_module._read

    def grows(path: Path, limits: Limits) -> object:
        with path.open("ab") as file:
            file.write(b"\n")
        return read(path, limits)

    monkeypatch.setattr(triage_module, "_read", grows)
    with pytest.raises(DamagedPdf, match="changed while"):
        triage(path)


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(file_size=100), "file_size = 100"),
        (Limits(pages=2), "pages = 2"),
        (Limits(page_side=800), "page_side = 800"),
        (Limits(objects=3), "objects"),
        (Limits(page_characters=200), "page_characters = 200"),
        (Limits(characters=2000), "more than 2000 characters"),
    ],
)
def test_each_limit_is_named(write: Write, limits: Limits, says: str) -> None:
    path = write(bad_pdfs.many_pages(3))
    assert len(triage(path).pages) == 3
    with pytest.raises(TooLarge, match=says):
        triage(path, limits)


# What can be read all the same


def test_leading_and_trailing_junk(write: Write) -> None:
    data = b"\r\n" * 100 + drawn(lines()) + b"<html></html>" * 500
    assert [page.kind for page in triage(write(data)).pages] == ["exported"]


def test_owner_password(write: Write) -> None:
    found = triage(write(bad_pdfs.owner_password()))
    assert found.encrypted
    assert PROSE[0] in found.pages[0].text
    assert not triage(write(drawn(lines()))).encrypted


def test_one_bad_page_does_not_sink_the_others(write: Write) -> None:
    pages = triage(write(bad_pdfs.one_bad_page())).pages
    assert [page.kind for page in pages] == ["exported", "blank", "exported"]
    assert [page.note for page in pages] == ["", "the page cannot be opened", ""]


def test_garbage_content_stream(write: Write) -> None:
    page = triage(write(bad_pdfs.garbage_content())).pages[0]
    assert (page.kind, page.text) == ("blank", "")


def test_cost_is_flat(write: Write) -> None:
    def seconds_per_page(count: int) -> float:
        path = write(bad_pdfs.many_pages(count))
        start = time.process_time()
        assert len(triage(path).pages) == count
        return (time.process_time() - start) / count

    few = min(seconds_per_page(50) for _ in range(3))
    assert seconds_per_page(1000) < 2 * few


def test_handles_are_closed(write: Write) -> None:
    path = write(bad_pdfs.many_pages(3))
    triage(path)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        triage(path)
        with pytest.raises(TooLarge):
            triage(path, Limits(objects=3))
    assert len(os.listdir("/proc/self/fd")) == before


# What a page is made of

HALF_PAGE = picture(0, 100, bad_pdfs.WIDTH, 0.5 * bad_pdfs.HEIGHT)


def in_a_form(part: bad_pdfs.Draw) -> bad_pdfs.Draw:
    """The drawing inside a form, at half size, brought to its place by the form's matrix."""

    def draw(sheet: bad_pdfs.Canvas) -> None:
        sheet.beginForm("isi")
        sheet.scale(0.5, 0.5)
        part(sheet)
        sheet.endForm()
        sheet.scale(2, 2)
        sheet.doForm("isi")

    return draw


def outlines(sheet: bad_pdfs.Canvas) -> None:
    for index in range(300):
        sheet.circle(50 + index, 400, 3)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (lines(), "exported"),
        (both(picture(50, 750, 60, 60), lines()), "exported"),
        (both(picture(), lines()), "exported"),
        (lines(SOUP), "garbage_text"),
        (picture(), "scanned"),
        (HALF_PAGE, "scanned"),
        (outlines, "scanned"),
        (both(picture(), lines(mode=3)), "scanned_with_text"),
        (both(picture(), in_a_form(lines(mode=3))), "scanned_with_text"),
        (both(in_a_form(picture()), lines(mode=3)), "scanned_with_text"),
        (both(lines(), picture()), "scanned_with_text"),
        (both(picture(), lines(SOUP, mode=3)), "garbage_text"),
        (both(picture(), lambda sheet: sheet.drawString(60, 30, "BSrE 2023")), "scanned"),
        (blank, "blank"),
        (picture(50, 750, 60, 60), "blank"),
    ],
    ids=[
        *("text", "logo", "background", "soup", "picture", "half-picture", "outlines"),
        *("ocr-layer", "ocr-layer-in-form", "picture-in-form", "text-under-picture"),
        *("bad-ocr-layer", "e-signature", "blank", "logo-only"),
    ],
)
def test_page_kind(write: Write, page: bad_pdfs.Draw, kind: str) -> None:
    assert [found.kind for found in triage(write(drawn(page))).pages] == [kind]


def test_font_without_unicode_map(write: Write) -> None:
    assert triage(write(bad_pdfs.without_unicode())).pages[0].kind == "garbage_text"


def test_notes_tell_of_pictures(write: Write) -> None:
    with_picture, without = triage(write(drawn(both(HALF_PAGE, lines()), lines()))).pages
    assert re.match(r"gambar menutupi 5\d% halaman", with_picture.note)
    assert without.note == ""


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (b"", (595, 842, 0)),
        (b"/Rotate 90", (842, 595, 90)),
        (b"/Rotate 270 /CropBox [50 100 350 500]", (400, 300, 270)),
    ],
)
def test_size_is_as_displayed(write: Write, extra: bytes, expected: tuple[int, int, int]) -> None:
    page = triage(write(bad_pdfs.many_pages(1, extra=extra))).pages[0]
    assert (page.width, page.height, page.rotation) == expected


def test_text_keeps_its_lines(write: Write) -> None:
    page = triage(write(drawn(lines(("Tabel 2.1", "Peme-", "rintah"), repeat=1)))).pages[0]
    assert page.text.splitlines()[0] == "Tabel 2.1"
    assert "Peme-" in page.text
    assert not set("\r\ufffe") & set(page.text)


# Real documents


def test_sample() -> None:
    found = triage(SAMPLE)
    assert found.sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert found.size == SAMPLE.stat().st_size
    assert [page.number for page in found.pages] == list(range(1, 39))
    assert {page.kind for page in found.pages} == {"exported"}
    landscape = [page.number for page in found.pages if page.width > page.height]
    assert landscape == [*range(10, 15), *range(30, 37)]
    assert "TABEL" in found.pages[9].text.upper()


ODD = {
    "bogor-renja-2020-noTextLayer.pdf": {"scanned": 9, "blank": 2},
    "dishub-renja-formulir-j1-scan.pdf": {"garbage_text": 3},
    "esdm-usulan-rkpd-perubahan-scan.pdf": {"scanned_with_text": 5},
    "renja-perubahan-2023-setda-kota-serang-scan.pdf": {"scanned": 6},
}


@pytest.mark.real
def test_real_documents() -> None:
    if not REAL.exists():
        pytest.skip("the real documents are not here")
    paths = [*REAL.glob("*.pdf"), *REAL.parent.glob("samples/*.pdf")]
    assert len(paths) > 10
    for path in paths:
        pages = triage(path).pages
        expected = ODD.get(path.name, {"exported": len(pages)})
        assert Counter(page.kind for page in pages) == expected, path.name
