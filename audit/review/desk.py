"""What lies on the desk: doubtful cells of all documents, and what was decided on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from audit.address import Address
from audit.evidence import evidence, kinds_of, named
from audit.library import Entry, Library
from audit.review.decide import Column, column_of
from audit.trace import Record, Tracer
from flows import corrections
from tables.correction import Correction, active
from tables.errors import FileVanished, UsageError
from tables.model import Severity
from tables.rules import rules

State = Literal["terbuka", "ditinjau", "menunggu", "dibatalkan", "selesai"]
#: States in which a person still has to decide.
OPEN: tuple[State, ...] = ("terbuka", "ditinjau")
#: … in which the document has to be reprocessed.
WAITING: tuple[State, ...] = ("menunggu", "dibatalkan")
DOUBTFUL = ("ditandai", "tidak_terbaca")
SETTLED = "dikoreksi"
STALE = "koreksi_perlu_ditinjau"
_GRADES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Item:
    """One cell of the queue.

    Attributes:
        tingkat: the worst of the findings that name it or reckon with it.
        rupiah: what hangs on it; 0 where it is no money.
        line: the decision in force, if any.
    """

    entry: Entry
    address: Address
    cell: Record
    row: Record
    column: Column
    tingkat: Severity
    rupiah: Decimal
    state: State
    line: Correction | None = None

    @property
    def weight(self) -> tuple[int, Decimal, str, int, Address]:
        """Sorts by what matters most."""
        page = self.cell.get("halaman") or 0
        grade = _GRADES.index(self.tingkat)
        return grade, -self.rupiah, self.entry.dokumen_id, page, self.address


@dataclass
class Sheet:
    """One document with its lines of corrections.

    Attributes:
        stale: decisions that were not applied, by the cell they may concern.
    """

    tracer: Tracer
    findings: list[Record]
    lines: list[Correction] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def entry(self) -> Entry:
        return self.tracer.entry

    @property
    def decided(self) -> list[Correction]:
        """Decisions in force, in order."""
        return active(self.lines)

    @cached_property
    def grades(self) -> dict[Address, Severity]:
        """How grave the findings are that name a cell or reckon with it."""
        kinds = kinds_of(self.tracer.tables)
        found: dict[Address, Severity] = {}
        for finding in self.findings:
            used = [each.address for each in evidence(finding, kinds)]
            for address in filter(None, [named(finding), *used]):
                grades = [finding["tingkat"], found.get(address, "info")]
                found[address] = min(grades, key=_GRADES.index)
        return found

    @cached_property
    def applied(self) -> dict[str, Address]:
        """Where the decisions were applied that the published figures hold, by id."""
        found = {}
        for finding in self.findings:
            address, line = named(finding), _line(finding)
            if address is not None and line and finding["aturan"] != STALE:
                found[line["id"]] = address
        return found

    @cached_property
    def stale(self) -> dict[Address | None, list[Record]]:
        found: dict[Address | None, list[Record]] = {}
        for finding in self.findings:
            if finding["aturan"] == STALE:
                found.setdefault(named(finding), []).append(_line(finding))
        return found

    def items(self) -> Iterator[Item]:
        """Every cell that is, was or may be in doubt."""
        latest = {
            self.address_of(line): line for line in self.decided if line.sha256 == self.entry.sha256
        }
        undecided = {line.id for line in self.lines} - {line.id for line in self.decided}
        for address, cell in self.tracer.cells.items():
            line, old = latest.get(address), self.stale.get(address, ())
            pending = any(told["id"] not in undecided for told in old)
            if address.kind in ("narasi",) or not (
                cell["status"] in (*DOUBTFUL, SETTLED) or line or pending
            ):
                continue
            yield self.item(address, cell, line, _state(cell, line, self.applied, old))

    def address_of(self, line: Correction) -> Address:
        """The cell a decision is about, in the published numbering."""
        place = Address(line.kind, line.tabel, line.baris, line.kolom)
        return self.applied.get(line.id, place)

    def item(self, address: Address, cell: Record, line: Correction | None, state: State) -> Item:
        column = column_of(self.entry, address)
        row = self.tracer.tables[address[:2]][address.baris]
        value = cell.get("nilai")
        rupiah = abs(value) if column.type == "uang" and value is not None else Decimal(0)
        grade = self.grades.get(address) or _grade(cell["aturan"])
        return Item(self.entry, address, cell, row, column, grade, rupiah, state, line)


def _grade(rule: str | None) -> Severity:
    """Of a cell that no finding names: as grave as its rule, whose finding may be of a page."""
    described = rules().get(rule or "")
    return (described.tingkat if described else None) or "info"


def _line(finding: Record) -> Record:
    told: Record = json.loads(finding["bukti"] or "{}").get("koreksi", {})
    return told


def _state(
    cell: Record, line: Correction | None, applied: dict[str, Address], stale: Sequence[Record]
) -> State:
    if line is not None and line.id in applied:
        return "selesai"
    if line is not None and not any(told["id"] == line.id for told in stale):
        return "menunggu"
    if cell["status"] == SETTLED:
        return "dibatalkan"
    return "ditinjau" if stale else "terbuka"


class Desk:
    """Everything that can be decided on, read anew where files changed.

    Args:
        pdfs: files and folders in which PDFs are looked for; the inbox where there are none.
        only: the one document to work on; all of them where it is empty.
    """

    def __init__(
        self, library: Library, folder: Path, pdfs: Iterable[Path] = (), only: str = ""
    ) -> None:
        self.library = library
        self.folder = folder
        self.pdfs = tuple(pdfs)
        self.only = only
        self._read: dict[Path, tuple[int, Tracer, list[Record]]] = {}
        self._found: dict[str, Path] = {}

    def entries(self) -> list[Entry]:
        """The documents on the desk."""
        known = self.library.documents()
        return [entry for entry in known if self.only in ("", entry.dokumen_id)]

    def sheet(self, dokumen_id: str) -> Sheet:
        """One document.

        Raises:
            UsageError: it is not on the desk.
        """
        for entry in self.entries():
            if entry.dokumen_id == dokumen_id:
                return self._sheet(entry)
        raise UsageError(f"{dokumen_id} is not on the desk")

    def sheets(self) -> list[Sheet]:
        return [self._sheet(entry) for entry in self.entries()]

    def _sheet(self, entry: Entry) -> Sheet:
        card = entry.root / "dokumen" / f"tahun={entry.tahun}" / f"{entry.dokumen_id}.parquet"
        changed = card.stat().st_mtime_ns
        known = self._read.get(card)
        if known is None or known[0] != changed:
            frames = self.library.frames(entry)
            known = changed, Tracer(entry, frames), frames["temuan"].to_pylist()
            self._read[card] = known
        _, tracer, findings = known
        read = corrections.read([corrections.place(self.folder, entry.dokumen_id)])
        return Sheet(tracer, findings, read.lines, read.problems)

    def items(self) -> list[Item]:
        """The whole queue, the gravest first."""
        found = [item for sheet in self.sheets() for item in sheet.items()]
        return sorted(found, key=lambda item: item.weight)

    def line(self, dokumen_id: str, ident: str) -> Correction:
        """A decision in force, of any document that has lines.

        Raises:
            UsageError: there is none.
        """
        files = {path.stem: path for path in self.folder.glob(f"*{corrections.SUFFIX}")}
        if dokumen_id in files:
            for line in active(corrections.read([files[dokumen_id]]).lines):
                if line.id == ident:
                    return line
        raise UsageError(f"no decision {ident} on {dokumen_id} is in force")

    def pdf(self, entry: Entry) -> Path:
        """Where a document's PDF lies.

        Raises:
            FileVanished: nowhere we looked.
        """
        known = self._found.get(entry.dokumen_id)
        if known is None or not known.is_file():
            known = self.library.pdf(entry, self.pdfs)
            self._found[entry.dokumen_id] = known
        return known

    def pdf_or_none(self, entry: Entry) -> Path | None:
        try:
            return self.pdf(entry)
        except FileVanished:
            return None
