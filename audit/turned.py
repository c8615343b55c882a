"""How far what is printed lies turned on its page: scans on their side are not turned by the PDF.

The cells tell: the columns of a row follow each other to the right where the page is upright,
downwards where it lies turned clockwise, and so on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Any

from audit.address import Address

Record = dict[str, Any]
_CLEAR = 0.8  # share of neighbours that must lie one way before a page is taken for turned


def turns(cells: Mapping[Address, Record], tables: Iterable[Record]) -> dict[int, int]:
    """Degrees clockwise (0, 90, 180, 270) by page, for pages with rows of two cells or more.

    Args:
        cells: lines of ``sel`` by address.
        tables: as `audit.library.Entry.tables`: they know the order of printed columns.
    """
    votes: dict[int, Counter[int]] = {}
    for table in tables:
        order = {column["nama"]: place for place, column in enumerate(table["kolom"])}
        mine = [
            (cell["halaman"], at.baris, order[at.kolom], _middle(cell))
            for at, cell in cells.items()
            if at[:2] == (table["kind"], table["tabel"])
            and at.kolom in order
            and cell["x0"] is not None
        ]
        for (page, _), row in groupby(sorted(mine), key=lambda item: item[:2]):
            for (*_, one), (*_, other) in pairwise(row):
                votes.setdefault(page, Counter())[_direction(one, other)] += 1
    return {page: _clear(counted) for page, counted in votes.items()}


def _clear(votes: Counter[int]) -> int:
    turn, count = votes.most_common(1)[0]
    return turn if count >= _CLEAR * votes.total() else 0


def _middle(cell: Record) -> tuple[float, float]:
    return (cell["x0"] + cell["x1"]) / 2, (cell["y0"] + cell["y1"]) / 2


def _direction(one: tuple[float, float], other: tuple[float, float]) -> int:
    across, down = other[0] - one[0], other[1] - one[1]
    if abs(across) >= abs(down):
        return 0 if across > 0 else 180
    return 90 if down > 0 else 270
