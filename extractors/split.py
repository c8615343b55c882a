"""One ruled band that holds several rows: split where figures and paragraphs stand on one line.

Some tables rule only groups of rows. Inside such a band every row's figures stand on a line of
their own, beside the first line of the row's text. Two columns must tell the same lines before
anything is split; two numbers in one lonely cell stay together (and are flagged later).
"""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.fragments import Fragment
from extractors.page import lines_of

_WHOLE = re.compile(
    r"^(?:[-–]|[-–(]?\s*(?:rp\.?\s*)?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:[.,]\d{1,2})?)"
    r"\)?\s*(?:%|[a-z]{2,12})?)$",
    re.I,
)
_ITEM = re.compile(r"^(?:[-–•*]\s+\S|\(?(?:\d{1,2}|[a-z])[.)]\s+\S)")
ALIGNED = 0.6  # distance of two lines, in font sizes, that are beside each other
PARAGRAPH = 1.35  # line distance, in the cell's usual one, that starts a paragraph

Parts = dict[int, list[list[Fragment]]]
Line = list[Fragment]


def split_rows(parts: Parts, heading: int) -> list[Parts]:
    """The band's fragments by row; a single element where it is one row.

    Args:
        parts: fragments by column and physical cell.
        heading: the column that names rows.
    """
    lines = {c: lines_of([f for piece in pieces for f in piece]) for c, pieces in parts.items()}
    anchors = _anchors(lines)
    if len(anchors) < 2 or not _beside(lines, heading, anchors):
        return [parts]
    rows: list[Parts] = [{} for _ in anchors]
    for column, pieces in parts.items():
        for piece in pieces:
            for line in lines_of(piece):
                row = rows[_row(line, anchors)]
                cell = row.setdefault(column, [])
                if cell and cell[-1][0] in piece:
                    cell[-1].extend(line)
                else:
                    cell.append(list(line))
    return rows if all(rows) else [parts]


def _anchors(lines: dict[int, list[Line]]) -> list[float]:
    """Heights at which rows start: lines of figures that at least one other column confirms."""
    figures = {c: [_middle(line) for line in ls] for c, ls in lines.items() if _figures(ls)}
    starts = {c: _starts(ls) for c, ls in lines.items()}
    size = max((f.size for ls in lines.values() for line in ls for f in line), default=1.0)
    best: list[float] = []
    for column, heights in figures.items():
        for other, others in {**starts, **figures}.items():
            if other == column or len(others) < len(heights):
                continue
            if len(heights) == len(others) and all(
                abs(a - b) <= ALIGNED * size for a, b in zip(heights, others, strict=True)
            ):
                best = max(best, heights, key=len)
    return best


def _figures(lines: list[Line]) -> bool:
    """Two or more lines, each a whole number (never pieces of one wrapped number)."""
    return len(lines) > 1 and all(_WHOLE.match(" ".join(f.text for f in line)) for line in lines)


def _starts(lines: list[Line]) -> list[float]:
    """Heights of first lines of paragraphs: after a wider gap, a new tag, or an item mark."""
    if len(lines) < 2:
        return [_middle(line) for line in lines]
    gaps = [_middle(b) - _middle(a) for a, b in pairwise(lines)]
    usual = min(gaps)
    found = [_middle(lines[0])]
    for (before, line), gap in zip(pairwise(lines), gaps, strict=True):
        tagged = line[0].mcid is not None and line[0].mcid != before[-1].mcid
        if gap > PARAGRAPH * usual or tagged or _ITEM.match(line[0].text):
            found.append(_middle(line))
    return found


def _beside(lines: dict[int, list[Line]], heading: int, anchors: list[float]) -> bool:
    """Texts must start where the figures do: a text centred on its figures is one row's."""
    texts = lines.get(heading) or max(lines.values(), key=len)
    size = texts[0][0].size
    return abs(_middle(texts[0]) - anchors[0]) <= ALIGNED * size


def _row(line: Line, anchors: list[float]) -> int:
    middle, size = _middle(line), line[0].size
    below = [i for i, a in enumerate(anchors) if a <= middle + ALIGNED * size]
    return below[-1] if below else 0


def _middle(line: Line) -> float:
    return line[0].middle
