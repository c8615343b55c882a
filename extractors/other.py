"""Ruled tables of no known kind: kept cell by cell, as printed, under their printed header.

Nothing is interpreted here: a ruled band is a row, a physical cell a cell, and a cell merged over
several rows or columns stands in the first of them. What is ruled but no table (frames around text,
boxes of a chart, places for signatures) is told from tables by where its texts stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from extractors.bands import cells_of
from extractors.captions import TITLE_LINES, caption_number, heading_of, line_key
from extractors.fragments import Fragment
from extractors.header import Header, find_header, is_number_row, leaves_of, plain
from extractors.page import GridCell, PageTable, lines_of
from extractors.places import same_header, spans_by_place, stands_alike
from tables.model import Column, Row, Table
from tables.spec import OTHER

_FIGURE = re.compile(r"[-–(]?(?:rp\.?\s*)?\d[\d.,]*\)?\s*%?|[-–]", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGNED = re.compile(r"\bNIP[.:\s]*\d{6}")
MIN_CELLS = 4  # texts of the smallest table
SIDE_BY_SIDE = 0.4  # share of a table's texts that have a text beside them
ONE_TEXT = 0.7  # share of all its characters that one cell of a frame around text holds
PARAGRAPH = 400  # characters of running text
SIGNATURE_ROWS = 6
SAME_EDGES = 0.7  # share of a table's inner edges that its continuation has
ABOVE = 2  # lines above a table that goes on; more are text between two tables
HEADER_ROWS = 4
HEADER_TEXT = 100  # characters of a header cell
MIN_LINES = 3  # of words over several bands, for them to stand beside others not by chance
SAME_LINE = 0.2  # distance of two texts on one line, in font sizes
COVERED = 0.8  # share of the columns a header names


@dataclass(slots=True)
class OtherTable:
    """A table of no known kind being stitched."""

    number: str
    title: str
    columns: list[Column]
    pages: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def finish(self) -> Table:
        return Table(OTHER, self.number, self.title, self.pages, self.columns, self.rows)


class OtherTables:
    """Takes grids of no known kind in order of pages, and tells where a new table begins."""

    def __init__(self, running: AbstractSet[str] = frozenset()) -> None:
        """``running``: what many pages begin or end with, as :func:`line_key` has it."""
        self._running = running
        self._current: OtherTable | None = None

    def add(self, page: int, table: PageTable) -> OtherTable | None:
        """Take a grid; the table it begins, ``None`` where it goes on or is no table."""
        header = printed_header(table)
        above = [line for line in table.above if line_key(line) not in self._running]
        current = self._current
        if current is not None and _continues(current, page, table, header, above):
            repeated = header is not None and same_header(current.columns, header.leaves)
            _append(current, page, table, header.end if header and repeated else 0)
            return None
        if not is_table(table):
            return None
        self._current = _start(table, header, above)
        _append(self._current, page, table, header.end if header else 0)
        return self._current


def is_table(table: PageTable) -> bool:
    """Whether what is ruled holds texts in rows and columns.

    A frame around text has one cell or one long text; boxes of a chart stand apart; a place for
    signatures has few rows and numbers of employees behind the word.
    """
    filled = [c for c in table.cells if c.parts]
    columns, rows = {c.c0 for c in filled}, {c.r0 for c in filled}
    if len(filled) < MIN_CELLS or len(columns) < 2 or len(rows) < 2:
        return False
    texts = [plain(c.text) for c in filled]
    longest = max(map(len, texts))
    if longest > PARAGRAPH and longest > ONE_TEXT * sum(map(len, texts)):
        return False
    if len(rows) <= SIGNATURE_ROWS and any(map(_SIGNED.search, texts)):
        return False
    beside = sum(1 for c in filled if any(_beside(c, o) for o in filled))
    return beside >= SIDE_BY_SIDE * len(filled)


def _beside(a: GridCell, b: GridCell) -> bool:
    return (a.c1 == b.c0 or b.c1 == a.c0) and a.r0 < b.r1 and b.r0 < a.r1


def printed_header(table: PageTable) -> Header | None:
    """The header: one of form wording, else the first band that names the columns in words."""
    found = find_header(table)
    if found is not None and _numbered(found):
        return found
    bands = range(len(table.ys) - 1)
    worded = found is not None and any(leaf.path for leaf in found.leaves)
    start = found.start if found and worded else None
    if start is None:
        start = next((r for r in bands if len(_filled(table, r)) > 1), None)
        if start is None or not _names_columns(table, _filled(table, start)):
            return None
    end = max(_end_of_header(table, start), found.end if found and worded else 0)
    numbers = end if end in bands and is_number_row(_filled(table, end)) else None
    end += numbers is not None
    title = tuple(plain(c.text) for r in range(start) for c in _filled(table, r))
    return Header(start, end, leaves_of(table, start, end, numbers), title)


def _filled(table: PageTable, r: int) -> list[GridCell]:
    return [c for c in table.row(r) if c.parts]


def _names_columns(table: PageTable, cells: list[GridCell]) -> bool:
    named = sum(c.c1 - c.c0 for c in cells)
    return named >= COVERED * (len(table.xs) - 1) and all(map(_is_wording, cells))


def _is_wording(cell: GridCell) -> bool:
    text = plain(cell.text)
    return len(text) <= HEADER_TEXT and (
        _YEAR.fullmatch(text) is not None or _FIGURE.fullmatch(text) is None
    )


def _end_of_header(table: PageTable, start: int) -> int:
    """Below the first band, the bands its cells reach into, and those that part its groups."""
    cells = _filled(table, start)
    end = max(c.r1 for c in cells)
    groups = [c for c in cells if c.c1 - c.c0 > 1]
    while groups and end < min(len(table.ys) - 1, start + HEADER_ROWS):
        below = _filled(table, end)
        parted = all(sum(g.c0 <= c.c0 and c.c1 <= g.c1 for c in below) > 1 for g in groups)
        leading = any(c.c0 == 0 for c in below) and groups[0].c0 > 0
        if not parted or leading or not all(map(_is_wording, below)):
            break
        end = max(c.r1 for c in below)
        groups = [c for c in below if c.c1 - c.c0 > 1]
    return end


def _continues(
    current: OtherTable, page: int, table: PageTable, header: Header | None, above: Sequence[str]
) -> bool:
    """The same header again, or the same columns at the top of the next page without a header."""
    number = caption_number(heading_of(above))
    next_page = page > current.pages[-1]
    if page - current.pages[-1] not in (0, 1) or (number and number != current.number):
        return False
    if len(above) > (ABOVE if next_page else 0):
        return False
    if header is not None and same_header(current.columns, header.leaves):
        return True
    alike = stands_alike(current.columns, table, SAME_EDGES)
    return alike and abs(len(table.xs) - 1 - len(current.columns)) <= 1 and not _numbered(header)


def _numbered(header: Header | None) -> bool:
    """A header with a row of column numbers begins a table of its own."""
    return header is not None and any(leaf.number for leaf in header.leaves)


def _start(table: PageTable, header: Header | None, above: Sequence[str]) -> OtherTable:
    lines = [*above[-TITLE_LINES:], *(header.title if header else ())]
    title = heading_of(lines)
    if header is None:
        edges = zip(table.xs, table.xs[1:], strict=False)
        columns = [Column(n, x0, x1, ()) for n, (x0, x1) in enumerate(edges)]
    else:
        columns = [leaf.column(n) for n, leaf in enumerate(header.leaves)]
    return OtherTable(caption_number(title), title, columns)


def _by_band(table: PageTable) -> dict[int, list[GridCell]]:
    """Cells with a text by the band they stand in, left to right.

    Lines of a cell over several bands that stand on the lines of the cells beside it, each in a
    band of its own, are what those rows hold: only their rules were not drawn.
    """
    filled = [c for c in table.cells if c.parts]
    bases = [(c.r0, part.middle) for c in filled if c.r1 - c.r0 == 1 for part in c.parts]
    bands: dict[int, list[GridCell]] = {}
    for cell in sorted(filled, key=lambda c: c.c0):
        lines = lines_of(cell.parts)
        rows = [_line_band(line, cell, bases) for line in lines]
        enough = len(lines) >= (2 if _all_figures(cell) else MIN_LINES)
        if enough and None not in rows and len(set(rows)) == len(rows):
            for r, line in zip(rows, lines, strict=True):
                if r is not None:
                    bands.setdefault(r, []).append(replace(cell, r0=r, r1=r + 1, parts=line))
        else:
            bands.setdefault(cell.r0, []).append(cell)
    return bands


def _all_figures(cell: GridCell) -> bool:
    return all(_FIGURE.fullmatch(part.text) for part in cell.parts)


def _line_band(line: list[Fragment], cell: GridCell, bases: list[tuple[int, float]]) -> int | None:
    """The band, of those a cell spans, in which some cell beside it has a text on this line."""
    near = SAME_LINE * line[0].size
    beside = (r for r, at in bases if cell.r0 <= r < cell.r1 and abs(at - line[0].middle) <= near)
    return next(beside, None)


def _append(current: OtherTable, page: int, table: PageTable, first: int) -> None:
    """Every band from ``first`` on that has a text becomes a row."""
    spans = spans_by_place(current.columns, table)
    for r, found in sorted(_by_band(table).items()):
        parts: dict[int, list[list[Fragment]]] = {}
        for cell in found if r >= first else ():
            parts.setdefault(max(spans[cell.c0], 0), []).append(cell.parts)
        if parts:
            box = table.box._replace(y0=table.ys[r], y1=table.ys[r + 1])
            current.rows.append(Row(page, box, cells_of(page, parts)))
    if page not in current.pages:
        current.pages.append(page)
