"""What the tests of this room ask of a typeset page."""

from __future__ import annotations

from pathlib import Path

from typeset import Grid, Page, write

from extractors.page import MID_WORD, PageTable
from extractors.plumber import read_pages
from extractors.stitch import stitch
from tables.model import Table
from tables.spec import OTHER


def tables_of(folder: Path, *pages: Page) -> dict[int, list[PageTable]]:
    """The ruled tables of every page, read by the first reader."""
    path = write(folder / "typeset.pdf", *pages)
    return dict(read_pages(path, range(1, len(pages) + 1)))


def table_of(folder: Path, grid: Grid) -> PageTable:
    """The one table of a page that holds one grid."""
    (table,) = tables_of(folder, Page([grid]))[1]
    return table


def texts(table: PageTable) -> list[list[str]]:
    """Cell texts by band; helper marks are shown as ``~``."""
    bands = range(len(table.ys) - 1)
    return [[c.text.replace(MID_WORD, "~") for c in table.row(r)] for r in bands]


def stitched(folder: Path, *pages: Page) -> Table:
    """The one table of known kind on some pages."""
    (table,) = (t for t in stitch(tables_of(folder, *pages)) if t.kind != OTHER)
    return table


def rows(table: Table) -> list[list[str]]:
    """Row texts by column, ``""`` where a row has no cell."""
    return [
        [row.cells[c.index].text if c.index in row.cells else "" for c in table.columns]
        for row in table.rows
    ]
