"""Bands of a page's grid to logical rows.

A ruled band is usually one row. A cell that spans several bands is either a true merged cell (its
text belongs to the first row) or a column in which the rules between rows were not drawn (each
piece belongs to the row beside it); a cell that spans several columns is either a heading or a row
whose inner rules were not drawn. Content order and position decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.fragments import Fragment
from extractors.page import GridCell, PageTable, compose, printed_over
from extractors.split import Parts, is_whole, split_rows
from tables.model import Box, Cell, Column, Row

_FIGURE = re.compile(r"^[-–(]?\s*(rp\.?\s*)?\d[\d.,\s]*\)?\s*%?$|^[-–]$|^#\w+[/!?0]*$", re.I)
_CODE = re.compile(r"(\d+|[A-Z]+)(?:[.\s]+[\dA-Zx]+)+\.?")
SHORT = 16  # characters of a row's number or label, at most
MANY = 4  # bands a cell must span to be a label of a whole group
UNTOLD = 0.3  # confidence in figures parted where a second reading does not part alike
CENTRED = 0.15  # distance from the middle of a merged cell, in its height, that is still centred


@dataclass(slots=True)
class Band:
    """Fragments of one row by column index."""

    y0: float
    y1: float
    parts: dict[int, list[list[Fragment]]] = field(default_factory=dict)

    def add(self, column: int, items: list[Fragment]) -> None:
        """One more physical cell (code parts, value and unit) of a column."""
        self.parts.setdefault(column, []).append(items)


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known about the rows when a column is placed.

    Attributes:
        left: the column stands left of the names.
        named: bands in which a name starts.
        merged: first and last band of names merged over their row's further lines.
    """

    left: bool
    named: set[int]
    merged: set[tuple[int, int]]


def rows_of(
    table: PageTable, first: int, spans: list[int], columns: list[Column], heading: int
) -> list[Row]:
    """Rows of a page's table from band ``first`` on.

    Args:
        spans: for each grid column of the page, the table column it belongs to (-1: none).
        heading: the column that names the row, and takes text running over several columns.
    """
    bands = [Band(table.ys[r], table.ys[r + 1]) for r in range(len(table.ys) - 1)]
    placed = [
        (cell, column, items)
        for cell in table.cells
        if cell.parts and cell.r0 >= first
        for column, items in _by_column(table, cell, spans, heading)
    ]
    # Names first: whether a cell over several bands is merged depends on how many rows it spans.
    named: set[int] = set()
    merged = {(cell.r0, cell.r1) for cell, column, _ in placed if column == heading}
    for column_is_heading in (True, False):
        for cell, column, items in placed:
            if (column == heading) is column_is_heading:
                context = _Context(column < heading, named, merged)
                for at, group in _place(table, cell, items, context).items():
                    bands[at].add(column, group)
        named = {r for r, band in enumerate(bands) if heading in band.parts}
    rows = []
    for band in bands:
        if band.parts:
            split = split_rows(band.parts, heading)
            doubt = "" if split.sure else "baris_tanpa_garis"
            box = Box(table.xs[0], band.y0, table.xs[-1], band.y1)
            rows += [
                Row(table.page, box, cells_of(table.page, p, doubt, split.lonely))
                for p in split.rows
            ]
    return rows


def heading_row(page: int, items: list[Fragment], heading: int) -> Row:
    """A row that is one text across the table, where rules around it leave a gap in the grid."""
    cells = cells_of(page, {heading: [items]}, "")
    return Row(page, cells[heading].box, cells)


