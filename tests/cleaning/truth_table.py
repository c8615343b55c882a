"""Builds clean tables from truth CSV files, so that rules can be tried without any PDF."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from cleaning.numbers import decide_locale, parse
from tables.model import Box, Cell, CleanRow, CleanTable, Column, ColumnUse, Entry
from tables.spec import specs

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"
REAL = ROOT.parent / "shared" / "real" / "truth"
SAMPLE_21 = SAMPLES / "renja-perubahan-2023-setda-kota-serang.tabel-2.1.truth.csv"
SAMPLE_31 = SAMPLES / "renja-perubahan-2023-setda-kota-serang.tabel-3.1.truth.csv"
Numbered = dict[str, tuple[str, str]]

#: What the number rows print: number and formula by column.
PRINTED_21 = {
    "target_renstra": ("7", ""),
    "realisasi_renstra_lalu": ("8", ""),
    "target_renja": ("9", ""),
    "realisasi_renja": ("14", ""),
    "capaian_renja": ("15", "14/9*100"),
    "realisasi_renstra": ("16", "8+14"),
    "capaian_renstra": ("17", "16/7*100"),
}
PRINTED_BPMPD = {
    "target_renstra": ("4", ""),
    "realisasi_renstra_lalu": ("5", ""),
    "target_renja": ("6", ""),
    "realisasi_renja": ("7", ""),
    "capaian_renja": ("8", "(7/6)"),
    "target_berjalan": ("9", ""),
    "realisasi_renstra": ("10", "(5+7+9)"),
    "capaian_renstra": ("11", "(10/4)"),
}


def load(path: Path, numbered: Numbered | None = None) -> tuple[CleanTable, list[dict[str, str]]]:
    """A clean table as the reader should deliver it, and the truth rows beside it.

    Args:
        numbered: column base name -> (column number, formula) as the number row prints them.
    """
    meta = json.loads(
        path.with_suffix("").with_suffix(".truth.meta.json").read_text()
        if path.name.endswith(".truth.csv")
        else path.with_suffix(".meta.json").read_text()
    )
    with path.open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    spec = specs()[meta["kind"]]
    names = [n for n in truth[0] if n in spec.types or n == "kode_cetak"]
    uses = []
    for index, name in enumerate(n for n in names if n != "kode_cetak"):
        type_ = spec.types[name]
        number, formula = (numbered or {}).get(
            name.removesuffix("_k").removesuffix("_rp"), ("", "")
        )
        locale = decide_locale([row[name] for row in truth])[0] if type_ in spec_numbers() else ""
        scale = int(meta["scale_rp"]) if type_ == "uang" else 1
        column = Column(index, 0, 0, (name,), number, formula)
        uses.append(ColumnUse(name, column, type_, locale, scale))
    rows = [_row(i, line, uses) for i, line in enumerate(truth, 1)]
    tabel = "2.1" if meta["kind"] == "evaluasi_renja" else "3.1"
    return CleanTable(meta["kind"], tabel, "", meta["pages"], uses, rows), truth


def spec_numbers() -> tuple[str, ...]:
    return ("uang", "kinerja", "persen")


def _row(number: int, line: dict[str, str], uses: Sequence[ColumnUse]) -> CleanRow:
    row = CleanRow(baris=number, page=int(line.get("halaman") or 1))
    for use in uses:
        text = line["kode_cetak"] if use.name == "kode" and "kode_cetak" in line else line[use.name]
        if text:
            row.entries[use.name] = _entry(text, use, line.get("satuan", ""), row.page)
    return row


def _entry(text: str, use: ColumnUse, satuan: str, page: int) -> Entry:
    cell = Cell(page, Box(0, 0, 0, 0), text)
    if use.type not in spec_numbers():
        return Entry(cell, text=text)
    number = parse(text, type=use.type, locale=use.locale, satuan=satuan)
    value = None if number.value is None else number.value * Decimal(use.scale)
    return Entry(cell, text=text, value=value, status=number.status, rule=number.rule)
