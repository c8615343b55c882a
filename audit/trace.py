"""The way of a value: from its column in Parquet back to the place on the page it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audit.address import Address
from audit.evidence import Evidence, evidence, kinds_of, named
from audit.library import Entry
from audit.turned import turns
from tables.errors import UsageError
from tables.model import Box

if TYPE_CHECKING:
    import pyarrow as pa

Record = dict[str, Any]
TEXT = "narasi"  # folder of the amounts in running text, by ``nomor``
AMOUNT = "nilai"  # the column of theirs that findings name
_FOLDERS = ("sel", "temuan", "dokumen", TEXT)
_NAMED = 8  # names a message lists


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell is on its page, in points as displayed.

    ``printed`` is false where nothing stands in the cell: the place is then where its row and
    its column cross, as far as their other cells tell.
    """

    page: int
    box: Box
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """Everything known of one cell.

    Attributes:
        row: its line of ``clean/<kind>`` (of ``narasi`` for running text).
        column: how its column is printed and understood, as of `Entry.tables`; may be empty.
        cell: its line of ``sel``; empty for text columns where nothing is printed.
        value: what the row says: a decimal, a text or ``None``.
        findings: lines of ``temuan`` that name it, each with the figures it reckons with.
        used: those whose evidence uses it.
        quoted: amounts in running text that repeat it.
    """

    address: Address
    row: Record
    column: Record
    cell: Record
    value: Any
    place: Place | None
    findings: list[tuple[Record, list[Evidence]]]
    used: list[tuple[Record, list[Evidence]]]
    quoted: list[Record]


class Tracer:
    """Looks up cells of one document.

    Args:
        frames: as `audit.library.Library.frames` gives them.
    """

    def __init__(self, entry: Entry, frames: dict[str, pa.Table]) -> None:
        self.entry = entry
        self._frames = frames
        #: Lines of the tables by (kind, tabel) and ``baris``, in output order.
        self.tables: dict[tuple[str, str], dict[int, Record]] = {}
        for kind in [k for k in frames if k not in _FOLDERS] + [TEXT] * (TEXT in frames):
            for row in frames[kind].to_pylist():
                number = row["nomor"] if kind == TEXT else row["baris"]
                tabel = "" if kind == TEXT else row["tabel"]
                self.tables.setdefault((kind, tabel), {})[number] = row

    @cached_property
    def cells(self) -> dict[Address, Record]:
        """Lines of ``sel`` by address; amounts of running text look the same."""
        found = {
            Address(c["kind"], c["tabel"], c["baris"], c["kolom"]): c
            for c in self._frames["sel"].to_pylist()
        }
        for number, row in self.tables.get((TEXT, ""), {}).items():
            found[Address(TEXT, "", number, AMOUNT)] = {
                **{name: row[name] for name in ("halaman", "x0", "y0", "x1", "y1")},
                **{name: row[name] for name in ("teks", "nilai", "keyakinan", "status")},
                **dict.fromkeys(("pembaca", "teks_kedua", "aturan")),
            }
        return found

    @cached_property
    def turns(self) -> dict[int, int]:
        """How far the print lies turned by page, see `audit.turned.turns`; other pages are not."""
        return turns(self.cells, self.entry.tables)

    @cached_property
    def _findings(self) -> list[tuple[Record, Address | None, list[Evidence]]]:
        kinds = kinds_of(self.tables)
        lines = self._frames["temuan"].to_pylist()
        return [(line, named(line), evidence(line, kinds)) for line in lines]

    def way(self, address: Address) -> Way:
        """Everything known of a cell that `find` named."""
        kind, tabel, baris, kolom = address
        row = self.tables[kind, tabel][baris]
        cell = self.cells.get(address, {})
        printed = [t for t in self.entry.tables if (t["kind"], t["tabel"]) == (kind, tabel)]
        column = [c for table in printed for c in table["kolom"] if c["nama"] == kolom]
        value = row.get(kolom, cell.get("nilai"))
        if kolom not in row and value is None:
            value = cell.get("teks")  # a printed column without a name in the contract
        return Way(
            address,
            row,
            column[0] if column else {},
            cell,
            value,
            self.place(address),
            [(line, others) for line, at, others in self._findings if at == address],
            [
                (line, others)
                for line, at, others in self._findings
                if at != address and any(each.address == address for each in others)
            ],
            [text for text in self.tables.get((TEXT, ""), {}).values() if _repeats(text, address)],
        )

    def place(self, address: Address) -> Place | None:
        """Where a cell is; ``None`` where not even its row has one."""
        cell = self.cells.get(address, {})
        if cell.get("x0") is not None:
            return Place(cell["halaman"], _box(cell))
        kind, tabel, baris, kolom = address
        row = self.tables[kind, tabel][baris]
        page = cell.get("halaman") or row["halaman"]
        table = [(at, each) for at, each in self.cells.items() if at[:2] == (kind, tabel)]
        beside = [_box(c) for at, c in table if at.baris == baris and _stands(c, page)]
        if not beside:
            return None
        y0, y1 = min(box.y0 for box in beside), max(box.y1 for box in beside)
        same = [c for at, c in table if at.kolom == kolom and c["x0"] is not None]
        near = [c for c in same if c["halaman"] == page] or same
        xs = [_box(c) for c in near] or beside
        return Place(page, Box(min(b.x0 for b in xs), y0, max(b.x1 for b in xs), y1), False)

    def place_of_row(self, kind: str, tabel: str, baris: int) -> Place | None:
        """What its cells cover on the page where the row starts."""
        row = self.tables[kind, tabel][baris]
        mine = [c for at, c in self.cells.items() if at[:3] == (kind, tabel, baris)]
        boxes = [_box(c) for c in mine if _stands(c, row["halaman"])]
        if not boxes:
            return None
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.union(box)
        return Place(row["halaman"], whole)

    def cells_of_row(self, kind: str, tabel: str, baris: int) -> list[Address]:
        """Addresses of the row's cells, in the order of its columns."""
        return [at for at in self.cells if at[:3] == (kind, tabel, baris)]

    def find(
        self, table: str = "", row: int | None = None, column: str = "", kode: str = ""
    ) -> list[Address]:
        """The cells asked for; ``kolom`` is ``""`` for whole rows, where no column is named.

        Args:
            table: number as printed, kind, or ``kind/number``; needed where several tables have
                such a row.
            row: ``baris``.
            kode: instead of ``row``; all rows of that code, indicators only where nothing else is.

        Raises:
            UsageError: there is no such table, row or column, or several; the message lists them.
        """
        if (row is None) == (not kode):
            raise UsageError(
                "name a row by its number or by its kode",
                remedy="See `renja trace --help`; `baris` and `kode` are columns of the Parquet.",
            )
        chosen = {
            key: rows
            for key, rows in self.tables.items()
            if not table or table in (*key, "/".join(key))
        }
        if not chosen:
            raise UsageError(
                f"no table {table}; there are: {_names(self.tables)}",
                remedy="Name one of them with --table.",
            )
        if row is None:
            rows = _coded(chosen, kode)
        else:
            rows = [(key, row) for key in chosen if row in chosen[key]]
        if not rows:
            raise _no_row(chosen, row, kode)
        if column:
            rows = [(key, n) for key, n in rows if column in self._columns(key)]
            if not rows:
                raise self._no_column(chosen, column)
        if row is not None and len(rows) > 1:
            raise UsageError(
                f"several tables have a row {row}: {_names(key for key, _ in rows)}",
                remedy="Choose one with --table.",
            )
        return [Address(*key, number, column) for key, number in rows]

    def _columns(self, key: tuple[str, str]) -> list[str]:
        """Columns that the table prints, in its order."""
        tables = [t for t in self.entry.tables if (t["kind"], t["tabel"]) == key]
        printed = [column["nama"] for table in tables for column in table["kolom"]]
        return list(dict.fromkeys([*printed, *(at.kolom for at in self.cells if at[:2] == key)]))

    def _no_column(self, tables: Iterable[tuple[str, str]], column: str) -> UsageError:
        from rapidfuzz import process

        told = []
        for key in tables:
            known = self._columns(key)
            near = [name for name, *_ in process.extract(column, known, limit=3)]
            told.append(f"{_names([key])} has {', '.join(known)} (near: {', '.join(near)})")
        return UsageError(
            f"no column {column}; {'; '.join(told)}", remedy="Name one of them with --col."
        )


