"""What changed between two readings of a document: rows and figures, old and new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tables.schema import FIXED, HIERARCHY, KEYS

Row = dict[str, Any]
ADDED, REMOVED = "(baris baru)", "(baris hilang)"
_IDENTITY = ("level", "kode", "uraian", "indikator")
# Not compared: keys say where a row stands, and the rest is made from what is compared.
_ASIDE = {*KEYS, *HIERARCHY, "status"} - {"kode", "level"}


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, old and new, both as text (``None``: empty); rows are counted as in the table.

    ``kolom`` is ``(baris baru)`` or ``(baris hilang)`` for a whole row; its ``uraian`` tells which.
    """

    dokumen_id: str
    kind: str
    tabel: str
    baris: int
    kolom: str
    lama: str | None
    baru: str | None


def figures(root: Path, dokumen_id: str) -> dict[str, list[Row]]:
    """A document's rows by kind, as published below ``root``."""
    import pyarrow.parquet as pq

    return {
        path.parts[-3]: pq.read_table(path, partitioning=None).to_pylist()
        for path in sorted(root.glob(f"*/tahun=*/{dokumen_id}.parquet"))
        if path.parts[-3] not in FIXED
    }


def compare(
    old: dict[str, list[Row]], new: dict[str, list[Row]], dokumen_id: str
) -> Iterator[Change]:
    """Changes from ``old`` to ``new``; rows are matched by what they name, not by number."""
    for kind in sorted({*old, *new}):
        before, after = _by_table(old.get(kind, ())), _by_table(new.get(kind, ()))
        for table in sorted({*before, *after}):
            for one, other in _pairs(before.get(table, []), after.get(table, [])):
                for baris, column, was, is_ in _differences(one, other):
                    yield Change(dokumen_id, kind, table, baris, column, was, is_)


def _by_table(rows: Iterable[Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(row["tabel"], []).append(row)
    return tables


def _pairs(old: list[Row], new: list[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows that are the same one; ``None`` where one side has no such row."""
    matcher = SequenceMatcher(a=_names(old), b=_names(new), autojunk=False)
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        # A block of as many rows on both sides is the same rows under other names.
        paired = i_end - i == j_end - j
        if paired:
            yield from zip(old[i:i_end], new[j:j_end], strict=True)
        else:
            yield from ((row, None) for row in old[i:i_end])
            yield from ((None, row) for row in new[j:j_end])


def _names(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in _IDENTITY) for row in rows]


def _differences(
    old: Row | None, new: Row | None
) -> Iterator[tuple[int, str, str | None, str | None]]:
    if old is None and new is not None:
        yield new["baris"], ADDED, None, new.get("uraian")
    elif new is None and old is not None:
        yield old["baris"], REMOVED, old.get("uraian"), None
    elif old is not None and new is not None:
        for column in dict.fromkeys((*old, *new)):
            was, is_ = old.get(column), new.get(column)
            if was != is_ and column not in _ASIDE:
                yield new["baris"], column, _text(was), _text(is_)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
