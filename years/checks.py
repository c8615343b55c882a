"""Loads ``checks.yaml``: what documents of two years should say alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from tables.errors import SpecError
from tables.knowledge import knowledge
from tables.spec import specs
from years.model import Line

Distance = Literal["evaluasi", "tahun", "pendahulu", "edisi"]


@dataclass(frozen=True)
class Candidate:
    """One way in which columns of ``b`` may repeat ``a``: column -> the columns added up."""

    columns: Mapping[str, tuple[str, ...]]
    same_evaluation: bool
    called: Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """One comparison; see ``checks.yaml``."""

    aturan: str
    distance: Distance
    a: str
    b: str
    candidates: tuple[Candidate, ...]
    forecast: bool = False

    def is_money(self, column: str) -> bool:
        """Whether a column of ``b`` is in rupiah."""
        return specs()[self.b].types[column] == "uang"


def value(line: Line, columns: tuple[str, ...]) -> Decimal | None:
    """The sum of these columns in one row; ``None`` where one is empty."""
    parts = [line.values.get(column) for column in columns]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


@cache
def checks() -> tuple[Check, ...]:
    """All comparisons.

    Raises:
        SpecError: the file names what does not exist.
    """
    return tuple(
        parse(name, raw)
        for name, raw in knowledge(resources.files("years") / "checks.yaml").items()
    )


def parse(name: str, raw: dict[str, Any]) -> Check:
    """Build one comparison from its YAML; raises :class:`SpecError` naming what is wrong."""
    unknown = set(raw) - {"jarak", "a", "b", "calon", "prakiraan"}
    if unknown or raw.get("jarak") not in get_args(Distance):
        raise SpecError(f"checks.yaml: {name}: unknown fields {sorted(unknown)}, or no jarak")
    kinds = {side: specs()[raw[side]].types for side in ("a", "b")}
    candidates = []
    for given in raw["calon"]:
        columns = {b: tuple(re.split(r"\s*\+\s*", a)) for b, a in given["kolom"].items()}
        wrong = set(columns) - set(kinds["b"])
        wrong |= {part for parts in columns.values() for part in parts} - set(kinds["a"])
        if wrong or set(given["sebutan"]) != {"a", "b"}:
            raise SpecError(f"checks.yaml: {name}: unknown columns {sorted(wrong)}, or no sebutan")
        same = bool(given.get("evaluasi_sama", False))
        candidates.append(Candidate(columns, same, given["sebutan"]))
    forecast = bool(raw.get("prakiraan", False))
    return Check(name, raw["jarak"], raw["a"], raw["b"], tuple(candidates), forecast)
