"""First reader: pdfplumber gives characters and rules, our own grid gives the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pdfplumber

from extractors.drawn import drawn
from extractors.fragments import Fragment, fragments
from extractors.grid import grids
from extractors.open_table import open_tables
from extractors.page import PageTable, fill, tail_of
from extractors.rules import page_rules


class FirstReader:
    """An open PDF; one page in memory at a time."""

    def __init__(self, path: Path) -> None:
        self._pdf = pdfplumber.open(path)

    def __enter__(self) -> FirstReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._pdf.close()

    def read(self, number: int) -> list[PageTable]:
        """Tables of page ``number`` (1-based), top to bottom."""
        page = self._pdf.pages[number - 1]
        try:
            return read_page(page)
        finally:
            page.close()


def read_pages(path: Path, pages: Iterable[int]) -> Iterator[tuple[int, list[PageTable]]]:
    """Yield (page number, tables) for each of ``pages`` (1-based)."""
    with FirstReader(path) as reader:
        for number in sorted(set(pages)):
            yield number, reader.read(number)


def read_page(page: Any) -> list[PageTable]:
    """Tables of one pdfplumber page, top to bottom."""
    seen = drawn(page)
    rules = page_rules(seen.shapes)
    found = grids(rules)
    cuts = [(v.at, v.start, v.end) for v in rules.vertical]
    items = fragments((c for c in seen.chars if not _slanted(c)), cuts)
    tables, outside = fill(page.page_number, found, items)
    boxes = [t.box for t in tables]
    tables += open_tables(page.page_number, rules, boxes, outside, float(page.height))
    tables.sort(key=lambda t: t.ys[0])
    for table in tables:
        table.lead = _lead(table, tables, outside)
        table.tail = tail_of(table, tables, outside)
    return tables


def _slanted(char: dict[str, Any]) -> bool:
    """Part of a watermark or stamp across the page: never a table's text."""
    a, b = char["matrix"][:2]
    return bool(min(abs(a), abs(b)) > 0.05 * max(abs(a), abs(b)))


def _lead(table: PageTable, tables: list[PageTable], outside: list[Fragment]) -> list[Fragment]:
    """Text between the table and whatever ruled thing stands above it."""
    floor = max((t.ys[-1] for t in tables if t.ys[-1] <= table.ys[0]), default=0.0)
    return [f for f in outside if floor - 2 <= f.middle <= table.ys[0] + 2]
