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


def illegible(table: Table, count: int) -> Table:
    """The first cells of the last column as the engines differ on."""
    last = len(NAMES) - 1
    for row in table.rows[:count]:
        row.cells[last] = replace(row.cells[last], text="12", second="77", confidence=0.2)
    return table


def test_a_page_of_which_much_is_doubtful_is_flagged_whole() -> None:
    table = cleaned(illegible(plan(), 12))
    assert statuses(table, "pagu_sebelum") == {"ditandai"}
    (told,) = [f for f in table.findings if f.aturan == "halaman_diragukan"]
    assert (told.tingkat, told.halaman) == ("kritis", 1)


def test_a_page_with_a_few_doubtful_figures_is_not() -> None:
    table = cleaned(illegible(plan(), 3))
    assert not [f for f in table.findings if f.aturan == "halaman_diragukan"]
    assert "cetak" in statuses(table, "pagu_sebelum")


def numbered(table: Table) -> Table:
    table.columns[:] = [replace(c, number=str(n)) for n, c in enumerate(table.columns, 1)]
    return table


def test_a_document_that_never_adds_up_is_no_misplaced_column() -> None:
    """The number row was read whole, so the headers are in their place."""
    table = cleaned(numbered(swapped(plan(), "pagu", "perubahan")))
    assert not [f for f in table.findings if f.aturan == "kolom_diragukan"]


def test_one_page_that_does_not_add_up_among_others_that_do() -> None:
    table = numbered(plan(kegiatan=4))
    later = plan(2, kegiatan=4)
    for row in swapped(later, "pagu", "perubahan").rows:
        row.page = 2
        row.cells.update({i: replace(c, page=2) for i, c in row.cells.items()})
    table.rows += later.rows
    table.pages = [1, 2]
    told = [f for f in cleaned(table).findings if f.aturan == "kolom_diragukan"]
    assert [f.halaman for f in told] == [2]


def test_amounts_are_in_their_place_where_no_column_is_for_money() -> None:
    table = plan()
    headers = ("Target Renja", "Realisasi Renja", "Target Renstra")
    table.kind = "evaluasi_renja"
    table.columns[2:] = [replace(c, header=(h,)) for c, h in zip(table.columns[2:], headers,
                                                                 strict=True)]  # fmt: skip
    found = cleaned(table)
    assert statuses(found, "target_renja_k") == {"cetak"}


def test_a_header_that_fits_two_columns_alike_names_neither_for_sure() -> None:
    table = with_target(plan(), ["12"] * 13)
    table.columns.append(Column(6, 360, 420, ("Target Capaian Kinerja", "Setelah")))
    for row in table.rows:
        row.cells[6] = cell("70")
    found = cleaned(table)
    assert statuses(found, "target") == {"ditandai"}
    assert statuses(found, "pagu") == {"cetak"}
