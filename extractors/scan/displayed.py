"""From the straightened, upright image back to the page as it is displayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractors.scan.model import PageMap, ScannedPage
from tables.model import Box, Table


def to_displayed(tables: list[Table], scans: Mapping[int, ScannedPage]) -> None:
    """Put the boxes of rows and cells read on scanned pages where they stand on the page."""
    for table in tables:
        for row in table.rows:
            if row.page in scans:
                row.box = displayed(row.box, scans[row.page].map)
            for index, cell in row.cells.items():
                if cell.page in scans:
                    box = displayed(cell.box, scans[cell.page].map)
                    row.cells[index] = replace(cell, box=box)


def displayed(box: Box, page: PageMap) -> Box:
    """The upright rectangle around where ``box`` came from."""
    corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
    points = [_displayed(x, y, page) for x, y in corners]
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _displayed(x: float, y: float, page: PageMap) -> tuple[float, float]:
    y, x = y + _at(page.shift_y, x / page.width), x + _at(page.shift_x, y / page.height)
    a, b, c, d, e, f = page.matrix
    x, y = a * x + b * y + c, d * x + e * y + f
    match page.turn:
        case 90:  # the displayed page's left edge became the top
            return y, page.width - x
        case 180:
            return page.width - x, page.height - y
        case 270:
            return page.height - y, x
    return x, y


def _at(shifts: tuple[float, ...], share: float) -> float:
    """The shift at a share (0–1) of the way, between the nearest two that are known."""
    if not shifts:
        return 0.0
    place = min(max(share, 0.0), 1.0) * (len(shifts) - 1)
    low = min(int(place), len(shifts) - 2) if len(shifts) > 1 else 0
    part = place - low
    high = min(low + 1, len(shifts) - 1)
    return shifts[low] * (1 - part) + shifts[high] * part
