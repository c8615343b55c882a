"""Which level a row is: by its code, its wording, its number, its place and its money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cleaning.codes import level_of, segments
from tables.model import CleanRow, Level
from tables.spec import TableSpec, fold, vocabulary

RANK: dict[Level, int] = {
    "urusan": 0,
    "bidang_urusan": 1,
    "program": 2,
    "kegiatan": 3,
    "sub_kegiatan": 4,
}
# (name without spaces and marks) -> levels and codes other rows carry it with
Names = Mapping[str, set[tuple[Level, str]]]

_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})\.?")
_PLAIN = re.compile(r"0*(\d{1,3})\.?")
_ALONE = ("total", "rata_rata", "lainnya")


def name_key(text: str) -> str:
    """A row's name for comparison: letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def marker(row: CleanRow) -> str:
    """The number or code that stands before the row's name."""
    return (row.kode_cetak or row.text("no")).strip()


def has_numbers(row: CleanRow, spec: TableSpec) -> bool:
    """Whether any number cell of the row is filled, a dash included."""
    entries = (row.entries.get(name) for name in spec.numbers)
    return any(e is not None and (e.value is not None or e.status != "cetak") for e in entries)


def levels(rows: Sequence[CleanRow], spec: TableSpec, coded: bool, known: Names) -> list[Level]:
    """The level of every row.

    Args:
        coded: the table writes whole codes, so that a code tells the level.
        known: names that carry a code in another row or table of the document.
    """
    found: list[Level | None] = [_by_itself(row, spec, coded) for row in rows]
    if coded:
        _without_code(rows, spec, found, known)
    else:
        _by_numbering(rows, spec, found)
    return [level or "lainnya" for level in found]


def plain_levels(rows: Sequence[CleanRow], spec: TableSpec) -> list[Level]:
    """Levels of a kind whose rows stand in no hierarchy: by wording alone.

    A row that names no program, only an indicator with something said about it, is an indicator.
    """
    families = {c.family for c in spec.columns if c.name in spec.heading} - {"indikator"}
    names = [c.name for c in spec.columns if c.family in families]
    measures = [c.name for c in spec.columns if c.family == "indikator"]
    found: list[Level] = []
    for row in rows:
        name = next((text for n in names if (text := row.text(n))), "")
        said = [n for n, e in row.entries.items() if e.text or e.value is not None]
        more = any(n not in (*measures, "no") for n in said)
        measured = not name and more and any(n in measures for n in said)
        found.append("indikator" if measured else _wording(name) or "lainnya")
    return found


def _by_itself(row: CleanRow, spec: TableSpec, coded: bool) -> Level | None:
    """What the row alone says; ``None`` where its neighbours must decide."""
    wording = _wording(row.text("uraian") or row.text("no") or row.text("sasaran"))
    if wording in _ALONE:
        return wording
    level = level_of(row.kode) if coded and row.kode else None
    if level is not None or row.text("uraian"):
        return level or wording
    return _unnamed(row, spec)


def _unnamed(row: CleanRow, spec: TableSpec) -> Level | None:
    filled = has_numbers(row, spec)
    if row.text("sasaran") and not filled:
        return "sasaran"
    if row.text("indikator") or row.text("indikator_sasaran") or (filled and not row.kode):
        return "indikator"
    return None


def _wording(text: str) -> Level | None:
    folded = fold(text)
    if re.match(r"p ?r ?o? ?g ?r ?a ?m ", folded + " "):  # letter-spaced, or "prgram"
        return "program"
    if re.match(r"j ?u ?m ?l ?a ?h\b|t ?o ?t ?a ?l\b(?! rata)", folded):
        return "total"
    for level, pattern in vocabulary().levels.items():
        if pattern.search(folded):
            return level  # type: ignore[return-value]
    return None


# --- tables with whole codes: rows whose code was not printed ---------------------------------


def _without_code(
    rows: Sequence[CleanRow], spec: TableSpec, found: list[Level | None], known: Names
) -> None:
    free = [level in (None, "indikator") for level in found]
    below = [open_ or level == "sub_kegiatan" for open_, level in zip(free, found, strict=True)]
    heads = money_heads(rows, spec, free, below)
    previous: Level | None = None
    for i, row in enumerate(rows):
        if found[i] is None and row.text("uraian"):
            found[i] = _named(row, previous, known) or _placed(row, i in heads, previous)
        if found[i] in RANK:
            previous = found[i]


