"""A scanned page as the rest of the house knows pages: tables of fragments, and its text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractors.fragments import Fragment
from extractors.page import GridCell, PageTable, lines_of, tail_of
from extractors.scan.model import LineReading, ScannedPage
from tables.model import UNREADABLE, PageInfo, Triage

_LETTER = re.compile(rf"[^\W\d_]|[\[\]|{UNREADABLE}]|")
TALL = 2.0  # height of a line, in its cell's, that no print has
PARAGRAPH = 1.6  # line distance, in the cell's usual one, that starts a block of its own


def page_tables(scan: ScannedPage) -> list[PageTable]:
    """The page's ruled tables, top to bottom, each with the lines of text above it."""
    cells = _by_cell(scan)
    outside = [_fragment(line, n) for n, line in enumerate(scan.lines) if line.table < 0]
    tables = []
    for g, grid in enumerate(scan.grids):
        made = []
        for i, r in enumerate(grid.regions):
            parts = cells.get((g, i), [])
            made.append(GridCell(r.r0, r.r1, r.c0, r.c1, grid.region_box(r), parts))
        tables.append(PageTable(scan.number, grid.xs, grid.ys, made))
    tables.sort(key=lambda t: t.ys[0])
    for table in tables:
        floor = max((t.ys[-1] for t in tables if t.ys[-1] <= table.ys[0]), default=0.0)
        table.lead = [f for f in outside if floor - 2 <= f.middle <= table.ys[0] + 2]
        table.tail = tail_of(table, tables, outside)
    return tables


def with_text(triage: Triage, scans: dict[int, ScannedPage]) -> Triage:
    """The triage with what was read on scanned pages as their text."""
    pages = tuple(
        replace(page, text=_text(scans[page.number]), reader="ocr", note=_note(page, scans))
        if page.number in scans
        else page
        for page in triage.pages
    )
    return replace(triage, pages=pages)


def _note(page: PageInfo, scans: dict[int, ScannedPage]) -> str:
    return "; ".join(note for note in (page.note, *scans[page.number].notes) if note)


def _text(scan: ScannedPage) -> str:
    """Lines from top to bottom; every cell of a table is a line of its own."""
    outside = [_fragment(line, n) for n, line in enumerate(scan.lines) if line.table < 0]
    placed = [
        (parts[0].middle, parts[0].box.x0, " ".join(f.text for f in parts))
        for parts in lines_of(outside)
    ]
    for (g, i), parts in _by_cell(scan).items():
        grid = scan.grids[g]
        box = grid.region_box(grid.regions[i])
        placed.append((box.y0, box.x0, " ".join(f.text for f in parts)))
    return "\n".join(text for _, _, text in sorted(placed))


def _by_cell(scan: ScannedPage) -> dict[tuple[int, int], list[Fragment]]:
    """The fragments of every cell with ink, in reading order, paragraphs as blocks.

    The order leaves a gap between blocks, as content streams do between cells: a wide gap in a
    column whose rules are missing separates what belongs to different rows.
    """
    lines: dict[tuple[int, int], list[LineReading]] = {}
    for line in scan.lines:
        if line.table >= 0 and not _taller_than_its_cell(line, scan):
            lines.setdefault((line.table, line.cell), []).append(line)
    for key in _specks(lines, scan):
        del lines[key]
    cells: dict[tuple[int, int], list[Fragment]] = {}
    order, block = 0, -1
    for key in sorted(lines):
        parts = [_fragment(line, 0) for line in lines[key]]
        previous: list[Fragment] = []
        printed = lines_of(parts)
        usual = min((b[0].middle - a[0].middle for a, b in pairwise(printed)), default=0.0)
        for row in printed:
            if not previous or row[0].middle - previous[0].middle > PARAGRAPH * usual:
                block += 1
                order += 1
            for part in row:
                part.order, part.block = order, block
                order += 1
            previous = row
        cells[key] = [part for row in printed for part in row]
    return cells


def _taller_than_its_cell(line: LineReading, scan: ScannedPage) -> bool:
    """Whether a line's ink is a frame around cells, not print in this one."""
    grid = scan.grids[line.table]
    cell = grid.region_box(grid.regions[line.cell])
    return line.box.height > TALL * cell.height


def _specks(
    lines: dict[tuple[int, int], list[LineReading]], scan: ScannedPage
) -> list[tuple[int, int]]:
    """The cells of empty rows in which ink of rules or dirt was read as a letter.

    Only where the whole row holds nothing else: beside other print it may be a misread figure.
    """
    printed: set[tuple[int, int]] = set()  # grid and band
    letters: list[tuple[int, int]] = []
    for (g, i), found in lines.items():
        region = scan.grids[g].regions[i]
        if all(_LETTER.fullmatch(line.text.strip()) for line in found):
            letters.append((g, i))
        else:
            printed.update((g, r) for r in range(region.r0, region.r1))
    return [
        (g, i)
        for g, i in letters
        for region in [scan.grids[g].regions[i]]
        if not any((g, r) in printed for r in range(region.r0, region.r1))
    ]


def _fragment(line: LineReading, order: int) -> Fragment:
    return Fragment(
        text=line.text,
        box=line.box,
        size=line.size,
        order=order,
        second=line.second,
        others=line.others,
        confidence=line.confidence,
        reader="ocr",
    )
