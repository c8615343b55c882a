"""What people decide on a cell is applied, told, and seen by everything that is concluded."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from decisions import form, on, placed, read, rules_on, undone
from forms_by_hand import Change, evaluation, table
from hypothesis import given
from hypothesis import strategies as st

from cleaning.corrections import settle
from cleaning.frames import frames
from tables.model import Cell, CleanRow, CleanTable, Entry

SUB, KEGIATAN, PROGRAM = 3, 2, 1
DOUBT = {(SUB, "target"): "292 5"}  # one number, or two


def entry(document: object, baris: int, kolom: str) -> Entry:
    return document.tables[0].rows[baris - 1].entries[kolom]  # type: ignore[attr-defined]


def test_a_correction_is_applied_and_told() -> None:
    before = read(form(DOUBT))
    assert entry(before, SUB, "target").status == "ditandai"

    after = read(form(DOUBT), on(before, SUB, "target", baru="12"))

    cell = entry(after, SUB, "target")
    assert (cell.value, cell.status, cell.rule) == (12, "dikoreksi", "koreksi_manual")
    assert cell.cell is not None
    assert cell.cell.text == "292 5"
    assert rules_on(after, SUB, "target") == {"koreksi_manual"}
    (told,) = (f for f in after.tables[0].findings if f.aturan == "koreksi_manual")
    assert told.tingkat == "info"
    assert told.tercetak == 12
    assert "Sri Wahyuni: terbaca jelas di halaman." in told.uraian
    assert told.bukti["koreksi"]["baru"] == "12"  # type: ignore[index]


def test_an_accepted_reading_loses_its_flag_and_says_so() -> None:
    before = read(form(DOUBT))
    value = entry(before, SUB, "target").value
    line = on(before, SUB, "target", aksi="terima", baru=str(value))

    after = read(form(DOUBT), line)

    cell = entry(after, SUB, "target")
    assert (cell.value, cell.status, cell.rule) == (value, "dikoreksi", "terima_manual")
    made = frames(after, "test")
    (sel,) = (c for c in made["sel"].to_pylist() if c["status"] == "dikoreksi")
    assert (sel["teks"], sel["keyakinan"]) == ("292 5", 1.0)
    rows = {row["baris"]: row["status"] for row in made["rencana_kerja"].to_pylist()}
    assert rows[SUB] == "diperbaiki"
    assert rows[SUB + 1] == "bersih"


def test_a_source_error_stays_as_printed_and_accuses_the_document() -> None:
    before = read(form(DOUBT))
    value = str(entry(before, SUB, "target").value)
    line = on(before, SUB, "target", aksi="galat_sumber", baru=value, seharusnya="12")

    after = read(form(DOUBT), line)

    (told,) = (f for f in after.tables[0].findings if f.aturan == "galat_sumber_manual")
    assert told.kelas == "sumber"
    assert (told.tercetak, told.seharusnya) == (Decimal(value), 12)
    assert entry(after, SUB, "target").value == Decimal(value)


def test_a_source_error_of_a_programs_money_is_critical() -> None:
    before = read(form())
    line = on(before, PROGRAM, "pagu", aksi="galat_sumber", baru="745840400")
    after = read(form(), line)
    (told,) = (f for f in after.tables[0].findings if f.aturan == "galat_sumber_manual")
    assert told.tingkat == "kritis"


def test_without_decisions_nothing_is_told() -> None:
    named = {f.aturan for f in read(form(DOUBT)).tables[0].findings}
    assert not {name for name in named if "manual" in name or name.startswith("koreksi")}


def test_sums_see_the_corrected_value() -> None:
    """A misread amount breaks its kegiatan's sum; corrected, the sum holds; corrected wrongly,
    the sum accuses the document, for a person vouches for the figure."""
    wrong = {(SUB, "pagu"): "255.275.\n4.00"}
    before = read(form(wrong))
    assert rules_on(before, SUB, "pagu")

    right = read(form(wrong), on(before, SUB, "pagu", baru="255275400"))
    assert {f.aturan for f in right.tables[0].findings if f.baris} == {"koreksi_manual"}

    bad = read(form(wrong), on(before, SUB, "pagu", baru="255275401"))
    sums = [f for f in bad.tables[0].findings if f.kolom == "pagu" and f.kelas == "sumber"]
    assert {f.baris for f in sums} >= {KEGIATAN}


def test_a_corrected_text_decides_what_hangs_on_it() -> None:
    """A sub kegiatan's code, corrected, is the row's code."""
    before = read(form({(SUB, "kode"): "4.01.01.2.01.O1"}))
    after = read(
        form({(SUB, "kode"): "4.01.01.2.01.O1"}), on(before, SUB, "kode", baru="4.01.01.2.01.01")
    )
    row = after.tables[0].rows[SUB - 1]
    assert (row.kode, row.level) == ("4.01.01.2.01.01", "sub_kegiatan")


def test_an_empty_cell_gets_what_was_missed() -> None:
    before = read(form({(SUB, "target"): None}))
    line = on(before, SUB, "target", baru="12")
    assert line.anchor is not None
    assert (line.anchor.kolom, line.teks) == ("uraian", None)

    after = read(form({(SUB, "target"): None}), line)
    assert entry(after, SUB, "target").value == 12

    printed = read(form({(SUB, "target"): "13"}), line)
    assert entry(printed, SUB, "target").value == 13
    assert "koreksi_perlu_ditinjau" in rules_on(printed, SUB, "target")


def test_a_scanned_cell_keeps_the_decision_through_all_that_settles_scans() -> None:
    doubtful = Cell(2, form().rows[0].cells[0].box, "12", "ocr", "72", 0.3)
    change: Change = {(SUB, "target"): doubtful}
    before = read(form(change, scanned=True))
    after = read(form(change, scanned=True), on(before, SUB, "target", baru="72"))
    cell = entry(after, SUB, "target")
    assert (cell.value, cell.status) == (72, "dikoreksi")
    assert rules_on(after, SUB, "target") <= {"koreksi_manual", "beda_target_antar_tabel"}


def test_a_cell_that_is_read_otherwise_is_reopened() -> None:
    line = on(read(form(DOUBT)), SUB, "target", baru="12")

    after = read(form({(SUB, "target"): "99"}), line)

    assert entry(after, SUB, "target").value == 99
    assert entry(after, SUB, "target").status == "cetak"
    assert "koreksi_perlu_ditinjau" in rules_on(after, SUB, "target")


def test_a_changed_source_reopens() -> None:
    line = on(read(form(DOUBT)), SUB, "target", baru="12")

    after = read(form(DOUBT), line, sha256="cd" * 32)

    assert entry(after, SUB, "target").status == "ditandai"
    assert "koreksi_perlu_ditinjau" in rules_on(after, SUB, "target")


def test_a_decision_whose_row_is_gone_is_told_all_the_same() -> None:
    line = replace(on(read(form(DOUBT)), SUB, "target", baru="12"), uraian="Baris lain")
    after = read(form({(SUB, "target"): "99"}), line)
    assert [f.aturan for f in after.findings if f.aturan.startswith("koreksi")] == [
        "koreksi_perlu_ditinjau"
    ]


def test_a_value_its_column_cannot_hold_is_not_applied() -> None:
    line = on(read(form(DOUBT)), SUB, "target", baru="dua belas")
    after = read(form(DOUBT), line)
    assert entry(after, SUB, "target").status == "ditandai"
    assert "koreksi_perlu_ditinjau" in rules_on(after, SUB, "target")


def test_the_last_decision_counts_and_an_undo_brings_back_the_one_before() -> None:
    before = read(form(DOUBT))
    first = on(before, SUB, "target", baru="12")
    second = on(before, SUB, "target", baru="34")
    assert entry(read(form(DOUBT), first, second), SUB, "target").value == 34
    undo = undone(second)
    assert entry(read(form(DOUBT), first, second, undo), SUB, "target").value == 12
    assert (
        entry(
            read(form(DOUBT), first, second, undo, undone(undo, "00000000feed")), SUB, "target"
        ).value
        == 34
    )
    gone = read(form(DOUBT), first, undone(first))
    assert entry(gone, SUB, "target").status == "ditandai"


def test_a_cell_over_two_rows_is_told_by_its_row() -> None:
    """The same printed cell stands in two rows: only the row that was meant is corrected."""
    made = form()
    column = next(n for n, c in made.rows[SUB - 1].cells.items() if c.text == "12")
    made.rows[SUB].cells[column] = made.rows[SUB - 1].cells[column]
    before = read(made)
    after = read(made, on(before, SUB + 1, "target", baru="3"))
    values = [row.value("target") for row in after.tables[0].rows[SUB - 1 : SUB + 1]]
    assert 3 in values
    assert values.count(3) == 1
    assert values[1] == 3


def test_tables_of_no_known_kind_are_corrected_as_text() -> None:
    texts = [{"a": "satu", "b": "dua"}, {"a": "tiga", "b": "emp4t"}]
    other = placed(table("lain", "9", {"a": ("A",), "b": ("B",)}, texts))
    before = read(other)
    after = read(other, on(before, 2, "kolom_2", baru="empat"))
    assert entry(after, 2, "kolom_2").text == "empat"
    assert entry(after, 2, "kolom_2").status == "dikoreksi"


@given(
    st.integers(3, 9).filter(lambda n: n != 6),
    st.lists(st.integers(0, 9), max_size=6),
    st.booleans(),
)
def test_decisions_commute_with_shifts_of_rows(baris: int, gaps: list[int], remove: bool) -> None:
    """Rows come and go around the cell: it makes no difference when that happened."""
    document = read(form())
    line = on(document, baris, "pagu", baru="1")

    def shifted(made: CleanTable) -> list[CleanRow]:
        rows = list(made.rows)
        if remove:
            rows = [row for row in rows if row.baris in (baris, 1, 2)]
        for gap in gaps:
            rows.insert(min(gap, len(rows)), CleanRow(0, 2))
        return [replace(row, baris=n) for n, row in enumerate(rows, 1)]

    (one,) = read(form()).tables
    decisions = settle([one], [line], document.triage.sha256)
    assert len(decisions.applied) == 1
    settled_first = shifted(one)

    (other,) = read(form()).tables
    moved = replace(other, rows=shifted(other))
    settle([moved], [line], document.triage.sha256)

    assert [row.entries for row in settled_first] == [row.entries for row in moved.rows]


def test_an_evaluation_is_corrected_like_a_plan() -> None:
    made = placed(evaluation({(SUB, "target_renja_k"): "1 2"}))
    before = read(made)
    after = read(made, on(before, SUB, "target_renja_k", baru="12"))
    assert entry(after, SUB, "target_renja_k").value == 12


@pytest.mark.parametrize("moved", [0.5, 3])
def test_a_box_may_be_measured_a_little_otherwise(moved: float) -> None:
    line = on(read(form(DOUBT)), SUB, "target", baru="12")
    assert line.anchor is not None
    box = line.anchor.kotak
    near = box._replace(x0=box.x0 + moved, x1=box.x1 + moved)
    after = read(form(DOUBT), replace(line, anchor=replace(line.anchor, kotak=near)))
    assert entry(after, SUB, "target").status == "dikoreksi"


def test_the_same_text_elsewhere_on_the_page_is_another_cell() -> None:
    line = on(read(form(DOUBT)), SUB, "target", baru="12")
    assert line.anchor is not None
    box = line.anchor.kotak
    far = box._replace(y0=box.y0 + 30, y1=box.y1 + 30)
    after = read(form(DOUBT), replace(line, anchor=replace(line.anchor, kotak=far)))
    assert entry(after, SUB, "target").status == "ditandai"
