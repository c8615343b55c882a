"""The text layer a scanner's software put under a page: a third reading, never trusted alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.scan.displayed import displayed
from extractors.scan.model import LineReading, PageMap
from extractors.scan.space import Frame
from tables.model import Box

#: At least so sure where the layer reads as the first engine does and the second one differs.
VOTED = 0.8
_OVERHANG = 0.5  # share of a word that may stick out of the line it is said to stand in
_HYPHEN = "\ufffe"  # pdfium's mark for a hyphen at a line's end

Word = tuple[Box, str]


def words_on(path: Path, number: int) -> list[Word]:
    """The layer's words with their boxes in points on the page as displayed, in its own order.

    Raises:
        pypdfium2.PdfiumError: the document or the page cannot be opened.
    """
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        textpage = page.get_textpage()
        try:
            return _words(textpage, Frame.of(page))
        finally:
            textpage.close()
            page.close()


def _words(textpage: Any, frame: Frame) -> list[Word]:
    words: list[Word] = []
    letters, box = "", None
    for index in range(textpage.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        if letter.strip():
            around = frame.box_on_display(textpage.get_charbox(index))
            letters += letter.replace(_HYPHEN, "-")
            box = box.union(around) if box else around
        elif box:
            words.append((box, letters))
            letters, box = "", None
    return [*words, (box, letters)] if box else words


def vote(lines: Iterable[LineReading], page: PageMap, words: list[Word]) -> list[LineReading]:
    """The lines, those in doubt compared with the layer.

    Where the engines differ and the layer reads as the first one does, that is two against one.
    Where it reads otherwise, its text joins ``others``: the second engine and the layer may be
    the same program. What the engines agree on stays as it is.
    """
    return [_with_third(line, page, words) if line.second is not None else line for line in lines]


def _with_third(line: LineReading, page: PageMap, words: list[Word]) -> LineReading:
    third = _text_in(displayed(line.box, page), page.turn, words)
    if not third:
        return line
    if _bare(third) == _bare(line.text):
        return replace(line, confidence=max(line.confidence, VOTED))
    if any(_bare(third) == _bare(other) for other in (line.second or "", *line.others)):
        return line
    return replace(line, others=(*line.others, third))


def _text_in(line: Box, turn: int, words: list[Word]) -> str:
    """The words whose middle lies in the line; nothing where one belongs to its neighbour too."""
    first, last = (1, 3) if turn in (90, 270) else (0, 2)  # the sides where a line starts and ends
    found = []
    for box, text in words:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if line.x0 <= x <= line.x1 and line.y0 <= y <= line.y1:
            inside = min(box[last], line[last]) - max(box[first], line[first])
            if inside < _OVERHANG * (box[last] - box[first]):
                return ""
            found.append(({0: x, 90: -y, 180: -x, 270: y}[turn], text))
    return " ".join(text for _, text in sorted(found))


def _bare(text: str) -> str:
    return "".join(text.split())
