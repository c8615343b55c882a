"""Years in headings that contradict the document: left over from another year's document.

A heading may rightly name another year: that of the evaluated Renja, of the forward estimate, of
the Renstra, of a regulation. So a year counts as wrong only where the heading says what it is the
year of. Headings are captions, chapter titles with their lines in the table of contents, running
heads, the subject of the enacting decree, and the sentence that opens the legal basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from cleaning.facts.decree import subjects
from cleaning.facts.evidence import Line, Paper, around, flat, quote
from cleaning.facts.words import YEAR, words
from cleaning.facts.years import EVALUATED_COLUMNS, column_year, column_years, is_evaluated
from tables.model import CleanTable, Facts, Finding

MORE_LINES = 3  # a caption or chapter title runs over at most so many further lines
TREND = 5  # years an evaluation may look back
OF_ITSELF = 330  # characters of the sentence that opens the legal basis
_CAPTION = re.compile(r"^tabel\.?\s*(?:[\dIVX]+[.\-]|T-C)[\dIVX.\-]*|^BAB\s+[IVX]+\b", re.I)
#: Of a section, not of a table's row: drafting next year's plan is an activity of every year.
_SECTION = re.compile(
    r"^[1-6]\.\d{1,2}(?:\.\d{1,2})?\.?\s+(?!.*\b(?:penyusunan|dokumen|jumlah)\b)[A-Z]", re.I
)
_OPEN_END = re.compile(r"\btahun(?: anggaran)?$", re.I)
_COLUMN_HEAD = re.compile(r"^NO\b")
_LEADERS = re.compile(r"\.{4,}|…{2,}")
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,})\s*(?:\d{1,3}|[ivxl]+)?$", re.I)
_EVALUATION = re.compile(
    r"\b(?:evaluasi|hasil|realisasi|capaian|pencapaian|pelaksanaan|perjanjian kinerja)\b", re.I
)
_RENSTRA_UP_TO = re.compile(
    rf"\brenstra\b.{{0,80}}?(?:s\.?/?d\.?|sampai dengan|hingga)\s*{YEAR}", re.I
)
#: Columns of the plan's year and of the year after it.
_PLANNED = ("target", "pagu", "target_sebelum", "pagu_sebelum")
_FORWARD = ("target_maju", "pagu_maju")
_PLAN = "rencana_kerja"
_PLAN_KINDS = (_PLAN, "indikator_kinerja")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A year that stands in a heading, or in a ``sentence`` of its kind, instead of another."""

    page: int
    printed: int
    expected: int
    text: str
    table: CleanTable | None = None
    column: str = ""
    sentence: bool = False


def wrong_years(paper: Paper, facts: Facts) -> list[Finding]:
    """A finding for every heading whose year contradicts the document's."""
    if not facts.tahun:
        return []
    wrong = [w for line in _headings(paper) for w in _in_heading(line, facts)]
    for line in _sentences(paper):
        wrong += [replace(w, sentence=True) for w in _in_heading(line, facts)]
    for table in paper.tables:
        wrong += _in_columns(table, facts)
    return [_finding(w, paper.read_by_ocr(w.page)) for w in _once(wrong)]


def _once(wrong: Iterable[Wrong]) -> list[Wrong]:
    """Each wrong year of a page once, and a running head once, at its first page.

    One place may be found as a caption, as a running head and as a sentence.
    """
    kept: list[Wrong] = []
    for new in wrong:
        same = [k for k in kept if (k.printed, k.column) == (new.printed, new.column)]
        there = (k for k in same if k.page == new.page)
        if any(new.text.strip("…") in k.text or k.text.strip("…") in new.text for k in there):
            continue
        if not any(k.text == new.text for k in same):
            kept.append(new)
    return kept


def _headings(paper: Paper) -> Iterator[Line]:
    captions = paper.captions
    yield from captions
    for heading in (*_printed_headings(paper), *paper.heads, *subjects(paper)):
        inside = any(heading.page == c.page and heading.text in c.text for c in captions)
        if not inside:
            yield heading


def _sentences(paper: Paper) -> Iterator[Line]:
    """The sentence that opens the legal basis."""
    for line in paper.flat:
        for match in words().of_itself.finditer(line.text):
            sentence = line.text[match.start() : match.start() + OF_ITSELF]
            yield Line(line.page, re.split(r"[:;]|\.\s|\b1\.", sentence)[0])


def _printed_headings(paper: Paper) -> Iterator[Line]:
    """Captions, chapter titles and lines of the table of contents, as far as they go on."""
    lines = paper.lines
    for index, line in enumerate(lines):
        heading = (_CAPTION, _CONTENTS, _SECTION)
        if not any(pattern.search(line.text) for pattern in heading):
            continue
        parts = [line.text]
        if _LEADERS.search(line.text) and index and _wraps_into(lines[index - 1], line):
            parts.insert(0, lines[index - 1].text)
        elif _OPEN_END.search(line.text):
            parts += [following.text for following in lines[index + 1 : index + 2]]
        else:
            parts += _rest(lines[index + 1 : index + 1 + MORE_LINES], line.page)
        yield Line(line.page, flat(_LEADERS.sub(" ", " ".join(parts))))


