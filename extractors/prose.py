"""The lines of a page's text layer with their places, as pdfium lays them out.

What is running text and what is a table is told later, when the tables are known.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tables.model import Box, TextLine

HYPHEN = "\ufffe"  # pdfium's mark for a hyphen at a line's end; the word goes on


def text_lines(
    textpage: Any,
    text: str,
    size: tuple[float, float],
    rotation: int,
    corner: tuple[float, float] = (0.0, 0.0),
) -> tuple[TextLine, ...]:
    """Lines of ``text`` that have ink, in reading order.

    Args:
        textpage: of pypdfium2.
        text: all of its text, lines parted by CR LF.
        size: width and height of the page as displayed, in points.
        rotation: of the page, in degrees clockwise.
        corner: left and bottom of what is displayed, where text is measured from.
    """
    lines, start = [], 0
    for text_line in text.split("\r\n"):
        if text_line.strip():
            rects = _ink(textpage, start, len(text_line), corner)
            boxes = [_displayed(rect, size, rotation) for rect in rects]
            if boxes:
                lines.append(_line(text_line, boxes))
        start += len(text_line) + 2
    return tuple(lines)


def _ink(
    textpage: Any, start: int, count: int, corner: tuple[float, float]
) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of the pieces of a line, from the corner of what is displayed."""
    found = (textpage.get_rect(n) for n in range(textpage.count_rects(start, count)))
    x, y = corner
    return [(left - x, bottom - y, right - x, top - y) for left, bottom, right, top in found]


def _displayed(
    rect: tuple[float, float, float, float], size: tuple[float, float], rotation: int
) -> Box:
    """A rectangle (left, bottom, right, top; origin bottom left, unturned page) as displayed."""
    left, bottom, right, top = rect
    width, height = size
    if rotation == 90:
        return Box(bottom, left, top, right)
    if rotation == 180:
        return Box(width - right, bottom, width - left, top)
    if rotation == 270:
        return Box(width - top, height - right, width - bottom, height - left)
    return Box(left, height - top, right, height - bottom)


def _line(text: str, boxes: list[Box]) -> TextLine:
    """A hyphenated word's second half stands on the next line: that is no gap."""
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    beside = sorted(boxes)
    reach, gap = beside[0].x1, 0.0
    for one, other in pairwise(beside):
        reach = max(reach, one.x1)
        gap = max(gap, other.x0 - reach)
    return TextLine(text.replace(HYPHEN, "-").strip(), whole, 0.0 if HYPHEN in text else gap)
