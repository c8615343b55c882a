"""Extracted tables to a clean document: the one way through this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaning.arithmetic import check, confirm
from cleaning.corrections import settle
from cleaning.cross import cross_findings
from cleaning.facts import NOTHING, find_facts
from cleaning.headers import map_columns
from cleaning.hierarchy import assign_all
from cleaning.levels import plain_levels
from cleaning.lexicon import mend_texts
from cleaning.naming import output_names
from cleaning.narrative.read import read_narrative
from cleaning.nomenclature import Nomenclature
from cleaning.official import name_officially
from cleaning.printed import as_printed
from cleaning.proposals import proposals
from cleaning.repair import settle_scans
from cleaning.resolve import resolve_readings
from cleaning.rows import clean_rows, with_locales
from cleaning.scan_codes import settle_codes
from cleaning.scanned import is_scanned
from cleaning.structure import doubt_structure
from cleaning.units import standard_units
from tables.correction import Correction
from tables.model import CleanDocument, CleanTable, Finding, Table, Triage
from tables.spec import OTHER, TableSpec, specs

PROVEN = 0.95  # confidence of an amount proven by arithmetic


def clean(
    triage: Triage,
    tables: list[Table],
    findings: list[Finding],
    lists: Sequence[Nomenclature] = (),
    stated: Mapping[str, str | int] = NOTHING,
    *,
    corrections: Sequence[Correction] = (),
) -> CleanDocument:
    """Rows with codes, levels, exact numbers and every contradiction found.

    Args:
        findings: what was noticed while extracting; kept first in the document's findings.
        lists: official nomenclature in force, all versions of it.
        stated: facts that the user states beside the document, by name.
        corrections: what people decided on cells of this PDF and of earlier editions of it.
    """
    forms = [t for t in tables if t.kind != OTHER]
    others = [as_printed(t) for t in tables if t.kind == OTHER]
    cleaned = [_table(t) for t in forms]
    every = [*cleaned, *others]
    decisions = settle(every, corrections, triage.sha256)
    facts, doubts = find_facts(triage.pages, cleaned, stated)
    scanned = any(_scanned(table) for table in forms)
    if scanned:
        _mend_words(cleaned)
    _assign_levels(cleaned)
    if scanned:
        _settle_figures(cleaned)
    for table in cleaned:
        resolve_readings(table, specs()[table.kind])
    decisions.tell()
    for table in cleaned:
        spec = specs()[table.kind]
        _trust_proven(table, spec)
        table.findings += check(table, spec)
    standard_units(cleaned)
    version = name_officially(cleaned, lists, facts)
    if not version:
        proposals(cleaned)
    for table, finding in cross_findings(cleaned):
        table.findings.append(finding)
    for table in every:
        for finding in table.findings:
            _place(finding, table)
    amounts, contradictions = read_narrative(triage.pages, every, output_names(every), facts)
    notes = [*findings, *doubts, *decisions.left, *contradictions]
    return CleanDocument(triage, facts, every, notes, narrative=amounts, nomenclature=version)


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
        _assign_levels(tables)
    for table in tables:
        doubt_structure(table, specs()[table.kind])


def _assign_levels(tables: list[CleanTable]) -> None:
    """Levels, and for rows in a hierarchy codes and parents."""
    assign_all([table for table in tables if specs()[table.kind].hierarchy])
    for table in tables:
        if not specs()[table.kind].hierarchy:
            for row, level in zip(
                table.rows, plain_levels(table.rows, specs()[table.kind]), strict=True
            ):
                row.level = level


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
