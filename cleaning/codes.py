"""Canonical account codes. A code is text and never a number: ``2.10`` is not ``2.1``.

The nomenclature since 2020 (Permendagri 90/2019 and its updates) writes
``urusan.bidang.program.J.kegiatan.sub`` where J is 1 for a province and 2 for a regency or city.
Documents print it whole, unpadded, packed without dots, in several narrow columns, or leave J
out. Which one is decided once for a table from all its codes; older codes stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tables.model import Level

_FULL = re.compile(r"[1-9X]\.(?:\d{2}|XX)(?:\.\d{2}(?:\.[12]\.\d{2}(?:\.(?:\d{2}|\d{4}))?)?)?")
_PACKED = re.compile(r"0?([1-9X])(\d\d|XX)(\d\d)(?:([12])(\d\d)(\d{4}|\d\d)?)?")
_LEVELS: dict[int, Level] = {
    1: "urusan",
    2: "bidang_urusan",
    3: "program",
    5: "kegiatan",
    6: "sub_kegiatan",
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one table writes its codes.

    Attributes:
        style: ``penuh`` (J is printed), ``tersirat`` (J is left out), ``lama`` (anything else:
            kept as printed).
        tier: J, ``1`` for a province, ``2`` for a regency or city.
        packed: codes without dots occur.
    """

    style: str = "lama"
    tier: str = "2"
    packed: bool = False


def dotted(text: str) -> str:
    """The printed code with its pieces joined by dots and nothing else changed.

    A line break inside a dotted code is a wrapped line (``1.0⏎1.0001``); white space between
    bare numbers separates narrow columns (``4 1 1 1``).
    """
    text = re.sub(r"\s*\.\s*", ".", text.strip().strip("."))
    if "." not in text:
        return re.sub(r"\s+", ".", text)
    wrapped = re.sub(r"\s+", "", text)
    if all(len(part) <= 4 for part in wrapped.split(".")):
        return re.sub(r"\.{2,}", ".", wrapped)
    return re.sub(r"[\s.]+", ".", text)


def segments(kode: str) -> tuple[str, ...]:
    """The parts of a dotted code."""
    return tuple(part for part in kode.split(".") if part)


def decide_scheme(texts: Iterable[str], names: Iterable[str] = ()) -> Scheme:
    """Decide how a table writes codes.

    Args:
        texts: all printed codes of the table.
        names: row and table titles; the word *provinsi* or *kabupaten/kota* in a program's name
            tells J where the codes leave it out.
    """
    codes = [dotted(text) for text in texts if text.strip()]
    packed = any(len(code) >= 8 and _PACKED.fullmatch(code) for code in codes)
    parts = [p for p in map(segments, codes) if all(re.fullmatch(r"\d+|X+", s) for s in p)]
    depths = {len(p) for p in parts}
    fourth = [p[3].lstrip("0") for p in parts if len(p) > 4]
    printed = [each for each in fourth if each in ("1", "2")]
    tier = _tier(printed, names)
    whole = 6 in depths and len(printed) == len(fourth) and _three_are_short(parts)
    if packed or whole or (5 in depths and 4 not in depths and _looks_full(parts)):
        return Scheme("penuh", tier, packed)
    if {4, 5} <= depths and depths <= {1, 2, 3, 4, 5} and _one_branch(parts):
        return Scheme("tersirat", _tier([], names))
    return Scheme("lama", tier)


def _tier(printed: list[str], names: Iterable[str]) -> str:
    if printed:
        return max(set(printed), key=printed.count)
    text = " ".join(names).lower()
    return "1" if "daerah provinsi" in text and "kabupaten" not in text else "2"


def _three_are_short(parts: list[tuple[str, ...]]) -> bool:
    """Old six-part codes have a unit number in third place that may exceed 99."""
    return all(len(s) <= 2 for p in parts for s in p[:5])


def _looks_full(parts: list[tuple[str, ...]]) -> bool:
    """Five parts with J alone in fourth place, unpadded, and padded neighbours."""
    five = [p for p in parts if len(p) == 5]
    return all(p[3] in ("1", "2") and len(p[4]) == 2 and len(p[1]) == 2 for p in five)


def _one_branch(parts: list[tuple[str, ...]]) -> bool:
    """Unpadded levels below each program number: ``4.1.1``, ``4.1.1.1``, ``4.1.1.1.1``.

    Old codes of these depths are padded (``1.20.03.01.02``) and have no program row of depth 3.
    """
    programs = {p for p in parts if len(p) == 3}
    below = [p for p in parts if len(p) == 4]
    known = [p for p in below if p[:3] in programs]
    unpadded = all(not s.startswith("0") for p in parts for s in p[1:])
    return bool(below) and unpadded and len(known) * 2 >= len(below)


def canonical(text: str, scheme: Scheme) -> str | None:
    """Printed code -> canonical code; ``None`` for an empty cell.

    A code that does not fit the table's scheme is returned dotted as printed; see
    :func:`is_valid` to tell.
    """
    code = dotted(text)
    if not code:
        return None
    if scheme.style == "lama":
        return code
    packed = _PACKED.fullmatch(code) if scheme.packed or len(code) >= 8 else None
    if packed:
        return ".".join(part for part in packed.groups() if part)
    parts = _unglue(segments(code))
    if scheme.style == "tersirat" and len(parts) in (4, 5):
        parts = (*parts[:3], scheme.tier, *parts[3:])
    padded = ".".join(_pad(part, place) for place, part in enumerate(parts))
    return padded if _FULL.fullmatch(padded) or re.fullmatch(r"[1-9X]", padded) else code


def _unglue(parts: tuple[str, ...]) -> tuple[str, ...]:
    """``4.0101.2.01``: two parts whose dot was lost at a line break."""
    out: list[str] = []
    for place, part in enumerate(parts):
        if len(part) == 4 and place < 5 and place != len(parts) - 1:
            out += [part[:2], part[2:]]
        else:
            out.append(part)
    return tuple(out)


def _pad(part: str, place: int) -> str:
    if part.startswith("X"):
        return part
    if len(part) == 4 and place == 5:
        return part
    bare = part.lstrip("0") or "0"
    return bare if place in (0, 3) else bare.zfill(2)


def is_valid(kode: str) -> bool:
    """Whether a code is a whole code of the nomenclature since 2020."""
    return bool(_FULL.fullmatch(kode) or re.fullmatch(r"[1-9X]", kode))


def level_of(kode: str) -> Level | None:
    """Level of a code of the nomenclature since 2020; ``None`` for other codes."""
    if not is_valid(kode):
        return None
    return _LEVELS.get(len(segments(kode)))


def parent_of(kode: str) -> str | None:
    """The code one level up; ``None`` for an urusan and for other codes."""
    if not is_valid(kode):
        return None
    parts = segments(kode)
    if len(parts) == 1:
        return None
    return ".".join(parts[: 3 if len(parts) == 5 else -1])
