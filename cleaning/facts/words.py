"""The wording that facts are told by: `tables/fakta/kata.yaml`, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tables.errors import SpecError
from tables.knowledge import TABLES, knowledge
from tables.spec import vocabulary

Pattern = re.Pattern[str]

#: ``Tahun Anggaran 2023``, ``T.A. 2023``, ``thn 2023``; the year is group 1.
TAHUN = r"(?:tahun|thn\.?|ta\.?|t\.a\.?)\s*(?:anggaran\s*|rencana\s*)?[:\s(]*"
NO_PERIOD = r"(?!\s*(?:[-–—/]|s\.?/?d\.?|sampai)\s*(?:tahun\s*)?20\d\d)"
YEAR = rf"{TAHUN}(20\d\d)(?!\d){NO_PERIOD}"
#: Years of a plan over several years; groups 1 and 2.
PERIOD = r"(20\d\d)\s*(?:[-–—/]|s\.?/?d\.?|sampai dengan)\s*(?:tahun\s*)?(20\d\d)(?!\d)"


@dataclass(frozen=True)
class Words:
    """Compiled wording; names as in the YAML file, see there."""

    areas: dict[str, str]
    rulers: dict[str, str]
    area: Pattern
    ruler: Pattern
    agency: Pattern
    agency_in_title: Pattern
    not_agency: Pattern
    label: Pattern
    special: dict[str, str]
    whole_names: dict[str, str]
    short: dict[str, str]
    capitals: dict[str, str]
    kinds: list[tuple[str, Pattern]]
    kinds_of_cover: list[tuple[str, Pattern]]
    changed: Pattern
    months: dict[str, int]
    decree: Pattern
    enacts: Pattern
    enacts_more: Pattern
    not_enacting: Pattern
    plan: Pattern
    not_plan: Pattern
    forward: Pattern
    running: Pattern
    evaluated: Pattern
    evaluated_in_title: Pattern
    renstra: Pattern
    not_renstra: Pattern
    of_itself: Pattern
    quarter: Pattern


def _either(words: list[str] | dict[str, str]) -> str:
    """Alternatives as printed in mixed case and in capitals; an abbreviation's dot may lack."""
    longest = sorted({*words, *(w.upper() for w in words)}, key=len, reverse=True)
    return "|".join(re.escape(word) for word in longest)


def _any(patterns: list[str]) -> Pattern:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.I)


def _named_year(plan: str) -> Pattern:
    """The plan's name and its year in one sentence: ``Renja … Tahun 2023``, ``RENJA (2023)``."""
    return re.compile(
        rf"{plan}(?:\)?[ ]*(?:\(?(?:renja|perubahan|opd|skpd|perangkat daerah)\)?[ ]*)?[:(]?[ ]*"
        rf"(?=20\d\d(?![ ]*[-–—/\d]))|[^.;]{{0,90}}?{TAHUN}(?=20))(20\d\d)(?!\d){NO_PERIOD}",
        re.I,
    )


def _evaluated(patterns: list[str]) -> Pattern:
    """The year follows, in the same sentence, also as the end of ``Januari s.d. Juni 2023``."""
    return re.compile(
        rf"(?:{_any(patterns).pattern})[^.;]{{0,120}}?"
        rf"(?:{YEAR}|(?:maret|juni|september|desember)\s*(20\d\d))",
        re.I,
    )


@cache
def words() -> Words:
    """The wording, read once.

    Raises:
        SpecError: an entry is missing, or a pattern is not one.
    """
    try:
        return _compile(knowledge(TABLES / "fakta" / "kata.yaml"))
    except (KeyError, re.error) as error:
        raise SpecError(f"fakta/kata.yaml: {error!r}") from error


