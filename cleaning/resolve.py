"""Two readings that differ to one value: by grammar, then by arithmetic, else flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cleaning.identities import getter, identities
from cleaning.numbers import Number, parse
from cleaning.scanned import is_scanned
from tables.model import CleanRow, CleanTable, ColumnUse, Entry
from tables.spec import TableSpec, specs

CLEAR = ("cetak", "digabung", "nol_strip", "galat_excel")


def resolve_readings(table: CleanTable, spec: TableSpec) -> None:
    """Settle every number whose two readings differ; the findings of settled ones are dropped.

    Cells of scans have more readings and rules of their own, see :mod:`cleaning.repair`.
    The printed value is never changed to make a sum come right: arithmetic only chooses between
    what the two readers saw.
    """
    settled: set[tuple[int, str]] = set()
    for row in table.rows:
        for use in table.columns:
            entry = row.entries.get(use.name)
            if entry is None or entry.cell is None or entry.rule != "bacaan_berbeda":
                continue
            if not use.locale or entry.cell.second is None or is_scanned(entry.cell):
                continue
            chosen = _choose(entry, use, row, table)
            if chosen is not None:
                row.entries[use.name] = chosen
                settled.add((row.baris, use.name))
    table.findings = [
        f
        for f in table.findings
        if f.aturan != "bacaan_berbeda" or (f.baris, f.kolom) not in settled
    ]


def _choose(entry: Entry, use: ColumnUse, row: CleanRow, table: CleanTable) -> Entry | None:
    assert entry.cell is not None
    first = _read(entry.cell.text, use, row)
    second = _read(entry.cell.second or "", use, row)
    if _clear(first) and not _clear(second):
        return _settled(entry, first, use, "tata_angka")
    if not (_clear(first) and _clear(second)):
        return None
    if first.value == second.value:
        return _settled(entry, first, use, "bacaan_setara")
    candidates = [v * use.scale for v in (first.value, second.value) if v is not None]
    proven = resolve(row, use.name, candidates, table)
    if proven is None:
        return None
    number = first if first.value is not None and first.value * use.scale == proven else second
    return _settled(entry, number, use, "aritmetika")


def _read(text: str, use: ColumnUse, row: CleanRow) -> Number:
    return parse(text, type=use.type, locale=use.locale, satuan=row.text("satuan"))


def _clear(number: Number) -> bool:
    return number.status in CLEAR


def _settled(entry: Entry, number: Number, use: ColumnUse, rule: str) -> Entry:
    value: Decimal | None = None if number.value is None else number.value * use.scale
    return Entry(entry.cell, value=value, status=number.status, rule=rule, confidence=0.85)


def resolve(
    row: CleanRow, column: str, candidates: Sequence[Decimal], table: CleanTable
) -> Decimal | None:
    """The one candidate with which every identity around the cell holds, else ``None``.

    At least one identity must be checkable; values are in the unit of ``Entry.value``.
    """
    place = (row.baris, column)
    spec = specs()[table.kind]
    fitting = []
    for candidate in dict.fromkeys(candidates):
        trial = _tried(table, row, column, candidate)
        get = getter(trial)
        around = (i for i in identities(trial, spec) if place in (i.target, *i.terms))
        verdicts = [identity.holds(get) for identity in around]
        if True in verdicts and False not in verdicts:
            fitting.append(candidate)
    return fitting[0] if len(fitting) == 1 else None


def _tried(table: CleanTable, row: CleanRow, column: str, value: Decimal) -> CleanTable:
    """The table with one reading replaced; the given table stays as it is."""
    entry = row.entries.get(column) or Entry(None)
    entries = {**row.entries, column: replace(entry, value=value)}
    rows = [replace(r, entries=entries) if r is row else r for r in table.rows]
    return replace(table, rows=rows)
