"""Which row of one document is which row of another: by code, then by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import Literal, NamedTuple

from years.model import Line
from years.names import KIN, SAME, code_key, fold, likeness

By = Literal["kode", "nama", "kode_saja", ""]


class Pair(NamedTuple):
    """Two rows that are the same thing, or one that has no partner.

    ``by``: ``kode`` where code and name agree, ``nama`` where only the name does, ``kode_saja``
    where only the code does.
    """

    a: Line | None
    b: Line | None
    by: By = ""


def pair(a: list[Line], b: list[Line]) -> list[Pair]:
    """Rows of ``a`` and ``b`` side by side, in the order of ``b``, then what only ``a`` has.

    A row that repeats one already paired (same code and name: a table printed twice) is left out.
    """
    left, right = list(range(len(a))), list(range(len(b)))
    found: dict[int, tuple[int, By]] = {}
    for rule, by in ((_code_and_name, "kode"), (_name, "nama"), (_code, "kode_saja")):
        for i, j in rule(a, b, left, right):
            found[j] = (i, by)  # type: ignore[assignment]
        taken = {i for i, _ in found.values()}
        left = [i for i in left if i not in taken]
        right = [j for j in right if j not in found]
    known = {_identity(line) for j, (i, _) in found.items() for line in (a[i], b[j])}
    pairs = []
    for j, line in enumerate(b):
        if j in found:
            i, by = found[j]
            pairs.append(Pair(a[i], line, by))
        elif _identity(line) not in known:
            pairs.append(Pair(None, line))
    return pairs + [Pair(a[i], None) for i in left if _identity(a[i]) not in known]


def _identity(line: Line) -> tuple[str, tuple[str, ...], str]:
    return line.level, code_key(line.kode), fold(line.uraian)


_Places = Iterator[tuple[int, int]]


def _code_and_name(a: list[Line], b: list[Line], left: list[int], right: list[int]) -> _Places:
    """Same level, same code and a like name; of several the most alike, then the first."""
    groups = _grouped(a, left, _coded)
    taken: set[int] = set()
    for j in right:
        candidates = [i for i in groups.get(_coded(b[j]), ()) if i not in taken]
        scored = [(likeness(a[i].uraian, b[j].uraian), -i) for i in candidates]
        if scored and max(scored)[0] >= SAME:
            i = -max(scored)[1]
            taken.add(i)
            yield i, j


def _name(a: list[Line], b: list[Line], left: list[int], right: list[int]) -> _Places:
    """Same level and name, which neither document uses twice."""
    yield from _unique(a, b, left, right, _named)


def _code(a: list[Line], b: list[Line], left: list[int], right: list[int]) -> _Places:
    """Same level and code, used once on both sides, under names that still have much in common."""
    for i, j in _unique(a, b, left, right, _coded):
        if b[j].level != "indikator" and likeness(a[i].uraian, b[j].uraian) >= KIN:
            yield i, j


def _unique(
    a: list[Line],
    b: list[Line],
    left: list[int],
    right: list[int],
    key: Callable[[Line], Hashable | None],
) -> _Places:
    once = [Counter(map(key, lines)) for lines in (a, b)]
    groups = _grouped(a, left, key)
    for j in right:
        name = key(b[j])
        if name in groups and all(counts[name] == 1 for counts in once):
            yield groups[name][0], j


def _coded(line: Line) -> Hashable | None:
    key = code_key(line.kode)
    return (line.level, key) if key else None


def _named(line: Line) -> Hashable | None:
    name = fold(line.uraian)
    return (line.level, name) if name else None


def _grouped(
    lines: list[Line], places: list[int], key: Callable[[Line], Hashable | None]
) -> dict[Hashable, list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in places:
        name = key(lines[place])
        if name is not None:
            groups[name].append(place)
    return dict(groups)
