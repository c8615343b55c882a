"""One page as grids of cells with their text: what is seen before any header is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from extractors.fragments import Fragment, number_blocks, tags_tell_cells
from extractors.grid import Grid, Region
from tables.model import MID_WORD, Box

_VALUE = re.compile(r"^[-–]?[\d.,]*$")
_UNIT = re.compile(r"^[^\W\d]|^%")

OVERLAP = 0.25  # share of a fragment that another covers: one was printed over the other
NEAR_EDGE = 0.35  # a line this close to a rule, in font sizes, follows its block


@dataclass(slots=True)
class GridCell:
    """A physical cell: its span in the page's grid and the fragments in it."""

    r0: int
    r1: int
    c0: int
    c1: int
    box: Box
    parts: list[Fragment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return compose(self.parts)


@dataclass(slots=True)
class PageTable:
    """One ruled table on one page, with the text standing above (lead) and below it (tail)."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    lead: list[Fragment] = field(default_factory=list)
    tail: list[Fragment] = field(default_factory=list)

    @property
    def above(self) -> list[str]:
        """The lines of text between the table and whatever ruled thing stands above it."""
        return [" ".join(f.text for f in line) for line in lines_of(self.lead)]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def row(self, r: int) -> list[GridCell]:
        """Cells that start in band ``r``, left to right."""
        return sorted((c for c in self.cells if c.r0 == r), key=lambda c: c.c0)


def fill(
    page: int, found: list[Grid], items: list[Fragment]
) -> tuple[list[PageTable], list[Fragment]]:
    """Put every fragment into the cell it belongs to; returns tables and what stands outside."""
    homes = [_home(found, item) for item in items]
    columns = [
        g * 1000 + found[g].column_at(i.box.x0 + 0.1) if g >= 0 else -1
        for i, (g, _) in zip(items, homes, strict=True)
    ]
    tagged = tags_tell_cells(items)
    number_blocks(items, columns, tagged)
    mark_mid_word(items)
    homes = _settle(found, items, homes, tagged)
    tables = []
    for g, grid in enumerate(found):
        cells = [GridCell(r.r0, r.r1, r.c0, r.c1, grid.region_box(r)) for r in grid.regions]
        for item, (home, region) in zip(items, homes, strict=True):
            if home == g and region is not None:
                cells[region].parts.append(item)
        tables.append(PageTable(page, grid.xs, grid.ys, cells))
    outside = [i for i, (g, r) in zip(items, homes, strict=True) if g < 0 or r is None]
    return tables, outside


def _home(found: list[Grid], item: Fragment) -> tuple[int, int | None]:
    """(grid, region) whose columns the fragment overlaps most in its band; (-1, None) outside."""
    for g, grid in enumerate(found):
        row = grid.row_at(item.middle)
        if not 0 <= row < len(grid.ys) - 1:
            continue
        if item.box.x1 <= grid.xs[0] or item.box.x0 >= grid.xs[-1]:
            continue
        shares: dict[int, float] = {}
        for c in range(len(grid.xs) - 1):
            overlap = min(item.box.x1, grid.xs[c + 1]) - max(item.box.x0, grid.xs[c])
            if overlap > 0:
                region = grid.owner[row][c]
                shares[region] = shares.get(region, 0.0) + overlap
        if shares:
            best = max(shares, key=lambda r: (shares[r], -r))
            if sum(shares.values()) >= 0.5 * (item.box.width or 1e-6):
                return g, best
    return -1, None


def _settle(
    found: list[Grid], items: list[Fragment], homes: list[tuple[int, int | None]], tagged: bool
) -> list[tuple[int, int | None]]:
    """Bring fragments that overflow their cell back to the cell their block belongs to."""
    by_block: dict[int, list[int]] = {}
    for i, item in enumerate(items):
        by_block.setdefault(item.block, []).append(i)
    cells: dict[tuple[int, int | None], list[int]] = {}
    for i, home in enumerate(homes):
        cells.setdefault(home, []).append(i)
    settled = list(homes)
    for members in by_block.values():
        inside = [i for i in members if homes[i][1] is not None]
        if len({homes[i] for i in inside}) < 2:
            continue
        main = _main_home(found, inside, homes)
        for i in inside:
            if homes[i] == main or not _share_columns(found, main, homes[i]):
                continue
            if (
                (tagged and items[i].mcid is not None)
                or _near_edge(found, items[i], main)
                or _too_low(found, items[i], homes[i])
                or _printed_over(items, i, cells[homes[i]])
            ):
                settled[i] = main
    return settled


def _main_home(
    found: list[Grid], members: list[int], homes: list[tuple[int, int | None]]
) -> tuple[int, int | None]:
    counts: dict[tuple[int, int | None], int] = {}
    for i in members:
        counts[homes[i]] = counts.get(homes[i], 0) + 1
    return max(
        counts, key=lambda h: (counts[h], -members.index(next(i for i in members if homes[i] == h)))
    )


def _regions(found: list[Grid], home: tuple[int, int | None]) -> Region:
    assert home[1] is not None
    return found[home[0]].regions[home[1]]


def _share_columns(found: list[Grid], a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    if a[0] != b[0]:
        return False
    first, second = _regions(found, a), _regions(found, b)
    return first.c0 < second.c1 and second.c0 < first.c1


def _near_edge(found: list[Grid], item: Fragment, main: tuple[int, int | None]) -> bool:
    box = found[main[0]].region_box(_regions(found, main))
    margin = NEAR_EDGE * item.size
    return box.y0 - margin <= item.middle <= box.y1 + margin


def _too_low(found: list[Grid], item: Fragment, home: tuple[int, int | None]) -> bool:
    """The band is not high enough for a line of its own: its rule cuts off a clipped line."""
    return found[home[0]].region_box(_regions(found, home)).height < 1.2 * item.size


def _printed_over(items: list[Fragment], i: int, others: list[int]) -> bool:
    item = items[i]
    for j in others:
        other = items[j]
        if other.block == item.block:
            continue
        w = min(item.box.x1, other.box.x1) - max(item.box.x0, other.box.x0)
        h = min(item.box.y1, other.box.y1) - max(item.box.y0, other.box.y0)
        if w > 0 and h > 0 and w * h > OVERLAP * min(_area(item), _area(other)):
            return True
    return False


def _area(item: Fragment) -> float:
    return max(item.box.width * item.box.height, 1e-6)


def lines_of(parts: list[Fragment]) -> list[list[Fragment]]:
    """Fragments of a cell as printed lines, top to bottom, each left to right.

    Where lines are printed over each other, content order is kept instead.
    """
    if not parts:
        return []
    if printed_over(parts):
        ordered = sorted(parts, key=lambda f: (f.block, f.order))
    else:
        ordered = sorted(parts, key=lambda f: (f.middle, f.box.x0))
    lines: list[list[Fragment]] = []
    for item in ordered:
        if lines and abs(item.middle - lines[-1][0].middle) < 0.5 * max(
            item.size, lines[-1][0].size
        ):
            lines[-1].append(item)
        else:
            lines.append([item])
    return [sorted(line, key=lambda f: f.box.x0) for line in lines]


def tail_of(table: PageTable, tables: list[PageTable], outside: list[Fragment]) -> list[Fragment]:
    """The first line of text below a table, before whatever ruled thing stands there."""
    ceiling = min((t.ys[0] for t in tables if t.ys[0] >= table.ys[-1]), default=inf)
    lines = lines_of([f for f in outside if table.ys[-1] - 2 <= f.middle <= ceiling + 2])
    return lines[0] if lines else []


def printed_over(parts: list[Fragment]) -> bool:
    """Are pieces of a cell printed over each other? Then one of them is hidden on paper."""
    for n, a in enumerate(parts):
        for b in parts[n + 1 :]:
            w = min(a.box.x1, b.box.x1) - max(a.box.x0, b.box.x0)
            h = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
            if w > 0.5 and h > 0 and w * h > OVERLAP * min(_area(a), _area(b)):
                return True
    return False


def compose(parts: list[Fragment]) -> str:
    """Text of a cell: lines joined by ``\\n``, pieces of a line by a space, half cells by ``\\t``.

    A line broken inside a word, where the content stream shows it, carries :data:`MID_WORD`
    before its ``\\n``.
    """
    halves = _halves(parts)
    if len(halves) > 1:
        return "\t".join(compose(half) for half in halves)
    text = ""
    for line in lines_of(parts):
        if text:
            text += "\n"
        text += " ".join(f.text for f in line)
        if line[-1].mid_word:
            text += MID_WORD
    return text.rstrip(MID_WORD)


def _halves(parts: list[Fragment]) -> list[list[Fragment]]:
    """A value and its unit at two tab stops, on different lines or wrapped: left and right half."""
    ordered = sorted(parts, key=lambda f: f.box.x0)
    for n in range(1, len(ordered)):
        left, right = ordered[:n], ordered[n:]
        gap = right[0].box.x0 - max(f.box.x1 for f in left)
        if (
            gap > 0.15 * right[0].size
            and all(_VALUE.match(f.text) for f in left)
            and all(_UNIT.match(f.text) for f in right)
            and len(lines_of(ordered)) > 1
        ):
            return [left, right]
    return [parts]


def mark_mid_word(items: list[Fragment]) -> None:
    """Mark numbers whose line was broken inside the number.

    Word processors write the blank at which they break a line; two lines of digits of one tagged
    paragraph without it are one number (``2000`` over ``0`` is 20000, not 2000 and 0). Trusted
    only where most lines of the page end with a blank.
    """
    breaks = [
        (a, b)
        for a, b in pairwise(items)
        if a.mcid is not None and a.mcid == b.mcid and b.middle - a.middle > 0.5 * a.size
    ]
    if not breaks or sum(a.spaced for a, _ in breaks) < 0.6 * len(breaks):
        return
    for a, b in breaks:
        a.mid_word = not a.spaced and a.text[-1].isdigit() and b.text[0].isdigit()
