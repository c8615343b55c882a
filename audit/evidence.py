"""Which cells a finding speaks of: the one it names and those its evidence uses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audit.address import Address

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure that a finding reckons with.

    Attributes:
        address: its cell; ``None`` where it is no cell's (a count, a line of text).
        nilai: as the finding says, a decimal in text.
    """

    address: Address | None
    nilai: str | None
    halaman: int | None = None
    uraian: str = ""


def named(finding: Record) -> Address | None:
    """The cell a line of ``temuan`` names; ``None`` where it speaks of a row, table or document."""
    if not finding["kind"] or finding["baris"] is None or not finding["kolom"]:
        return None
    place = finding["kind"], finding["tabel"] or "", finding["baris"], finding["kolom"]
    return Address(*place)


def evidence(finding: Record, kinds: dict[str, str]) -> list[Evidence]:
    """The figures of a finding's ``bukti``, in its order.

    Args:
        finding: a line of ``temuan``.
        kinds: kind by ``tabel``, see `kinds_of`: evidence of another table names only its number.
    """
    used = json.loads(finding["bukti"] or "{}").get("sel", [])
    return [_evidence(item, finding, kinds) for item in used if isinstance(item, dict)]


def kinds_of(addresses: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Kind by ``tabel`` of (kind, tabel) pairs; numbers that two kinds have are left out."""
    found: dict[str, set[str]] = {}
    for kind, tabel in addresses:
        found.setdefault(tabel, set()).add(kind)
    return {tabel: next(iter(kinds)) for tabel, kinds in found.items() if len(kinds) == 1}


def _evidence(item: Record, finding: Record, kinds: dict[str, str]) -> Evidence:
    tabel = item.get("tabel") or finding["tabel"] or ""
    own = finding["kind"] if tabel == (finding["tabel"] or "") else None
    kind = item.get("kind") or own or kinds.get(tabel)
    baris: Any = item.get("baris")
    kolom = item.get("kolom")
    known = bool(kind and kolom) and isinstance(baris, int)
    return Evidence(
        Address(str(kind), tabel, baris, str(kolom)) if known else None,
        item.get("nilai"),
        item.get("halaman"),
        item.get("uraian") or "",
    )
