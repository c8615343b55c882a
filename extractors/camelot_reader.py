"""Second reader: camelot, on its own PDF parser (playa) and its own idea of the grid."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tables.model import Box


class SecondCell(NamedTuple):
    """A cell as camelot sees it; coordinates as everywhere (origin top left)."""

    box: Box
    text: str


def import_camelot() -> Any:
    """Camelot, imported where it is first needed: it brings OpenCV and pandas along."""
    import camelot

    logging.getLogger("camelot").setLevel(logging.ERROR)
    return camelot


def read_cells(
    path: Path, pages: Iterable[int], heights: dict[int, float]
) -> dict[int, list[SecondCell]]:
    """Non-empty cells of every page's tables.

    Args:
        heights: displayed height of each page in points, to turn camelot's coordinates over.
    """
    wanted = sorted(set(pages))
    found: dict[int, list[SecondCell]] = {page: [] for page in wanted}
    if not wanted:
        return found
    camelot = import_camelot()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = camelot.read_pdf(
            str(path),
            pages=",".join(map(str, wanted)),
            flavor="lattice",
            engine="vector",
            suppress_stdout=True,
            # Cells need lines of text, not paragraphs in reading order: the same cells in a
            # sixth of the time on pages with much text.
            layout_kwargs={"boxes_flow": None},
        )
    for table in tables:
        found.setdefault(table.page, []).extend(_cells(table, heights[table.page]))
    return found


def _cells(table: Any, height: float) -> list[SecondCell]:
    return [
        SecondCell(Box(cell.x1, height - cell.y2, cell.x2, height - cell.y1), cell.text.strip())
        for row in table.cells
        for cell in row
        if cell.text.strip()
    ]
