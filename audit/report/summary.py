"""What was read, how sure it is and what contradicts: counted once, said in both languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from audit.report.figures import Count, about, number, rupiah
from audit.report.states import STATES
from audit.texts import LANGUAGES, Language, texts
from audit.trace import TEXT

Said = dict[Language, str]
#: Confidence from which both readers saw the same figure; two engines on a scan never get to 1
#: (`cleaning.certainty`).
AGREED = 0.99


@dataclass(frozen=True, slots=True)
class Counts:
    """A document in figures.

    Attributes:
        tables: tables with their rows, running text not among them.
        rows: of these tables.
        figures: printed cells of number columns.
        agreed: those read with certainty: both readers saw the same, neither in doubt.
        states: printed cells by `audit.report.states.State`.
        grades: findings by severity.
        classes: findings by class.
        critical: contradictions of the source that are critical.
        rupiah: cells with contradictions in money, their differences added, and the largest. Of
            several findings on a cell the largest counts.
        text: amounts in running text by status.
    """

    tables: int = 0
    rows: int = 0
    figures: int = 0
    agreed: int = 0
    states: dict[str, int] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    critical: int = 0
    rupiah: tuple[int, Decimal, Decimal] = (0, Decimal(0), Decimal(0))
    text: dict[str, int] = field(default_factory=dict)

    @property
    def certain(self) -> Decimal | None:
        """Percent of the figures read with certainty; cut, never rounded up."""
        if not self.figures:
            return None
        return Decimal(self.agreed * 1000 // self.figures) / 10

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "rupiah": [str(part) for part in self.rupiah]}


def count(model: dict[str, Any]) -> Counts:
    """Count a model of `audit.report.collect`."""
    tables = [table for table in model["tables"] if table["kind"] != TEXT]
    states: Counter[str] = Counter(dict.fromkeys(STATES, 0))
    figures = agreed = 0
    for table in tables:
        numeric = [column["type"] in ("uang", "kinerja", "persen") for column in table["columns"]]
        for row in table["rows"]:
            for cell, is_number in zip(row["c"], numeric, strict=True):
                if cell is None or len(cell) < 4 or cell[3] is None:
                    continue
                states[cell[1]] += 1
                figures += is_number
                agreed += is_number and cell[7] >= AGREED and cell[1] != "dikoreksi"
    findings = model["findings"]
    money = _differences(findings)
    text = [table for table in model["tables"] if table["kind"] == TEXT]
    return Counts(
        tables=len(tables),
        rows=sum(len(table["rows"]) for table in tables),
        figures=figures,
        agreed=agreed,
        states=dict(states),
        grades=dict(Counter(finding["tingkat"] for finding in findings)),
        classes=dict(Counter(finding["kelas"] for finding in findings)),
        critical=sum(f["kelas"] == "sumber" and f["tingkat"] == "kritis" for f in findings),
        rupiah=(len(money), sum(money, Decimal(0)), max(money, default=Decimal(0))),
        text=dict(Counter(row["c"][0][5] for t in text for row in t["rows"] if row["c"][0])),
    )


def _differences(findings: list[dict[str, Any]]) -> list[Decimal]:
    """Rupiah of the contradictions, one amount a cell; findings without a cell stand alone."""
    found: dict[tuple[Any, ...], Decimal] = {}
    for order, finding in enumerate(findings):
        if finding["uang"] and finding["kelas"] == "sumber" and finding["selisih"]:
            place = tuple(finding[name] for name in ("kind", "tabel", "baris", "kolom"))
            key = place if finding["baris"] is not None else (order,)
            amount = abs(Decimal(finding["selisih"]))
            found[key] = max(found.get(key, amount), amount)
    return list(found.values())


def sentences(model: dict[str, Any], counts: Counts) -> list[Said]:
    """The summary in plain words, a sentence each."""
    return [
        {
            language: texts("laporan", language)[name].format(**_values(model, counts, language))
            for language in LANGUAGES
        }
        for name in _chosen(model, counts)
    ]


def _chosen(model: dict[str, Any], counts: Counts) -> list[str]:
    document, chosen = model["document"], ["kalimat.dibaca"]
    if document["karantina"]:
        chosen.insert(0, "kalimat.karantina")
    if not counts.tables:
        unread = document["status"] == "perlu_ocr"
        return [*chosen, "kalimat.perlu_ocr" if unread else "kalimat.tanpa_tabel"]
    if counts.figures:
        chosen.append("kalimat.pasti")
    doubtful = counts.states["ditandai"]
    chosen.append("kalimat.diragukan" if doubtful else "kalimat.tanpa_ragu")
    chosen += [f"kalimat.{state}" for state in ("diperbaiki", "dikoreksi") if counts.states[state]]
    if not counts.classes.get("sumber"):
        chosen.append("kalimat.tanpa_pertentangan")
    else:
        chosen.append("kalimat.pertentangan")
        if counts.rupiah[0]:
            chosen.append("kalimat.rupiah")
    if counts.grades.get("kritis", 0) > counts.critical:
        chosen.append("kalimat.kritis_lain")
    if counts.text:
        chosen.append("kalimat.narasi")
    return chosen


def _values(model: dict[str, Any], counts: Counts, language: Language) -> dict[str, Any]:
    document = model["document"]
    counted = {
        "halaman": document["jumlah_halaman"],
        "tabel": counts.tables,
        "baris": counts.rows,
        "sel": sum(counts.states.values()),
        "angka": counts.figures,
        "sama": counts.agreed,
        "diragukan": counts.states["ditandai"],
        "diperbaiki": counts.states["diperbaiki"],
        "dikoreksi": counts.states["dikoreksi"],
        "pertentangan": counts.classes.get("sumber", 0),
        "kritis": counts.critical,
        "kritis_lain": counts.grades.get("kritis", 0) - counts.critical,
        "uang": counts.rupiah[0],
        "sebutan": sum(counts.text.values()),
        "cocok": counts.text.get("cocok", 0),
        "beda": counts.text.get("beda", 0) + counts.text.get("rusak", 0),
        "tanpa_pasangan": counts.text.get("tak_berpasangan", 0),
    }
    return {
        **{name: Count.of(value, language) for name, value in counted.items()},
        "berkas": document["berkas"],
        "persen": "–" if counts.certain is None else number(counts.certain, language),
        "jumlah": about(counts.rupiah[1], language),
        "terbesar": rupiah(counts.rupiah[2], language),
    }