def _wraps_into(before: Line, line: Line) -> bool:
    """An entry of the table of contents whose last words stand on a line of their own."""
    words_before_leaders = _LEADERS.split(line.text)[0].split()
    return (
        before.page == line.page
        and not _LEADERS.search(before.text)
        and len(words_before_leaders) <= 2
    )


def _rest(lines: Iterable[Line], page: int) -> Iterator[str]:
    """The lines after a heading's first that are in capitals like a heading."""
    for line in lines:
        if line.page != page or _CAPTION.search(line.text) or _COLUMN_HEAD.search(line.text):
            return
        if line.text != line.text.upper():
            return
        yield line.text


def _in_heading(line: Line, facts: Facts) -> Iterator[Wrong]:
    """Years of the plan, of the forward estimate, and of the evaluated Renja."""
    text = line.text
    planned = {int(match[1]) for match in words().plan.finditer(text)}
    for match in words().forward.finditer(text):
        # A whole heading of another year is told once, by its plan's year.
        if int(match[1]) != facts.tahun + 1 and int(match[1]) - 1 not in planned:
            yield Wrong(line.page, int(match[1]), facts.tahun + 1, around(text, match))
    for match in words().plan.finditer(text):
        year = int(match[1])
        if words().forward.search(match[0]) or words().renstra.search(match[0]):
            continue
        if _EVALUATION.search(text[: match.end()]):
            if year not in _may_be_evaluated(facts, text):
                yield Wrong(line.page, year, facts.tahun_evaluasi, around(text, match))
        elif year != facts.tahun and not is_evaluated(text[: match.start()]):
            yield Wrong(line.page, year, facts.tahun, around(text, match))


def _may_be_evaluated(facts: Facts, text: str) -> set[int]:
    """Years an evaluation may be of: a change looks at its own year's first months, no other."""
    if not facts.tahun_evaluasi:
        return set(range(2000, 2100))
    if facts.jenis_dokumen == "renja_perubahan" and words().quarter.search(text):
        return {facts.tahun, facts.tahun_evaluasi}
    return set(range(facts.tahun - TREND, facts.tahun + 1))


def _in_columns(table: CleanTable, facts: Facts) -> list[Wrong]:
    """Header years that contradict the table's other years, of which the caption's is one."""
    if table.kind == "evaluasi_renja":
        return [*_evaluated_columns(table, facts), *_running_year(table)]
    if table.kind in _PLAN_KINDS and _is_of(table, facts.tahun):
        expected = dict.fromkeys(_PLANNED, facts.tahun) | dict.fromkeys(_FORWARD, facts.tahun + 1)
        return _unlike(table, expected)
    return []


def _evaluated_columns(table: CleanTable, facts: Facts) -> list[Wrong]:
    """The evaluated Renja's columns name one year; where they do not, one of them is wrong."""
    years = {year for name in EVALUATED_COLUMNS if (year := column_year(table, name))}
    if len(years) < 2 or facts.tahun_evaluasi not in years:
        return []
    return _unlike(table, dict.fromkeys(EVALUATED_COLUMNS, facts.tahun_evaluasi))


def _unlike(table: CleanTable, expected: dict[str, int]) -> list[Wrong]:
    """Columns of another year than expected; neighbours under one heading once."""
    found: dict[tuple[int, int], Wrong] = {}
    for name, year in expected.items():
        printed = column_year(table, name)
        if printed and printed != year:
            use = next(u for u in table.columns if u.name in (name, f"{name}_k", f"{name}_rp"))
            text = quote(" ".join(use.column.header))
            found.setdefault(
                (printed, use.column.index if table.kind == "evaluasi_renja" else 0),
                Wrong(table.pages[0], printed, year, text, table, use.name),
            )
    return list(found.values())


def _is_of(table: CleanTable, tahun: int) -> bool:
    """Whether the caption says that the table plans for this year."""
    title = flat(table.title)
    plans = [int(m[1]) for m in words().plan.finditer(title)]
    return tahun in plans if plans else table.kind == _PLAN and not re.search(YEAR, title, re.I)


def _running_year(table: CleanTable) -> list[Wrong]:
    """``Pencapaian Renstra s/d Tahun 2016`` above columns that reach the running year 2015."""
    title = flat(table.title)
    match = _RENSTRA_UP_TO.search(title)
    running = column_year(table, "target_berjalan")
    if not match or not running or column_years(table, "realisasi_renstra") != {running}:
        return []
    printed = int(match[1])
    if printed in (running, column_year(table, "target_renja")):
        return []
    return [Wrong(table.pages[0], printed, running, quote(title))]


def _finding(wrong: Wrong, recognised: bool) -> Finding:
    where = "Kalimat pembuka" if wrong.sentence else "Judul"
    if wrong.column:
        where = f"Kepala kolom {wrong.column}"
    return Finding(
        aturan="tahun_judul",
        kelas="belum_jelas" if recognised else "sumber",
        tingkat="info" if recognised else "sedang",
        kind=wrong.table.kind if wrong.table else "",
        tabel=wrong.table.tabel if wrong.table else "",
        kolom=wrong.column,
        halaman=wrong.page,
        tercetak=Decimal(wrong.printed),
        seharusnya=Decimal(wrong.expected),
        uraian=f"{where} di halaman {wrong.page} menyebut tahun {wrong.printed}, padahal menurut "
        f"bagian lain dokumen {wrong.expected}: “{wrong.text}”.",
        bukti={"halaman": wrong.page, "teks": wrong.text},
    )
