"""From a PDF to its tables: both readers together, and what cannot be read is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import rows
from typeset import Grid, Page, write

from extractors import readers
from extractors.document import extract
from extractors.triage import triage
from tables.model import Finding, Table

CAPTION = (40.0, 40.0, "Tabel 3.1 Rumusan Rencana Program dan Kegiatan Tahun 2023")
PLAN = [
    ["Kode", "Program/Kegiatan", "Lokasi", "Target", "Pagu indikatif"],
    ["4.01", "Program Penunjang", "Serang", "50 %", "1.500.000"],
    ["4.01.01", "Kegiatan Perencanaan", "Serang", "12", "700.000"],
    ["4.01.02", "Kegiatan Keuangan", "Cilegon", "75 %", "500.000"],
    ["4.01.03", "Kegiatan Umum", "Lebak", "3", "300.000"],
]
MORE = [[f"4.01.{n:02}", f"Kegiatan {n}", "Serang", "7", f"{n}00.000"] for n in range(4, 9)]
WIDTHS = (50, 120, 60, 60, 80)
PROSE = [
    (40.0, 40.0 + 10 * n, "Rencana Kerja disusun dengan memperhatikan evaluasi tahun yang lalu.")
    for n in range(20)
]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return write(
        tmp_path / "renja.pdf",
        Page([], PROSE),
        Page([Grid(PLAN, WIDTHS)], [CAPTION]),
        Page([Grid(MORE, WIDTHS)]),
        Page([], PROSE),
    )


def read(path: Path, workers: int = 1) -> tuple[list[Table], list[Finding]]:
    return extract(path, triage(path), workers=workers)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_is_read_twice(pdf: Path, workers: int) -> None:
    (table,), findings = read(pdf, workers)

    assert (table.kind, table.number, table.pages) == ("rencana_kerja", "3.1", [2, 3])
    assert rows(table) == [*PLAN[1:], *MORE]
    cells = [cell for row in table.rows for cell in row.cells.values()]
    assert {(cell.confidence, cell.second, cell.doubt) for cell in cells} == {(1.0, None, "")}
    assert findings == []


def test_progress_reaches_its_end(pdf: Path) -> None:
    told: list[tuple[int, int]] = []

    extract(pdf, triage(pdf), progress=lambda done, of: told.append((done, of)), workers=1)

    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1][0] == told[-1][1]


def test_where_the_second_reader_fails_the_first_stands_alone(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no lattice today")

    monkeypatch.setattr(readers, "read_cells", fail)

    (table,), (finding,) = read(pdf)

    assert len(table.rows) == 9
    assert (finding.aturan, finding.kelas) == ("pembaca_kedua_gagal", "ekstraksi")
    assert finding.bukti["galat"] == "RuntimeError: no lattice today"
    confidences = {cell.confidence for row in table.rows for cell in row.cells.values()}
    assert max(confidences) < 1


def test_a_document_without_tables_has_none(tmp_path: Path) -> None:
    assert read(write(tmp_path / "text.pdf", Page([], PROSE))) == ([], [])


def test_a_captioned_table_without_rules_is_listed(tmp_path: Path) -> None:
    words = ["Jenis Ternak", "Ekor", *(text for row in PLAN[1:] for text in (row[1], row[4]))]
    lines = [(40.0, 60.0 + 10 * n, word) for n, word in enumerate([*words, "12", "Jumlah"])]
    caption = (40.0, 40.0, "Tabel II.6 Populasi Ternak Tahun 2014")
    mention = (40.0, 40.0, "Tabel 2.6 Populasi Ternak Tahun 2014")
    path = write(tmp_path / "bare.pdf", Page([], [caption, *lines]), Page([], [mention, *lines]))

    (table,), (finding,) = read(path)

    assert (table.kind, table.number, table.pages, table.rows) == ("lain", "II.6", [1], [])
    assert (finding.aturan, finding.halaman) == ("tabel_tanpa_baris", 1)


def test_a_captioned_table_that_is_read_is_listed_once(pdf: Path) -> None:
    tables, findings = read(pdf)

    assert ([t.number for t in tables], findings) == (["3.1"], [])


def test_an_announced_table_that_is_not_read_is_told(tmp_path: Path) -> None:
    # The caption and the words of a table, but nothing ruled: no rows can be made of it.
    lines = [(40.0, 60.0 + 10 * n, text) for n, text in enumerate(
        ["Kode", "Program/Kegiatan", "Lokasi", "Target", "Pagu indikatif",
         *(row[4] for row in (*PLAN[1:], *MORE))])]  # fmt: skip
    path = write(tmp_path / "bare.pdf", Page([], [CAPTION, *lines]))

    (listed,), findings = read(path)

    assert (listed.kind, listed.number, listed.pages, listed.rows) == ("lain", "3.1", [1], [])
    assert [(f.aturan, f.halaman, f.kind) for f in findings] == [
        ("tabel_tidak_terbaca", 1, "rencana_kerja")
    ]
