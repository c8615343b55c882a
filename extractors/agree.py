"""Two independent readings of every cell to one, with how far they agree.

The first reading stays the text: the second confirms it, or is kept beside it. What to make of a
difference in a number is left to grammar and arithmetic, which know numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from extractors.camelot_reader import SecondCell
from tables.model import MID_WORD, Box, Cell, Table

SAME, INSIDE, UNSEEN, DIFFERENT = 1.0, 0.9, 0.8, 0.5
OVERLAP = 0.5  # share of a second cell's or of our text's height and width that must coincide


def agree(tables: list[Table], second: dict[int, list[SecondCell]]) -> None:
    """Set ``confidence``, ``second`` and ``doubt`` of every cell, comparing it in its place.

    Cells of scanned pages bring both their readings along.
    """
    for table in tables:
        for row in table.rows:
            for index, cell in row.cells.items():
                if cell.reader != "ocr":
                    row.cells[index] = compare(cell, second.get(cell.page, []))


def compare(cell: Cell, others: list[SecondCell]) -> Cell:
    """The cell with the second reader's verdict on it."""
    ours = _squash(cell.text)
    top, bottom = cell.box.y0, cell.box.y1
    around = [
        o for o in others if o.box.y0 <= bottom and top <= o.box.y1 and _meets(cell.box, o.box)
    ]
    if not around:
        return replace(cell, confidence=UNSEEN, second="")
    together = " ".join(o.text for o in around)
    if ours == _squash(together) or _tokens(cell.text) == _tokens(together):
        return replace(cell, confidence=SAME)
    if any(_holds(o.text, ours) for o in around) or _holds(together, ours):
        return replace(cell, confidence=INSIDE)
    if _figure(cell.text):
        if any(ours in _squash(o.text) for o in around) and len(ours) > 4:
            return replace(cell, confidence=INSIDE)
        return replace(cell, confidence=DIFFERENT, second=together, doubt="bacaan_berbeda")
    return replace(cell, confidence=DIFFERENT, second=together)


def _meets(text: Box, cell: Box) -> bool:
    """The text lies in the cell, or the cell (a half cell) lies in the text's extent."""
    x, y = (text.x0 + text.x1) / 2, (text.y0 + text.y1) / 2
    if cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1:
        return True
    w = min(text.x1, cell.x1) - max(text.x0, cell.x0)
    h = min(text.y1, cell.y1) - max(text.y0, cell.y0)
    return w > OVERLAP * min(text.width, cell.width) > 0 and h > OVERLAP * min(
        text.height, cell.height
    )


def _squash(text: str) -> str:
    return re.sub(rf"[\s{MID_WORD}\u00ad]", "", text)


def _tokens(text: str) -> Counter[str]:
    return Counter(text.replace(MID_WORD, "").split())


def _holds(text: str, ours: str) -> bool:
    """Some words of the second reading standing together are exactly ours."""
    words = text.split()
    for start in range(len(words)):
        joined = ""
        for word in words[start:]:
            joined += word
            if joined == ours:
                return True
            if not ours.startswith(joined):
                break
    return False


def _figure(text: str) -> bool:
    """Mostly digits: a difference here matters."""
    squashed = _squash(text)
    digits = sum(c.isdigit() for c in squashed)
    return digits > 0 and digits >= 0.4 * len(squashed)
