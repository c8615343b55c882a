"""A second reading of texts whose place is known: what pdfium sees inside a box of a page.

Cheaper by far than reading the page's table again, and by a library of its own; that a text stands
in the right cell it cannot confirm.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from extractors.camelot_reader import SecondCell
from tables.model import Box

EDGE = 0.3  # points a box is narrowed by, so that what only touches it stays out


def read_boxes(path: Path, boxes: dict[int, list[Box]]) -> dict[int, list[SecondCell]]:
    """The text inside boxes, by page (from 1); each comes back with its box.

    Args:
        boxes: points from the top left of the page's media box as displayed.
    """
    found: dict[int, list[SecondCell]] = {}
    document = pdfium.PdfDocument(path)
    try:
        for number in sorted(boxes):
            page = document[number - 1]
            text = page.get_textpage()
            try:
                found[number] = [
                    SecondCell(box, _tidy(text.get_text_bounded(*_user_space(box, page))))
                    for box in boxes[number]
                ]
            finally:
                text.close()
                page.close()
    finally:
        document.close()
    return found


def _tidy(text: str) -> str:
    """pdfium ends lines with CRLF and marks a hyphen at a line's end as no character has it."""
    return text.replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-").strip()


def _user_space(box: Box, page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a displayed box on the page before it is turned."""
    # Without a media box of its own the page has its parent's, which only the bounding box tells.
    left, bottom, right, top = page.get_mediabox(fallback_ok=False) or page.get_bbox()
    width, height = right - left, top - bottom
    turned = page.get_rotation()
    corners = [
        {
            0: (x, height - y),
            90: (y, x),
            180: (width - x, y),
            270: (width - y, height - x),
        }[turned]
        for x, y in ((box.x0 + EDGE, box.y0 + EDGE), (box.x1 - EDGE, box.y1 - EDGE))
    ]
    xs, ys = zip(*corners, strict=True)
    return left + min(xs), bottom + min(ys), left + max(xs), bottom + max(ys)
