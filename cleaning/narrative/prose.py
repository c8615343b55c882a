"""Pages -> running text in blocks and sentences, without tables, captions, running heads.

A line of running text fills a good part of the page and has no gap in it; shorter lines belong to
it where they stand right above or below. Where places are unknown (scanned pages), the number of
letters stands for the width.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tables.model import Box, CleanTable, PageInfo, TextLine

WIDE = 0.4  # of the page's width: a line of running text
WIDE_LETTERS = 60  # characters, where nobody measured
LETTERS = 0.35  # of its characters: the rest may be amounts
GAP = 1.7  # of the line's height: wider gaps part cells of a table
NEAR = 2.6  # of the line's height: a line further off is another paragraph
SHORT = 0.82  # of the paragraph's width: a line that ends here ends its paragraph
RUNNING = 0.2  # share of the pages, at least 3, on which a running head or foot recurs
MOST = 8000  # characters of a paragraph; what is longer is no text
LONGEST = 16  # characters of an abbreviation or a number of an item
INSIDE = 2.0  # points around a table's cells that still count as table

_LEADER = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
_CAPTION = re.compile(r"(?:tabel|gambar|grafik|lampiran|sumber|bagan)\b[ .:]*[\dIVXT]", re.I)
_MARKER = re.compile(
    r"(?:(?:\d{1,2}[.,])+\d{0,2}[.,]{0,2}|\(?\d{1,2}\)|\(?[a-zA-Z][.)]|[-•–▪➢✓o\ue000-\uf8ff])\s+(?=[\"“(]?[A-Za-z])"
)
_PAGE = re.compile(r"[\W_]*\d{0,4}[\W_]*")
_OPEN = re.compile(r"\brp\.?$", re.I)  # the amount follows on the next line
_TITLE = re.compile(r"(?:BAB\s+[IVX]+\b|(?=.*[A-Z]{3})[^a-z]{12,}$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:rp|no|nomor|prov|kab|kec|kel|wil|jl|jln|tgl|drs|dr|ir|hj|st|se|dll|dst|dsb|th|thn|"
    r"yth|bpk|a\.n|s\.d|u\.p|d\.a)|\b[A-Za-z]|(?<!\S)\d{1,2}(?:[.,]\d{1,2})*)\.$",
    re.I,
)
_END = re.compile(r"[.!?]\s+(?=[\"“(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text and where it stands; ``ocr``: somebody's OCR read it."""

    text: str
    page: int
    box: Box | None
    ocr: bool


@dataclass(slots=True)
class Block:
    """A paragraph, item or heading: its lines joined by single spaces.

    Attributes:
        starts: offset in ``text`` at which each line begins.
    """

    text: str = ""
    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.text += " " if self.text else ""
        self.starts.append(len(self.text))
        self.lines.append(line)
        self.text += line.text

    def line_at(self, offset: int) -> Line:
        return self.lines[bisect_right(self.starts, offset) - 1]


