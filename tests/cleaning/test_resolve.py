"""Two readings of one cell: settled by grammar or arithmetic, or left flagged."""

from __future__ import annotations

from decimal import Decimal

from documents import plan

from cleaning.resolve import resolve_readings
from tables.model import Box, Cell, CleanTable, Entry, Finding
from tables.spec import specs

SPEC = specs()["rencana_kerja"]


def doubtful(first: str, second: str | None, *, value: int, baris: int = 3) -> CleanTable:
    """A plan in which one ``pagu`` was read in two ways; its right value is 70."""
    table = plan()
    cell = Cell(1, Box(0, 0, 9, 9), first, second=second, confidence=0.5, doubt="bacaan_berbeda")
    entry = Entry(
        cell, value=Decimal(value), status="ditandai", rule="bacaan_berbeda", confidence=0.5
    )
    table.rows[baris - 1].entries["pagu"] = entry
    table.findings = [
        Finding("bacaan_berbeda", "ekstraksi", "sedang", "", baris=baris, kolom="pagu"),
        Finding("bacaan_berbeda", "ekstraksi", "sedang", "", baris=5, kolom="pagu"),
        Finding("lain", "sumber", "info", "", baris=baris, kolom="pagu"),
    ]
    resolve_readings(table, SPEC)
    return table


def pagu(table: CleanTable) -> Entry:
    return table.rows[2].entries["pagu"]


def open_doubts(table: CleanTable) -> list[int | None]:
    return [f.baris for f in table.findings if f.aturan == "bacaan_berbeda"]


def test_a_reading_that_is_no_number_loses() -> None:
    table = doubtful("70", "70 Bagian Umum 3 4", value=70)

    assert (pagu(table).value, pagu(table).status, pagu(table).rule) == (
        Decimal(70), "cetak", "tata_angka"
    )  # fmt: skip
    assert open_doubts(table) == [5]


def test_two_spellings_of_one_value_are_no_difference() -> None:
    table = doubtful("70", "70,00", value=70)

    assert (pagu(table).value, pagu(table).rule) == (Decimal(70), "bacaan_setara")
    assert open_doubts(table) == [5]


def test_the_sum_chooses_the_first_reading() -> None:
    table = doubtful("70", "79", value=70)

    assert (pagu(table).value, pagu(table).status, pagu(table).rule) == (
        Decimal(70), "cetak", "aritmetika"
    )  # fmt: skip


def test_the_sum_chooses_the_second_reading() -> None:
    table = doubtful("79", "70", value=79)

    assert (pagu(table).value, pagu(table).rule) == (Decimal(70), "aritmetika")
    assert pagu(table).confidence < 1
    assert open_doubts(table) == [5]


def test_where_no_reading_fits_both_stay_and_the_flag_too() -> None:
    table = doubtful("78", "79", value=78)

    assert (pagu(table).value, pagu(table).status) == (Decimal(78), "ditandai")
    assert open_doubts(table) == [3, 5]


def test_where_nothing_can_be_checked_the_flag_stays() -> None:
    table = plan()
    for row in table.rows:
        row.kode = row.kode_cetak = row.program_kode = row.kegiatan_kode = None
        row.level = "lainnya"
        row.parent = None
        del row.entries["pagu_sebelum"], row.entries["perubahan"]
    cell = Cell(1, Box(0, 0, 9, 9), "70", second="79", doubt="bacaan_berbeda")
    table.rows[2].entries["pagu"] = Entry(cell, value=Decimal(70), status="ditandai",
                                          rule="bacaan_berbeda")  # fmt: skip

    resolve_readings(table, SPEC)

    assert (pagu(table).value, pagu(table).status) == (Decimal(70), "ditandai")


def test_a_cell_only_one_reader_saw_is_left_alone() -> None:
    table = doubtful("70", None, value=70)

    assert (pagu(table).status, open_doubts(table)) == ("ditandai", [3, 5])


def test_other_findings_are_kept() -> None:
    assert "lain" in [f.aturan for f in doubtful("70", "70,00", value=70).findings]
