"""What one page is made of: text that can be read, a scan, soup, or nothing.

pdfium handles only; coordinates are PDF user space (origin bottom left, before rotation).
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from extractors.words import legible
from tables.errors import TooLarge
from tables.model import Box, PageKind

_GRID = 40  # picture coverage is counted on a grid of 40 × 40 fields per page
_PAGE_SIZE = 0.6  # a picture over this share of the page is the page itself, or its background
_PICTURE = 0.05  # smaller pictures are logos and signatures
_OUTLINES = 200  # so many paths and no text: letters drawn as curves
_MARGIN = 0.15  # top and bottom strips where stamps and e-signature footers stand
_STAMP = 100  # fewer characters than this between the strips are a stamp, not a page
_UNMAPPED = 0.1  # share of characters without a Unicode value that spoils a page

_THIN = 4.0  # points: a path this thin may be a rule; bounds take in the width of its line
_ONE_SHAPE = 6  # segments of a rectangle; a path with more may draw a whole grid

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Lines:
    """Places of thin paths on a page, as far as it takes to see that they may be a table's rules.

    Attributes:
        across, down: where horizontal and vertical ones stand, in whole points.
        boxed: a path draws several rules at once.
    """

    across: set[int] = field(default_factory=set)
    down: set[int] = field(default_factory=set)
    boxed: bool = False

    @property
    def ruled(self) -> bool:
        """Whether two rules each way, the least a table has, or more were seen."""
        return self.boxed or (len(self.across) >= 2 and len(self.down) >= 2)


@dataclass(slots=True)
class Content:
    """Counts over one page's objects, those inside forms included.

    Attributes:
        box: the visible area of the page; ``rotation`` is how far it is turned for display.
        texts: text objects; ``hidden`` of them are invisible or lie under a page-size picture.
        unmapped: characters the fonts give no Unicode value for.
        covered: one bit per grid field a picture lies on, a row an entry.
    """

    box: Box
    rotation: int
    texts: int = 0
    hidden: int = 0
    paths: int = 0
    objects: int = 0
    unmapped: int = 0
    covered: list[int] = field(default_factory=lambda: [0] * _GRID)
    lines: Lines = field(default_factory=Lines)

    @property
    def picture_share(self) -> float:
        """Share (0–1) of the page that pictures lie on."""
        return sum(row.bit_count() for row in self.covered) / _GRID**2


def content(page: Any, max_objects: int) -> Content:
    """Look at every object of a pdfium ``page`` in paint order.

    Raises:
        TooLarge: more than ``max_objects`` objects.
    """
    seen = Content(Box(*page.get_bbox()), page.get_rotation())
    children = map(
        pdfium.FPDFPage_GetObject, repeat(page.raw), range(pdfium.FPDFPage_CountObjects(page.raw))
    )
    pending = [(children, _IDENTITY)]
    while pending:
        children, matrix = pending[-1]
        for raw in children:
            kind = pdfium.FPDFPageObj_GetType(raw)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                inner = range(pdfium.FPDFFormObj_CountObjects(raw))
                children = map(pdfium.FPDFFormObj_GetObject, repeat(raw), inner)
                pending.append((children, _times(_matrix(raw), matrix)))
                break
            _look(seen, kind, raw, matrix)
            if seen.objects > max_objects:
                raise TooLarge(f"more than {max_objects} objects (limit: objects)")
        else:
            pending.pop()
    return seen


def _look(seen: Content, kind: int, raw: Any, matrix: _Matrix) -> None:
    """Count one object."""
    seen.objects += 1
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        seen.paths += 1
        if not seen.lines.ruled:
            _look_for_rules(seen.lines, _bounds(raw, matrix), raw)
    elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
        seen.texts += 1
        mode = pdfium.FPDFTextObj_GetTextRenderMode(raw)
        seen.hidden += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        share = _cover(seen.covered, _bounds(raw, matrix), seen.box)
        if share >= _PAGE_SIZE and not pdfium.FPDFPageObj_HasTransparency(raw):
            seen.hidden = seen.texts  # painted over whatever text came before


def _look_for_rules(lines: Lines, box: Box, raw: Any) -> None:
    """Note a path that may be one rule (thin), or several (an outline, or many segments)."""
    if box.height <= _THIN:
        lines.across.add(round(box.y0))
    if box.width <= _THIN:
        lines.down.add(round(box.x0))
    if min(box.width, box.height) > _THIN:
        fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
        pdfium.FPDFPath_GetDrawMode(raw, fill, stroke)
        lines.boxed = bool(stroke.value) or pdfium.FPDFPath_CountSegments(raw) > _ONE_SHAPE


def _matrix(raw: Any) -> _Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(raw, m)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """First ``m``, then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (
        *(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s),
        *(e * p + f * r + t, e * q + f * s + u),
    )


def _bounds(raw: Any, matrix: _Matrix) -> Box:
    """An object's bounding box in page space."""
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(raw, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _cover(covered: list[int], picture: Box, page: Box) -> float:
    """Mark the fields whose middle ``picture`` lies on; the share (0–1) of the page it covers."""

    def fields(low: float, high: float, start: float, size: float) -> tuple[int, int]:
        first = round((low - start) / size * _GRID)
        last = round((high - start) / size * _GRID)
        return min(max(first, 0), _GRID), min(max(last, 0), _GRID)

    left, right = fields(picture.x0, picture.x1, page.x0, page.width)
    bottom, top = fields(picture.y0, picture.y1, page.y0, page.height)
    if left >= right:
        return 0.0
    for row in range(bottom, top):
        covered[row] |= (1 << right) - (1 << left)
    return max(top - bottom, 0) * (right - left) / _GRID**2


def kind_of(seen: Content, textpage: Any, text: str) -> PageKind:
    """Name what a page is made of.

    A page-size picture with invisible text (or text beneath it) is a scan with an OCR layer, good
    or bad; with no text, or only a stamp, a scan. Visible text is an export whatever pictures
    it has, unless it cannot be read as words and numbers.
    """
    printed = len("".join(text.split()))
    share = seen.picture_share
    if not printed:
        drawn = share >= _PICTURE or seen.paths >= _OUTLINES
        return "scanned" if drawn else "blank"
    seen.unmapped = _unmapped(textpage)
    readable = legible(text) and seen.unmapped <= _UNMAPPED * printed
    if share >= _PAGE_SIZE:
        if 2 * seen.hidden >= max(seen.texts, 1):
            return "scanned_with_text" if readable else "garbage_text"
        if printed < 10 * _STAMP and _body_characters(seen, textpage) < _STAMP:
            return "scanned"
    return "exported" if readable else "garbage_text"


def _unmapped(textpage: Any) -> int:
    indices = range(textpage.count_chars())
    answers = map(pdfium.FPDFText_HasUnicodeMapError, repeat(textpage.raw), indices)
    return Counter(answers)[1]


def _body_characters(seen: Content, textpage: Any) -> int:
    """Characters between the top and bottom strips of the page as displayed."""
    box, sideways = seen.box, seen.rotation in (90, 270)
    start, size = (box.x0, box.width) if sideways else (box.y0, box.height)
    low, high = start + _MARGIN * size, start + (1 - _MARGIN) * size
    inside = 0
    for index in range(textpage.count_chars()):
        left, bottom, right, top = textpage.get_charbox(index)
        middle = (left + right) / 2 if sideways else (bottom + top) / 2
        inside += low < middle < high
    return inside
