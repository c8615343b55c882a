"""What the words in front of an amount make of it, and which amounts tell one change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cleaning.narrative.amounts import Found
from tables.narrative import words

Direction = Literal["naik", "turun", "tetap", ""]
LEAD = 200  # characters in front of an amount that may speak of it
DENIED = 70  # characters between "there is no" and what there is not
AT_BEFORE = 60  # a direction word this near in front of "from …" speaks of that change
_CHANGE = ("sebelum", "sesudah", "selisih")


@dataclass(frozen=True, slots=True)
class Told:
    """An amount with the words in front of it, back to the amount before.

    Attributes:
        role: ``sebelum``, ``realisasi`` … of ``tables/narasi.yaml``; ``""`` where they say nothing.
    """

    found: Found
    lead: str
    role: str


@dataclass(frozen=True, slots=True)
class Change:
    """A budget told before and after, perhaps with the difference.

    Attributes:
        direction: the way the words say it went; ``tetap``: they deny a change.
    """

    before: Told
    after: Told
    gap: Told | None
    direction: Direction

    @property
    def members(self) -> tuple[Told, ...]:
        return tuple(t for t in (self.before, self.after, self.gap) if t is not None)

    @property
    def moved(self) -> Decimal | None:
        """After minus before; ``None`` where one is misprinted or rounded."""
        one, other = self.before.found, self.after.found
        if one.value is None or other.value is None or one.rounded or other.rounded:
            return None
        return other.value - one.value


def tell(sentence: str, found: Sequence[Found]) -> list[Told]:
    """The amounts with their roles; counts have the role of what they count."""
    told, last = [], 0
    for amount in found:
        lead = sentence[last : amount.start][-LEAD:]
        if amount.unit == "jumlah":
            told.append(Told(amount, lead, amount.counted))
            continue
        told.append(Told(amount, lead, _role(lead) if amount.unit == "rp" else ""))
        last = amount.end
    return told


def flat(text: str) -> str:
    """Lower case, single spaces, as the patterns want it; as long as ``text``."""
    return re.sub(r"\s", " ", text.lower())


def _role(lead: str) -> str:
    known, text = words(), flat(lead)
    ends = {role: _last_end(pattern, text) for role, pattern in known.roles.items()}
    best = max(ends, key=lambda role: ends[role])
    if ends[best] >= 0:
        return best
    return next((r for r, pattern in known.plain_roles.items() if pattern.search(text)), "")


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=-1)


def direction(lead: str, near: int = LEAD) -> Direction:
    """The way the last such word of ``lead`` says a budget went.

    Words with a capital are part of a name (``Program Penurunan Stunting``).

    Args:
        near: how far from the end the word may stand, in characters.
    """
    text = flat(lead)
    ways = [
        (match.start(), way)
        for way, pattern in words().directions.items()
        for match in pattern.finditer(text)
        if match.start() == 0 or lead[match.start()].islower()
    ]
    if not ways:
        return ""
    at, way = max(ways)
    if len(lead) - at > near:
        return ""
    if _denied(text[:at]):
        return "tetap"
    return "naik" if way == "naik" else "turun"


def _denied(text: str) -> bool:
    """Whether ``tidak terdapat`` stands shortly before the end, with no turn after it."""
    found = list(words().denial.finditer(text))
    if not found or len(text) - found[-1].end() > DENIED:
        return False
    return words().turn.search(text[found[-1].end() :]) is None


def changes(told: Sequence[Told]) -> list[Change]:
    """Changes told by amounts in a row; each role stands once in a change."""
    groups: list[dict[str, Told]] = [{}]
    for each in told:
        if each.found.unit != "rp":
            continue
        if each.role not in _CHANGE:
            groups.append({})
            continue
        if each.role in groups[-1]:
            groups.append({})
        groups[-1][each.role] = each
    whole = [g for g in groups if "sebelum" in g and "sesudah" in g]
    gaps = sum("selisih" in g for g in groups)
    return [_change(group, alone=len(whole) == gaps == 1) for group in whole]


def _change(group: dict[str, Told], alone: bool) -> Change:
    """Beside other changes or differences it is not sure which of them belong together."""
    before, after = group["sebelum"], group["sesudah"]
    gap = group.get("selisih") if alone else None
    if gap:
        return Change(before, after, gap, direction(gap.lead))
    way = direction(after.lead, AT_BEFORE) or direction(before.lead, AT_BEFORE)
    return Change(before, after, gap, way)
