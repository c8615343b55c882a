"""What changed between two readings: figures by cell, rows matched by what they name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flows.changes import ADDED, REMOVED, Change, compare

Row = dict[str, Any]


def row(baris: int, kode: str, pagu: str | None, **more: Any) -> Row:
    value = None if pagu is None else Decimal(pagu)
    known = {"tabel": "3.1", "level": "sub_kegiatan", "uraian": f"uraian {kode}"}
    return {**known, "baris": baris, "halaman": 30, "kode": kode, "pagu": value, **more}


def changes(old: list[Row], new: list[Row]) -> list[Change]:
    return list(compare({"rencana_kerja": old}, {"rencana_kerja": new}, "abc"))


def change(baris: int, kolom: str, lama: str | None, baru: str | None) -> Change:
    return Change("abc", "rencana_kerja", "3.1", baris, kolom, lama, baru)


def test_equal_readings_have_no_changes() -> None:
    rows = [row(1, "1.01", "5.00"), row(2, "1.02", None)]
    assert changes(rows, [dict(r) for r in rows]) == []


def test_a_figure_that_changed() -> None:
    old = [row(1, "1.01", "5.00"), row(2, "1.02", None)]
    new = [row(1, "1.01", "50.00"), row(2, "1.02", "7.00")]
    assert changes(old, new) == [
        change(1, "pagu", "5.00", "50.00"),
        change(2, "pagu", None, "7.00"),
    ]


def test_a_row_put_in_between_does_not_shift_the_rest() -> None:
    old = [row(1, "1.01", "5.00"), row(2, "1.03", "6.00")]
    new = [row(1, "1.01", "5.00"), row(2, "1.02", "9.00"), row(3, "1.03", "6.50")]
    assert changes(old, new) == [
        change(2, ADDED, None, "uraian 1.02"),
        change(3, "pagu", "6.00", "6.50"),
    ]


def test_a_row_that_is_gone() -> None:
    old = [row(1, "1.01", "5.00"), row(2, "1.02", "6.00")]
    assert changes(old, old[:1]) == [change(2, REMOVED, "uraian 1.02", None)]


def test_a_code_read_otherwise_is_a_change_of_the_same_row() -> None:
    old, new = [row(1, "1.01", "5.00")], [row(1, "1.10", "5.00", uraian="uraian 1.01")]
    assert changes(old, new) == [change(1, "kode", "1.01", "1.10")]


def test_tables_are_compared_apart_and_place_is_not_a_figure() -> None:
    old = [row(1, "1.01", "5.00", tabel="3.1"), row(1, "1.01", "6.00", tabel="3.1 (2)")]
    new = [row(4, "1.01", "5.00", tabel="3.1", halaman=31), old[1]]
    assert changes(old, new) == []
