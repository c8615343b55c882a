"""The four quarters of a scanned header, told by their order.

Of ``I II III IV`` engines make ``1 I I1 JV``: which is which only their place says, and that there
are four of them under one header that speaks of quarters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tables.model import Column
from tables.spec import fold

_QUARTERLY = re.compile(r"\b(triwulan|tribulan|tw)\b")
_NUMERALS = ("I", "II", "III", "IV")
LONGEST = 4  # characters a misread numeral may have


def with_quarters(columns: Sequence[Column]) -> list[Column]:
    """The columns with the quarters' numerals put right where there are exactly four."""
    found = list(columns)
    start = 0
    while start < len(found):
        level = _level(found[start])
        end = start + 1
        while level and end < len(found) and _together(found[start], found[end], level):
            end += 1
        if level:
            found[start:end] = _numbered(found[start:end], level)
        start = end
    return found


def _level(column: Column) -> int:
    """Where the numeral stands in a header below ``Triwulan``; 0 where there is none."""
    for level, text in enumerate(column.header[1:], 1):
        if _QUARTERLY.search(fold(column.header[level - 1])):
            return level if len(text.strip()) <= LONGEST else 0
    return 0


def _together(one: Column, other: Column, level: int) -> bool:
    return one.header[:level] == other.header[:level] and _level(other) == level


def _numbered(columns: Sequence[Column], level: int) -> list[Column]:
    """Columns under one header: a new quarter begins where the numeral changes or a leaf recurs."""
    quarters: list[list[Column]] = []
    for column in columns:
        leaves = [c.header[level + 1 :] for c in quarters[-1]] if quarters else []
        same = quarters and quarters[-1][0].header[level] == column.header[level]
        if same and column.header[level + 1 :] not in leaves:
            quarters[-1].append(column)
        else:
            quarters.append([column])
    if len(quarters) != len(_NUMERALS):
        return list(columns)
    return [
        replace(c, header=(*c.header[:level], numeral, *c.header[level + 1 :]))
        for numeral, quarter in zip(_NUMERALS, quarters, strict=True)
        for c in quarter
    ]
