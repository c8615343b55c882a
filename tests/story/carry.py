"""The sample's figures carried forward: the Renja 2024 that the same agency would have printed.

Its Tabel 2.1 evaluates the second half of 2023: what was realised before is what the sample says
at the end of its first half, the Renstra is the same, and the year's targets are the sample's
ceilings after the change. Its Tabel 3.1 plans 2024 with what the sample forecast. The sample's own
errors are carried as printed, so the two years agree to the rupiah. Sub kegiatan have codes of
four digits, as from 2024 on.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.story.typeset import Document, Leaf, Row, Section

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SAMPLE = "renja-perubahan-2023-setda-kota-serang"
SPENT = Decimal("0.4")  # of the year's ceiling, in its second half
GROWTH = Decimal("1.1")  # of the next forecast
AGENCY = "SEKRETARIAT DAERAH KOTA SERANG"

Line = dict[str, str]
#: (table, line from 0, column) -> what is printed there instead.
Errors = Mapping[tuple[str, int, str], str]

_LAST = "Realisasi Capaian Kinerja Renstra OPD s/d Semester I Tahun 2023"
_EVALUATED = "Realisasi Capaian Kinerja dan Anggaran Renja OPD Semester II Tahun 2023"
_PAIRS = (
    ("target_renstra", "Target Renstra OPD (Kondisi Akhir Renstra)", "7"),
    ("realisasi_renstra_lalu", _LAST, "8"),
    ("target_renja", "Target Kinerja dan Anggaran Renja OPD Tahun 2023", "9"),
    ("realisasi_renja", _EVALUATED, "14"),
    ("capaian_renja", "Tingkat Capaian Kinerja dan Realisasi Renja (%)", "15=14/9*100"),
    ("realisasi_renstra", "Realisasi Capaian Kinerja dan Anggaran Renstra OPD", "16=8+14"),
    ("capaian_renstra", "Tingkat Capaian Renstra OPD (%)", "17=16/7*100"),
)
EVALUATION = (
    Leaf("no", ("No",), "1", 0.5),
    Leaf("kode", ("Kode Rekening",), "3", 1.6),
    Leaf("uraian", ("Urusan/Bidang Urusan Pemerintahan/Program/Kegiatan/Sub Kegiatan",), "4", 4),
    Leaf("indikator", ("Indikator Kinerja Program (outcome) dan Kegiatan (output)",), "5", 4),
    Leaf("satuan", ("Satuan",), "6", 1.2),
    *(
        Leaf(f"{name}_{measure}", (title, head), number, width, numeric=True)
        for name, title, number in _PAIRS
        for measure, head, width in (("k", "K", 1.2), ("rp", "(Rp)", 2.2))
    ),
    Leaf("penanggung_jawab", ("Unit OPD Penanggung Jawab",), "18", 2),
)
_YEAR, _NEXT = "RENCANA TAHUN 2024", "PRAKIRAAN MAJU RENCANA TAHUN 2025"
PLAN = (
    Leaf("kode", ("KODE REKENING",), "1", 1.8),
    Leaf("uraian", ("PROGRAM / KEGIATAN / SUB KEGIATAN",), "2", 4),
    Leaf("indikator", ("INDIKATOR PROGRAM / KEGIATAN",), "3", 4),
    Leaf("satuan", ("SATUAN",), "4", 1.2),
    Leaf("lokasi", (_YEAR, "LOKASI"), "5", 1.6),
    Leaf("target", (_YEAR, "TARGET CAPAIAN KINERJA"), "6", 1.4, numeric=True),
    Leaf("pagu", (_YEAR, "KEBUTUHAN DANA/PAGU INDIKATIF (RP)"), "7", 2.4, numeric=True),
    Leaf("sumber_dana", (_YEAR, "SUMBER DANA"), "8", 1.8),
    Leaf("catatan", ("CATATAN PENTING",), "9", 1.2),
    Leaf("target_maju", (_NEXT, "TARGET CAPAIAN KINERJA"), "10", 1.4, numeric=True),
    Leaf("pagu_maju", (_NEXT, "KEBUTUHAN DANA/PAGU INDIKATIF (RP)"), "11", 2.4, numeric=True),
    Leaf("penanggung_jawab", ("PENANGGUNG JAWAB",), "12", 2.4),
)


def sample(table: str) -> list[Line]:
    """What a table of the sample prints, row by row."""
    path = SAMPLES / f"{SAMPLE}.tabel-{table}.truth.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(text: str) -> Decimal | None:
    """A figure as the sample prints it, its slips of spacing and points included."""
    compact = re.sub(r"\s", "", text)
    whole, _, cents = (
        compact.partition(",") if re.search(r",\d{1,2}$", compact) else (compact, "", "")
    )
    digits = re.sub(r"\D", "", whole)
    if not digits:
        return Decimal(0) if compact == "-" else None
    value = Decimal(f"{digits}.{cents or 0}")
    return -value if compact.startswith("-") else value


def show(value: Decimal | None, places: int = 0) -> str:
    """As Indonesians write it; cents only where there are some."""
    if value is None:
        return ""
    places = places or (0 if value == value.to_integral() else 2)
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def four_digits(line: Line) -> str:
    """The code of a row as nomenclature from 2024 on writes it."""
    head, _, last = line["kode"].rpartition(".")
    return f"{head}.{int(last):04d}" if line["level"] == "sub_kegiatan" else line["kode"]


def evaluation() -> list[Line]:
    """Rows of the second year's Tabel 2.1."""
    plans = sample("3.1")
    lines = [_evaluated(line, _planned(line, plans)) for line in sample("2.1")]
    kept = [line for line in lines if line["level"] != "rata_rata"]
    for number, line in enumerate((k for k in kept if k["level"] == "sub_kegiatan"), start=1):
        line["no"] = str(number)
    return kept


