"""What a document says about itself: plan year, government, agency, kind of document.

Evidence is weighed: the cover and running heads outweigh a year in passing.
"""

from __future__ import annotations

import re
from collections import Counter

from tables.model import Facts, Finding, PageInfo, Table
from tables.spec import vocabulary

COVER = 3  # pages whose words weigh more
COVER_WEIGHT = 4
OFTEN = 0.3  # share of the most named year's mentions
SHORT_PAGE = 1200  # characters; a cover or a decree's head, not a table

_YEAR = r"(?:tahun|ta\.?|t\.a\.?)\s*(?:anggaran\s*|rencana\s*)?[:\s]*(20\d\d)"
_PLAN = re.compile(
    r"\b(?:renja|rencana kerja|rencana program|rumusan rencana|prioritas dan plafon)\b"
    rf"[^.;]{{0,90}}?{_YEAR}",
    re.I | re.S,
)
_FORWARD = re.compile(rf"{_YEAR}[^.;]{{0,40}}?(?:pra|per)kiraan maju", re.I | re.S)
_RUNNING = re.compile(rf"{_YEAR}\s*\(?\s*tahun berjalan", re.I)
_EVALUATED = re.compile(
    r"(?:evaluasi|realisasi kinerja|periode)[^.;]{0,120}?"
    r"(?:tahun|maret|juni|september|desember)\s*(?:anggaran\s*)?(20\d\d)",
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
_CHANGED_LINE = re.compile(r"\b(?:renja perubahan|perubahan renja|perubahan rencana kerja)\b", re.I)
_STOP = (
    r"(?!(?:Tahun|TAHUN|Provinsi|PROVINSI|Prov|Triwulan|TRIWULAN|Periode|PERIODE|Kabupaten|"
    r"KABUPATEN|Kota|KOTA|Lembar|Dan|DAN|Dalam|Untuk|Halaman|Sebelum|Setelah)\b)"
)
_NAME = rf"({_STOP}[A-Z][\w'’]+(?:[ ]{_STOP}[A-Z][\w'’]*){{0,2}})"
_PEMDA = re.compile(rf"\b(Provinsi|PROVINSI|Prov\.|Kabupaten|KABUPATEN|Kota|KOTA)[ ]+{_NAME}")
_AGENCY = re.compile(
    r"\b((?:Dinas|DINAS|Badan|BADAN|Inspektorat|INSPEKTORAT|Sekretariat|SEKRETARIAT|Kecamatan|"
    r"KECAMATAN|Satuan|SATUAN|Rumah Sakit|RUMAH SAKIT)"
    rf"(?:,?[ ](?:dan[ ]|DAN[ ]|&[ ])?{_STOP}[A-Z][\w'’]*){{1,9}})"
)
_NOT_AGENCY = re.compile(
    r"^(?:dinas (?:jabatan|dalam|luar|beserta|operasional|pegawai|harian|lapangan|biasa)|"
    r"badan usaha|satuan (?:kerja|target|kinerja|biaya)|sekretariat tim|kecamatan (?:dan|se))\b",
    re.I,
)
_ROMAN = re.compile(r"\b(?:Ii|Iii|Iv|Vi|Vii|Viii|Ix)\b")


def find_facts(pages: tuple[PageInfo, ...], tables: list[Table]) -> tuple[Facts, list[Finding]]:
    """The document's facts with a finding for each that no page says."""
    titles = [t.title for t in tables]
    tahun, findings = _plan_year(pages, titles, tables)
    return (
        Facts(
            tahun=tahun,
            pemda=_pemda(pages, titles),
            perangkat_daerah=_agency(pages, titles),
            jenis_dokumen=_document_kind(pages, tables),
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
    # Evaluated years are named as well; the plan's own is the latest of those named often.
    often = max(votes.values()) * OFTEN
    return max(year for year, count in votes.items() if count >= often), []


def _fallback(titles: list[str], tables: list[Table]) -> Counter[int]:
    """An evaluation alone: the running year is the one before the plan's; else that evaluated."""
    votes: Counter[int] = Counter()
    for title in map(_flat, titles):
        votes.update({int(m[1]) + 1: 3 for m in _RUNNING.finditer(title)})
        votes.update({int(m[1]): 1 for m in _EVALUATED.finditer(title)})
    if not votes:
        headers = _flat(" ".join(h for t in tables for c in t.columns for h in c.header))
        votes.update(int(y) for y in re.findall(_YEAR, headers, re.I))
    return votes


def _pemda(pages: tuple[PageInfo, ...], titles: list[str]) -> str:
    short = vocabulary().short_names
    for texts in _evidence(pages, titles):
        votes: Counter[str] = Counter()
        for text in texts:
            for word, name in _PEMDA.findall(text):
                area = "Provinsi" if word.lower().startswith("prov") else word.title()
                votes[f"{area} {short.get(name.title(), name.title())}"] += 1
        if votes:
            return votes.most_common(1)[0][0]
    return ""


def _agency(pages: tuple[PageInfo, ...], titles: list[str]) -> str:
    for texts in _evidence(pages, titles):
        votes: Counter[str] = Counter()
        for text in texts:
            votes.update(
                _ROMAN.sub(lambda m: m[0].upper(), name.title()).replace(" Dan ", " dan ")
                for name in _AGENCY.findall(text)
                if not _NOT_AGENCY.match(name)
            )
        if votes:
            return votes.most_common(1)[0][0]
    return ""


def _evidence(pages: tuple[PageInfo, ...], titles: list[str]) -> list[list[str]]:
    """Where names stand, surest first: table titles, the cover, then the lines of all pages."""
    cover = [_flat(p.text) for p in pages[:COVER] if len(p.text) < SHORT_PAGE]
    lines = [re.sub(r"[ \t]+", " ", line) for p in pages for line in p.text.splitlines()]
    return [[line for t in titles for line in map(_flat, t.splitlines())], cover, lines]


def _document_kind(pages: tuple[PageInfo, ...], tables: list[Table]) -> str:
    """From the first page, then the tables' titles, then the tables themselves."""
    first = pages[0].text if pages else ""
    changed = [p for p in pages if any(_CHANGED_LINE.search(t) for t in p.text.splitlines())]
    if len(changed) > 1 and len(changed) >= OFTEN * len(pages):
        return "renja_perubahan"  # a running head or foot says so
    for text in (first, "\n".join(t.title for t in tables)):
        for kind, pattern in _KINDS:
            if pattern.search(_flat(text)):
                return kind
    plans = [t for t in tables if t.kind == "rencana_kerja"]
    if plans:
        headers = " ".join(h for t in plans for c in t.columns for h in c.header).lower()
        return "renja_perubahan" if re.search(r"sebelum|semula|murni", headers) else "renja"
    return "evaluasi" if tables else "lain"
