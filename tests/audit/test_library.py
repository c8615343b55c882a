"""Documents are found by id, name or file; their PDFs by what is in them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import documents as make
import pytest
from published import Published

from audit.library import Library
from cleaning.frames import frames
from flows import store
from tables.errors import FileVanished, UsageError
from tables.model import CleanDocument


def renamed(name: str, digit: str) -> CleanDocument:
    """The handmade document under another name, with another hash."""
    document = make.document()
    sha256 = digit * 8 + document.triage.sha256[8:]
    return replace(document, triage=replace(document.triage, path=name, sha256=sha256))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two published documents and one in quarantine."""
    clean, aside = tmp_path / "clean", tmp_path / "quarantine"
    for name, digit in (("renja-a.pdf", "a"), ("renja-b.pdf", "b"), ("tertahan.pdf", "c")):
        document = renamed(name, digit)
        staged = tmp_path / digit
        store.stage(frames(document, "test"), staged, {})
        ident = document.triage.dokumen_id
        if digit == "c":
            store.quarantine(staged, aside, ident, {"failed": ["x"]}, clean=clean)
        else:
            store.publish(staged, clean, 2023, ident)
    return Library(clean, aside)


def test_all_documents(library: Library) -> None:
    found = library.documents()
    assert [(e.berkas, e.quarantined) for e in found] == [
        ("renja-a.pdf", False),
        ("renja-b.pdf", False),
        ("tertahan.pdf", True),
    ]
    assert [e.why() for e in found] == [{}, {}, {"failed": ["x"]}]
    assert found[0].name == "Sekretariat Daerah, Kota Serang"
    assert [t["tabel"] for t in found[0].tables] == ["2.1", "3.1"]
    assert len(Library(library.clean).documents()) == 2


def test_frames_have_their_year(library: Library) -> None:
    for entry in library.documents():
        got = library.frames(entry)
        assert set(got) == {
            *("evaluasi_renja", "rencana_kerja", "sel", "temuan", "narasi", "dokumen")
        }
        assert {year for table in got.values() for year in table["tahun"].to_pylist()} == {2023}
        assert set(got["sel"]["dokumen_id"].to_pylist()) == {entry.dokumen_id}


@pytest.mark.parametrize(
    "name", ["renja-b.pdf", "renja-b", "bbbbbbbb", "BBBBBB", "bbbbbbbb89abcdef"]
)
def test_find_by_name_or_id(library: Library, name: str) -> None:
    assert library.find(name).berkas == "renja-b.pdf"


def test_find_lists_names_that_are_near(library: Library) -> None:
    with pytest.raises(
        UsageError, match=r"renja-aa.pdf is not in .*renja-a.pdf.*renja-b.pdf. and 1 more"
    ):
        library.find("renja-aa.pdf")
    with pytest.raises(UsageError, match="there are no documents"):
        Library(library.clean / "nowhere").find("renja-a.pdf")


def test_a_name_that_two_have(library: Library, tmp_path: Path) -> None:
    document = renamed("renja-a.pdf", "d")
    store.stage(frames(document, "test"), tmp_path / "d", {})
    store.publish(tmp_path / "d", library.clean, 2023, document.triage.dokumen_id)
    with pytest.raises(UsageError, match=r"may be aaaaaaaa89abcdef .*, dddddddd89abcdef") as caught:
        library.find("renja-a.pdf")
    assert caught.value.remedy == "Name one of these ids."


def test_a_damaged_file_is_named(library: Library) -> None:
    (path,) = library.clean.glob("sel/*/aaaa*.parquet")
    path.write_bytes(b"PAR1 no more")
    with pytest.raises(UsageError, match=r"sel/tahun=2023/aaaa.*cannot be read") as caught:
        library.frames(library.find("renja-a.pdf"))
    assert "--force" in caught.value.remedy


def test_the_pdf_is_found_by_its_contents(published: Published, tmp_path: Path) -> None:
    entry, library = published.entry, published.library
    assert library.find(published.pdf).dokumen_id == entry.dokumen_id
    assert library.pdf(entry) == published.pdf

    moved = tmp_path / "deep" / "other name.PDF"
    moved.parent.mkdir()
    shutil.copyfile(published.pdf, moved)
    assert library.pdf(entry, [tmp_path]) == moved
    assert library.pdf(entry, [moved]) == moved


def test_a_pdf_of_that_name_and_size_is_not_enough(published: Published, tmp_path: Path) -> None:
    contents = bytearray(published.pdf.read_bytes())
    contents[-20] ^= 1
    (tmp_path / published.entry.berkas).write_bytes(contents)
    with pytest.raises(FileVanished, match="is not in") as caught:
        published.library.pdf(published.entry, [tmp_path])
    assert "--pdf" in caught.value.remedy


def test_cards_tell_what_columns_print(published: Published) -> None:
    (table,) = [t for t in published.entry.tables if t["tabel"] == "2.1"]
    by_name = {column["nama"]: column for column in table["kolom"]}
    assert by_name["target_renja_rp"]["nomor"] == "9"
    assert json.dumps(published.entry.about, default=str)
