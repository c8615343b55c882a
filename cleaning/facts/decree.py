"""Number and date of the decree that enacts the document.

A document may print several: of the decree that enacts the Renja, of one that forms the team that
wrote it, of regulations they rest on. Only a heading counts (``KEPUTUSAN KEPALA … NOMOR … TENTANG
…``, in capitals at the start of a line), and of the headings the one whose subject is the plan.
"""

from __future__ import annotations

import datetime as calendar
import re
from dataclasses import dataclass

from cleaning.facts.evidence import Line, Paper, flat, quote
from cleaning.facts.words import YEAR, words
from tables.model import Fact, Finding
from tables.rules import severity

HEADING = 700  # characters from the first word of a heading to the end of its subject
_NUMBER = re.compile(
    r"\bNOMOR\s*[:.]?\s*(?P<number>.{0,60}?)\s*(?:TANGGAL\b|TENTANG\b)", re.I | re.S
)
_SUBJECT = re.compile(
    r"\bTENTANG\b\s*:?\s*(?P<subject>.{0,300}?)\s*(?:\bMenimbang\b|\bDENGAN RAHMAT\b|;|$)",
    re.I | re.S,
)
_DATE = re.compile(
    r"(?:tetapkan|lampiran|keputusan|peraturan).{0,120}?\btanggal\s*[:\s]*"
    r"(?P<day>\d{1,2})\s+(?P<month>[a-z]+)\s+(?P<year>20\d\d)",
    re.I | re.S,
)
_ENACTED = re.compile(r"tetapkan", re.I)


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree as printed; ``number`` and ``date`` are empty where they were left open."""

    page: int
    number: str
    date: str
    date_page: int
    subject: str
    heading: str


def enacting_decree(paper: Paper, tahun: int) -> tuple[list[Fact], list[Finding]]:
    """``nomor_sk`` and ``tanggal_sk``, and a finding where the enacting decree has no number."""
    ranked = [(score, d) for d in decrees(paper) if (score := _score(d, tahun)) > 0]
    if not ranked:
        return [], []
    most, best = max(ranked, key=lambda pair: pair[0])
    sure = 0.97 if most > 1 else 0.8
    facts, findings = [], []
    if best.number:
        facts.append(Fact("nomor_sk", best.number, best.page, sure, "cetak", best.heading))
    else:
        findings.append(_open(best))
    if best.date:
        facts.append(Fact("tanggal_sk", best.date, best.date_page, sure, "cetak", best.heading))
    return facts, findings


def _score(decree: Decree, tahun: int) -> int:
    """How well the subject says that this decree enacts the plan; 0 for another decree.

    The year of the subject hardly counts: a heading copied from another year's decree is common.
    """
    if not words().enacts.search(decree.subject) or words().not_enacting.search(decree.subject):
        return 0
    year = re.search(YEAR, decree.subject, re.I)
    named = bool(words().enacts_more.search(decree.subject))
    return 1 + 2 * named + (year is not None and int(year[1]) == tahun)


def _open(decree: Decree) -> Finding:
    return Finding(
        aturan="nomor_sk_kosong",
        kelas="sumber",
        tingkat=severity("nomor_sk_kosong"),
        halaman=decree.page,
        uraian=f"Keputusan yang menetapkan dokumen ini (halaman {decree.page}) tidak diberi nomor.",
        bukti={"judul": decree.heading, "halaman": decree.page},
    )


def decrees(paper: Paper) -> list[Decree]:
    """Every decree with a heading, in the order of the pages."""
    text, starts = "", []
    for page in paper.pages:
        starts.append((len(text), page.number))
        text += page.text + "\n"
    headings = list(words().decree.finditer(text))
    ends = [h.start() for h in headings[1:]] + [len(text)] * bool(headings)
    found = []
    for heading, end in zip(headings, ends, strict=True):
        if decree := _read(text, heading.start(), end, starts):
            found.append(decree)
    return found


def _read(text: str, start: int, end: int, starts: list[tuple[int, int]]) -> Decree | None:
    """The decree that reaches from ``start`` to the next one's heading at ``end``."""
    head = text[start : min(end, start + HEADING)]
    number, subject = _NUMBER.search(head), _SUBJECT.search(head)
    if number is None or subject is None:
        return None
    dates = list(_DATE.finditer(text, start, end))
    date = next((d for d in dates if _ENACTED.match(d[0])), dates[0] if dates else None)
    return Decree(
        page=_page(start, starts),
        number=tidy_number(number["number"]),
        date=_iso(date) if date else "",
        date_page=_page(date.end() - 1, starts) if date else 0,
        subject=flat(subject["subject"]),
        heading=quote(head, 0, subject.end()),
    )


def _page(place: int, starts: list[tuple[int, int]]) -> int:
    return max(page for start, page in starts if start <= place)


def tidy_number(printed: str) -> str:
    """``98/ 021-SETDA/ 2023`` -> ``98/021-SETDA/2023``; empty where the number was left open."""
    number = re.sub(r"\s*([/.\-])\s*", r"\1", flat(printed)).strip(" :.-")
    number = re.sub(r"\btahun\b", "Tahun", number, flags=re.I)
    # A number starts with a figure, and the year alone is none.
    if not re.match(r"\w*\d", number) or re.fullmatch(r"(?:Tahun )?20\d\d", number):
        return ""
    return "" if "//" in number else number


def _iso(date: re.Match[str]) -> str:
    try:
        month = words().months[date["month"].lower()]
        return calendar.date(int(date["year"]), month, int(date["day"])).isoformat()
    except (KeyError, ValueError):  # no month's name, or no day of that month
        return ""


def subjects(paper: Paper) -> list[Line]:
    """What the decrees that enact the plan are about: headings that name its year."""
    return [Line(decree.page, decree.subject) for decree in decrees(paper) if _score(decree, 0)]
