"""Where columns stand: does a grid on one page go on where a table on the page before stood?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.header import Leaf
from extractors.page import PageTable
from tables.model import Column
from tables.spec import fold

SAME_COLUMNS = 0.75  # share of header paths two pages must have in common
SIDE = 0.06  # how far the sides of a continued table may shift, in table widths


def sides(columns: Sequence[Column]) -> tuple[float, float]:
    """Left and right edge of a table, in points on the page where its header stands."""
    return columns[0].x0, columns[-1].x1


def stands_alike(columns: Sequence[Column], table: PageTable, share: float) -> bool:
    """Whether a grid is as wide as a table and stands where it did, with its inner edges.

    Args:
        share: of the table's inner edges, how many the grid's must meet at least.
    """
    x0, x1 = sides(columns)
    width = x1 - x0
    scale = (table.xs[-1] - table.xs[0]) / width
    moved = [x0 + (x - table.xs[0]) / scale for x in table.xs[1:-1]]
    inner = [x for x in moved if _near_any(x, columns, SIDE * width / 4)]
    return (
        abs(scale - 1) <= SIDE
        and abs(table.xs[0] - x0) <= 4 * SIDE * width
        and len(inner) >= share * (len(columns) - 1)
    )


def _near_any(x: float, columns: Sequence[Column], tolerance: float) -> bool:
    return any(abs(x - c.x0) <= tolerance or abs(x - c.x1) <= tolerance for c in columns)


def spans_by_place(columns: Sequence[Column], table: PageTable) -> list[int]:
    """Table column of each grid column, by where it stands (shifted pages are moved back)."""
    x0, x1 = sides(columns)
    shift, scale = table.xs[0], (x1 - x0) / (table.xs[-1] - table.xs[0])
    spans = []
    for a, b in zip(table.xs, table.xs[1:], strict=False):
        left, right = x0 + (a - shift) * scale, x0 + (b - shift) * scale
        overlaps = [min(right, c.x1) - max(left, c.x0) for c in columns]
        best = max(range(len(overlaps)), key=lambda i: overlaps[i])
        spans.append(best if overlaps[best] > 0 else -1)
    return spans


def path_key(path: tuple[str, ...]) -> str:
    """A header path as one word, for comparing the headers of two pages."""
    return re.sub(r"[\s>]", "", fold("".join(path)))


def same_header(columns: Sequence[Column], leaves: Sequence[Leaf]) -> bool:
    """Whether a page repeats a table's header, but for a column or so."""
    ours = {path_key(c.header) for c in columns}
    theirs = {path_key(leaf.path) for leaf in leaves}
    return len(ours & theirs) >= SAME_COLUMNS * max(len(ours), len(theirs))
