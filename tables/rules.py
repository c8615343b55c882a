"""Loads ``tables/aturan/*.yaml``: every rule a cell or a finding may name, typed and checked.

A rule says in one sentence what it found, of which class that is, and how grave it is by the level
of the row and the column it concerns. Rules without class and severity only mark cells: they tell
how a value was read and are worth no finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from tables.errors import SpecError
from tables.knowledge import TABLES, knowledge
from tables.model import FindingClass, Level, Severity
from tables.spec import TYPES

_FIELDS = {"id", "en", "kelas", "tingkat", "tingkat_menurut"}
_CASE_FIELDS = {"level", "jenis", "kolom", "tingkat"}


@dataclass(frozen=True)
class Case:
    """Where a rule is graver or milder than usual; an empty tuple is any."""

    level: tuple[str, ...]
    jenis: tuple[str, ...]
    kolom: tuple[str, ...]
    tingkat: Severity

    def fits(self, level: str, jenis: str, kolom: str) -> bool:
        pairs = ((self.level, level), (self.jenis, jenis), (self.kolom, kolom))
        return all(not wanted or given in wanted for wanted, given in pairs)


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        area: the file it stands in.
        text, text_en: what it says, one sentence each in Indonesian and English.
        kelas: class of its findings where nothing is doubtful; ``None`` for a rule of cells only.
        tingkat: severity where no case fits; ``None`` for a rule of cells only.
        cases: the first that fits decides.
    """

    name: str
    area: str
    text: str
    text_en: str
    kelas: FindingClass | None
    tingkat: Severity | None
    cases: tuple[Case, ...] = ()


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of areas and of their files.

    Raises:
        SpecError: a file names a field, class or severity that does not exist, or an id twice.
    """
    found: dict[str, Rule] = {}
    for entry in sorted((TABLES / "aturan").iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".yaml"):
            continue
        area = entry.name.removesuffix(".yaml")
        for name, raw in (knowledge(entry) or {}).items():
            if name in found:
                raise SpecError(f"rule {name} stands in {found[name].area} and in {area}")
            found[name] = parse_rule(name, area, raw)
    return found


def rule(name: str) -> Rule:
    """The rule of an id.

    Raises:
        KeyError: nobody described it.
    """
    return rules()[name]


def severity(name: str, level: str = "", jenis: str = "", kolom: str = "") -> Severity:
    """How grave a finding is.

    Args:
        name: the rule's id.
        level: of the row it concerns, e.g. ``program``.
        jenis: type of the column, e.g. ``uang``.
        kolom: contract name of the column.

    Raises:
        KeyError: no such rule, or it makes no findings.
    """
    found = rule(name)
    if found.tingkat is None:
        raise KeyError(f"rule {name} marks cells and makes no findings")
    return next((c.tingkat for c in found.cases if c.fits(level, jenis, kolom)), found.tingkat)


def parse_rule(name: str, area: str, raw: dict[str, Any]) -> Rule:
    """Build a rule from its YAML; raises :class:`SpecError` naming what is wrong."""
    where = f"aturan/{area}.yaml: {name}"
    unknown = set(raw) - _FIELDS
    if unknown:
        raise SpecError(f"{where}: unknown fields {sorted(unknown)}")
    for needed in ("id", "en"):
        if not str(raw.get(needed, "")).endswith("."):
            raise SpecError(f"{where}: {needed} must be a sentence")
    kelas, tingkat = raw.get("kelas"), raw.get("tingkat")
    if (kelas is None) is not (tingkat is None):
        raise SpecError(f"{where}: kelas and tingkat go together")
    if kelas is not None and kelas not in get_args(FindingClass):
        raise SpecError(f"{where}: kelas must be one of {get_args(FindingClass)}")
    return Rule(
        name=name,
        area=area,
        text=raw["id"],
        text_en=raw["en"],
        kelas=kelas,
        tingkat=None if tingkat is None else _severity(where, tingkat),
        cases=tuple(_case(where, case) for case in raw.get("tingkat_menurut", ())),
    )


def _severity(where: str, given: str) -> Severity:
    for known in get_args(Severity):
        if given == known:
            return known  # type: ignore[no-any-return]
    raise SpecError(f"{where}: tingkat must be one of {get_args(Severity)}")


def _case(where: str, raw: dict[str, Any]) -> Case:
    unknown = set(raw) - _CASE_FIELDS
    if unknown or "tingkat" not in raw or len(raw) < 2:
        raise SpecError(f"{where}: a case needs tingkat and some of {sorted(_CASE_FIELDS)}")
    listed = {
        field: tuple([raw[field]] if isinstance(raw.get(field), str) else raw.get(field, ()))
        for field in ("level", "jenis", "kolom")
    }
    for field, allowed in (("level", get_args(Level)), ("jenis", TYPES)):
        if set(listed[field]) - set(allowed):
            raise SpecError(f"{where}: {field} must be of {allowed}")
    return Case(**listed, tingkat=_severity(where, raw["tingkat"]))
