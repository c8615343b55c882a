"""How each table of a document is called in the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tables.model import CleanTable

NO_NUMBER = "tanpa nomor"  # `tabel` of a table that prints no number


def output_names(tables: Iterable[CleanTable]) -> list[str]:
    """``tabel`` of each table, in the same order: no two of a kind have the same."""
    seen: Counter[tuple[str, str]] = Counter()
    names = []
    for table in tables:
        name = table.tabel or NO_NUMBER
        seen[table.kind, name] += 1
        count = seen[table.kind, name]
        names.append(name if count == 1 else f"{name} ({count})")
    return names