def blocks(pages: Sequence[PageInfo], tables: Sequence[CleanTable]) -> list[Block]:
    """The document's running text in reading order; a paragraph may run over pages."""
    running = _running_heads(pages)
    areas, printed = _areas(tables), _printed(tables)
    made: list[Block] = []
    for page in pages:
        lines = _lines(page, running)
        within = areas.get(page.number, [])
        for group in _prose(page, lines, within, printed.get(page.number, frozenset())):
            for line in group:
                if not made or _begins(line, made[-1], group):
                    made.append(Block())
                made[-1].add(line)
    return made


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of every sentence of a block."""
    start = 0
    for match in _END.finditer(text):
        at = match.start() + 1
        if not _ABBREVIATION.search(text, max(start, at - LONGEST), at):
            yield start, text[start : match.start() + 1]
            start = match.end()
    if start < len(text):
        yield start, text[start:]


# Which lines are running text


def _lines(page: PageInfo, running: frozenset[str]) -> list[Line]:
    if page.kind == "garbage_text" and page.reader != "ocr":
        return []
    doubtful = page.kind != "exported"
    measured = page.lines and page.reader != "ocr"
    given: Sequence[TextLine | str] = page.lines if measured else page.text.split("\n")
    lines = []
    for item in given:
        text, box = (item, None) if isinstance(item, str) else (item.text, _solid(item))
        text = re.sub(r"\s+", " ", text).strip()
        if text and _head(text) not in running and not _PAGE.fullmatch(text):
            lines.append(Line(text, page.number, box, doubtful))
    return lines


def _solid(line: TextLine) -> Box | None:
    """The place of a line without gaps; ``None`` for one that is cut in pieces."""
    return line.box if line.gap <= GAP * line.box.height else None


def _head(text: str) -> str:
    return re.sub(r"[\d\W]+", " ", text).strip().lower()


def _running_heads(pages: Sequence[PageInfo]) -> frozenset[str]:
    """Lines that recur at the top or the bottom of pages but for their digits."""
    seen: Counter[str] = Counter()
    for page in pages:
        texts = [line for line in page.text.split("\n") if line.strip()]
        seen.update({_head(text) for text in (*texts[:3], *texts[-3:])})
    often = max(3, RUNNING * len(pages))
    return frozenset(text for text, count in seen.items() if text and count >= often)


def _areas(tables: Sequence[CleanTable]) -> dict[int, list[Box]]:
    """Where the cells of each table stand, one box a page and table."""
    found: dict[tuple[int, int], Box] = {}
    for number, table in enumerate(tables):
        for row in table.rows:
            for entry in row.entries.values():
                if entry.cell is not None:
                    key = (entry.cell.page, number)
                    box = entry.cell.box
                    found[key] = found[key].union(box) if key in found else box
    areas: dict[int, list[Box]] = {}
    for (page, _), box in found.items():
        areas.setdefault(page, []).append(box)
    return areas


def _printed(tables: Sequence[CleanTable]) -> dict[int, frozenset[str]]:
    """Texts of the cells of each page, letters and digits only."""
    found: dict[int, set[str]] = {}
    for table in tables:
        for row in table.rows:
            for entry in row.entries.values():
                if entry.cell is not None:
                    found.setdefault(entry.cell.page, set()).add(_bare(entry.cell.text))
    return {page: frozenset(texts) for page, texts in found.items()}


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _prose(
    page: PageInfo, lines: list[Line], areas: list[Box], printed: frozenset[str]
) -> Iterator[list[Line]]:
    """Runs of lines of running text, each with a wide line in it."""
    measured = bool(page.lines) and page.reader != "ocr"
    run: list[Line] = []
    for line in lines:
        goes_on = bool(run) and not measured and _OPEN.search(run[-1].text) is not None
        if not goes_on and not _may_be_prose(line, measured, areas, printed):
            yield from _with_wide(run, page)
            run = []
            continue
        if run and not _together(run[-1], line):
            yield from _with_wide(run, page)
            run = []
        run.append(line)
    yield from _with_wide(run, page)


def _may_be_prose(line: Line, measured: bool, areas: list[Box], printed: frozenset[str]) -> bool:
    if _LEADER.search(line.text) or _CAPTION.match(line.text):
        return False
    if measured:
        return line.box is not None and not any(_inside(line.box, area) for area in areas)
    words = re.findall(r"[A-Za-z]{2,}", line.text)
    enough = 2 if re.search(r"\d", line.text) else 1
    return len(words) >= enough and _bare(line.text) not in printed


def _inside(box: Box, area: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    across = area.x0 - INSIDE <= x <= area.x1 + INSIDE
    return across and area.y0 - INSIDE <= y <= area.y1 + INSIDE


def _together(one: Line, other: Line) -> bool:
    """Whether a line follows another closely, in the same column of text."""
    if one.box is None or other.box is None:
        return one.box is other.box
    step = other.box.y0 - one.box.y0
    overlap = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    return 0 < step <= NEAR * max(one.box.height, other.box.height) and overlap > 0


def _with_wide(run: list[Line], page: PageInfo) -> Iterator[list[Line]]:
    if any(_wide(line, page) for line in run):
        yield run


def _wide(line: Line, page: PageInfo) -> bool:
    if sum(map(str.isalpha, line.text)) < LETTERS * len(line.text.replace(" ", "")):
        return False
    if line.box is None:
        return len(line.text) >= WIDE_LETTERS
    return line.box.width >= WIDE * page.width


# Where a paragraph begins


def _begins(line: Line, block: Block, group: list[Line]) -> bool:
    last = block.lines[-1]
    if len(block.text) > MOST:
        return True
    if _MARKER.match(line.text) or _TITLE.match(line.text) or _TITLE.match(last.text):
        return True
    if line.text[0].islower() or re.match(r"[\d(]", line.text):
        return False
    ended = block.text.endswith((".", ":", ";", "!", "?"))
    if line.page != last.page:
        return ended
    return _is_short(last, group) or (ended and _indented(last, line))


def _is_short(line: Line, group: list[Line]) -> bool:
    if line.box is None:
        return len(line.text) < SHORT * max(len(each.text) for each in group)
    right = max((each.box.x1 for each in group if each.box), default=line.box.x1)
    left = min((each.box.x0 for each in group if each.box), default=line.box.x0)
    return line.box.x1 - left < SHORT * (right - left)


def _indented(last: Line, line: Line) -> bool:
    if last.box is None or line.box is None:
        return False
    return line.box.x0 > last.box.x0 + line.box.height
