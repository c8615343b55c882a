"""Pages that show less than their sheet: a crop box inside the media box.

The readers of exported pages measure from the corner of the media box; what is displayed, and what
the contract's boxes are measured on, begins at that of the crop box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tables.model import Box, Sheet, Table

_LEAST = 0.01  # points; less is how the boxes were rounded


def hidden_margin(page: Any) -> Sheet | None:
    """The sheet of a pdfium page that does not show all of it, else ``None``."""
    sheet = _sheet(page)
    return sheet if max(abs(sheet.left), abs(sheet.top)) > _LEAST else None


def _sheet(page: Any) -> Sheet:
    shown = page.get_bbox()
    # Without a media box of its own the page has its parent's, which only the bounding box tells.
    media = page.get_mediabox(fallback_ok=False) or shown
    left, bottom = shown[0] - media[0], shown[1] - media[1]
    right, top = media[2] - shown[2], media[3] - shown[3]
    width, height = media[2] - media[0], media[3] - media[1]
    return {
        0: Sheet(left, top, height),
        90: Sheet(bottom, left, width),
        180: Sheet(right, bottom, height),
        270: Sheet(top, right, width),
    }[page.get_rotation()]


def to_shown(tables: list[Table], cropped: Mapping[int, Sheet]) -> None:
    """Put the boxes of rows and cells read on cropped pages where they stand on what is shown."""
    for table in tables if cropped else ():
        for row in table.rows:
            if row.page in cropped:
                row.box = _shown(row.box, cropped[row.page])
            for index, cell in row.cells.items():
                if cell.page in cropped:
                    row.cells[index] = replace(cell, box=_shown(cell.box, cropped[cell.page]))


def _shown(box: Box, sheet: Sheet) -> Box:
    x, y = sheet.left, sheet.top
    return Box(box.x0 - x, box.y0 - y, box.x1 - x, box.y1 - y)