def _by_column(
    table: PageTable, cell: GridCell, spans: list[int], heading: int
) -> list[tuple[int, list[Fragment]]]:
    """The cell's fragments by table column."""
    covered = [s for s in dict.fromkeys(spans[cell.c0 : cell.c1]) if s >= 0]
    if not covered:
        return []
    if len(covered) == 1:
        return [(covered[0], cell.parts)]
    groups: dict[int, list[Fragment]] = {}
    parts = [piece for part in cell.parts for piece in _figures_apart(part)]
    for part in parts:
        groups.setdefault(_column_under(table, part, cell, spans), []).append(part)
    figures = sum(1 for part in parts if _FIGURE.match(part.text))
    # On a scan a rule may be too faint to be seen: two figures in two columns are no heading.
    enough = 2 if parts[0].reader == "ocr" else 3
    if len(groups) >= enough and figures >= 2:
        return list(groups.items())
    return [(heading if heading in covered else covered[0], cell.parts)]


def _figures_apart(part: Fragment) -> list[Fragment]:
    """The figures of one line of a scan, which runs on where the rule between them was not seen."""
    words = part.text.split()
    if part.reader != "ocr" or len(words) < 2 or not all(_FIGURE.match(w) for w in words):
        return [part]
    glyph = part.box.width / len(part.text)
    readings = [r.split() for r in (part.second, *part.others) if r is not None]
    told = all(len(r) == len(words) for r in readings)
    pieces, start = [], 0
    for n, word in enumerate(words):
        start = part.text.index(word, start)
        x0 = part.box.x0 + start * glyph
        start += len(word)
        box = Box(x0, part.box.y0, part.box.x0 + start * glyph, part.box.y1)
        read = [r[n] for r in readings] if told else []
        second = read.pop(0) if told and part.second is not None else None
        confidence = part.confidence if told else min(part.confidence, UNTOLD)
        pieces.append(
            replace(
                part,
                text=word,
                box=box,
                second=None if second == word else second,
                others=tuple(read),
                confidence=confidence,
            )
        )
    return pieces


def _column_under(table: PageTable, part: Fragment, cell: GridCell, spans: list[int]) -> int:
    shares: dict[int, float] = {}
    for c in range(cell.c0, cell.c1):
        overlap = min(part.box.x1, table.xs[c + 1]) - max(part.box.x0, table.xs[c])
        if overlap > 0 and spans[c] >= 0:
            shares[spans[c]] = shares.get(spans[c], 0.0) + overlap
    return max(shares, key=lambda s: shares[s]) if shares else spans[cell.c0]


def _place(
    table: PageTable, cell: GridCell, items: list[Fragment], context: _Context
) -> dict[int, list[Fragment]]:
    """The cell's fragments by band."""
    if cell.r1 - cell.r0 == 1:
        return {cell.r0: items}
    groups = _pieces(table, cell, items, context)
    if len(groups) == 1:
        return {_row_of_one(table, cell, items, context): items}
    return groups


def _row_of_one(table: PageTable, cell: GridCell, items: list[Fragment], context: _Context) -> int:
    """The band of the one text of a cell over several bands.

    Over several named rows it stands beside the row it belongs to, unless it is a group's label
    (left of the names) or centred over many; over one row and its further lines it is merged, as
    is whatever spans the same bands as a name, however low it is set there.
    """
    beside = _band_of(table, cell, items)
    named = [r for r in range(cell.r0, cell.r1) if r in context.named]
    many = cell.r1 - cell.r0 >= MANY and _centred(cell, items)
    if len(named) >= 2 and not context.left and not many:
        return max((r for r in named if r <= beside), default=cell.r0)
    alike = (cell.r0, cell.r1) in context.merged
    return cell.r0 if alike or context.left or _centred(cell, items) else beside


def _pieces(
    table: PageTable, cell: GridCell, items: list[Fragment], context: _Context
) -> dict[int, list[Fragment]]:
    """The fragments by band, where the cell holds the values of several rows; else one group.

    Figures always stand beside their row, and so do codes and numbers of rows, one a named row.
    Other texts are several where the content stream wrote other cells between them.
    """
    one_a_row = context.left and _one_a_row(table, cell, items, context)
    pieces = [[item] for item in items] if one_a_row else _figures(items)
    if not pieces:
        blocks: dict[int, list[Fragment]] = {}
        for item in sorted(items, key=lambda f: f.order):
            blocks.setdefault(item.block, []).append(item)
        runs = [sorted(f.order for f in b) for b in blocks.values()]
        if all(b[0] - a[-1] > 1 for a, b in pairwise(runs)):
            pieces = list(blocks.values())
    if len(pieces) < 2:
        return {cell.r0: items}
    groups: dict[int, list[Fragment]] = {}
    for piece in pieces:
        groups.setdefault(_band_of(table, cell, piece), []).extend(piece)
    return groups