def _compile(raw: dict[str, Any]) -> Words:
    area, agency, decree, year = raw["pemda"], raw["perangkat_daerah"], raw["sk"], raw["tahun"]
    stop = rf"(?!(?:{_either(area['henti'].split())})\b|[Ss]/?[Dd]\b)"
    name = rf"(?:{_either(area['panjang'])}|{stop}[A-Z][\w'’]+(?:[ ]{stop}[A-Z][\w'’]*){{0,2}})"
    further = rf"(?:,?[ ](?:dan[ ]|DAN[ ]|&[ ])?(?:(?i:dr)\.|{stop}[A-Z][\w'’]*)){{1,9}}"
    alone = _either(agency["sendiri"])
    capitals = {w.title(): w for w in agency["kapital"]} | {
        w.title(): w for w in agency["singkatan"] if w.isupper()
    }
    plan = year["rencana"]
    return Words(
        areas=area["awalan"],
        rulers=area["kepala"],
        area=re.compile(rf"\b((?i:pemerintah)[ ])?({_either(area['awalan'])})[ ]+({name})"),
        ruler=re.compile(rf"\b({_either(area['kepala'])})[ ]+({name})"),
        agency=re.compile(rf"\b((?:{_either(agency['awalan'])}){further}|(?:{alone})\b)"),
        agency_in_title=re.compile(
            rf"\b((?:{_either(agency['awalan'] + agency['judul'])}){further}|(?:{alone})\b)"
        ),
        not_agency=re.compile(f"^(?:{_any(agency['bukan']).pattern})" + r"\b", re.I),
        label=re.compile(rf"\b(?:{_any(agency['label']).pattern})\s*:\s*(?:[\d.\-]+\s+)?", re.I),
        special=area["khusus"],
        whole_names=agency["nama_pendek"],
        short=agency["singkatan"],
        capitals=capitals,
        kinds=[(kind, re.compile(p, re.I)) for entry in raw["jenis"] for kind, p in entry.items()],
        kinds_of_cover=[
            (kind, re.compile(p, re.I))
            for entry in raw["jenis_sampul"]
            for kind, p in entry.items()
        ],
        changed=re.compile(raw["jenis_berkala"], re.I),
        months={name: n for n, names in enumerate(raw["bulan"], start=1) for name in names},
        decree=re.compile(
            rf"^(?:LAMPIRAN\s*:?\s*)?(?:KEPUTUSAN|PERATURAN)\s+(?:{decree['penetap']})\b", re.M
        ),
        enacts=re.compile(decree["menetapkan"], re.I),
        enacts_more=re.compile(decree["lebih"], re.I),
        not_enacting=re.compile(decree["bukan"], re.I),
        plan=_named_year(plan),
        not_plan=re.compile(year["bukan_rencana"], re.I),
        forward=re.compile(rf"{year['maju']}[^.;]{{0,20}}?{YEAR}", re.I),
        running=re.compile(rf"{YEAR}\s*\(?\s*{year['berjalan']}", re.I),
        evaluated=_evaluated(year["dievaluasi"]),
        evaluated_in_title=_evaluated(year["dievaluasi"] + year["dievaluasi_judul"]),
        renstra=re.compile(year["renstra"], re.I),
        not_renstra=re.compile(year["bukan_renstra"], re.I),
        of_itself=re.compile(raw["judul"]["sendiri"], re.I),
        quarter=re.compile(raw["judul"]["triwulan"], re.I),
    )


def name_case(printed: str) -> str:
    """An agency's or government's name as it is written in running text: ``Dinas Kesehatan``."""
    known = words().capitals
    cased = " ".join(known.get(w, w) for w in re.sub(r"\s+", " ", printed).title().split(" "))
    return re.sub(r"\b(Dan|Atas|Di)\b", lambda m: m[0].lower(), cased)


def in_full(name: str) -> str:
    """Abbreviations inside an agency's name spelled out; provinces by their official names."""
    for short, full in words().short.items():
        name = re.sub(rf"\b{re.escape(short)}\b", full, name, flags=re.I)
    return name


def province(name: str) -> str:
    """``Jabar`` -> ``Jawa Barat``."""
    return vocabulary().short_names.get(name, name)
