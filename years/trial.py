"""One way of laying two tables side by side, and how well the figures bear it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from years.checks import Candidate, Check, value
from years.match import By, Pair, pair
from years.model import Document, Line
from years.names import SAME, fold, likeness

#: Share of the rows that must agree to the rupiah before the rest counts as contradiction. Where
#: fewer do, the two say different things (another edition, half a year, another Renstra).
AGREE = Decimal("0.5")
_TOLERANCE = Decimal("0.005")  # of performance figures, printed with two decimals


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of a paired row: what the earlier document says and what the later does."""

    a: Line
    b: Line
    by: By
    column: str
    columns_a: tuple[str, ...]
    value_a: Decimal | None
    value_b: Decimal | None
    equal: bool


@dataclass(frozen=True)
class Trial:
    """A check's candidate tried on two documents."""

    check: Check
    candidate: Candidate
    a: Document
    b: Document

    @cached_property
    def pairs(self) -> list[Pair]:
        """Rows side by side; further indicators only where both tables are of one kind, because a
        plan and an evaluation break a row up differently."""
        one, other = self.a.lines[self.check.a], self.b.lines[self.check.b]
        if self.check.a != self.check.b:
            one = [line for line in one if line.level != "indikator"]
            other = [line for line in other if line.level != "indikator"]
        return pair(one, other)

    @cached_property
    def figures(self) -> list[Figure]:
        return list(self._figures())

    @cached_property
    def telling(self) -> list[Figure]:
        """Figures that can tell whether this is the right way: money, unless there is none."""
        both = [f for f in self.figures if f.value_a and f.value_b]
        return [f for f in both if self.check.is_money(f.column)] or both

    @property
    def agreeing(self) -> int:
        return sum(figure.equal for figure in self.telling)

    @property
    def accepted(self) -> bool:
        return bool(self.telling) and self.agreeing >= len(self.telling) * AGREE

    def _figures(self) -> Iterator[Figure]:
        used = {
            side: {name for line in document.lines[kind] for name in line.values}
            for side, document, kind in (
                ("a", self.a, self.check.a),
                ("b", self.b, self.check.b),
            )
        }
        for column, parts in self.candidate.columns.items():
            if column not in used["b"] or not set(parts) <= used["a"]:
                continue
            money = self.check.is_money(column)
            for a, b, by in self.pairs:
                if a is None or b is None or not (money or _same_measure(a, b)):
                    continue
                one, other = value(a, parts), b.values.get(column)
                both = one is not None and other is not None
                if not both and (not money or one is other):
                    continue
                equal = both and self._equal(a, b, column, parts)
                yield Figure(a, b, by, column, parts, one, other, equal)

    def _equal(self, a: Line, b: Line, column: str, parts: tuple[str, ...]) -> bool:
        """Money to the rupiah, or to the coarser of the two scales the tables are printed in."""
        tolerance = _TOLERANCE
        if self.check.is_money(column):
            scales = [
                self.b.scales.get((self.check.b, b.tabel, column), 1),
                *(self.a.scales.get((self.check.a, a.tabel, part), 1) for part in parts),
            ]
            tolerance = Decimal(max(scales))
        return abs((value(a, parts) or 0) - b.values[column]) < tolerance


def _same_measure(a: Line, b: Line) -> bool:
    """Whether performance figures of two rows measure the same thing in the same unit."""
    units = fold(a.satuan), fold(b.satuan)
    return units[0] == units[1] and likeness(a.indikator, b.indikator) >= SAME
