"""The tables' figures, found by value, by name of the row, and by likeness of digits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cleaning.slips import digits_of, one_slip
from tables.model import CellRef, CleanRow, CleanTable, Entry
from tables.narrative import words
from tables.spec import specs

LIKE = 90  # of 100: a name in the text is the row's
LONG = 9  # digits of an amount that may be recognised though a digit or two are wrong
TELLING = 7  # … of which so many before the closing zeros
PLAIN = 4  # digits before the closing zeros; rounder amounts recur by chance
ROUND = 2  # closing zeros of an amount that may be rounded
SLIPS = 2  # digits that may be wrong


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table; ``number`` is the table's place in the document's list."""

    number: int
    table: CleanTable
    tabel: str
    row: CleanRow


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: where it stands and whether its reading is beyond doubt.

    Attributes:
        place: ``None`` for one reckoned from the table.
        type: of its column.
        reckoned: from other figures, not printed.
    """

    ref: CellRef
    place: Place | None
    type: str
    level: str
    sure: bool
    reckoned: bool = False


class Figures:
    """All money and percents of the document's tables.

    Args:
        tables: with rows at their levels.
        names: how each is called in the output (``tabel``), in the same order.
    """

    def __init__(self, tables: Sequence[CleanTable], names: Sequence[str]) -> None:
        self.places = [
            Place(n, table, names[n], row) for n, table in enumerate(tables) for row in table.rows
        ]
        self.figures = [f for place in self.places for f in _figures(place)]
        self.figures += [
            f for n, table in enumerate(tables) for f in _totals(table, names[n], self.figures)
        ]
        self._by_place = {
            (f.place.number, f.place.row.baris, f.ref.kolom): f for f in self.figures if f.place
        }
        self._by_value: dict[Decimal, list[Figure]] = defaultdict(list)
        self._by_length: dict[int, set[Decimal]] = defaultdict(set)
        self._names: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        self._index()

    def _index(self) -> None:
        for figure in self.figures:
            value = figure.ref.nilai
            if value is not None:
                self._by_value[abs(value)].append(figure)
                if figure.type == "uang" and value >= 10 ** (LONG - 2):
                    self._by_length[len(str(int(value)))].add(value)
        for place in self.places:
            name = bare_name(place.row)
            if place.row.level in words().levels and len(name) > 5:
                self._names[place.row.level][name].append(place)

    def equal(self, value: Decimal, type_: str = "uang") -> list[Figure]:
        """Figures with this value, whatever their sign."""
        return [f for f in self._by_value.get(abs(value), []) if f.type == type_]

    def of(self, place: Place, column: str) -> Figure | None:
        """What a row prints in a column, ``None`` where no number was read there."""
        return self._by_place.get((place.number, place.row.baris, column))

    def named(self, text: str) -> list[Place]:
        """The rows whose name stands last in ``text``, after what rows of its level are called."""
        from rapidfuzz import fuzz

        folded = fold_name(text)
        best: tuple[int, float, int, str, str] | None = None
        for level, end in _called(folded):
            for name in self._names.get(level, ()):
                parts = {folded[end : end + len(name) + more] for more in (-3, 0, 3)}
                score = max(fuzz.ratio(name, part, score_cutoff=LIKE) for part in parts)
                if score >= LIKE:
                    found = (end, score, len(name), level, name)
                    best = max(best, found) if best else found
        return list(self._names[best[3]][best[4]]) if best else []

    def nearly(self, value: Decimal) -> list[Decimal]:
        """Values of long amounts that differ from ``value`` in a digit or two."""
        if not telling(value, TELLING) or len(digits_of(value)) < LONG:
            return []
        size = len(str(int(value)))
        near = (v for n in (size - 1, size, size + 1) for v in self._by_length.get(n, ()))
        return [v for v in near if telling(v, TELLING) and _alike(value, v)]


def telling(value: Decimal, digits: int = PLAIN) -> bool:
    """Whether an amount has so many digits before its closing zeros."""
    return len(str(abs(int(value))).rstrip("0")) >= digits


def fold_name(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def bare_name(row: CleanRow) -> str:
    """A row's name without what rows of its level are called."""
    called = words().levels.get(row.level, "")
    return re.sub(rf"^(?:{called}) ", "", fold_name(row.text("uraian"))) if called else ""


def _called(folded: str) -> Iterable[tuple[str, int]]:
    """Level words of a folded text, with the place where a name would begin."""
    pattern = "|".join(f"(?P<{level}>{p})" for level, p in words().levels.items())
    for match in re.finditer(rf"\b(?:{pattern}) ", folded):
        yield next(level for level in words().levels if match[level]), match.end()


def rounded_alike(one: Decimal, other: Decimal) -> bool:
    """Whether one of two different amounts is the other rounded to hundreds or more."""
    zeros = max(_zeros(one), _zeros(other))
    return zeros >= ROUND and abs(abs(one) - abs(other)) < Decimal(10) ** zeros


def _zeros(value: Decimal) -> int:
    digits = str(abs(int(value)))
    return len(digits) - len(digits.rstrip("0"))


def _alike(one: Decimal, other: Decimal) -> bool:
    if one == other or rounded_alike(one, other):
        return False
    a, b = digits_of(one), digits_of(other)
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= SLIPS
    return one_slip(one, other)


def _figures(place: Place) -> list[Figure]:
    types = _types(place.table)
    found = []
    for name, entry in place.row.entries.items():
        if types.get(name) in ("uang", "persen") and entry.value is not None:
            page = entry.cell.page if entry.cell else place.row.page
            ref = CellRef(place.table.kind, place.tabel, place.row.baris, name, entry.value, page)
            found.append(Figure(ref, place, types[name], place.row.level, _sure(entry)))
    return found


def _types(table: CleanTable) -> dict[str, str]:
    types = dict(specs()[table.kind].types) if table.kind in specs() else {}
    for use in table.columns:
        types.setdefault(use.name, use.type)
    return types


def _sure(entry: Entry) -> bool:
    scanned = entry.cell is not None and entry.cell.reader == "ocr"
    if entry.status == "dikoreksi":
        return True
    return entry.status in ("cetak", "digabung", "nol_strip") and not scanned


def _totals(table: CleanTable, tabel: str, figures: Sequence[Figure]) -> list[Figure]:
    """Money of the programs together, where the table prints no total of its own."""
    mine = [f for f in figures if f.place is not None and f.place.table is table]
    printed = {f.ref.kolom for f in mine if f.level == "total"}
    programs = [row for row in table.rows if row.level == "program"]
    found = []
    for column in dict.fromkeys(f.ref.kolom for f in mine if f.type == "uang"):
        parts = [f for f in mine if f.ref.kolom == column and f.level == "program"]
        if column not in printed and len(parts) == len(programs) > 1:
            total = sum((f.ref.nilai or Decimal(0) for f in parts), Decimal(0))
            ref = CellRef(table.kind, tabel, None, column, total, table.pages[0])
            found.append(Figure(ref, None, "uang", "total", all(f.sure for f in parts), True))
    return found
