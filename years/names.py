"""When two names mean one government, one agency or one row; and figures in Indonesian."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tables.spec import vocabulary

#: Of 100: names this alike are one name in two spellings, and such rows one row.
SAME, KIN = 85.0, 55.0
_SHORT = {"kab": "kabupaten", "prov": "provinsi", "setda": "sekretariat daerah", "dan": ""}
_LONG = 120  # characters of a file's name
_MIN_PART = 15  # characters from which on a name may be another's beginning


class Agency(NamedTuple):
    """Folded names of a government and one of its agencies; equal where they mean the same."""

    pemda: str
    perangkat_daerah: str

    @property
    def slug(self) -> str:
        """For file names: ``kota-serang--sekretariat-daerah``; a long one ends in a hash."""
        slug = "--".join(name.replace(" ", "-") for name in self)
        if len(slug) <= _LONG:
            return slug
        return f"{slug[:_LONG]}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def agency(pemda: str | None, perangkat_daerah: str | None) -> Agency | None:
    """The agency of a document; ``None`` where a name is missing, so that nothing is mixed up."""
    where = _fold(pemda or "")
    who = _fold(perangkat_daerah or "").removesuffix(where).strip()
    return Agency(where, who) if where and who else None


def _fold(name: str) -> str:
    for short, whole in vocabulary().short_names.items():
        name = re.sub(rf"\b{re.escape(short)}\b", whole, name, flags=re.I)
    words = re.findall(r"[a-z0-9]+", name.lower())
    return " ".join(filter(None, (_SHORT.get(word, word) for word in words)))


@cache
def fold(text: str) -> str:
    """Letters and digits in lower case, one space between words."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


@cache
def likeness(one: str, other: str) -> float:
    """How alike two names of rows are, 0 to 100; a name cut off short is like the whole."""
    from rapidfuzz import fuzz

    one, other = fold(one), fold(other)
    alike = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    short, long = sorted((one, other), key=len)
    if len(short) >= _MIN_PART and long.startswith(short):
        return 100.0
    return float(alike)


def code_key(kode: str) -> tuple[str, ...]:
    """Segments without leading zeros: ``2.09.01`` and ``2.09.0001`` are one sub kegiatan."""
    return tuple(part.lstrip("0") or "0" for part in kode.split(".")) if kode else ()


def amount(value: Decimal | None, *, money: bool) -> str:
    """``Rp1.234.567`` for money, ``12,5`` for the rest, as Indonesians write."""
    if value is None:
        return "kosong"
    text = f"{abs(value):,.4f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    return f"{'-' if value < 0 else ''}{'Rp' if money else ''}{text}"
