"""Tables without vertical rules: columns from the white between their texts, rows from their lines.

Such a table has horizontal rules above and below its header and often nothing else. Its columns
are separated by gutters no text crosses; a row starts at a line that has a figure or a number of
its own. The result is a :class:`PageTable` like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.fragments import Fragment
from extractors.page import GridCell, PageTable
from extractors.rules import Rules, Segment
from tables.model import Box

SAME_SIDE = 4.0  # rules of one table start and end this close to each other
HEADER_STEP = 70.0  # distance of two rules of one header
GUTTER = 0.45  # width of the white between two columns, in font sizes
END = 3.2  # vertical white that ends the table, in font sizes
_FIGURE = re.compile(r"^[-–(]?(?:rp\.?\s*)?\d[\d.,]*\)?\s*%?$|^[-–]$", re.I)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where an open table stands: its sides, the rules of its header, and where it must end."""

    x0: float
    x1: float
    header: tuple[float, ...]
    inner: tuple[Segment, ...]
    bottom: float


def open_tables(
    page: int, rules: Rules, taken: list[Box], items: list[Fragment], height: float
) -> list[PageTable]:
    """Open tables of a page.

    Args:
        taken: boxes of the ruled tables, which are not looked at again.
        items: the fragments outside them.
    """
    free = [s for s in rules.horizontal if not any(_inside(s, box) for box in taken)]
    tables = []
    for frame in _frames(free, taken, height):
        table = _table(page, frame, items)
        if table is not None:
            tables.append(table)
    return tables


def _inside(rule: Segment, box: Box) -> bool:
    return box.y0 - 2 <= rule.at <= box.y1 + 2 and rule.start < box.x1 and rule.end > box.x0


def _frames(free: list[Segment], taken: list[Box], height: float) -> list[_Frame]:
    """Groups of full-width rules: two or more close together are a header."""
    frames: list[_Frame] = []
    used: set[int] = set()
    for i, first in enumerate(free):
        if i in used or first.end - first.start < 150:
            continue
        header, n = [first.at], i
        for j in range(i + 1, len(free)):
            if free[j].at - header[-1] > HEADER_STEP:
                break
            if _same_sides(first, free[j]):
                if len(header) >= 2 and free[j].at - header[-1] > 2 * (header[-1] - header[-2]):
                    break
                header.append(free[j].at)
                n = j
        if len(header) < 2:
            continue
        used.update(range(i, n + 1))
        inner = tuple(
            s
            for s in free[i : n + 1]
            if not _same_sides(first, s) and s.start >= first.start - 2 and s.end <= first.end + 2
        )
        ends = [s.at for s in free if s.at > header[-1] + 1 and _same_sides(first, s)]
        floors = [b.y0 for b in taken if b.y0 > header[-1]]
        bottom = min([*floors, ends[-1] if ends else height, height])
        frames.append(_Frame(first.start, first.end, tuple(header), inner, bottom))
    return frames


def _same_sides(a: Segment, b: Segment) -> bool:
    return abs(a.start - b.start) <= SAME_SIDE and abs(a.end - b.end) <= SAME_SIDE


def _table(page: int, frame: _Frame, items: list[Fragment]) -> PageTable | None:
    across = [f for f in items if frame.x0 - 2 <= f.centre <= frame.x1 + 2]
    head = [f for f in across if frame.header[0] <= f.middle <= frame.header[-1]]
    body = _body([f for f in across if frame.header[-1] < f.middle <= frame.bottom])
    if len(head) < 3 or len(body) < 4:
        return None
    xs = _columns(frame, body)
    rows = _row_tops(body, xs)
    if len(xs) < 4 or len(rows) < 2:
        return None
    top = _header_bands(frame)
    bottom = max(f.box.y1 for f in body) + 1
    ys = [*top, *rows[1:], bottom]
    cells = _header_cells(frame, head, xs, ys)
    cells += _body_cells(body, xs, ys, rows, len(top) - 1)
    return PageTable(page, xs, ys, cells)


def _body(items: list[Fragment]) -> list[Fragment]:
    """The lines below the header, up to the first wide white."""
    kept: list[Fragment] = []
    for item in sorted(items, key=lambda f: f.middle):
        if kept and item.box.y0 - max(f.box.y1 for f in kept[-12:]) > END * item.size:
            break
        kept.append(item)
    return kept


