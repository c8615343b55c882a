"""Which rows of two tables are the same program, kegiatan, sub kegiatan or indicator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from cleaning.codes import is_valid, segments
from tables.model import CleanRow, CleanTable

PLANNED = ("program", "kegiatan", "sub_kegiatan")
CLOSING = ("total", "rata_rata")
ALIKE = 88  # of 100: two spellings of one name
UNLIKE = 60  # below it two names of one code are not the same thing
Pairs = list[tuple[CleanRow, CleanRow]]


def plain(text: str) -> str:
    """A name for comparison: lower case, letters and digits, single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def likeness(one: str, other: str) -> float:
    """0–100, whatever the case, marks and spaces of two names."""
    return fuzz.ratio(plain(one).replace(" ", ""), plain(other).replace(" ", ""))


def code_key(row: CleanRow) -> tuple[str, ...] | None:
    """The row's code with a two- and a four-digit sub kegiatan alike; ``None`` without one."""
    if not row.kode or not is_valid(row.kode) or row.level not in PLANNED:
        return None
    return tuple(part.lstrip("0") or "0" for part in segments(row.kode))


def planned(table: CleanTable) -> list[CleanRow]:
    """The rows that are a program, kegiatan or sub kegiatan and print a name."""
    return [row for row in table.rows if row.level in PLANNED and row.text("uraian")]


def paired_by_name(left: CleanTable, right: CleanTable, names: tuple[str, str]) -> Pairs:
    """Rows of tables without levels: those whose name is printed once on either side.

    Args:
        names: the column that names the row, of either table.
    """
    rows = [
        [(plain(row.text(column)), row) for row in table.rows if row.level not in CLOSING]
        for table, column in zip((left, right), names, strict=True)
    ]
    counts = [Counter(name for name, _ in side) for side in rows]
    other = dict(rows[1])
    return [
        (row, other[name])
        for name, row in rows[0]
        if name and counts[0][name] == counts[1][name] == 1
    ]


def paired(left: CleanTable, right: CleanTable) -> Pairs:
    """Rows that are the same: by code where the names agree, by name, by a similar name.

    Only keys that one row on either side has count; a similar name counts below the same parent.
    """
    pairs: Pairs = []
    for key in (_by_code, _by_name):
        rest = _rest(left, right, pairs)
        pairs += [(a, b) for a, b in _unique(*rest, key) if key is _by_name or _same_name(a, b)]
    pairs += _similar(*_rest(left, right, pairs), pairs)
    return sorted(pairs, key=lambda pair: pair[0].baris)


def _rest(
    left: CleanTable, right: CleanTable, pairs: Pairs
) -> tuple[list[CleanRow], list[CleanRow]]:
    """The rows no pair has yet."""
    used = [{pair[side].baris for pair in pairs} for side in (0, 1)]
    return (
        [row for row in planned(left) if row.baris not in used[0]],
        [row for row in planned(right) if row.baris not in used[1]],
    )


def _unique(
    left: Iterable[CleanRow],
    right: Iterable[CleanRow],
    key: Callable[[CleanRow], Hashable | None],
) -> Iterator[tuple[CleanRow, CleanRow]]:
    """Pairs of the rows whose key is found once on either side."""
    sides = [[(key(row), row) for row in rows] for rows in (left, right)]
    counts = [Counter(k for k, _ in side) for side in sides]
    other = dict(sides[1])
    for k, row in sides[0]:
        if k is not None and counts[0][k] == counts[1][k] == 1:
            yield row, other[k]


def _by_code(row: CleanRow) -> Hashable | None:
    return code_key(row)


def _by_name(row: CleanRow) -> Hashable | None:
    name = plain(row.text("uraian"))
    return (row.level, name) if name else None


def _same_name(one: CleanRow, other: CleanRow) -> bool:
    return likeness(one.text("uraian"), other.text("uraian")) >= UNLIKE


def _similar(left: Sequence[CleanRow], right: Sequence[CleanRow], pairs: Pairs) -> Pairs:
    """Rows below the same parent whose names are nearly alike, each the other's only choice."""
    parents = {a.baris: b.baris for a, b in pairs}
    near = [
        (a, b)
        for a in left
        for b in right
        if a.level == b.level
        and _together(a, b, parents)
        and likeness(a.text("uraian"), b.text("uraian")) >= ALIKE
    ]
    one, other = Counter(a.baris for a, _ in near), Counter(b.baris for _, b in near)
    return [(a, b) for a, b in near if one[a.baris] == other[b.baris] == 1]


def _together(one: CleanRow, other: CleanRow, parents: dict[int, int]) -> bool:
    """Whether two rows stand below paired parents, or both below none."""
    if one.parent is None or other.parent is None:
        return one.parent is None and other.parent is None
    return parents.get(one.parent) == other.parent
