"""The official nomenclature: codes and names of programs, kegiatan and sub kegiatan.

A list is what the user imports (`flows.nomenclature`), e.g. the annex of Kepmendagri
050-5889/2021. Several versions may be in force side by side. Codes are looked up with the
placeholder ``X.XX`` of programs that every agency has, and with sub kegiatan of two or four digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from cleaning.codes import parent_of, segments
from cleaning.levels import name_key
from tables.model import Level

GENERAL = ("X", "XX")  # urusan and bidang of a program that every agency has


@dataclass(frozen=True, slots=True)
class Official:
    """One line of a list.

    Attributes:
        kode: canonical code, sub kegiatan of two or four digits as the list has it.
        kode_lain: the same sub kegiatan in the other width, where the list tells it.
        satuan: unit of its indicator, ``""`` where the list has none.
    """

    kode: str
    nama: str
    level: Level
    satuan: str = ""
    kode_lain: str = ""

    @property
    def tier(self) -> str:
        """``1`` for a province's, ``2`` for a regency's or city's; ``""`` above kegiatan."""
        parts = segments(self.kode)
        return parts[3] if len(parts) > 4 and parts[3] in ("1", "2") else ""

    def in_width_of(self, kode: str) -> str:
        """The code as ``kode`` writes sub kegiatan, where the list tells it."""
        widths = {len(segments(each)[-1]): each for each in (self.kode_lain, self.kode) if each}
        parts = segments(kode)
        return widths.get(len(parts[-1]) if len(parts) == 6 else 0, self.kode)

    def at(self, branch: Sequence[str]) -> Official:
        """The entry with the placeholder filled by an urusan and bidang."""
        return replace(
            self,
            kode=_filled(self.kode, branch),
            kode_lain=_filled(self.kode_lain, branch),
        )


def _filled(kode: str, branch: Sequence[str]) -> str:
    parts = segments(kode)
    return ".".join((*branch, *parts[2:])) if parts[:2] == GENERAL and len(branch) == 2 else kode


@dataclass(frozen=True)
class Nomenclature:
    """One version of the list."""

    versi: str
    entries: tuple[Official, ...]
    _near: dict[tuple[str, Level], list[tuple[Official, float]]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def _codes(self) -> dict[str, Official]:
        return {code: e for e in self.entries for code in (e.kode_lain, e.kode) if code}

    @cached_property
    def _bridged(self) -> dict[str, Official]:
        """Sub kegiatan by code with its last part unpadded."""
        return {_unpadded(e.kode): e for e in self.entries if e.level == "sub_kegiatan"}

    @cached_property
    def _names(self) -> dict[tuple[str, Level], list[Official]]:
        found: dict[tuple[str, Level], list[Official]] = {}
        for entry in self.entries:
            found.setdefault((name_key(entry.nama), entry.level), []).append(entry)
        return found

    @cached_property
    def _spelt(self) -> dict[Level, dict[int, str]]:
        """Names by level, folded, under their place in ``entries``."""
        found: dict[Level, dict[int, str]] = {}
        for place, entry in enumerate(self.entries):
            found.setdefault(entry.level, {})[place] = folded(entry.nama)
        return found

    def by_code(self, kode: str) -> Official | None:
        """The entry of a canonical code, its placeholder filled; ``None`` where there is none.

        In the list's own width where it has only the other one.
        """
        parts = segments(kode)
        general = ".".join((*GENERAL, *parts[2:]))
        for code in (kode, general):
            found = self._codes.get(code) or self._bridged.get(_unpadded(code))
            if found is not None:
                return found.at(parts[:2])
        return None

    def knows_branch(self, kode: str) -> bool:
        """Whether the list has other codes beside this one, under the same parent."""
        above = parent_of(kode)
        if above is None:
            return False
        parts = segments(above)
        return bool({above, ".".join((*GENERAL, *parts[2:]))} & self._parents)

    @cached_property
    def _parents(self) -> set[str]:
        return {above for e in self.entries if (above := parent_of(e.kode))}

    def by_name(self, name: str, level: Level) -> list[Official]:
        """Entries of a level whose name has the same letters and digits."""
        return self._names.get((name_key(name), level), [])

    def near(self, name: str, level: Level, least: float) -> list[Official]:
        """Entries of a level whose name is nearest, where it is near enough.

        Args:
            least: similarity 0–100, see `similarity`.
        """
        key = (folded(name), level)
        if key not in self._near:
            self._near[key] = [
                (self.entries[place], score)
                for _, score, place in process.extract(
                    key[0], self._spelt.get(level, {}), scorer=fuzz.ratio, limit=3
                )
            ]
        found = self._near[key]
        best = max((score for _, score in found), default=0.0)
        return [entry for entry, score in found if score == best and score >= least]


def _unpadded(kode: str) -> str:
    parts = segments(kode)
    last = parts[-1].lstrip("0") if len(parts) == 6 else ""
    return ".".join((*parts[:5], last)) if last else kode


def folded(name: str) -> str:
    """A name for measuring: lower case, words only, ``&`` and ``/`` as the words they stand for."""
    plain = name.lower().replace("&", " dan ")
    return " ".join(re.findall(r"[^\W_]+", plain))


def similarity(one: str, other: str) -> float:
    """0–100; 100 where two names have the same letters and digits."""
    if name_key(one) == name_key(other):
        return 100.0
    return fuzz.ratio(folded(one), folded(other))


def of_tier(entries: Iterable[Official], tier: str) -> list[Official]:
    """Those a province (``1``) or a regency or city (``2``) may use."""
    return [entry for entry in entries if entry.tier in ("", tier)]
