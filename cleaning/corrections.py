"""What people decided on single cells, applied to the tables of a document.

Applied as soon as cells are read and before anything is concluded from them: levels, codes, the
repair of other cells, sums and running text all see what the person saw. From then on the cell is
``dikoreksi`` and nothing changes it any more. Each decision is a finding that says who, when and
why. One whose cell is not found as it was left is not applied; that is a finding, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cleaning.naming import output_names
from tables.correction import Action, Anchor, Correction, active, decimal, fingerprint
from tables.model import Box, CellStatus, CleanRow, CleanTable, Entry, Finding
from tables.rules import severity
from tables.spec import NUMERIC, specs

SETTLED: CellStatus = "dikoreksi"
#: Share of two boxes' common area by which they are the same place.
SAME_PLACE = 0.5
RULES: dict[Action, str] = {
    "terima": "terima_manual",
    "koreksi": "koreksi_manual",
    "galat_sumber": "galat_sumber_manual",
}
_SAID = {
    "terima_manual": "Bacaan diterima",
    "koreksi_manual": "Bacaan dikoreksi",
    "galat_sumber_manual": "Terbaca benar; ditandai sebagai galat sumber",
}
_CELL = ("sha256", "kind", "tabel", "baris", "kolom", "uraian")
_CHANGED = "berkas PDF berubah sejak koreksi dibuat"
_GONE = "selnya tidak lagi ditemukan seperti waktu itu"
_MISFIT = "kolomnya tidak lagi memuat nilai semacam itu"


@dataclass(slots=True)
class Decisions:
    """What was applied, and the findings on what was not and belongs to no row that is known."""

    applied: list[tuple[CleanTable, CleanRow, Correction]] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)

    def tell(self) -> None:
        """Put a finding on each applied decision in place of the doubts about its cell.

        To be called when levels are known and nothing was summed up yet: a sum that fails is no
        doubt about the cell.
        """
        for table, row, line in self.applied:
            _tell(table, row, line)


def settle(tables: Sequence[CleanTable], lines: Iterable[Correction], sha256: str) -> Decisions:
    """Apply what counts of ``lines`` to the tables, in place; the last decision on a cell wins.

    Args:
        tables: every table of the document, in the order of the output.
        lines: of the document's file and of those of other editions of the same PDF.
        sha256: of the PDF that was read.
    """
    made: dict[tuple[int, int, str], tuple[CleanTable, CleanRow, Correction]] = {}
    left: list[Finding] = []
    for line in active(lines):
        place = _find(tables, line) if line.sha256 == sha256 else None
        if place is not None and _fits(place[0], line):
            table, row = place
            _impose(table, row, line)
            made[id(table), row.baris, line.kolom] = (table, row, line)
        elif line.sha256 != sha256:
            left += _reopen(tables, line, _CHANGED)
        else:
            left += _reopen(tables, line, _GONE if place is None else _MISFIT)
    return Decisions([*made.values()], left)


def settled(entry: Entry) -> bool:
    """Whether a person decided on a cell."""
    return entry.status == SETTLED


def _find(tables: Iterable[CleanTable], line: Correction) -> tuple[CleanTable, CleanRow] | None:
    """The row of a line's cell: where its anchor stands, and the cell is printed as it was."""
    anchor = line.anchor
    assert anchor is not None  # as `tables.correction.parse` makes sure
    found = [
        (table, row)
        for table in tables
        if table.kind == line.kind
        for row in table.rows
        if _stands(row.entries.get(anchor.kolom), anchor)
    ]
    if len(found) > 1:  # a cell over several rows
        found = [(table, row) for table, row in found if _fingerprint(row) == line.sidik]
    if len(found) != 1:
        return None
    entry = found[0][1].entries.get(line.kolom)
    printed = entry.cell.text if entry is not None and entry.cell is not None else None
    return found[0] if printed == line.teks else None


def _stands(entry: Entry | None, anchor: Anchor) -> bool:
    if entry is None or entry.cell is None:
        return False
    cell = entry.cell
    same = cell.page == anchor.halaman and cell.text == anchor.teks
    return same and _overlap(cell.box, anchor.kotak) >= SAME_PLACE


