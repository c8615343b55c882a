"""Where a sum that does not hold says nothing, because what belongs to it is not known."""

from __future__ import annotations

from collections.abc import Sequence

from cleaning.identities import Identity
from cleaning.levels import RANK
from cleaning.scanned import is_scanned
from tables.model import CleanRow, CleanTable, Entry


def no_claim(identity: Identity, row: CleanRow, table: CleanTable) -> bool:
    """Whether nobody says that a heading (``row``) is the sum of what is added up for it.

    A heading may print a dash and add nothing up; where texts are printed over each other, which
    row they are is not known; nor is what belongs to a sum where a scan's codes are in doubt.
    """
    if identity.kind == "total":
        return any(map(_unsure_code, table.rows[: row.baris]))
    if identity.kind != "anak":
        return False
    name = row.entries.get("uraian")
    overprinted = name is not None and name.status == "ditandai"
    dash = row.entries[identity.target[1]].status == "nol_strip"
    return dash or overprinted or _unsure_branch(row, table.rows[row.baris :])


def _unsure_branch(head: CleanRow, below: Sequence[CleanRow]) -> bool:
    """Whether some code between a heading and the next of its level is in doubt, its own too."""
    if _unsure_code(head):
        return True
    for row in below:
        if _unsure_code(row):
            return True
        if RANK.get(row.level, len(RANK)) <= RANK.get(head.level, len(RANK)):
            return False
    return False


def _unsure_code(row: CleanRow) -> bool:
    """Whether the row's code was scanned and not read alike by both engines."""
    entry = row.entries.get("kode")
    if entry is None or entry.cell is None or not is_scanned(entry.cell):
        return False
    return entry.cell.second is not None or not sure(entry)


def sure(entry: Entry) -> bool:
    """Whether a cell was read without doubt."""
    if entry.status == "dikoreksi":
        return True  # by a person, whatever the readers made of it
    doubtful = entry.status in ("ditandai", "tidak_terbaca") or (entry.cell and entry.cell.doubt)
    return not doubtful and entry.confidence >= 0.9