def _columns(frame: _Frame, body: list[Fragment]) -> list[float]:
    """Edges: the sides, and the middle of every gutter that no body text crosses."""
    size = sorted(f.size for f in body)[len(body) // 2]
    edges, reach = [frame.x0], None
    for item in sorted(body, key=lambda f: f.box.x0):
        if reach is not None and item.box.x0 - reach > GUTTER * size:
            edges.append((item.box.x0 + reach) / 2)
        reach = item.box.x1 if reach is None else max(reach, item.box.x1)
    return [*edges, frame.x1]


def _row_tops(body: list[Fragment], xs: list[float]) -> list[float]:
    """Tops of rows: lines with a figure, or with something in the first column."""
    tops: list[float] = []
    for item in sorted(body, key=lambda f: f.middle):
        if not (_FIGURE.match(item.text) or item.box.x1 <= xs[1]):
            continue
        if not tops or item.box.y0 - tops[-1] > 0.6 * item.size:
            tops.append(item.box.y0)
    return tops


def _header_bands(frame: _Frame) -> list[float]:
    """Band edges of the header: its rules, inner rules under group headings included."""
    edges: list[float] = []
    for at in sorted([*frame.header, *(s.at for s in frame.inner)]):
        if not edges or at - edges[-1] > 2:
            edges.append(at)
    return edges


def _header_cells(
    frame: _Frame, head: list[Fragment], xs: list[float], ys: list[float]
) -> list[GridCell]:
    """Every header text over the columns it stands on; columns without one join their neighbour."""
    cells: dict[tuple[int, int, int], GridCell] = {}
    for item in head:
        group = next((s for s in frame.inner if _over(item, s)), None)
        c0, c1 = _span(xs, *((group.start, group.end) if group else (item.box.x0, item.box.x1)))
        r0, r1 = _bands(frame, item, ys)
        box = Box(xs[c0], ys[r0], xs[c1], ys[r1])
        cells.setdefault((r0, c0, c1), GridCell(r0, r1, c0, c1, box)).parts.append(item)
    return _widened(list(cells.values()), len(xs) - 1)


def _over(item: Fragment, rule: Segment) -> bool:
    """A group heading: the inner rule below it runs over the columns it stands for."""
    return rule.start <= item.centre <= rule.end and item.middle < rule.at


def _bands(frame: _Frame, item: Fragment, ys: list[float]) -> tuple[int, int]:
    """Bands of a header text: between the rules above and below it that run over its place."""
    edges = [*frame.header, *(s.at for s in frame.inner if s.start <= item.centre <= s.end)]
    above = max((at for at in edges if at <= item.middle), default=ys[0])
    below = min((at for at in edges if at > item.middle), default=frame.header[-1])
    r0, r1 = (min(range(len(ys)), key=lambda i: abs(ys[i] - at)) for at in (above, below))
    return r0, max(r1, r0 + 1)


def _span(xs: list[float], x0: float, x1: float) -> tuple[int, int]:
    """Columns a text stands on, by more than a touch."""
    hit = [
        c
        for c in range(len(xs) - 1)
        if min(x1, xs[c + 1]) - max(x0, xs[c]) > 0.15 * min(x1 - x0, xs[c + 1] - xs[c])
    ]
    if not hit:
        middle = (x0 + x1) / 2
        hit = [max(c for c in range(len(xs) - 1) if xs[c] <= middle or c == 0)]
    return hit[0], hit[-1] + 1


def _widened(cells: list[GridCell], width: int) -> list[GridCell]:
    """Leaf headers take the columns beside them that no header of their band covers."""
    for r in sorted({c.r0 for c in cells}):
        row = sorted((c for c in cells if c.r0 <= r < c.r1), key=lambda c: c.c0)
        for n, cell in enumerate(row):
            if cell.r0 != r:
                continue
            limit = row[n + 1].c0 if n + 1 < len(row) else width
            if cell.c1 < limit and all(not (o.c0 <= cell.c1 < o.c1) for o in row):
                cell.c1 = limit
    return cells


def _body_cells(
    body: list[Fragment], xs: list[float], ys: list[float], rows: list[float], first: int
) -> list[GridCell]:
    cells: dict[tuple[int, int], GridCell] = {}
    for item in body:
        r = first + max([n for n, top in enumerate(rows) if top <= item.middle] or [0])
        c, _ = _span(xs, item.box.x0, item.box.x1)
        box = Box(xs[c], ys[r], xs[c + 1], ys[r + 1])
        cells.setdefault((r, c), GridCell(r, r + 1, c, c + 1, box)).parts.append(item)
    return list(cells.values())