def _figures(items: list[Fragment]) -> list[list[Fragment]]:
    """The figures of a cell, the pieces of a broken one together; [] where it holds words."""
    if not all(_FIGURE.match(f.text) for f in items):
        return []
    figures: list[list[Fragment]] = []
    text = ""
    for item in sorted(items, key=lambda f: (f.middle, f.box.x0)):
        if figures and not is_whole(text):
            figures[-1].append(item)
            text += item.text
        else:
            figures.append([item])
            text = item.text
    return figures


def _one_a_row(table: PageTable, cell: GridCell, items: list[Fragment], context: _Context) -> bool:
    """Codes or short texts, each beside a named row. A code broken over lines may be two of them,
    but then its second part does not begin as the other codes do.
    """
    beside = [_band_of(table, cell, [item]) for item in items]
    if len(items) < 2 or len(set(beside)) < len(items):
        return False
    if not all(r in context.named for r in beside):
        return False
    codes = [_CODE.fullmatch(item.text.strip()) for item in items]
    if any(codes):
        return len({code[1] if code else "" for code in codes}) == 1
    return all(len(item.text) <= SHORT for item in items)


def _band_of(table: PageTable, cell: GridCell, items: list[Fragment]) -> int:
    """The band most of the fragments stand in; of equals the first."""
    counts: dict[int, int] = {}
    for item in items:
        for r in range(cell.r0, cell.r1):
            if table.ys[r] <= item.middle < table.ys[r + 1]:
                counts[r] = counts.get(r, 0) + 1
    return max(counts, key=lambda r: (counts[r], -r)) if counts else cell.r0


def _centred(cell: GridCell, items: list[Fragment]) -> bool:
    middle = (min(f.box.y0 for f in items) + max(f.box.y1 for f in items)) / 2
    centre = (cell.box.y0 + cell.box.y1) / 2
    return abs(middle - centre) <= CENTRED * cell.box.height


def cells_of(
    page: int, parts: Parts, doubt: str = "", lonely: Collection[int] = ()
) -> dict[int, Cell]:
    """Cells by column of what one row holds by column.

    Args:
        doubt: of all cells.
        lonely: columns whose cell may hold the figures of several rows.
    """
    cells = {}
    for column, pieces in parts.items():
        pieces.sort(key=lambda p: min(f.box.x0 for f in p))
        box = pieces[0][0].box
        for item in (f for piece in pieces for f in piece):
            box = box.union(item.box)
        over = "teks_bertumpuk" if any(printed_over(piece) for piece in pieces) else ""
        alone = "angka_bertumpuk" if column in lonely else ""
        cells[column] = _cell(page, box, pieces, doubt or alone or over)
    return dict(sorted(cells.items()))


def _cell(page: int, box: Box, pieces: list[list[Fragment]], doubt: str) -> Cell:
    """The cell with its text and, from a scan, with everything its fragments were read as."""

    def text(instead: dict[int, str]) -> str:
        return "\t".join(
            compose([replace(f, text=instead.get(id(f), f.text)) for f in piece])
            for piece in pieces
        )

    items = [f for piece in pieces for f in piece]
    seconds = {id(f): f.second for f in items if f.second is not None}
    others = (text({id(f): other}) for f in items for other in f.others)
    return Cell(
        page,
        box,
        text({}),
        reader=items[0].reader,
        second=text(seconds) if seconds else None,
        confidence=min(f.confidence for f in items),
        doubt=doubt,
        others=tuple(dict.fromkeys(others)),
    )
