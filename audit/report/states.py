"""What a reader of the report needs to know of a cell first: may it be relied on?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, get_args

State = Literal["bersih", "diperbaiki", "sumber", "ditandai", "dikoreksi"]
STATES: tuple[State, ...] = get_args(State)
#: Beside the colour: what tells the states apart for those who do not see it, and on paper.
MARKS: dict[State, str] = {
    **{"bersih": "", "diperbaiki": "~", "sumber": "!"},
    **{"ditandai": "?", "dikoreksi": "✓"},
}

_DOUBTFUL = ("ditandai", "tidak_terbaca", "rusak")
_CONTRADICTED = ("galat_excel", "beda")


def state(status: str | None, findings: Iterable[dict[str, Any]] = ()) -> State:
    """The state of a cell by its status and the findings that name it.

    A correction says who answers for the value; a doubt about the reading comes before what the
    value contradicts, as it may be why. What is open is to be looked at like what is doubtful,
    unless its finding is of level ``info``.

    Args:
        status: of its line in ``sel`` or ``narasi``; ``None`` for a cell that has none.
        findings: lines of ``temuan`` that name the cell.
    """
    if status == "dikoreksi":
        return "dikoreksi"
    found = list(findings)
    weighty = {f["kelas"] for f in found if f["tingkat"] != "info"}
    if status in _DOUBTFUL or "ekstraksi" in weighty:
        return "ditandai"
    if status in _CONTRADICTED or any(f["kelas"] == "sumber" for f in found):
        return "sumber"
    if "belum_jelas" in weighty:
        return "ditandai"
    return "diperbaiki" if status == "diperbaiki" else "bersih"
