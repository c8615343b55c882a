"""Captions: the number a table is printed under, its title, and captions in running text.

Forms seen: ``TABEL. 2.1``, ``Tabel II.1``, ``TABEL. III.2``, ``Tabel T-C.29``, ``Tabel 4``,
``Tabel 2.4 T-C.29``, ``Formulir E.81``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = (
    r"(?:no(?:mor)?\b\.?\s*)?((?:t-?\s?c\.?\s?-?\s?\d+|e\.?\s?\d+|[ivx]+|\d+)"
    r"(?:\s?[.\-]\s?(?:[ivx]+|\d+))*)(?!\w)"
)
_CAPTION = re.compile(r"\b(?:tabel|tabe l|formulir|form)\b\s?[.:]?\s*" + _NUMBER, re.I)
_LEADING = re.compile(r"\s*(?:tabel|tabe l|formulir)\b\s?[.:]?\s*" + _NUMBER + r"[.:]?\s*", re.I)
_LISTED = re.compile(r"[.…]{4,}|(?:\. ){4,}|\s\d{1,3}\s*$")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_WORDS = re.compile(r"[^\W\d_]{3,}")
_LONGEST = 160  # characters of a caption's line
_HEADING = 0.6  # share of a title's longer words that begin with a capital
TITLE_LINES = 5


def caption_number(text: str) -> str:
    """``2.1`` of ``TABEL. 2.1``, ``II.1``, ``T-C.29``; ``""`` without a caption."""
    match = _CAPTION.search(text)
    return re.sub(r"\s", "", match[1]).rstrip(".-").upper() if match else ""


def number_key(number: str) -> str:
    """A table number as lists and captions may both print it: ``III.2`` and ``3-2`` are ``3.2``."""
    parts = re.split(r"[.\-]", number)
    return ".".join(str(_arabic(p)) if set(p) and set(p) <= set(_ROMAN) else p for p in parts)


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(-value if value < max(values[n:]) else value for n, value in enumerate(values))


def is_caption(line: str) -> bool:
    """A line that begins with a table's number and goes on with a title, or with nothing.

    ``Tabel 2.3 berikut menunjukkan …`` is a sentence about a table, and a title that ends with a
    page number stands in a list of tables.
    """
    match = _LEADING.match(line)
    if not match or len(line) > _LONGEST:
        return False
    rest = line[match.end() :]
    return not rest[:1].islower() and not _LISTED.search(rest)


def title_of(lines: Sequence[str]) -> str:
    """Of the lines above a table those from its caption on; all of them where it has none."""
    starts = [n for n, line in enumerate(lines) if is_caption(line)]
    while len(starts) > 1 and starts[-1] - starts[-2] == 1:
        starts.pop()  # the form's number under the document's own, or the other way round
    starts = starts[-1:] or [n for n, line in enumerate(lines) if _CAPTION.search(line)][:1]
    return "\n".join(lines[starts[0] if starts else 0 :])


def heading_of(lines: Sequence[str]) -> str:
    """Title of a table that may be any: from its caption on, else the last lines set as a title."""
    title = title_of(lines)
    if caption_number(title):
        return title
    kept: list[str] = []
    for line in reversed(lines):
        words = _WORDS.findall(line)
        capital = sum(word[0].isupper() for word in words)
        if not words or capital < _HEADING * len(words) or line.rstrip().endswith((":", ".", ",")):
            break
        kept.insert(0, line)
    return "\n".join(kept)


def line_key(line: str) -> str:
    """A line without its blanks and digits, which differ from page to page."""
    return re.sub(r"[\W\d_]+", "", line).lower()
