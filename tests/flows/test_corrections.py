"""The files of people's decisions: appended whole, read line by line, part of a run's key."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows import corrections
from flows.run import Run, Settings
from tables.correction import Anchor, Correction
from tables.errors import OutputError
from tables.model import Box

SHA = "0123456789abcdef" * 4
LINE = Correction(
    id="00ff00ff00ff00ff",
    waktu="2026-03-01T08:15:00Z",
    oleh="Sri Wahyuni",
    alasan="jelas di halaman",
    sha256=SHA,
    berkas="a.pdf",
    aksi="koreksi",
    kind="rencana_kerja",
    tabel="3.1",
    baris=7,
    kolom="pagu",
    anchor=Anchor("pagu", 3, Box(1, 2, 30, 40), "1.000"),
    teks="1.000",
    lama="1000",
    baru="7000",
)


def numbered(count: int, sha256: str = SHA) -> list[Correction]:
    return [replace(LINE, id=f"{n:016x}", sha256=sha256) for n in range(count)]


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    lines = numbered(3)
    for line in lines:
        path = corrections.append(tmp_path / "corrections", line)

    assert path == tmp_path / "corrections" / f"{SHA[:16]}.jsonl"
    found = corrections.read([path])
    assert found.lines == lines
    assert found.problems == []
    assert found.findings() == []


def test_a_document_without_decisions_has_none(tmp_path: Path) -> None:
    found = corrections.read([corrections.place(tmp_path, SHA[:16])])
    assert (found.lines, found.problems) == ([], [])


def test_a_broken_line_is_named_and_the_others_count(tmp_path: Path) -> None:
    one, two = numbered(2)
    path = corrections.place(tmp_path, SHA[:16])
    path.write_bytes(b"\n".join([one.line().encode(), b'{"id": "\xff"}', two.line().encode(), b""]))

    found = corrections.read([path])

    assert found.lines == [one, two]
    (problem,) = found.problems
    assert problem.startswith(f"{path.name}, line 2: ")
    (finding,) = found.findings()
    assert finding.aturan == "koreksi_rusak"
    assert problem in finding.uraian


def test_a_line_cut_by_a_crash_does_not_spoil_the_next(tmp_path: Path) -> None:
    one, two = numbered(2)
    path = corrections.append(tmp_path, one)
    with path.open("ab") as stream:
        stream.write(two.line().encode()[:40])

    corrections.append(tmp_path, replace(two, id="dddddddddddddddd"))

    found = corrections.read([path])
    assert [line.id for line in found.lines] == [one.id, "dddddddddddddddd"]
    (problem,) = found.problems
    assert "line 2: not JSON" in problem


def test_a_line_of_another_document_or_twice_is_broken(tmp_path: Path) -> None:
    path = corrections.place(tmp_path, SHA[:16])
    other = replace(LINE, id="1" * 16, sha256="f" * 64)
    path.write_text("\n".join([LINE.line(), other.line(), LINE.line()]) + "\n")

    found = corrections.read([path])

    assert found.lines == [LINE]
    assert "line 2: it is about ffffffffffffffff" in found.problems[0]
    assert "line 3: the id 00ff00ff00ff00ff was used before" in found.problems[1]


def _append(folder: Path, start: int) -> None:
    for n in range(start, start + 25):
        corrections.append(folder, replace(LINE, id=f"{n:016x}", alasan="x" * 2000))


def test_two_writers_do_not_mix_their_lines(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append, args=(tmp_path, n)) for n in (0, 25)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    found = corrections.read([corrections.place(tmp_path, SHA[:16])])
    assert found.problems == []
    assert sorted(line.id for line in found.lines) == [f"{n:016x}" for n in range(50)]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(OutputError):
        corrections.append(blocked / "corrections", LINE)


def test_a_pdf_is_called_by_its_place_in_the_inbox(tmp_path: Path) -> None:
    assert corrections.name_of(tmp_path / "raw_pdfs" / "2023" / "a.pdf") == "2023/a.pdf"
    assert corrections.name_of(tmp_path / "elsewhere" / "a.pdf") == "a.pdf"


def test_files_of_an_earlier_edition_belong_to_it(tmp_path: Path) -> None:
    old, new = "a" * 64, "b" * 64
    for sha256 in (old, new):
        corrections.append(tmp_path, replace(LINE, sha256=sha256, berkas="2023/a.pdf"))
    shelf = corrections.Shelf(tmp_path)
    pdf = tmp_path / "raw_pdfs" / "2023" / "a.pdf"

    assert [path.stem for path in shelf.files(pdf, new)] == ["b" * 16, "a" * 16]
    assert [path.stem for path in shelf.files(pdf, new, [old])] == ["b" * 16]
    assert shelf.files(pdf.with_name("b.pdf"), "c" * 64) == []


@pytest.fixture
def key_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    monkeypatch.setenv("RENJA_STATE", str(tmp_path / "state"))
    pdf = tmp_path / "in" / "a.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"%PDF-1")
    folders = (tmp_path / "clean", tmp_path / "quarantine", tmp_path / "reports")
    settings = Settings(*folders, corrections=tmp_path / "corrections")

    def key() -> str:
        with Run([pdf], settings) as run:
            return run.key(run.sources[0])

    return key


def test_a_new_decision_is_work_to_do(tmp_path: Path, key_of: Callable[[], str]) -> None:
    from flows.inbox import fingerprint

    sha256 = fingerprint(tmp_path / "in" / "a.pdf").sha256
    keys = [key_of()]
    for line in numbered(2, sha256):
        corrections.append(tmp_path / "corrections", line)
        keys.append(key_of())
    corrections.append(tmp_path / "corrections", replace(LINE, berkas="other.pdf"))
    keys.append(key_of())
    corrections.append(tmp_path / "corrections", replace(LINE, sha256="9" * 64))  # called a.pdf
    keys.append(key_of())

    assert len(set(keys)) == 4
    assert keys[2] == keys[3]
