"""Which pages may hold a table, from their text and whether they have rules: cheap, generous.

Every page with lines both ways is read, and so is one with a caption over figures. A caption, a
title without a number or header wording opens a stretch of pages; it goes on while pages look like
the table's. The list of tables at the front repeats captions and opens nothing. What is a table
after all is decided where the ruling lines are seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from extractors.captions import caption_number, is_caption, line_key
from tables.model import PageInfo
from tables.spec import TableSpec, fold, specs

_LEADER = re.compile(r"[.…]{4,}\s*\d*\s*$|\s\d{1,3}\s*$")
_TABLE_WORD = re.compile(r"^\s*(tabel|daftar tabel|gambar|grafik)\b", re.I)
_CAPTION = re.compile(r"^\s*(?:tabel|formulir)\b[.\s]*[\divxt]", re.I)
_FIGURE = re.compile(
    r"(?<![\w.,])(?:(?:rp\.?\s?)?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?\s*%|-)(?![\w])",
    re.I,
)
_COUNT = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)?(?![\w/])(?![.,]\d)")  # 12 Dokumen, 66,67
_SENTENCE = 65  # characters of a line of running text
_HEADER_LINE = 60
_LAST_LINES = 6  # a caption this near the end of its page has its table on the next
_EDGE_LINES = 3  # lines at the top or bottom of a page that may be its head or foot
_OFTEN = 0.2  # share of the pages that begin or end with a line for it to be a head or foot
MIN_FIGURES = 4
MIN_COUNTS = 3  # plain numbers in a line of a table; running text has a year or two


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page to read; ``opens`` names the kinds whose wording it carries, where it has no rules.

    A page that is not ``sure`` to be worth it is read only if a table is open on the page before; a
    scanned page is read already.
    """

    page: int
    opens: tuple[str, ...] = ()
    scanned: bool = False
    sure: bool = True


def candidates(pages: tuple[PageInfo, ...], scanned: Set[int] = frozenset()) -> list[Candidate]:
    """Pages worth reading, in order.

    Args:
        scanned: scanned pages on which a ruled table was read.
    """
    found: list[Candidate] = []
    previous: PageInfo | None = None
    for page in pages:
        if page.number in scanned and not is_list_of_tables(page.text):
            found.append(Candidate(page.number, scanned=True))
            previous = page
            continue
        if page.kind != "exported" or is_list_of_tables(page.text):
            previous = None
            continue
        opens: tuple[str, ...] = ()
        tabular = _tabular(page.text)
        if tabular and not page.ruled:
            opens = tuple(spec.kind for spec in specs().values() if opens_table(spec, page.text))
        captioned_here = tabular and any(map(is_caption, page.text.splitlines()))
        sure = page.ruled or bool(opens) or captioned_here
        goes_on = previous is not None and _goes_on(previous, page)
        if sure or goes_on:
            found.append(Candidate(page.number, opens, sure=sure))
        previous = page if opens or goes_on or (page.ruled and tabular) else None
    return found


def is_list_of_tables(text: str) -> bool:
    """A table of contents or list of tables: captions with dot leaders or page numbers."""
    lines = [line for line in text.splitlines() if line.strip()]
    led = sum(1 for line in lines if re.search(r"[.…]{5,}|(?:\. ){5,}", line))
    captions = sum(1 for line in lines if _TABLE_WORD.match(line) and _LEADER.search(line))
    return led >= 4 or captions >= 4


def opens_table(spec: TableSpec, text: str) -> bool:
    """Does a table of this kind begin here?

    All its header wording and lines that are column headers, or its title and most of that.
    """
    folded = fold(text)
    met = sum(any(word in folded for word in group) for group in spec.locate.header)
    if met < len(spec.locate.header) - 1:
        return False
    columns = _column_headers(spec, text)
    if met == len(spec.locate.header) and columns >= 3:
        return True
    titled = any(p.search(folded) for p in (*spec.locate.titles, *spec.locate.numbers))
    return titled and (columns >= 2 or len(_FIGURE.findall(text)) >= 2 * MIN_FIGURES)


def announced(pages: tuple[PageInfo, ...]) -> list[tuple[int, str]]:
    """(page, kind) where a caption stands and figures follow on it or on the next page."""
    found = []
    for n, page in enumerate(pages):
        following = pages[n + 1 : n + 2]
        known = page.kind == "exported" or page.reader == "ocr"
        if not known or is_list_of_tables(page.text):
            continue
        if any(_tabular(p.text) for p in (page, *following)):
            found += [(page.number, kind) for kind, s in specs().items() if captioned(s, page.text)]
    return found


def running_lines(pages: tuple[PageInfo, ...]) -> frozenset[str]:
    """Heads and feet: what the first or last lines of many pages say, page numbers aside."""
    votes: Counter[str] = Counter()
    for page in pages:
        lines = [key for line in page.text.splitlines() if (key := line_key(line))]
        votes.update({*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]})
    return frozenset(key for key, n in votes.items() if n >= max(3, _OFTEN * len(pages)))


def captions(pages: tuple[PageInfo, ...]) -> list[tuple[int, str, str]]:
    """(page, number, title) of every caption under which text stands as in a table."""
    found = []
    for n, page in enumerate(pages):
        if (page.kind != "exported" and page.reader != "ocr") or is_list_of_tables(page.text):
            continue
        lines = page.text.splitlines()
        for at, line in enumerate(lines):
            if not is_caption(line):
                continue
            below = "\n".join(lines[at + 1 :])
            if len(lines) - at <= _LAST_LINES:
                below = "\n".join(p.text for p in pages[n + 1 : n + 2])
            if _tabular(below):
                title = "\n".join(part.strip() for part in lines[at : at + 2])
                found.append((page.number, caption_number(line), title))
    return found


def captioned(spec: TableSpec, text: str) -> bool:
    """Does a line beginning with the word *tabel*, or the line after it, carry the kind's title?"""
    lines = text.splitlines()
    for n, line in enumerate(lines):
        if _CAPTION.match(line):
            title = fold(" ".join(lines[n : n + 3]))
            refused = any(p.search(title) for p in spec.locate.not_titles)
            if not refused and any(
                p.search(title) for p in (*spec.locate.titles, *spec.locate.numbers)
            ):
                return True
    return False


def _column_headers(spec: TableSpec, text: str) -> int:
    """How many of the form's columns have a short line of the page as their header."""
    lines = {fold(line) for line in text.splitlines() if len(line) <= _HEADER_LINE}
    return sum(1 for c in spec.columns if any(c.score(line) for line in lines))


def _goes_on(before: PageInfo, page: PageInfo) -> bool:
    """Same paper, and not a page of running text."""
    if abs(before.width - page.width) > 5 or abs(before.height - page.height) > 5:
        return False
    return _tabular(page.text, last=True)


def _tabular(text: str, last: bool = False) -> bool:
    """Figures or short lines, rather than sentences from margin to margin.

    Args:
        last: the page may hold the last rows of a table only.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    prose = sum(1 for line in lines if len(line) > _SENTENCE and not _figures(line))
    figures = len(_FIGURE.findall(text))
    if last and any(_figures(line) for line in lines):
        figures = MIN_FIGURES
    return prose <= 0.35 * len(lines) and (figures >= MIN_FIGURES or len(lines) >= 12)


def _figures(line: str) -> bool:
    """An amount or a percent, or several plain counts (a table may print nothing else)."""
    return bool(_FIGURE.search(line)) or len(_COUNT.findall(line)) >= MIN_COUNTS
