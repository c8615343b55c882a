"""Loads ``tables/links.yaml``: columns of two tables of one document that say the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tables.errors import SpecError
from tables.knowledge import TABLES, knowledge
from tables.spec import specs


@dataclass(frozen=True)
class Side:
    """One of the two tables: its kind, and which columns hold what is compared.

    Attributes:
        money, measure: the amount (``""`` for a table without money), and the performance figure.
        name, indicator: what the row is called, and what the figure measures.
    """

    kind: str
    money: str
    measure: str
    name: str = "uraian"
    indicator: str = "indikator"


@dataclass(frozen=True)
class Link:
    """``quoting`` repeats what ``quoted`` prints; ``source`` is the form and its column."""

    quoting: Side
    quoted: Side
    source: str


@cache
def links() -> tuple[Link, ...]:
    """All links whose kinds the specs know.

    Raises:
        SpecError: a link names a column its kind does not have.
    """
    found = []
    for raw in knowledge(TABLES / "links.yaml"):
        pair = _side(raw["dari"]), _side(raw["ke"])
        if all(side.kind in specs() for side in pair):
            found.append(Link(*pair, raw["sumber"]))
            for side in pair:
                _check(side)
    return tuple(found)


def _side(raw: dict[str, Any]) -> Side:
    texts = raw.get("nama", "uraian"), raw.get("indikator", "indikator")
    return Side(raw["kind"], raw.get("uang", ""), raw["kinerja"], *texts)


def _check(side: Side) -> None:
    types = specs()[side.kind].types
    wants = {side.measure: ("kinerja", "persen"), side.indicator: ("teks",)}
    if side.money:
        wants |= {side.money: ("uang",), side.name: ("teks",)}
    for name, wanted in wants.items():
        if types.get(name) not in wanted:
            raise SpecError(f"links.yaml: {side.kind} has no column {name} of type {wanted}")
