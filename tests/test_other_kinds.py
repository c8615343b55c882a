"""Tabel 3.2 to 3.5 of the sample, cell by cell, against what its pages print."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pytest
import truth

from cleaning.document import clean
from cleaning.frames import frames
from extractors.document import extract
from extractors.triage import triage

FLAGGED = ("ditandai", "tidak_terbaca", "diperbaiki")
NUMBERS = ("capaian", "target_sebelum", "target", "target_maju")


@cache
def document() -> Mapping[str, pa.Table]:
    seen = triage(truth.SAMPLE_PDF)
    return frames(clean(seen, *extract(truth.SAMPLE_PDF, seen)), "test")


def printed(number: str) -> list[dict[str, str]]:
    path = truth.SAMPLES / f"{truth.SAMPLE_PDF.stem}.tabel-{number}.printed.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(kind: str, tabel: str) -> list[dict[str, Any]]:
    return [row for row in document()[kind].to_pylist() if row["tabel"] == tabel]


def cells(tabel: str) -> dict[tuple[int, str], dict[str, Any]]:
    found = [cell for cell in document()["sel"].to_pylist() if cell["tabel"] == tabel]
    return {(cell["baris"], cell["kolom"]): cell for cell in found}


def folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def test_every_definition_comes_out() -> None:
    expected = printed("3.2")
    made = rows("indikator_definisi", "III.2")

    read = [{name: folded(row[name]) for name in expected[0]} for row in made]
    assert read == expected
    assert [row["halaman"] for row in made].count(36) == 7
    assert not [c for c in cells("III.2").values() if c["status"] in FLAGGED]


def test_fractions_are_told_from_wrapped_lines() -> None:
    formulas = [row["rumus"] for row in rows("indikator_definisi", "III.2") if row["rumus"]]

    fractions = [formula.split("\n") for formula in formulas if "x 100" in formula]
    assert len(fractions) == len(formulas) - 1  # one is no formula but a name
    assert all(len(parts) == 2 and parts[0].endswith("x 100") for parts in fractions)


@pytest.mark.parametrize("tabel", ["3.3", "3.4"])
def test_every_cell_of_the_indicator_tables_comes_out(tabel: str) -> None:
    expected = printed(tabel)
    summary = json.loads(document()["dokumen"].to_pylist()[0]["tabel"])
    (table,) = [t for t in summary if t["tabel"] == tabel]
    names = {column["nomor"]: column["nama"] for column in table["kolom"]}
    found = cells(tabel)

    read = [
        {
            number: folded((found.get((baris, names[number])) or {}).get("teks"))
            for number in expected[0]
        }
        for baris in range(1, len(expected) + 1)
    ]
    assert read == expected
    assert len(rows("indikator_kinerja", tabel)) == len(expected)
    numbers = {number: name for number, name in names.items() if name in NUMBERS}
    for row, line in zip(rows("indikator_kinerja", tabel), expected, strict=True):
        for number, name in numbers.items():
            assert row[name] == (Decimal(line[number]) if line[number] else None)
    assert not [c for c in found.values() if c["status"] in FLAGGED]


def test_columns_mean_what_their_headers_say() -> None:
    row = rows("indikator_kinerja", "3.3")[3]

    assert (row["no"], row["indikator"], row["satuan"]) == ("3", "Nilai LPPD Kota", "Angka")
    # A score with three decimals, not three thousand.
    assert [row[name] for name in NUMBERS] == [
        Decimal(n) for n in ("3.003", "3.004", "3.005", "3.004")
    ]
    assert row["level"] == "indikator"


def test_figures_under_a_heading_of_words_are_no_names() -> None:
    """Tabel 3.4 prints names under “Urusan” and figures under “Indikator”."""
    row = rows("indikator_kinerja", "3.4")[1]
    notes = [f for f in document()["temuan"].to_pylist() if f["aturan"] == "isi_bukan_judul"]

    assert row["indikator"] == "Indeks Reformasi Birokrasi"
    assert cells("3.4")[2, "x_indikator"]["teks"] == "55.33"
    assert [(f["tabel"], f["kolom"], f["halaman"]) for f in notes] == [("3.4", "x_indikator", 37)]


def test_nihil_is_a_result() -> None:
    (row,) = rows("indikator_kinerja", "3.5")

    assert (row["level"], row["indikator"], row["halaman"]) == ("lainnya", "NIHIL", 37)
    assert all(row[name] is None for name in NUMBERS)
    assert cells("3.5")[1, "indikator"]["teks"] == "NIHIL"