def _planned(line: Line, plans: Iterable[Line]) -> Line:
    """The sample's plan for an evaluated row: by code and name, else by the one that is unique."""
    same = [p for p in plans if p["level"] == line["level"] and line["level"] != "indikator"]
    for names in (("kode", "uraian"), ("uraian",), ("kode",)):
        found = [p for p in same if all(_plain(p[n]) == _plain(line[n]) for n in names)]
        if len(found) == 1:
            return found[0]
    return {}


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _evaluated(line: Line, plan: Line) -> Line:
    texts = {name: line[name] for name in ("level", "uraian", "indikator", "satuan")}
    # Some rows are printed without a code; the plan has one for them.
    named = line if line["kode_cetak"] or not plan else plan
    texts |= {"kode": four_digits(named), "penanggung_jawab": line["penanggung_jawab"]}
    for measure, planned in (("rp", "pagu"), ("k", "target")):
        target = read(line[f"target_renstra_{measure}"])
        before = read(line[f"realisasi_renstra_{measure}"])
        given = read(plan.get(planned, ""))
        year = read(line[f"target_renja_{measure}"]) if given is None else given
        done = None if year is None else (year * SPENT).quantize(Decimal(1), ROUND_HALF_UP)
        so_far = None if before is None or done is None else before + done
        figures = {
            "target_renstra": target,
            "realisasi_renstra_lalu": before,
            "target_renja": year,
            "realisasi_renja": done,
            "realisasi_renstra": so_far,
        }
        texts |= {f"{name}_{measure}": show(value) for name, value in figures.items()}
        texts[f"capaian_renja_{measure}"] = _percent(done, year)
        texts[f"capaian_renstra_{measure}"] = _percent(so_far, target)
    return texts


def _percent(part: Decimal | None, whole: Decimal | None) -> str:
    if part is None or whole is None:
        return ""
    return show((part / whole * 100).quantize(Decimal("0.01")), 2) if whole else "-"


def plan() -> list[Line]:
    """Rows of the second year's Tabel 3.1."""
    return [
        {
            **{n: line[n] for n in ("level", "uraian", "indikator", "satuan", "lokasi")},
            **{n: line[n] for n in ("sumber_dana", "penanggung_jawab", "target_maju")},
            "kode": four_digits(line),
            "target": line["target_maju"],
            "pagu": show(read(line["pagu_maju"])),
            "pagu_maju": show(_grown(read(line["pagu_maju"]))),
        }
        for line in sample("3.1")
        if line["uraian"] or (line["level"] == "indikator" and line["indikator"])
    ]


def _grown(value: Decimal | None) -> Decimal | None:
    return None if value is None else (value * GROWTH).quantize(Decimal(1), ROUND_HALF_UP)


def document(errors: Errors | None = None) -> Document:
    """The second year's Renja, with ``errors`` printed in place of what should stand there."""
    tables = {"2.1": evaluation(), "3.1": plan()}
    for (table, place, column), text in (errors or {}).items():
        tables[table][place][column] = text
    prose = (
        "Rencana Kerja Sekretariat Daerah Kota Serang Tahun 2024 disusun berdasarkan evaluasi "
        "pelaksanaan Renja Tahun 2023 dan Renstra Sekretariat Daerah.",
    )
    return Document(
        cover=("RENCANA KERJA (RENJA)", AGENCY, "TAHUN 2024"),
        running="Renja Sekretariat Daerah Kota Serang Tahun 2024",
        sections=(
            Section(
                heading="BAB II EVALUASI PELAKSANAAN RENJA TAHUN LALU",
                prose=prose,
                caption=(
                    "TABEL. 2.1",
                    "EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH",
                    f"PADA RENJA {AGENCY}",
                    "PERIODE JULI S.D DESEMBER 2023 (SEMESTER II)",
                ),
                leaves=EVALUATION,
                rows=_rows(tables["2.1"]),
            ),
            Section(
                heading="BAB III TUJUAN, SASARAN, PROGRAM DAN KEGIATAN",
                prose=prose,
                caption=(
                    "TABEL 3.1",
                    "RENCANA PROGRAM KEGIATAN DAN SUB KEGIATAN PADA RENJA PERANGKAT DAERAH",
                    "KOTA SERANG TAHUN ANGGARAN 2024",
                    f"PADA {AGENCY}",
                ),
                leaves=PLAN,
                rows=_rows(tables["3.1"]),
                size="6.5pt",
            ),
        ),
    )


def _rows(lines: Iterable[Line]) -> list[Row]:
    return [Row(line, bold=line["level"] in ("program", "total")) for line in lines]
