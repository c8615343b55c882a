"""The words of running text around amounts, from ``tables/narasi.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tables.errors import SpecError
from tables.knowledge import TABLES, knowledge


@dataclass(frozen=True)
class Words:
    """Patterns on lower-case text with single spaces; see the file for what each is for.

    Attributes:
        counts: what is counted -> its words.
        levels: level of a row -> how it is called in front of its name.
        roles, plain_roles: role of an amount -> words in front of it; the latter where no other.
        columns: kind of table -> role -> money columns that hold it, best first.
        digits, factors, groups: number words.
    """

    counts: dict[str, str]
    levels: dict[str, str]
    this_one: re.Pattern[str]
    roles: dict[str, re.Pattern[str]]
    plain_roles: dict[str, re.Pattern[str]]
    directions: dict[str, re.Pattern[str]]
    denial: re.Pattern[str]
    turn: re.Pattern[str]
    old_plan: re.Pattern[str]
    together: re.Pattern[str]
    at_children: re.Pattern[str]
    unchanged: re.Pattern[str]
    parts: re.Pattern[str]
    columns: dict[str, dict[str, list[str]]]
    scales: dict[str, int]
    digits: dict[str, int]
    factors: dict[str, int]
    groups: dict[str, int]


@cache
def words() -> Words:
    """The words known.

    Raises:
        SpecError: a pattern is wrong or a section is missing.
    """
    raw = knowledge(TABLES / "narasi.yaml")
    try:
        return Words(
            counts=raw["hitungan"],
            levels=raw["sebutan"],
            this_one=re.compile(raw["tersebut"]),
            roles={role: _any(patterns) for role, patterns in raw["peran"].items()},
            plain_roles={role: _any([p]) for role, p in raw["peran_umum"].items()},
            directions={way: _any([p]) for way, p in raw["arah"].items()},
            denial=re.compile(raw["ingkar"]),
            old_plan=re.compile(raw["rencana_lama"]),
            together=re.compile(raw["bersama"]),
            turn=re.compile(raw["beralih"]),
            at_children=re.compile(raw["pada_sub"]),
            unchanged=re.compile(raw["tetap"]),
            parts=re.compile(raw["rincian"]),
            columns=raw["kolom"],
            scales=raw["skala"],
            digits=raw["bilangan"]["satuan"],
            factors=raw["bilangan"]["pengali"],
            groups=raw["bilangan"]["kelompok"],
        )
    except KeyError as error:
        raise SpecError(f"narasi.yaml: section {error} is missing") from error
    except re.error as error:
        raise SpecError(f"narasi.yaml: bad pattern {error.pattern!r}: {error}") from error


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))
