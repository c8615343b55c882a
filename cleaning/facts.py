"""What a document says about itself: plan year, government, agency, kind of document.

Evidence is weighed: the cover and running heads outweigh a year in passing.
"""

from __future__ import annotations

import re
from collections import Counter

from tables.model import Facts, Finding, PageInfo, Table

COVER = 3  # pages whose words weigh more
COVER_WEIGHT = 4

_YEAR = r"(?:tahun|ta\.?|t\.a\.?)\s*(?:anggaran\s*|rencana\s*)?[:\s]*(20\d\d)"
_PLAN = re.compile(
    rf"\b(?:renja|rencana kerja|rencana program|rumusan rencana|prioritas dan plafon)\b[^.;]{{0,90}}?{_YEAR}",
    re.I | re.S,
)
_FORWARD = re.compile(rf"{_YEAR}[^.;]{{0,40}}?(?:pra|per)kiraan maju", re.I | re.S)
_RUNNING = re.compile(rf"{_YEAR}\s*\(?\s*tahun berjalan", re.I)
_EVALUATED = re.compile(
    rf"(?:evaluasi|realisasi kinerja|periode)[^.;]{{0,120}}?{_YEAR.replace('(?:tahun|ta', '(?:tahun|juni|desember|maret|september|ta')}",
    re.I | re.S,
)
_KINDS = (
    (
        "renja_perubahan",
        re.compile(
            r"perubahan\s+(?:rencana kerja|renja)|(?:renja|rencana kerja)[^.]{0,40}perubahan", re.I
        ),
    ),
    ("renstra", re.compile(r"^\W*rencana strategis|dokumen renstra", re.I)),
    ("renja", re.compile(r"\brenja\b|rencana kerja", re.I)),
)
_NAME = r"((?:[A-Z][\w'’]*)(?:[ ]+(?!Tahun|TAHUN|Provinsi|PROVINSI|Triwulan|Periode|PERIODE|Kabupaten|KABUPATEN|Kota\b|KOTA\b)[A-Z][\w'’]*){0,2})"
_PEMDA = re.compile(rf"\b(Provinsi|PROVINSI|Prov\.|Kabupaten|KABUPATEN|Kota|KOTA)[ ]+{_NAME}")
_AGENCY = re.compile(
    r"\b((?:Dinas|DINAS|Badan|BADAN|Inspektorat|INSPEKTORAT|Sekretariat (?:Daerah|DPRD|Dewan)|"
    r"SEKRETARIAT (?:DAERAH|DPRD|DEWAN)|Kecamatan|KECAMATAN|Satuan Polisi Pamong Praja|"
    r"SATUAN POLISI PAMONG PRAJA|Rumah Sakit Umum Daerah|RUMAH SAKIT UMUM DAERAH)"
    r"(?:[ ,]+(?:dan|DAN|[A-Z][\w'’]*)){0,8})"
)


def find_facts(pages: tuple[PageInfo, ...], tables: list[Table]) -> tuple[Facts, list[Finding]]:
    """The document's facts with a finding for each that no page says."""
    titles = [t.title for t in tables]
    tahun, findings = _plan_year(pages, titles, tables)
    cover = "\n".join(p.text for p in pages[:COVER])
    everything = "\n".join([*titles, cover])
    return (
        Facts(
            tahun=tahun,
            pemda=_pemda(pages, titles),
            perangkat_daerah=_agency(pages, titles),
            jenis_dokumen=_document_kind(cover, everything, tables),
        ),
        findings,
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _plan_year(
    pages: tuple[PageInfo, ...], titles: list[str], tables: list[Table]
) -> tuple[int, list[Finding]]:
    votes: Counter[int] = Counter()
    for page in pages:
        weight = COVER_WEIGHT if page.number <= COVER else 1
        for match in _PLAN.finditer(_flat(page.text)):
            votes[int(match[1])] += weight
    for table in tables:
        title = _flat(table.title)
        for match in _FORWARD.finditer(title):
            votes[int(match[1])] += COVER_WEIGHT
        if table.kind == "rencana_kerja":
            votes.update({int(y): 2 for y in re.findall(_YEAR, title, re.I)[:1]})
    if not votes:
        votes.update(_fallback(titles, tables))
    if not votes:
        return 0, [
            Finding(
                aturan="tahun_tidak_ada",
                kelas="belum_jelas",
                tingkat="sedang",
                uraian="Tahun rencana tidak disebut di dokumen; tahun = 0.",
            )
        ]
    ranked = votes.most_common()
    tahun = max(year for year, count in ranked if count == ranked[0][1])
    return tahun, []


def _fallback(titles: list[str], tables: list[Table]) -> Counter[int]:
    """An evaluation alone: the running year is the one before the plan's; else the year evaluated."""
    votes: Counter[int] = Counter()
    for title in map(_flat, titles):
        votes.update({int(m[1]) + 1: 3 for m in _RUNNING.finditer(title)})
        votes.update({int(m[1]): 1 for m in _EVALUATED.finditer(title)})
    if not votes:
        headers = _flat(" ".join(h for t in tables for c in t.columns for h in c.header))
        votes.update(int(y) for y in re.findall(_YEAR, headers, re.I))
    return votes


def _pemda(pages: tuple[PageInfo, ...], titles: list[str]) -> str:
    votes: Counter[str] = Counter()
    for weight, text in [(3, t) for t in titles] + [(1, p.text) for p in pages]:
        for word, name in _PEMDA.findall(text):
            area = "Provinsi" if word.lower().startswith("prov") else word.title()
            votes[f"{area} {name.title().strip()}"] += weight
    if not votes:
        return ""
    best, count = votes.most_common(1)[0]
    # "Kota Serang" and "Kota Serang Tahun": the shorter name that leads the longer wins.
    shorter = [n for n, c in votes.items() if best.startswith(n + " ") and c >= 0.3 * count]
    return min(shorter, key=len) if shorter else best


def _agency(pages: tuple[PageInfo, ...], titles: list[str]) -> str:
    votes: Counter[str] = Counter()
    for weight, text in (
        [(5, t) for t in titles]
        + [(2, p.text) for p in pages[:COVER]]
        + [(1, p.text) for p in pages[COVER:]]
    ):
        for match in _AGENCY.findall(_flat(text)):
            name = re.split(
                r"\s+(?:Provinsi|PROVINSI|Kabupaten|KABUPATEN|Kota|KOTA|Tahun|TAHUN|Prov)\b", match
            )[0]
            name = re.sub(r"[\s,]+(?:dan|DAN)?$", "", name).title().replace(" Dan ", " dan ")
            if len(name.split()) > 1 or name == "Inspektorat":
                votes[name] += weight
    return votes.most_common(1)[0][0] if votes else ""


def _document_kind(cover: str, everything: str, tables: list[Table]) -> str:
    for text in (cover, everything):
        for kind, pattern in _KINDS:
            if pattern.search(_flat(text)):
                return kind
    if tables and all(t.kind == "evaluasi_renja" for t in tables):
        return "evaluasi"
    return "lain"
