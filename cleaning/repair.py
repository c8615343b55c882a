"""Doubtful numbers of scans settled by arithmetic, and agreed ones that it contradicts flagged.

No value is ever made up: a settled cell gets one of its own readings (:mod:`cleaning.proof`).
"""

from __future__ import annotations

from decimal import Decimal

from cleaning.certainty import certainty
from cleaning.identities import Place
from cleaning.proof import Doubt, Proof
from cleaning.rows import DOUBTFUL, fills_width
from cleaning.scanned import Verdict, is_scanned, judge, styles
from cleaning.slips import digits_of
from tables.model import Cell, CleanRow, CleanTable, Entry, Finding
from tables.spec import TableSpec

NOISY = 0.1  # share of number cells on which the engines differ; from here agreement is weak
NOISE = (
    "bacaan_berbeda",
    "satu_bacaan",
    "sepakat_lemah",
    "suara_terbanyak",
    "tidak_terbaca_pindaian",
)


def settle_scans(table: CleanTable, spec: TableSpec) -> None:
    """Settle doubtful cells of scanned pages, and flag agreed ones that break an identity.

    Entries and findings of the table change in place; cells of exported pages never do.
    """
    verdicts = _verdicts(table)
    if not verdicts:
        return
    open_ = {
        place: verdict
        for place, verdict in verdicts.items()
        if _entry(table, place).status in DOUBTFUL
    }
    scale = {use.name: use.scale for use in table.columns}
    doubts = {
        place: Doubt(
            _candidates(table, place, verdict, scale[place[1]]),
            whole=verdict.number.rule not in ("bacaan_berbeda", "suara_terbanyak"),
            decimals=verdict.decimals,
        )
        for place, verdict in open_.items()
    }
    proof = Proof(table, spec, doubts)
    chosen = proof.solve()
    for place, value in chosen.items():
        _settle(_entry(table, place), open_[place], value)
    _drop_findings(table, set(chosen))
    proven = proof.proven()
    for place in proven & set(verdicts):
        entry = _entry(table, place)
        if entry.status not in DOUBTFUL:
            entry.confidence = max(entry.confidence, certainty("sepakat_terbukti"))
    differ = sum(verdict.number.rule in NOISE for verdict in verdicts.values())
    for place, values in proof.suspects(differ > NOISY * len(verdicts)).items():
        if place in verdicts and place not in chosen:
            _suspect(table, place, values)


def _entry(table: CleanTable, place: Place) -> Entry:
    return table.rows[place[0] - 1].entries[place[1]]


def _candidates(
    table: CleanTable, place: Place, verdict: Verdict, scale: int
) -> tuple[Decimal, ...]:
    """What may be chosen; nothing where the doubt is what belongs to the cell at all."""
    cell = _entry(table, place).cell
    return () if cell and cell.doubt else tuple(value * scale for value in verdict.candidates)


def _verdicts(table: CleanTable) -> dict[Place, Verdict]:
    """How the readings of every scanned number cell come together."""
    found: dict[str, list[tuple[CleanRow, Cell]]] = {}
    for row in table.rows:
        for use in table.columns:
            entry = row.entries.get(use.name)
            if entry is None or entry.status == "dikoreksi":
                continue
            if use.locale and entry.cell and is_scanned(entry.cell):
                found.setdefault(use.name, []).append((row, entry.cell))
    habits = styles(table.columns, {n: [cell for _, cell in some] for n, some in found.items()})
    verdicts = {}
    for use in table.columns:
        for row, cell in found.get(use.name, ()):
            wraps = True if fills_width(cell, use) else None
            verdicts[row.baris, use.name] = judge(
                cell, use, habits[use.name], satuan=row.text("satuan"), wraps=wraps
            )
    return verdicts


def _settle(entry: Entry, verdict: Verdict, value: Decimal) -> None:
    same = digits_of(value).lstrip("0") == verdict.printed.lstrip("0")
    entry.value = value
    entry.status = "cetak" if same else "diperbaiki"
    entry.rule = "aritmetika" if same else "perbaikan_aritmetika"
    entry.confidence = certainty(entry.rule)


def _drop_findings(table: CleanTable, settled: set[Place]) -> None:
    table.findings = [
        f
        for f in table.findings
        if f.kelas != "ekstraksi" or (f.baris or 0, f.kolom) not in settled
    ]


def _suspect(table: CleanTable, place: Place, values: tuple[Decimal, ...]) -> None:
    """Both engines agree on a figure that breaks an identity: a misreading, or the source's error.

    Nothing in the readings tells which, so the value stays and is flagged.
    """
    baris, name = place
    entry = _entry(table, place)
    entry.status, entry.rule = "ditandai", "melanggar_aritmetika"
    entry.confidence = certainty(entry.rule)
    assert entry.cell is not None
    shown = " ".join(entry.cell.text.split())
    table.findings.append(
        Finding(
            aturan=entry.rule,
            kelas="ekstraksi",
            tingkat="sedang",
            baris=baris,
            kolom=name,
            halaman=entry.cell.page,
            tercetak=entry.value,
            uraian=f"“{shown}” dibaca sama oleh kedua pembaca, tetapi tidak cocok dengan "
            "hitungan di sekitarnya: salah baca, atau salah cetak di sumbernya.",
            bukti={"teks": entry.cell.text, "kemungkinan": [str(value) for value in values]},
        )
    )