def _coded(
    tables: dict[tuple[str, str], dict[int, Record]], kode: str
) -> list[tuple[tuple[str, str], int]]:
    """Rows of a code: as written, as printed, or with other leading zeros."""
    for same in (_is_code, _is_same_code):
        found = [
            (key, number, row.get("level") == "indikator")
            for key, rows in tables.items()
            for number, row in rows.items()
            if same(row, kode)
        ]
        rows = [(key, number) for key, number, further in found if not further]
        if found:
            return rows or [(key, number) for key, number, _ in found]
    return []


def _is_code(row: Record, kode: str) -> bool:
    return kode in (row.get("kode"), row.get("kode_cetak"))


def _is_same_code(row: Record, kode: str) -> bool:
    return bool(row.get("kode")) and _segments(row["kode"]) == _segments(kode)


def _segments(kode: str) -> list[str]:
    return [part.lstrip("0") for part in kode.split(".")]


def _no_row(
    tables: dict[tuple[str, str], dict[int, Record]], row: int | None, kode: str
) -> UsageError:
    if row is not None:
        listed = (f"{_names([key])} has {_span(rows)}" for key, rows in tables.items())
        return UsageError(f"no row {row}; {'; '.join(listed)}", remedy="Name one with --row.")
    from rapidfuzz import process

    lines = [line for rows in tables.values() for line in rows.values()]
    known = list(dict.fromkeys(line["kode"] for line in lines if line.get("kode")))
    near = [name for name, *_ in process.extract(kode, known, limit=_NAMED)]
    return UsageError(
        f"no row of kode {kode}; " + (f"near: {', '.join(near)}" if near else "no row has a kode"),
        remedy="Name the row with --table and --row.",
    )


def _names(keys: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{tabel} ({kind})" if tabel else kind for kind, tabel in keys)


def _span(rows: Iterable[int]) -> str:
    numbers = sorted(rows)
    return f"rows {numbers[0]} to {numbers[-1]}"


def _repeats(text: Record, address: Address) -> bool:
    place = text["tabel_kind"], text["tabel"], text["baris"], text["kolom"]
    return place == tuple(address)


def _box(cell: Record) -> Box:
    return Box(cell["x0"], cell["y0"], cell["x1"], cell["y1"])


def _stands(cell: Record, page: int) -> bool:
    return cell["halaman"] == page and cell["x0"] is not None
