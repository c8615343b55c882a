"""Extracted tables to a clean document: the one way through this room."""

from __future__ import annotations

from cleaning.arithmetic import check, confirm
from cleaning.facts import find_facts
from cleaning.headers import map_columns
from cleaning.hierarchy import assign_all
from cleaning.lexicon import mend_texts
from cleaning.repair import settle_scans
from cleaning.resolve import resolve_readings
from cleaning.rows import clean_rows, with_locales
from cleaning.scan_codes import settle_codes
from cleaning.scanned import is_scanned
from cleaning.structure import doubt_structure
from tables.model import CleanDocument, CleanTable, Finding, Table, Triage
from tables.spec import TableSpec, specs

PROVEN = 0.95  # confidence of an amount proven by arithmetic


def clean(triage: Triage, tables: list[Table], findings: list[Finding]) -> CleanDocument:
    """Rows with codes, levels, exact numbers and every contradiction found.

    Args:
        findings: what was noticed while extracting; kept first in the document's findings.
    """
    facts, doubts = find_facts(triage.pages, tables)
    cleaned = [_table(t) for t in tables]
    scanned = any(_scanned(table) for table in tables)
    if scanned:
        _mend_words(cleaned)
    assign_all(cleaned)
    if scanned:
        _settle_figures(cleaned)
    for table in cleaned:
        spec = specs()[table.kind]
        resolve_readings(table, spec)
        _trust_proven(table, spec)
        table.findings += check(table, spec)
        for finding in table.findings:
            _place(finding, table)
    return CleanDocument(triage, facts, cleaned, [*findings, *doubts])


def _scanned(table: Table) -> bool:
    return any(is_scanned(cell) for row in table.rows for cell in row.cells.values())


def _mend_words(tables: list[CleanTable]) -> None:
    """Scanned codes and texts, which levels and parents are told by."""
    for table in tables:
        settle_codes(table)
    mend_texts(tables)


def _settle_figures(tables: list[CleanTable]) -> None:
    """Scanned figures; twice, because levels and parents may hang on those settled first."""
    for _ in range(2):
        for table in tables:
            settle_scans(table, specs()[table.kind])
        assign_all(tables)
    for table in tables:
        doubt_structure(table, specs()[table.kind])


def _table(table: Table) -> CleanTable:
    spec = specs()[table.kind]
    uses, findings = map_columns(table, spec)
    uses = with_locales(table, uses)
    rows, doubts = clean_rows(table, uses, spec)
    return CleanTable(
        kind=table.kind,
        tabel=table.number,
        title=table.title,
        pages=table.pages,
        columns=uses,
        rows=rows,
        findings=[*table.findings, *findings, *doubts],
    )


def _trust_proven(table: CleanTable, spec: TableSpec) -> None:
    """An amount that an exact sum proves is as good as read twice."""
    for baris, name in confirm(table, spec):
        entry = table.rows[baris - 1].entries[name]
        if entry.status != "ditandai":
            entry.confidence = max(entry.confidence, PROVEN)


def _place(finding: Finding, table: CleanTable) -> None:
    """Every finding says in which table and on which page it is."""
    finding.kind, finding.tabel = table.kind, table.tabel
    if finding.halaman is None:
        row = table.rows[finding.baris - 1] if finding.baris else None
        finding.halaman = row.page if row else table.pages[0]