def _named(row: CleanRow, previous: Level | None, known: Names) -> Level | None:
    candidates = {level for level, _ in known.get(name_key(row.text("uraian")), ())}
    if len(candidates) == 1:
        return next(iter(candidates))
    if {"kegiatan", "sub_kegiatan"} <= candidates:  # one name on both levels: the upper comes first
        return "sub_kegiatan" if previous == "kegiatan" else "kegiatan"
    return None


def _placed(row: CleanRow, head: bool, previous: Level | None) -> Level | None:
    if _wording(row.text("uraian")) == "program":
        return "program"
    if head:
        return "kegiatan"
    if previous == "program":
        return "kegiatan"
    return "sub_kegiatan" if previous in ("kegiatan", "sub_kegiatan") else None


def money_heads(
    rows: Sequence[CleanRow], spec: TableSpec, free: Sequence[bool], below: Sequence[bool]
) -> set[int]:
    """Indices of free rows whose money is exactly the sum of the two or more rows below.

    ``free`` marks rows without a level of their own, ``below`` those that may add into them. At
    least half of the filled money columns must agree to the rupiah: the others may hold an error
    of the source.
    """
    heads = set()
    for i in range(len(rows)):
        if not free[i] or not any(_money(rows[i], spec)):
            continue
        sums = [Decimal(0)] * len(spec.sums)
        filled = 0
        for j in range(i + 1, len(rows)):
            if not below[j]:
                break
            amounts = _money(rows[j], spec)
            sums = [a + b for a, b in zip(sums, amounts, strict=True)]
            filled += any(amounts)
            if filled > 1 and _agree(_money(rows[i], spec), sums):
                heads.add(i)
                break
    return heads


def _agree(printed: Sequence[Decimal], sums: Sequence[Decimal]) -> bool:
    same = sum(a == b for a, b in zip(printed, sums, strict=True) if a)
    return same > 0 and same * 2 >= sum(1 for a in printed if a)


def _money(row: CleanRow, spec: TableSpec) -> list[Decimal]:
    return [row.value(name) or Decimal(0) for name in spec.sums]


# --- older tables: depth of dotted codes, or running numbers ----------------------------------


def _by_numbering(rows: Sequence[CleanRow], spec: TableSpec, found: list[Level | None]) -> None:
    _repeated_program(rows, spec, found)
    depths = _depths(rows, found)
    for i, row in enumerate(rows):
        if found[i] is None and marker(row):
            found[i] = depths.get(_depth(row))
    _headings(rows, spec, found)
    _by_money(rows, spec, found)
    _running(rows, found, nested=_nested(rows, found))


def _repeated_program(rows: Sequence[CleanRow], spec: TableSpec, found: list[Level | None]) -> None:
    """A kegiatan may repeat the name of its program: the second one, with figures, is that."""
    last = None
    for i, row in enumerate(rows):
        if found[i] != "program":
            continue
        key = name_key(row.text("uraian"))
        if key == last and not marker(row) and (row.text("indikator") or has_numbers(row, spec)):
            found[i] = "kegiatan"
        last = key


def _depth(row: CleanRow) -> int:
    return len(segments(row.kode or re.sub(r"\s+", "", row.text("no"))))


def _depths(rows: Sequence[CleanRow], found: Sequence[Level | None]) -> dict[int, Level]:
    """Depth of dotted codes or numbers (``1.01.01``, ``I.1``) -> level.

    Counted from the depth of rows worded *program*; empty where every number is of depth 1.
    """
    used = sorted({_depth(row) for row in rows if marker(row)})
    deep = Counter(
        _depth(row)
        for row, level in zip(rows, found, strict=True)
        if level == "program" and marker(row)
    )
    if not deep or used[-1] == 1:
        return {}
    program, worded = deep.most_common(1)[0]
    if worded * 2 < sum(_depth(row) == program for row in rows if marker(row)):
        return {}  # programs and kegiatan share a depth: running numbers must tell
    above = [d for d in used if d < program]
    below = [d for d in used if d > program]
    depths: dict[int, Level] = {program: "program"}
    depths.update(zip(reversed(above), ("bidang_urusan", "urusan"), strict=False))
    depths.update(zip(below, ("kegiatan", "sub_kegiatan"), strict=False))
    return depths


