"""Figures of a scan in a neighbour's column are noticed, however well each was read."""

from __future__ import annotations

from dataclasses import replace

from scan_tables import NAMES, TRIAGE, cell, plan

from cleaning.document import clean
from tables.model import CleanTable, Column, Table


def cleaned(table: Table) -> CleanTable:
    return clean(TRIAGE, [table], []).tables[0]


def statuses(table: CleanTable, name: str) -> set[str]:
    return {row.entries[name].status for row in table.rows}


def swapped(table: Table, one: str, other: str) -> Table:
    a, b = NAMES.index(one), NAMES.index(other)
    for row in table.rows:
        row.cells[a], row.cells[b] = row.cells[b], row.cells[a]
    return table


def with_target(table: Table, texts: list[str]) -> Table:
    table.columns.append(Column(5, 300, 360, ("Target Capaian Kinerja", "Setelah")))
    for row, text in zip(table.rows, texts, strict=True):
        row.cells[5] = cell(text)
    return table


def test_a_page_in_order_is_left_alone() -> None:
    table = cleaned(with_target(plan(), ["12"] * 13))
    assert table.use("target") is not None
    assert statuses(table, "target") == {"cetak"}


def test_amounts_that_no_longer_add_up_across_the_row() -> None:
    table = cleaned(swapped(plan(), "pagu", "perubahan"))
    assert statuses(table, "pagu_sebelum") == {"ditandai"}
    (told,) = [f for f in table.findings if f.aturan == "kolom_diragukan"]
    assert (told.tingkat, told.halaman, told.bukti["kolom"]) == ("kritis", 1, ["perubahan"])


def test_amounts_in_a_performance_column() -> None:
    table = cleaned(with_target(plan(), [f"{n}.000.000" for n in range(1, 14)]))
    assert statuses(table, "target") == {"ditandai"}
    assert statuses(table, "pagu") == {"ditandai"}


def test_only_scanned_pages_are_judged() -> None:
    table = swapped(plan(), "pagu", "perubahan")
    for row in table.rows:
        row.cells.update({i: replace(c, reader="pdfplumber") for i, c in row.cells.items()})
    assert "ditandai" not in statuses(cleaned(table), "pagu")
