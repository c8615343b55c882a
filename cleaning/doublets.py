"""Codes that a document gives to two names, and names that it gives two codes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from cleaning.pairing import PLANNED, UNLIKE, code_key, likeness, plain
from cleaning.typing_notes import short_name
from tables.model import CleanRow, CleanTable, Finding
from tables.rules import severity

LISTED = 20
WHOLE = 5  # parts of a kegiatan's code: tables without such codes number their rows anew
Printed = tuple[CleanTable, CleanRow]
Told = tuple[CleanTable, Finding]  # a finding and the table it is told of


def doublets(tables: Sequence[CleanTable]) -> list[Told]:
    """One finding for each code with two names, and for each name with two codes.

    Only printed codes of tables that write whole codes count. Names are two where they have
    little in common; a name has two codes where both stand below a parent of one name, in
    different tables.
    """
    rows = [
        (table, row)
        for table in tables
        if any(len(code_key(row) or ()) >= WHOLE for row in table.rows)
        for row in table.rows
        if _coded(row)
    ]
    return [*_two_names(rows), *_two_codes(rows)]


def _coded(row: CleanRow) -> bool:
    whole = row.kode_status == "cetak" and "X" not in (row.kode or "X")
    return whole and code_key(row) is not None and bool(plain(row.text("uraian")))


def _two_names(rows: Sequence[Printed]) -> Iterator[Told]:
    groups: dict[Hashable, list[Printed]] = {}
    for table, row in rows:
        groups.setdefault(code_key(row), []).append((table, row))
    for same in groups.values():
        first = same[0][1].text("uraian")
        for table, row in same[1:]:
            if likeness(first, row.text("uraian")) < UNLIKE:
                text = (
                    f"Kode {row.kode} dipakai untuk {_quoted(same[0])} dan {_quoted((table, row))}."
                )
                yield _finding("kode_dua_nama", (table, row), same, text)
                break


def _two_codes(rows: Sequence[Printed]) -> Iterator[Told]:
    groups: dict[Hashable, list[Printed]] = {}
    for table, row in rows:
        above = _above(table, row)
        if above is not None:
            groups.setdefault((row.level, plain(row.text("uraian")), above), []).append(
                (table, row)
            )
    for same in groups.values():
        first_table, first = same[0]
        for table, row in same[1:]:
            if table is not first_table and code_key(row) != code_key(first):
                text = (
                    f"{row.text('uraian')} berkode {first.kode} di {_place(same[0])} dan "
                    f"{row.kode} di {_place((table, row))}."
                )
                yield _finding("nama_dua_kode", (table, row), same, text)
                break


def _above(table: CleanTable, row: CleanRow) -> str | None:
    """The name of the row above it in the hierarchy; ``""`` for a program, ``None`` if lost."""
    if row.level == PLANNED[0]:
        return ""
    parent = table.rows[row.parent - 1] if row.parent else None
    return plain(parent.text("uraian")) or None if parent else None


def _quoted(printed: Printed) -> str:
    table, row = printed
    name = short_name(row).removeprefix(f"{row.kode} ")
    return f"“{name}” ({_place((table, row))})"


def _place(printed: Printed) -> str:
    table, row = printed
    return f"Tabel {table.tabel} halaman {row.page}" if table.tabel else f"halaman {row.page}"


def _finding(rule: str, at: Printed, all_of: Sequence[Printed], text: str) -> Told:
    table, row = at
    return table, Finding(
        aturan=rule,
        kelas="sumber",
        tingkat=severity(rule, row.level, "kode", "kode"),
        uraian=text,
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom="kode",
        halaman=row.page,
        bukti={
            "sel": [
                {"tabel": t.tabel, "baris": r.baris, "kolom": "kode", "halaman": r.page,
                 "nilai": r.kode, "uraian": r.text("uraian")}
                for t, r in all_of[:LISTED]
            ]
        },
    )  # fmt: skip
