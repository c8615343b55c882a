"""Columns under one header, and what stands over them: the half of the table, the year."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from tables.model import Column
from tables.spec import TableSpec, header_path

_YEAR = re.compile(r"\b20\d\d\b")
_OFFSET = re.compile(r"\bn ?([-–+]) ?(\d)\b")
_PLAN_YEAR = re.compile(r"\b(?:tahun|thn|th\.?) n\b")


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one header: a K and a Rp reading, or a single one.

    Attributes:
        parts: (column, suffix) with suffix ``k``, ``rp`` or ``""``.
        half: prefix of the half of a mirrored table it stands in.
        year: years after the plan's that its header names, ``None`` where it names none.
        figures: its cells hold figures and nothing else.
    """

    path: str
    full: str
    parts: tuple[tuple[Column, str], ...]
    half: str = ""
    year: int | None = None
    figures: bool = False


def in_halves(groups: list[Group], spec: TableSpec) -> list[Group]:
    """The halves of a mirrored table told apart, each group's path without its half's header.

    A header over each half names it. Where there is none, the columns whose header is printed
    twice are the halves, the first time in the left one and then in the right one.
    """
    if not spec.halves:
        return groups
    named = [spec.half_of(group.path) for group in groups]
    if any(half for half, _ in named):
        return [
            replace(g, half=half, path=path, full=spec.half_of(g.full)[1]) if half else g
            for g, (half, path) in zip(groups, named, strict=True)
        ]
    twice = {path for path, n in Counter(g.path for g in groups).items() if n == len(spec.halves)}
    seen: Counter[str] = Counter()
    told = []
    for group in groups:
        half = spec.halves[seen[group.path]].prefix if group.path in twice else ""
        seen[group.path] += 1
        told.append(replace(group, half=half))
    return told


def in_years(groups: list[Group], spec: TableSpec) -> list[Group]:
    """Groups with the year their header names, counted from the plan's year.

    ``n-2`` says so itself. Of a bare year it is known where the printed years tell which one is
    the plan's (:attr:`TableSpec.year_of_plan`); where they do not, no year is given.
    """
    if not spec.year_of_plan:
        return groups
    plan = _plan_year(groups, spec)
    return [replace(group, year=_offset(_printed(group), plan)) for group in groups]


def _printed(group: Group) -> str:
    """The header path with its years as printed."""
    return header_path(group.parts[0][0].header)


def _offset(path: str, plan: int | None) -> int | None:
    if match := _OFFSET.search(path):
        return int(match[2]) * (1 if match[1] == "+" else -1)
    if _PLAN_YEAR.search(path):
        return 0
    years = set(_YEAR.findall(path))
    return int(years.pop()) - plan if plan is not None and len(years) == 1 else None


def _plan_year(groups: list[Group], spec: TableSpec) -> int | None:
    for rule in spec.year_of_plan:
        family = [c for c in spec.columns if c.family == rule.family]
        years = [
            int(year)
            for group in groups
            if any(column.score(group.full) for column in family)
            for year in _YEAR.findall(_printed(group))
        ]
        if years:
            return (min(years) if rule.at == "first" else max(years)) + rule.add
    return None
