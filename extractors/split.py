"""One ruled band that holds several rows: split where figures and paragraphs stand on one line.

Some tables rule only groups of rows, or none. Inside such a band every row's figures stand on a
line of their own, beside the row's text. Two columns must tell the same lines before anything is
split; two numbers in one lonely cell stay together (and are flagged later). Where nothing shows
which lines of a name belong together, the rows are split by their figures and said to be doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from extractors.fragments import Fragment
from extractors.page import lines_of

_WHOLE = re.compile(
    r"^(?:[-–]|[-–(]?\s*(?:rp\.?\s*)?(?:\d{1,3}(?:\.\d{3})+(?:,\d{2})?|\d{1,3}(?:,\d{3})+(?:\.\d{2})?|"
    r"\d{1,4}(?:[.,]\d{1,2})?)\)?\s*(?:%|[a-z]{2,12})?)$",
    re.I,
)
_NUMBER = re.compile(
    r"^[-–(]?\s*(?:rp\.?\s*)?(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:[.,]\d{1,2})?\)?\s*"
    r"(?:%|[a-z]{2,12})?$",
    re.I,
)
_PIECE = re.compile(r"^[-–(]?\s*(?:rp\.?\s*)?[\d.,]+\)?$", re.I)
_CODE = re.compile(r"^(?:\d|[IVX]{1,4})(?:\.\d{1,2}){2,5}(?:\.\d{4})?\.?$")
_ITEM = re.compile(r"^(?:[-–•*]\s+\S|\(?(?:\d{1,2}|[a-z])[.)]\s+\S)")
MANY = 4  # lines no number is ever broken into
ALIGNED = 0.6  # distance of two lines, in font sizes, that are beside each other
PARAGRAPH = 1.35  # line distance, in the cell's usual one, that starts a paragraph

Parts = dict[int, list[list[Fragment]]]
Line = list[Fragment]


@dataclass(frozen=True, slots=True)
class Split:
    """A band's rows; ``sure`` where names and figures certainly belong together.

    ``lonely`` are the columns of an unsplit band whose several figures nothing else tells apart.
    """

    rows: list[Parts]
    sure: bool = True
    lonely: frozenset[int] = frozenset()


def split_rows(parts: Parts, heading: int) -> Split:
    """The band's fragments by row; a single row where nothing shows more.

    Args:
        parts: fragments by column and physical cell.
        heading: the column that names rows.
    """
    whole = Split([parts])
    lines = {c: lines_of([f for piece in pieces for f in piece]) for c, pieces in parts.items()}
    anchors = _anchors(lines)
    figures = {c: ls for c, ls in lines.items() if c != heading and _figures(ls)}
    if len(anchors) < 2:
        return Split([parts], lonely=frozenset(c for c, ls in figures.items() if _strong(ls)))
    setting = _setting(lines, anchors)
    rows: list[Parts] = [{} for _ in anchors]
    for column, pieces in parts.items():
        place = _placing(lines[column], anchors, setting)
        for piece in pieces:
            for line in lines_of(piece):
                cell = rows[place(line)].setdefault(column, [])
                if cell and cell[-1][0] in piece:
                    cell[-1].extend(line)
                else:
                    cell.append(list(line))
    if not all(rows):
        return whole
    told = heading not in lines or _told(lines[heading], anchors)
    broken = [c for c, ls in lines.items() if c != heading and _broken(ls)]
    mended = all(_mended(row[c]) for row in rows for c in broken if c in row)
    # More figures than rows: rows of indicators that have no money of their own.
    even = all(len(ls) <= len(anchors) for ls in figures.values())
    return Split(rows, sure=mended and even and (told or setting in ("top", "bottom")))


def is_whole(text: str) -> bool:
    """A figure that stands for itself, not a piece of one broken over lines."""
    return bool(_WHOLE.match(text))


def _text(line: Line) -> str:
    return " ".join(f.text for f in line)


def _broken(lines: list[Line]) -> bool:
    """A number set over several lines: its pieces look like figures but are not whole ones."""
    texts = [_text(line) for line in lines]
    pieces = [bool(_PIECE.match(t)) for t in texts]
    return len(texts) > 1 and any(
        piece and not _WHOLE.match(text) and not _CODE.match(text)
        for piece, text in zip(pieces, texts, strict=True)
    )


def _mended(pieces: list[list[Fragment]]) -> bool:
    """The pieces that came to one row make a whole number or code again."""
    joined = "".join(_text(line) for piece in pieces for line in lines_of(piece)).replace(" ", "")
    return bool(_NUMBER.match(joined) or _WHOLE.match(joined) or _CODE.match(joined))


def _anchors(lines: dict[int, list[Line]]) -> list[float]:
    """Heights at which rows' figures stand: lines of figures that another column confirms.

    Two figures that could be one broken number prove nothing, however many columns are broken
    alike: then only paragraphs of a text can confirm them.
    """
    figures = {c: ls for c, ls in lines.items() if _figures(ls)}
    size = max((f.size for ls in lines.values() for line in ls for f in line), default=1.0)
    best: list[float] = []
    for column, own in figures.items():
        heights = [_middle(line) for line in own]
        for other, others in lines.items():
            if other == column or not (other not in figures or _strong(own) or _strong(others)):
                continue
            starts = [_middle(line) for line in others] if other in figures else _starts(others)
            if len(starts) == len(heights) and all(
                abs(a - b) <= ALIGNED * size for a, b in zip(heights, starts, strict=True)
            ):
                best = max(best, heights, key=len)
    return best


def _strong(lines: list[Line]) -> bool:
    """Figures that cannot be the pieces of one number."""
    joined = "".join(_text(line) for line in lines)
    return len(lines) >= MANY or not (_NUMBER.match(joined) or _CODE.match(joined))


def _figures(lines: list[Line]) -> bool:
    """Two or more lines, each a whole number, or each a code."""
    texts = [_text(line) for line in lines]
    return len(texts) > 1 and (
        all(_WHOLE.match(t) for t in texts) or all(_CODE.match(t) for t in texts)
    )


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


def _told(lines: list[Line], anchors: list[float]) -> bool:
    """One line or one paragraph a row: nothing is left to guess."""
    return _each_beside([_middle(line) for line in lines], lines, anchors) or _each_beside(
        _starts(lines), lines, anchors
    )


def _each_beside(starts: list[float], lines: list[Line], anchors: list[float]) -> bool:
    """Paragraphs as many as figures, and each has its figure beside one of its lines.

    Their number alone proves nothing: one row may lack the text and another have two.
    """
    if len(starts) != len(anchors):
        return False
    reach = ALIGNED * lines[0][0].size
    ends = [max(_middle(li) for li in lines if _middle(li) < b) for b in starts[1:]]
    ends.append(_middle(lines[-1]))
    return all(
        start - reach <= anchor <= end + reach
        for start, end, anchor in zip(starts, ends, anchors, strict=True)
    )


def _setting(lines: dict[int, list[Line]], anchors: list[float]) -> str:
    """How texts are set beside their figures: ``top``, ``bottom``, ``middle``, or ``""`` (open).

    The first and the last row tell: a text that goes on below the last figure starts beside its
    own, one that begins above the first figure ends beside it.
    """
    texts = [ls for ls in lines.values() if len(ls) > len(anchors) and not _figures(ls)]
    size = max((f.size for ls in texts for line in ls for f in line), default=1.0)
    above = any(_middle(ls[0]) < anchors[0] - ALIGNED * size for ls in texts)
    below = any(_middle(ls[-1]) > anchors[-1] + ALIGNED * size for ls in texts)
    if above and below:
        return "middle"
    return "bottom" if above else "top" if below else ""


def _placing(lines: list[Line], anchors: list[float], setting: str) -> Callable[[Line], int]:
    """The row of a line of this column: its paragraph's, else by the setting of texts."""
    starts = _starts(lines)
    if _each_beside(starts, lines, anchors):
        return lambda line: _last_at(line, starts)
    if setting == "bottom":
        return lambda line: _first_at(line, anchors)
    if setting == "middle":
        return lambda line: min(range(len(anchors)), key=lambda i: abs(anchors[i] - _middle(line)))
    return lambda line: _last_at(line, anchors)


def _last_at(line: Line, heights: list[float]) -> int:
    """The last of the heights that is not below the line."""
    reach = _middle(line) + ALIGNED * line[0].size
    return max((i for i, height in enumerate(heights) if height <= reach), default=0)


def _first_at(line: Line, heights: list[float]) -> int:
    """The first of the heights that is not above the line."""
    reach = _middle(line) - ALIGNED * line[0].size
    below = (i for i, height in enumerate(heights) if height >= reach)
    return min(below, default=len(heights) - 1)


def _middle(line: Line) -> float:
    return line[0].middle
