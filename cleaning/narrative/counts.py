"""How many programs, kegiatan and sub kegiatan the text counts, against the tables' rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cleaning.narrative.checks import Sentence
from cleaning.narrative.figures import Figure
from cleaning.narrative.match import Pair
from cleaning.narrative.roles import flat
from cleaning.narrative.sayings import number
from tables.model import CellRef, CleanTable, Facts, Finding
from tables.narrative import words
from tables.spec import specs

LEVELS = ("program", "kegiatan", "sub_kegiatan")
FEW = 2  # a count must be at least this to tell which table the text speaks of
_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of each level a table prints."""

    table: CleanTable
    tabel: str
    count: Counter[str]
    sure: bool

    def figure(self, level: str) -> Figure:
        pages = self.table.pages
        ref = CellRef(
            *(self.table.kind, self.tabel, None, f"jumlah {level}", Decimal(self.count[level])),
            halaman=pages[0] if pages else None,
        )
        return Figure(ref, None, "jumlah", level, self.sure)

    def agreeing(self, told: dict[str, Pair]) -> list[str]:
        """Levels of which the text counts as many; none where only ones agree."""
        equal = [level for level, pair in told.items() if pair.value == self.count[level]]
        return equal if any(self.count[level] >= FEW for level in equal) else []


def rows_of(tables: Sequence[CleanTable], names: Sequence[str]) -> list[Rows]:
    """The tables of programs and activities whose rows can be counted."""
    return [
        Rows(table, names[n], Counter(row.level for row in table.rows), _sure(table))
        for n, table in enumerate(tables)
        if table.kind in specs() and specs()[table.kind].sums
    ]


def _sure(table: CleanTable) -> bool:
    """Whether nothing doubts that the table's rows were read as they stand."""
    cells = (entry.cell for row in table.rows for entry in row.entries.values())
    doubted = any(f.kelas == "ekstraksi" and not f.kolom for f in table.findings)
    return not doubted and not any(cell is not None and cell.reader == "ocr" for cell in cells)


def counted(sentence: Sentence, tables: Sequence[Rows], facts: Facts) -> Iterator[Finding]:
    """Counts told together, against the one table that agrees with the most of them."""
    told = {
        pair.told.role: pair
        for pair in sentence.pairs
        if pair.told.found.unit == "jumlah" and pair.told.role in LEVELS
    }
    if len(told) < 2 or _of_another_plan(sentence, facts):
        return
    best = max(tables, key=lambda rows: len(rows.agreeing(told)), default=None)
    equal = best.agreeing(told) if best else []
    if best is None or not equal:
        return
    for level, pair in told.items():
        pair.figure = best.figure(level)
        pair.status = "cocok" if level in equal else "beda"
        if level not in equal and best.count[level] and pair.value is not None:
            yield _different(sentence, pair, pair.figure, level)


def _different(sentence: Sentence, pair: Pair, figure: Figure, level: str) -> Finding:
    called = level.replace("_", " ")
    due = figure.ref.nilai or Decimal(0)
    said = (
        f"teks menyebut {number(pair.value or Decimal(0))} {called}, "
        f"Tabel {figure.ref.tabel} mencetak {number(due)} baris {called}."
    )
    return sentence.say(
        "jumlah_baris_teks", pair.told, said, [figure], printed=pair.value, due=due, level=level
    )


def _of_another_plan(sentence: Sentence, facts: Facts) -> bool:
    """Whether the counts are of another year, or of the plan before it was changed."""
    years = {int(year) for year in _YEAR.findall(sentence.text)}
    first = next(p for p in sentence.pairs if p.told.found.unit == "jumlah")
    before = flat(sentence.text[: first.told.found.start])
    if words().old_plan.search(before):
        return True
    return bool(years) and not years & {facts.tahun, facts.tahun_evaluasi}