def _overlap(one: Box, other: Box) -> float:
    """Common area by the area of both; boxes without area must be equal."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    common = max(width, 0) * max(height, 0)
    whole = one.width * one.height + other.width * other.height - common
    return common / whole if whole > 0 else float(one == other)


def _fingerprint(row: CleanRow) -> str:
    return fingerprint((n, e.cell.text) for n, e in row.entries.items() if e.cell is not None)


def _type(table: CleanTable, kolom: str) -> str:
    """Type of a column; ``""`` where the table has none of that name."""
    use = table.use(kolom)
    return use.type if use else specs()[table.kind].types.get(kolom, "")


def _fits(table: CleanTable, line: Correction) -> bool:
    """Whether the values of a line may stand in its column."""
    if _type(table, line.kolom) not in NUMERIC:
        return line.baru is not None
    try:
        decimal(line.baru), decimal(line.seharusnya)
    except ValueError:
        return False
    return True


def _impose(table: CleanTable, row: CleanRow, line: Correction) -> None:
    entry = row.entries.get(line.kolom) or Entry(None)
    made = replace(entry, status=SETTLED, rule=RULES[line.aksi], confidence=1.0)
    if _type(table, line.kolom) in NUMERIC:
        made.value = decimal(line.baru)
    else:
        made.text = line.baru or ""
    row.entries[line.kolom] = made


def _tell(table: CleanTable, row: CleanRow, line: Correction) -> None:
    """The decision in place of the doubts about its cell."""
    table.findings = [
        f
        for f in table.findings
        if f.kelas != "ekstraksi" or (f.baris, f.kolom) != (row.baris, line.kolom)
    ]
    rule = RULES[line.aksi]
    entry, type_ = row.entries[line.kolom], _type(table, line.kolom)
    said = f"{_SAID[rule]} oleh {line.oleh}: {_full_stop(line.alasan)}"
    source = line.aksi == "galat_sumber"
    table.findings.append(
        Finding(
            aturan=rule,
            kelas="sumber" if source else "ekstraksi",
            tingkat=severity(rule, row.level, type_, line.kolom),
            baris=row.baris,
            kolom=line.kolom,
            halaman=entry.cell.page if entry.cell else row.page,
            tercetak=entry.value,
            seharusnya=_meant(line, type_),
            uraian=said,
            bukti=_evidence(line),
        )
    )


def _meant(line: Correction, type_: str) -> Decimal | None:
    return decimal(line.seharusnya) if type_ in NUMERIC else None


def _full_stop(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _evidence(line: Correction, *further: str, **more: str) -> dict[str, object]:
    names = ("id", "waktu", "oleh", "alasan", "aksi", "teks", "teks_kedua", "lama", "baru")
    return {"koreksi": {name: getattr(line, name) for name in (*names, *further)} | more}


def _reopen(tables: Sequence[CleanTable], line: Correction, why: str) -> list[Finding]:
    """A decision that is not applied; returned where no row is known that it may concern."""
    finding = Finding(
        aturan="koreksi_perlu_ditinjau",
        kelas="belum_jelas",
        tingkat="sedang",
        uraian=f"Koreksi {line.oleh} pada {line.kolom} tidak diterapkan: {why}.",
        bukti=_evidence(line, *_CELL, sebab=why),
    )
    for table, row in _counterparts(tables, line):
        finding.baris, finding.kolom, finding.halaman = row.baris, line.kolom, row.page
        table.findings.append(finding)
        return []
    return [finding]


def _counterparts(
    tables: Sequence[CleanTable], line: Correction
) -> Iterator[tuple[CleanTable, CleanRow]]:
    """The one row of the same table that bears the name the corrected row had."""
    named = zip(tables, output_names(tables), strict=True)
    mine = [t for t, name in named if (t.kind, name) == (line.kind, line.tabel)]
    found = [(t, row) for t in mine for row in t.rows if row.text("uraian") == line.uraian]
    if line.uraian and len(found) == 1 and _type(found[0][0], line.kolom):
        yield found[0]
