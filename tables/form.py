"""What a spec says about a form, as types: its columns, halves and years, and how it is found."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: ``rumus`` is text whose printed lines tell a numerator from a denominator.
TYPES = ("teks", "rumus", "kode", "kinerja", "uang", "persen")
NUMERIC = ("kinerja", "uang", "persen")


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a form, before it is split into kinerja and anggaran.

    Attributes:
        type: type of the single reading (``kinerja`` readings of a pair get suffix ``_k``).
        pair: types of the ``_k`` and ``_rp`` readings, ``None`` for a single column.
        header: patterns on the folded header path, most specific first.
        unless: patterns that rule the column out.
        family: the name in the YAML, without the half or year it was multiplied by.
        half: prefix of the half of a mirrored table it belongs to, ``""`` for none.
        year: years after the plan's that it is about, ``None`` for a column without a year.
        words: its cells are words; a column of figures is not it, whatever its header says.
        meaning: English phrase for the data dictionary; ``""`` where tables/meanings.py has one.
    """

    name: str
    type: str
    pair: tuple[str, str] | None
    header: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    family: str = ""
    half: str = ""
    year: int | None = None
    words: bool = False
    meaning: str = ""

    @property
    def names(self) -> dict[str, str]:
        """Contract column names with their types."""
        if self.pair is None:
            return {self.name: self.type}
        return {f"{self.name}_k": self.pair[0], f"{self.name}_rp": self.pair[1]}

    def score(self, path: str) -> int:
        """0 where the header path is not this column; higher for a more specific pattern."""
        if any(pattern.search(path) for pattern in self.unless):
            return 0
        for rank, pattern in enumerate(self.header):
            if pattern.search(path):
                return 100 - rank
        return 0


@dataclass(frozen=True)
class Formula:
    """``target = expression`` over column names; pairs apply to ``_k`` and ``_rp`` alike."""

    target: str
    expression: str
    source: str


@dataclass(frozen=True)
class LocateSpec:
    """How a table of this kind is recognised on a page.

    ``header`` are words, one of each group; ``not_header`` rules out a table with such a header.
    """

    numbers: tuple[re.Pattern[str], ...]
    titles: tuple[re.Pattern[str], ...]
    not_titles: tuple[re.Pattern[str], ...]
    header: tuple[tuple[str, ...], ...]
    not_header: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Half:
    """One of two mirrored halves of a table: its prefix, and the wording of the header over it."""

    prefix: str
    header: tuple[re.Pattern[str], ...]
    meaning: str


@dataclass(frozen=True)
class YearOfPlan:
    """How printed years tell the plan's: ``first`` or ``last`` of a family, plus ``add``."""

    family: str
    at: str
    add: int = 0


@dataclass(frozen=True)
class TableSpec:
    """One kind of table.

    Attributes:
        heading: the column that names the rows and takes text running over several columns: the
            first of these that the table prints.
        leaves_out: for every form of it the measure columns that form does not have.
        hierarchy: its rows are programs, kegiatan … with codes, and parents that add up.
        contract_text: it has every text column of the data contract, not only its own.
        halves: of a table that prints the same columns twice, left and right.
        year_of_plan: where columns are of single years, what tells which year is the plan's.
    """

    kind: str
    title: str
    title_en: str
    printed_as: tuple[str, ...]
    locate: LocateSpec
    ordered: bool
    required: tuple[str, ...]
    expected: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    formulas: tuple[Formula, ...]
    sums: tuple[str, ...]
    leaves_out: tuple[frozenset[str], ...] = ()
    hierarchy: bool = True
    contract_text: bool = False
    halves: tuple[Half, ...] = ()
    year_of_plan: tuple[YearOfPlan, ...] = ()
    heading: tuple[str, ...] = ()

    @property
    def types(self) -> dict[str, str]:
        """Contract column name -> type, in contract order."""
        return {name: type_ for column in self.columns for name, type_ in column.names.items()}

    @property
    def numbers(self) -> tuple[str, ...]:
        """Names of the columns that hold numbers."""
        return tuple(n for n, t in self.types.items() if t in NUMERIC)

    def half_of(self, path: str) -> tuple[str, str]:
        """The half whose header stands over a header path, and the path below it."""
        upper, _, lower = path.partition(" > ")
        half = self.heads_half(upper) if lower else ""
        return (half, lower) if half else ("", path)

    def heads_half(self, header: str) -> str:
        """The half that a header stands over, by its wording; ``""`` for none."""
        found = (h.prefix for h in self.halves if any(p.search(header) for p in h.header))
        return next(found, "")


@dataclass(frozen=True)
class Vocabulary:
    """Wording shared by all forms."""

    organisation: re.Pattern[str]
    spelling: dict[str, str]
    kinerja_leaf: re.Pattern[str]
    anggaran_leaf: re.Pattern[str]
    scale: tuple[tuple[re.Pattern[str], int], ...]
    levels: dict[str, re.Pattern[str]]
    nihil: re.Pattern[str]
    header_words: frozenset[str]
    unit_words: frozenset[str]
    short_names: dict[str, str]
