"""What the arithmetic around a cell says of each value that it may have.

The table is put together again from what was published; nothing is read from the PDF.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.address import Address
from audit.library import Entry
from audit.trace import Record, Tracer
from cleaning.hierarchy import parents
from cleaning.identities import Get, Identity, getter, identities, share
from tables.model import CleanRow, CleanTable, Column, ColumnUse
from tables.model import Entry as Read
from tables.spec import specs

_MOST = 12  # identities shown
_OBEYED = 0.25  # share of its rows that a formula must fit to say anything


@dataclass(frozen=True, slots=True)
class Trial:
    """What one value would make of an identity: it holds, or it misses by ``gap``."""

    value: Decimal
    holds: bool
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Check:
    """An identity the cell is part of.

    Attributes:
        kind: ``rumus``, ``anak`` (a parent and its children) or ``total``.
        target: the cell that must equal the rest.
        text: the formula, or how many rows are added up.
        share: of a formula: the rows it holds in, and all it can be reckoned in.
        trials: one for each value, in their order.
    """

    kind: str
    target: Address
    text: str
    share: tuple[int, int] | None
    trials: tuple[Trial, ...]


def checks(tracer: Tracer, address: Address, values: Sequence[Decimal]) -> list[Check]:
    """Identities around a cell, tried with each of ``values`` (rupiah if money).

    Those that few rows obey, or that cannot be reckoned, say nothing and are left out.
    """
    spec = specs()[address.kind]
    if not values or address.kolom not in spec.numbers:
        return []
    table = _table(tracer, address)
    if spec.hierarchy:
        parents(table.rows, spec)
    place, get = (address.baris, address.kolom), getter(table)
    found = []
    for identity in identities(table, spec):
        if place not in (identity.target, *identity.terms) or identity.kind == "rata_rata":
            continue
        counts = share(identity.rule, table) if identity.rule else None
        if counts is not None and counts[0] < _OBEYED * counts[1]:
            continue
        trials = [_trial(identity, get, place, value) for value in values]
        known = tuple(trial for trial in trials if trial is not None)
        if len(known) == len(values):
            target = address._replace(baris=identity.target[0], kolom=identity.target[1])
            found.append(Check(identity.kind, target, _text(identity), counts, known))
    return found[:_MOST]


def _trial(identity: Identity, get: Get, place: tuple[int, str], value: Decimal) -> Trial | None:
    def tried(other: tuple[int, str]) -> Decimal | None:
        return value if other == place else get(other)

    printed, expected = tried(identity.target), identity.expected(tried)
    if printed is None or expected is None:
        return None
    return Trial(value, identity.holds(tried) is True, round(printed - expected, 4))


def _text(identity: Identity) -> str:
    return identity.rule.text if identity.rule else str(len(identity.terms))


def _table(tracer: Tracer, address: Address) -> CleanTable:
    """The table of a cell as the checks want it."""
    lines = tracer.tables[address[:2]]
    rows = {
        baris: CleanRow(baris, line["halaman"], line["level"], kode=line.get("kode"))
        for baris, line in lines.items()
    }
    cells = {at: cell for at, cell in tracer.cells.items() if at[:2] == address[:2]}
    places = _places(cells)
    for at, cell in cells.items():
        value = cell["nilai"]
        text = "" if value is not None else str(lines[at.baris].get(at.kolom) or "")
        if value is not None:  # Parquet adds noughts, and rounding is told by the last digit
            value = value.quantize(Decimal(1).scaleb(-places[at.kolom]))
        rows[at.baris].entries[at.kolom] = Read(None, text, value, cell["status"])
    columns = _columns(tracer.entry, address)
    return CleanTable(address.kind, address.tabel, "", [], columns, [*rows.values()])


def _places(cells: Mapping[Address, Record]) -> dict[str, int]:
    """Decimals that each column prints, by its cell with the most."""
    found: dict[str, int] = {}
    for at, cell in cells.items():
        if cell["nilai"] is not None:
            exponent = cell["nilai"].normalize().as_tuple().exponent
            found[at.kolom] = max(found.get(at.kolom, 0), -exponent)
    return found


def _columns(entry: Entry, address: Address) -> list[ColumnUse]:
    for table in entry.tables:
        if (table["kind"], table["tabel"]) == (address.kind, address.tabel):
            return [
                ColumnUse(
                    column["nama"],
                    Column(n, 0, 0, tuple(column["cetak"]), column["nomor"], column["rumus"]),
                    column["jenis"],
                    column["lokal"],
                    column["skala"],
                )
                for n, column in enumerate(table["kolom"])
            ]
    return []
