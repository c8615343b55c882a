"""The documents the benchmarks read: the committed sample, and real ones beside the checkout."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "raw_pdfs" / "2023" / "renja-perubahan-2023-setda-kota-serang.pdf"
REAL = ROOT.parent / "shared" / "real"
SPEED = REAL / "dp3akb-sumut-renja-2023.pdf"

# Columns of a truth file that are keys rather than figures of the row.
_KEYS = ("kode", "kode_cetak", "halaman", "level")
_FIGURE = re.compile(r"-?\(?[\d.,]*\d[\d.,]*\)?\s*%?")


@dataclass(frozen=True)
class TruthPages:
    """Some pages of a document with the figures each of their rows prints, in column order."""

    name: str
    pdf: Path
    pages: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def figures(row: dict[str, str]) -> tuple[str, ...]:
    """The cells of a truth row that print a plain number, in order."""
    return tuple(
        text.strip()
        for name, text in row.items()
        if name not in _KEYS and _FIGURE.fullmatch(text.strip())
    )


def truth_pages(real: Path = REAL) -> list[TruthPages]:
    """Truth of the exported documents; empty where ``real`` is missing.

    Rows that print no number are left out. Scans are no match: peers read text layers.
    """
    found = []
    for path in sorted((real / "truth").glob("*.csv")):
        meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        pdf = real / f"{meta['pdf']}.pdf"
        if meta["pdf"].endswith("-scan") or not pdf.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = [figures(row) for row in csv.DictReader(file)]
        first, last = meta["pages"]
        found.append(
            TruthPages(
                path.stem, pdf, tuple(range(first, last + 1)), tuple(row for row in rows if row)
            )
        )
    return found
