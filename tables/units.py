"""The units of performance figures, from ``tables/satuan.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tables.errors import SpecError
from tables.knowledge import TABLES, knowledge


@dataclass(frozen=True)
class Units:
    """What the project knows of units.

    Attributes:
        names: how a unit is printed, squashed (see `squash`) -> its canonical name.
        openings: words an indicator begins with, lower case.
        right: words that are near one of these and no misspelling of it.
    """

    names: dict[str, str]
    openings: frozenset[str]
    right: frozenset[str]


def squash(text: str) -> str:
    """``Kab./Kot a`` -> ``kab/kota``: what of a printed unit counts."""
    return re.sub(r"[^\w%‰/]|_", "", text.lower())


@cache
def units() -> Units:
    """The units known.

    Raises:
        SpecError: two units are printed the same way.
    """
    raw = knowledge(TABLES / "satuan.yaml")
    names: dict[str, str] = {}
    for unit, printed in raw["satuan"].items():
        for way in (unit, *printed):
            if names.setdefault(squash(way), unit) != unit:
                raise SpecError(f"satuan.yaml: {way!r} is both {names[squash(way)]} and {unit}")
    return Units(names, frozenset(raw["awal_indikator"]), frozenset(raw["bukan_salah_ketik"]))
