"""What a document says about itself, each fact with its page and how sure it is.

Evidence is weighed: covers, captions and running heads outweigh words in passing. What the user
states in a file beside the PDF (see `tables.sidecar`) goes before what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cleaning.facts.decree import enacting_decree
from cleaning.facts.evidence import Mention, Paper
from cleaning.facts.headings import wrong_years
from cleaning.facts.kinds import document_kind
from cleaning.facts.names import agency, government
from cleaning.facts.years import evaluated_year, plan_year, renstra_period
from tables.model import CleanTable, Fact, Facts, Finding, PageInfo
from tables.rules import severity

NOTHING: Mapping[str, str | int] = {}


def find_facts(
    pages: tuple[PageInfo, ...],
    tables: Sequence[CleanTable],
    stated: Mapping[str, str | int] = NOTHING,
) -> tuple[Facts, list[Finding]]:
    """The document's facts, and findings on what is missing or contradicts them.

    Args:
        tables: with their columns recognised.
        stated: what the user says, by name of the fact.
    """
    paper = Paper(pages, tables)
    facts, findings = _Facts(stated), []
    facts.add(plan_year(paper))
    facts.add(government(paper))
    facts.add(agency(paper))
    facts.add(document_kind(paper))
    facts.add(evaluated_year(paper, facts.tahun))
    period, passed = renstra_period(paper, facts.tahun)
    facts.add(period)
    decree, missing = enacting_decree(paper, facts.tahun)
    for fact in decree:
        facts.add(fact)
    known = facts.result()
    if not known.tahun:
        findings.append(_no_year())
    if passed and not known.periode_renstra:
        findings.append(_passed(passed, known.tahun))
    if not known.nomor_sk:
        findings += missing
    # Headings are judged by what the document prints elsewhere, not by what the user states.
    return known, [*findings, *facts.contradicted, *wrong_years(paper, facts.printed())]


class _Facts:
    """Facts as they are found; what the user states takes the place of what is printed."""

    def __init__(self, stated: Mapping[str, str | int]) -> None:
        self._known = {
            name: Fact(name, value, None, 1.0, "sidecar") for name, value in stated.items()
        }
        self._printed: dict[str, Fact] = {}
        self.contradicted: list[Finding] = []

    @property
    def tahun(self) -> int:
        fact = self._known.get("tahun")
        return int(fact.nilai) if fact else 0

    def add(self, printed: Fact | None) -> None:
        if printed is None:
            return
        self._printed[printed.nama] = printed
        stated = self._known.setdefault(printed.nama, printed)
        if stated is not printed and stated.nilai != printed.nilai:
            self.contradicted.append(_contradicted(stated, printed))

    def result(self) -> Facts:
        """What is stated, else printed."""
        return _together(self._known)

    def printed(self) -> Facts:
        """What is printed, else stated."""
        return _together({**self._known, **self._printed})


def _together(known: Mapping[str, Fact]) -> Facts:
    ordered = [known[name] for name in Facts.__dataclass_fields__ if name in known]
    values = {fact.nama: fact.nilai for fact in ordered}
    return replace(Facts(), **values, evidence=tuple(ordered))  # type: ignore[arg-type]


def _no_year() -> Finding:
    return Finding(
        aturan="tahun_tidak_ada",
        kelas="belum_jelas",
        tingkat=severity("tahun_tidak_ada"),
        uraian="Tahun rencana tidak disebut di dokumen; tahun = 0.",
    )


def _passed(periods: list[Mention], tahun: int) -> Finding:
    first = periods[0]
    return Finding(
        aturan="periode_renstra_lewat",
        kelas="sumber",
        tingkat=severity("periode_renstra_lewat"),
        halaman=first.halaman,
        uraian=f"Renstra yang disebut (halaman {first.halaman}) berlaku {first.nilai}; "
        f"tahun rencana {tahun} tidak termasuk di dalamnya.",
        bukti={"tahun": tahun, "disebut": [[m.halaman, m.nilai, m.kutipan] for m in periods]},
    )


def _contradicted(stated: Fact, printed: Fact) -> Finding:
    numbers = isinstance(stated.nilai, int) and isinstance(printed.nilai, int)
    page = f" di halaman {printed.halaman}" if printed.halaman else ""
    return Finding(
        aturan="sidecar_berbeda",
        kelas="belum_jelas",
        tingkat=severity("sidecar_berbeda"),
        kolom=printed.nama,
        halaman=printed.halaman,
        tercetak=Decimal(printed.nilai) if numbers else None,
        seharusnya=Decimal(stated.nilai) if numbers else None,
        uraian=f"Berkas pendamping menyebut {printed.nama} = {stated.nilai}; tercetak{page}: "
        f"{printed.nilai}.",
        bukti={"tercetak": printed.nilai, "pendamping": stated.nilai, "kutipan": printed.kutipan},
    )