def _headings(rows: Sequence[CleanRow], spec: TableSpec, found: list[Level | None]) -> None:
    """An unnumbered line without figures above a program names the field it belongs to."""
    for i in range(len(rows) - 1):
        if found[i] is None and found[i + 1] == "program" and not marker(rows[i]):
            plain = not rows[i].text("indikator") and not has_numbers(rows[i], spec)
            found[i] = "bidang_urusan" if plain else None


def _by_money(rows: Sequence[CleanRow], spec: TableSpec, found: list[Level | None]) -> None:
    """Unnumbered rows of two levels: a kegiatan's money is the sum of the sub kegiatan below it.

    Used only where that explains several groups; a kegiatan with a single sub kegiatan repeats
    its money.
    """
    free = [level is None and not marker(row) for row, level in zip(rows, found, strict=True)]
    below = [open_ or level == "indikator" for open_, level in zip(free, found, strict=True)]
    heads = money_heads(rows, spec, free, below)
    if len(heads) < 2 or sum(free) < 6:
        return
    if "program" in found:  # an unnumbered line above all programs names the office
        for i in range(found.index("program")):
            found[i] = found[i] or "lainnya"
    left: list[Decimal] = []
    for i, row in enumerate(rows):
        money = _money(row, spec)
        if found[i] == "program":
            left = []
        if found[i] is not None or not free[i]:
            continue
        if i in heads or (not any(left) and any(money)):
            found[i], left = "kegiatan", money
        else:
            found[i] = "sub_kegiatan" if left else "kegiatan"
            left = [a - b for a, b in zip(left, money, strict=True)] if left else []


def _number(row: CleanRow) -> int | None:
    match = _PLAIN.fullmatch(marker(row))
    return int(match[1]) if match else None


def _nested(rows: Sequence[CleanRow], found: Sequence[Level | None]) -> bool:
    """Two running numbers below a program: somewhere ``1`` comes straight after ``1``."""
    numbers = [_number(r) for r, f in zip(rows, found, strict=True) if f in (None, "program")]
    programs = [f == "program" for f in found if f in (None, "program")]
    pairs = zip(numbers, numbers[1:], programs, programs[1:], strict=False)
    return any(a == b == 1 and not p and not q for a, b, p, q in pairs)


def _running(rows: Sequence[CleanRow], found: list[Level | None], nested: bool) -> None:
    """Levels from running numbers: I / 1 / 1, or 29 / 01."""
    upper = lower = 0
    for i, row in enumerate(rows):
        if found[i] is None and _ROMAN.fullmatch(marker(row)):
            found[i] = "program"
        if found[i] == "program":
            upper, lower = (upper if _flat_numbers(rows, i) else 0), 0
            continue
        if found[i] is not None or not row.text("uraian"):
            continue
        number = _number(row)
        if not nested:
            found[i] = "program" if _out_of_sequence(rows, i, upper) else "kegiatan"
            upper = number if number is not None and found[i] == "kegiatan" else upper
            continue
        below = upper > 0 and number == lower + 1
        beside = number == upper + 1
        if below and (not beside or _like_leaf(row)):
            found[i], lower = "sub_kegiatan", lower + 1
        else:
            found[i], upper, lower = "kegiatan", number or upper + 1, 0


def _flat_numbers(rows: Sequence[CleanRow], i: int) -> bool:
    """Whether the kegiatan number runs on over this program instead of starting at 1."""
    return i + 1 < len(rows) and _number(rows[i + 1]) not in (None, 1)


def _out_of_sequence(rows: Sequence[CleanRow], i: int, last: int) -> bool:
    """A number that breaks the row of kegiatan numbers, which go on below it: a program's."""
    number = _number(rows[i])
    following = _number(rows[i + 1]) if i + 1 < len(rows) else None
    if number is None or following is None or number in (1, last + 1):
        return False
    return following in (1, last + 1) and following != number + 1


def _like_leaf(row: CleanRow) -> bool:
    return bool(row.text("indikator"))
