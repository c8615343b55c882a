"""A copy of a PDF whose scanned pages can be searched: our readings as invisible text.

The pictures are copied as they are. What a page looks like must not change: every page is
compared with its original, and one that came out different is written more carefully.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.scan.displayed import displayed
from extractors.scan.model import LineReading, PageMap, ScannedPage
from extractors.scan.space import Frame
from tables.errors import OutputError
from tables.model import UNREADABLE, Box

_PAGE_SIZE = 0.6  # a picture over this share of the page hides what was painted before it
_DESCENT = 0.21  # of Helvetica: how far letters such as g reach below the baseline, in font sizes
_SLANT = 0.1  # height over length; a page this skew is straightened before it is read
_DEEP = frozenset("gjpqyQ,;()[]{}/|_")
_ENCODING = "cp1252"  # of the standard font
Point = tuple[float, float]


class How(IntEnum):
    """What was done to a page, from careful to thorough."""

    kept = 0
    added = 1  # our text; the layer that was there stays
    replaced = 2  # our text in place of the layer that was there, if any


def write(source: Path, target: Path, pages: Mapping[int, ScannedPage]) -> dict[int, How]:
    """Write ``source`` to ``target`` with the text of ``pages`` (by number) under their pictures.

    Returns:
        What was done to each of these pages.

    Raises:
        OutputError: the copy does not look like the original.
        OSError: ``target`` cannot be written.
        pypdfium2.PdfiumError: the document cannot be opened.
    """
    how = dict.fromkeys(pages, How.replaced)
    while True:
        left = _write(source, target, pages, how)
        spoilt = [number for number in how if not _same(source, target, number)]
        if not spoilt:
            return how | dict.fromkeys((n for n in left if how[n] is How.replaced), How.added)
        for number in spoilt:
            if how[number] is How.kept:
                raise OutputError(f"{source}: page {number} cannot be copied as it is")
            how[number] = How(how[number] - 1)


def _write(
    source: Path, target: Path, pages: Mapping[int, ScannedPage], how: Mapping[int, How]
) -> list[int]:
    """Pages on which a text layer is left, because it lies where it cannot be taken out."""
    left = []
    with pdfium.PdfDocument(source) as document:
        pen = _Pen(document)
        for number, read in pages.items():
            if how[number] is How.kept:
                continue
            page = document[number - 1]
            if how[number] is How.replaced:
                _take_out_hidden(page)
            if any(map(_invisible, page.get_objects([raw.FPDF_PAGEOBJ_TEXT]))):
                left.append(number)
            pen.write(page, read)
            raw.FPDFPage_GenerateContent(page)
            page.close()
        pen.close()
        document.save(target, flags=raw.FPDF_NO_INCREMENTAL)
    return left


def _take_out_hidden(page: Any) -> None:
    """Remove text that is invisible or was painted over by a picture of the page's size."""
    width, height = page.get_size()
    beneath = []
    for item in list(page.get_objects(max_depth=1)):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            if _invisible(item):
                page.remove_obj(item)
            else:
                beneath.append(item)
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            if (x1 - x0) * (y1 - y0) >= _PAGE_SIZE * width * height:
                for hidden in beneath:
                    page.remove_obj(hidden)
                beneath = []


def _invisible(item: Any) -> bool:
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


class _Pen:
    """Writes invisible Helvetica, which every viewer has, into one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")

    def close(self) -> None:
        raw.FPDFFont_Close(self._font)

    def write(self, page: Any, read: ScannedPage) -> None:
        """All lines of a read page, each stretched over its box and turned as it stands there."""
        frame = Frame.of(page)
        for line in read.lines:
            text = _printable(line.text)
            wide = self._width(text) * _size(line)
            if wide and line.box.width > 0:
                matrix = _matrix(line, text, wide, partial(_point, frame, read.map))
                raw.FPDFPage_InsertObject(page, self._text(text, _size(line), matrix))

    def _text(self, text: str, size: float, matrix: tuple[float, ...]) -> Any:
        item = raw.FPDFPageObj_CreateTextObj(self._document, self._font, size)
        units = (text + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(item, (ctypes.c_ushort * (len(text) + 1)).from_buffer_copy(units))
        raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        raw.FPDFPageObj_SetMatrix(item, raw.FS_MATRIX(*matrix))
        return item

    def _width(self, text: str) -> float:
        """In font sizes."""
        total, width = 0.0, ctypes.c_float()
        for letter in text:
            raw.FPDFFont_GetGlyphWidth(self._font, ord(letter), 1.0, width)
            total += width.value
        return total


def _printable(text: str) -> str:
    """What the font has of a text."""
    return text.replace(UNREADABLE, "").encode(_ENCODING, "replace").decode(_ENCODING).strip()


def _size(line: LineReading) -> float:
    return line.size if line.size > 0 else line.box.height


def _matrix(
    line: LineReading, text: str, wide: float, point: Callable[[float, float], Point]
) -> tuple[float, ...]:
    """Puts text that is ``wide`` points long over the line's box; ``point`` is of user space.

    A slight slant is not followed: readers take text that is not level for vertical text.
    """
    box, size = line.box, _size(line)
    base = box.y1 - (_DESCENT * size if _DEEP & set(text) else 0.0)
    middle = (box.x0 + box.x1) / 2
    left, right = point(box.x0, base), point(box.x1, base)
    foot, head = point(middle, base), point(middle, base - size)
    along = _level((right[0] - left[0]) / wide, (right[1] - left[1]) / wide)
    up = _level((head[0] - foot[0]) / size, (head[1] - foot[1]) / size)
    start = (foot[0] - along[0] * wide / 2, foot[1] - along[1] * wide / 2)
    return *along, *up, *start


def _level(x: float, y: float) -> Point:
    """A direction, along the page's side where it is near it."""
    if abs(y) < _SLANT * abs(x):
        return math.copysign(math.hypot(x, y), x), 0.0
    if abs(x) < _SLANT * abs(y):
        return 0.0, math.copysign(math.hypot(x, y), y)
    return x, y


def _point(frame: Frame, where: PageMap, x: float, y: float) -> Point:
    """User space under a point of the straightened, upright page."""
    return frame.in_user_space(*displayed(Box(x, y, x, y), where)[:2])


def _same(source: Path, target: Path, number: int) -> bool:
    """Whether a page looks the same in both files, to the pixel."""
    return _pixels(source, number) == _pixels(target, number)


def _pixels(path: Path, number: int) -> bytes:
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        longest = max(page.get_size())
        bitmap = page.render(scale=min(1.0, 1000 / longest) if math.isfinite(longest) else 1.0)
        return bytes(bitmap.buffer)
