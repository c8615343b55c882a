"""Plans as a scan gives them: amounts that add up, each cell read by two engines."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from tables.model import Box, Cell, Column, Facts, Row, Table, Triage

HEADERS = {
    "kode": ("Kode",),
    "uraian": ("Program/Kegiatan",),
    "pagu_sebelum": ("Pagu Indikatif (Rp)", "Sebelum"),
    "pagu": ("Pagu Indikatif (Rp)", "Setelah"),
    "perubahan": ("Pagu Indikatif (Rp)", "Bertambah/(Berkurang)"),
}
AMOUNTS = ("pagu_sebelum", "pagu", "perubahan")
NAMES = list(HEADERS)
TRIAGE = Triage("scan.pdf", "0" * 64, 1, ())
FACTS = Facts(2023)


def printed(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def cell(text: str, second: str | None = None, others: Iterable[str] = (), **more: object) -> Cell:
    """A scanned cell; ``second=None``: both engines agree."""
    sure = 0.99 if second is None else 0.4
    made = Cell(1, Box(0, 0, 50, 8), text, "ocr", second, sure, others=tuple(others))
    return replace(made, **more)  # type: ignore[arg-type]


def plan(seed: int = 1, kegiatan: int = 3, subs: int = 3) -> Table:
    """One program of some kegiatan of some sub kegiatan: every sum and difference holds."""
    draw = random.Random(seed)
    rows: list[Row] = []
    total = [0, 0]
    lines: list[tuple[str, str, int, int]] = []
    for k in range(1, kegiatan + 1):
        inner = [
            (f"4.01.01.2.{k:02}.{s:04}", f"Sub kegiatan {k} {s}", *_pair(draw))
            for s in range(1, subs + 1)
        ]
        before, after = sum(line[2] for line in inner), sum(line[3] for line in inner)
        lines += [(f"4.01.01.2.{k:02}", f"Kegiatan {k}", before, after), *inner]
        total = [total[0] + before, total[1] + after]
    lines.insert(0, ("4.01.01", "Program penunjang", *total))
    for code, name, before, after in lines:
        texts = (code, name, printed(before), printed(after), printed(after - before))
        rows.append(Row(1, Box(0, 0, 9, 9), {i: cell(text) for i, text in enumerate(texts)}))
    columns = [
        Column(i, i * 60.0, i * 60.0 + 60, header) for i, header in enumerate(HEADERS.values())
    ]
    return Table("rencana_kerja", "3.1", "Rumusan Rencana Program", [1], columns, rows)


def _pair(draw: random.Random) -> tuple[int, int]:
    before = draw.randint(1_000_000, 9_999_999_999)
    return before, before + draw.randint(1, 900_000_000)


def amounts(table: Table) -> dict[tuple[int, str], Decimal]:
    """What the amounts of an undamaged table are, by (baris, column)."""
    return {
        (n, name): Decimal(row.cells[NAMES.index(name)].text.replace(".", ""))
        for n, row in enumerate(table.rows, 1)
        for name in AMOUNTS
    }


def put(table: Table, baris: int, name: str, made: Cell) -> None:
    table.rows[baris - 1].cells[NAMES.index(name)] = made


def misread(text: str, draw: random.Random, slips: int = 1) -> str:
    """The text with so many digits read as others, at random."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    letters = list(text)
    for n in draw.sample(places, min(slips, len(places))):
        letters[n] = draw.choice([d for d in "0123456789" if d != letters[n]])
    return "".join(letters)
