"""Do the published amounts add up? Every exact identity of money is worked out once more.

From what is in the files, by the rules of `cleaning.identities`: formulas of a row that add and
subtract, parents against the sum of their children, totals against what they add. Percents,
averages and kinerja depend on rounding as printed and are left to the findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.address import Address
from audit.evidence import named
from audit.library import Entry
from audit.trace import Record, Tracer
from cleaning.claims import no_claim
from cleaning.hierarchy import parents
from cleaning.identities import Identity, getter, identities
from tables.model import Box, Cell, CleanRow, CleanTable, Column, ColumnUse
from tables.model import Entry as Reading
from tables.spec import NUMERIC, specs

if TYPE_CHECKING:
    import pyarrow as pa

_SUMS = ("anak", "total")


@dataclass(frozen=True, slots=True)
class Checked:
    """Identities of one table and sort.

    Attributes:
        macam: ``rumus`` (within a row), ``anak`` (a parent and its children), ``total``.
        diperiksa, berlaku: how many could be worked out, and how many of these hold.
        dijelaskan: those that do not hold and that a finding explains: it names the amount, the
            formula as a whole, or a lost sign among what is added.
    """

    kind: str
    tabel: str
    macam: str
    diperiksa: int
    berlaku: int
    dijelaskan: int


@dataclass(frozen=True, slots=True)
class Total:
    """The amounts of a column added up, beside the printed total.

    Attributes:
        baris: line of the total; ``None`` where the table prints none.
        banyak: amounts added.
        berlaku: whether they are the same, or as near as amounts in thousands can tell;
            ``None`` without a printed total.
    """

    kind: str
    tabel: str
    kolom: str
    baris: int | None
    banyak: int
    jumlah: Decimal
    tercetak: Decimal | None
    berlaku: bool | None

    @property
    def selisih(self) -> Decimal | None:
        """Printed less added."""
        return None if self.tercetak is None else self.tercetak - self.jumlah


def reconcile(entry: Entry, frames: dict[str, pa.Table]) -> tuple[list[Checked], list[Total]]:
    """Work out a document's identities and totals, in the order of its tables.

    Args:
        frames: as `audit.library.Library.frames` gives them.
    """
    findings = frames["temuan"].to_pylist()
    tracer = Tracer(entry, frames)
    checked: list[Checked] = []
    totals: list[Total] = []
    for table in tables(tracer):
        get = getter(table)
        exact = [i for i in identities(table, specs()[table.kind]) if i.exact]
        checked += _checked(table, exact, findings)
        totals += [
            Total(
                *(table.kind, table.tabel, identity.target[1], identity.target[0]),
                len(identity.terms),
                identity.expected(get) or Decimal(0),
                get(identity.target),
                identity.holds(get),
            )
            for identity in exact
            if identity.kind == "total"
        ]
        totals += _without_total(table, exact)
    return checked, totals


def _checked(
    table: CleanTable, exact: Iterable[Identity], findings: list[Record]
) -> Iterator[Checked]:
    get = getter(table)
    told = {named(line) for line in findings}
    unsigned = {named(line) for line in findings if line["aturan"] == "tanda_hilang"}
    formulas = {
        line["kolom"]
        for line in findings
        if (line["kind"], line["tabel"], line["baris"]) == (table.kind, table.tabel, None)
    }
    rows = {row.baris: row for row in table.rows}
    counts: Counter[tuple[str, str]] = Counter()

    def explained(identity: Identity) -> bool:
        places = [Address(table.kind, table.tabel, *p) for p in (identity.target, *identity.terms)]
        return (
            places[0] in told
            or identity.target[1] in formulas
            or any(place in unsigned for place in places)
        )

    for identity in exact:
        baris = identity.target[0]
        holds = identity.holds(get)
        if holds is None or (not holds and no_claim(identity, rows[baris], table)):
            continue
        counts[identity.kind, "diperiksa"] += 1
        counts[identity.kind, "berlaku"] += holds
        counts[identity.kind, "dijelaskan"] += not holds and explained(identity)
    for macam in ("rumus", *_SUMS):
        if counts[macam, "diperiksa"]:
            numbers = (counts[macam, name] for name in ("diperiksa", "berlaku", "dijelaskan"))
            yield Checked(table.kind, table.tabel, macam, *numbers)


def _without_total(table: CleanTable, exact: list[Identity]) -> Iterator[Total]:
    """Sums of the programs in columns whose total is not printed."""
    printed = {identity.target[1] for identity in exact if identity.kind == "total"}
    for name in specs()[table.kind].sums:
        values = [row.value(name) for row in table.rows if row.level == "program"]
        amounts = [value for value in values if value is not None]
        if name not in printed and any(amounts):
            total = sum(amounts, Decimal(0))
            yield Total(table.kind, table.tabel, name, None, len(amounts), total, None, None)


# Back from files to tables


def tables(tracer: Tracer) -> Iterator[CleanTable]:
    """The document's tables of known kinds, with the parents of their rows, from the files."""
    cells: dict[tuple[str, str], dict[int, dict[str, Record]]] = {}
    for (kind, tabel, baris, kolom), cell in tracer.cells.items():
        cells.setdefault((kind, tabel), {}).setdefault(baris, {})[kolom] = cell
    for printed in tracer.entry.tables:
        key = printed["kind"], printed["tabel"]
        if key[0] not in specs() or not specs()[key[0]].hierarchy:
            continue
        uses = [_use(column, place) for place, column in enumerate(printed["kolom"])]
        types = {use.name: use.type for use in uses}
        own = cells.get(key, {})
        rows = [_row(row, own.get(n, {}), types) for n, row in tracer.tables.get(key, {}).items()]
        table = CleanTable(*key, printed["judul"], printed["halaman"], uses, rows)
        _settle(table, tracer.tables.get(key, {}))
        yield table


def _use(column: Record, place: int) -> ColumnUse:
    header, number, formula = tuple(column["cetak"]), column["nomor"], column["rumus"]
    made = Column(place, 0, 0, header, number, formula)
    return ColumnUse(column["nama"], made, column["jenis"], column["lokal"], column["skala"])


def _row(row: Record, cells: dict[str, Record], types: dict[str, str]) -> CleanRow:
    readings = {name: _reading(row, name, cell, types) for name, cell in cells.items()}
    return CleanRow(row["baris"], row["halaman"], level=row["level"], entries=readings)


def _reading(row: Record, name: str, cell: Record, types: dict[str, str]) -> Reading:
    number = types.get(name) in NUMERIC
    value: Any = row.get(name) if name in row else cell["nilai"]
    text = cell["teks"]
    box = Box(*(cell[edge] or 0.0 for edge in Box._fields))
    printed = None
    if text is not None:
        printed = Cell(cell["halaman"], box, text, cell["pembaca"] or "", cell["teks_kedua"])
    return Reading(
        printed,
        text="" if number else str(value or ""),
        value=value if number else None,
        status=cell["status"],
        rule=cell["aturan"] or "",
        confidence=cell["keyakinan"],
    )


def _settle(table: CleanTable, rows: dict[int, Record]) -> None:
    """Parents are found by levels and printed codes, before further codes are inferred."""
    for row in table.rows:
        if rows[row.baris].get("kode_status") == "cetak":
            row.kode = rows[row.baris]["kode"]
    parents(table.rows, specs()[table.kind])
    for row in table.rows:
        row.kode = rows[row.baris].get("kode")
