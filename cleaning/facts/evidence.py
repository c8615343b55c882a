"""What speaks for a fact, and how much: mentions are weighed, the heaviest value wins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaning.facts.words import words
from tables.model import CleanTable, Fact, PageInfo

COVER = 3  # pages whose words weigh more
SHORT_PAGE = 1200  # characters; a cover or a decree's head, not a table
HEAD_LINES = 3  # lines at the top and at the bottom of a page that may be a running head
OFTEN = 0.3  # share of the pages a running head is printed on; of the heaviest value's weight
LEAST_HEADS = 3  # pages
QUOTE = 160  # characters kept of what was read


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that speaks for a value."""

    nilai: str | int
    halaman: int
    kutipan: str
    bobot: float = 1


@dataclass(frozen=True, slots=True)
class Line:
    """Words and their page."""

    page: int
    text: str


def flat(text: str) -> str:
    """One line, single blanks."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class Paper:
    """A document as facts are looked for: its pages' words, and its tables with their columns."""

    pages: tuple[PageInfo, ...]
    tables: Sequence[CleanTable]

    @cached_property
    def flat(self) -> list[Line]:
        """Every page's words as one line."""
        return [Line(page.number, flat(page.text)) for page in self.pages]

    @cached_property
    def lines(self) -> list[Line]:
        """Every printed line."""
        return [
            Line(page.number, flat(text))
            for page in self.pages
            for text in page.text.splitlines()
            if text.strip()
        ]

    @cached_property
    def titles(self) -> list[Line]:
        """The lines of the tables' captions."""
        return [
            Line(table.pages[0], flat(text))
            for table in self.tables
            for text in table.title.splitlines()
        ]

    @cached_property
    def captions(self) -> list[Line]:
        """The tables' captions, each as one line."""
        return [Line(table.pages[0], flat(table.title)) for table in self.tables if table.title]

    @cached_property
    def bodies(self) -> list[Line]:
        """Every page's words as one line, without running heads."""
        heads = set(self.heads)
        found: dict[int, list[str]] = {page.number: [] for page in self.pages}
        for line in self.lines:
            if line not in heads:
                found[line.page].append(line.text)
        return [Line(page, " ".join(texts)) for page, texts in found.items()]

    @cached_property
    def cover(self) -> list[Line]:
        """First pages with few words, each as one line."""
        return [line for line in self.flat[:COVER] if len(line.text) < SHORT_PAGE]

    @cached_property
    def cover_lines(self) -> list[Line]:
        """The printed lines of the cover."""
        pages = {line.page for line in self.cover}
        return [line for line in self.lines if line.page in pages]

    @cached_property
    def front(self) -> list[Line]:
        """The first page where it is a cover, up to a decree that follows on the same page."""
        for page in self.pages[:1]:
            decree = words().decree.search(page.text)
            text = flat(page.text[: decree.start()] if decree else page.text)
            if 0 < len(text) < SHORT_PAGE:
                return [Line(page.number, text)]
        return []

    @cached_property
    def heads(self) -> list[Line]:
        """Running heads and feet: lines at the edge of many pages that differ in digits only.

        What stands on pages of tables only is their header, repeated.
        """
        tabled = {page for table in self.tables for page in table.pages}
        found: dict[str, dict[int, str]] = defaultdict(dict)
        for page in self.pages:
            lines = [flat(t) for t in page.text.splitlines() if t.strip()]
            for text in {*lines[:HEAD_LINES], *lines[-HEAD_LINES:]}:
                key = re.sub(r"[\d\W]+", " ", text).strip().lower()
                if len(key) > LEAST_HEADS:
                    found[key].setdefault(page.number, text)
        written = sum(bool(page.text.strip()) for page in self.pages)
        least = max(LEAST_HEADS, OFTEN * written)
        often = [pages for pages in found.values() if len(pages) >= least and {*pages} - tabled]
        heads = [Line(number, text) for pages in often for number, text in pages.items()]
        return sorted(heads, key=lambda head: head.page)

    def read_by_ocr(self, page: int) -> bool:
        """Whether the page's words were recognised, not printed as text."""
        return any(p.number == page and p.reader == "ocr" for p in self.pages)


def quote(text: str, start: int = 0, end: int | None = None) -> str:
    """The words from ``start`` to ``end``, no longer than a sentence."""
    words = flat(text[start:end])
    return words if len(words) <= QUOTE else words[: QUOTE - 1] + "…"


def around(text: str, match: re.Match[str]) -> str:
    """What was matched, with the words before it as far as there is room."""
    start = max(0, match.end() - QUOTE)
    words = flat(text[start : match.end()])
    return f"…{words.partition(' ')[2]}" if start else words


def weights(mentions: Iterable[Mention]) -> dict[str | int, float]:
    """Weight of every value."""
    found: dict[str | int, float] = defaultdict(float)
    for mention in mentions:
        found[mention.nilai] += mention.bobot
    return found


def weigh(
    nama: str, mentions: Sequence[Mention], nilai: str | int | None = None, sure: float = 1.0
) -> Fact | None:
    """The heaviest value (of equals the one named first), or ``nilai`` with what speaks for it.

    Args:
        sure: confidence where much speaks for one value and nothing for another.

    Returns:
        ``None`` where nothing speaks for it. The page is that of the weightiest mention.
    """
    found = weights(mentions)
    if not found or (nilai is not None and nilai not in found):
        return None
    best = max(found, key=lambda value: found[value]) if nilai is None else nilai
    first = max((m for m in mentions if m.nilai == best), key=lambda m: m.bobot)
    share = found[best] / sum(found.values())
    enough = 1 - 0.5 ** (found[best] + 1)
    return Fact(nama, best, first.halaman, sure * share * enough, "cetak", first.kutipan)
