"""Compares what was read with what was printed, row by row and figure by figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from rapidfuzz import fuzz

from tables.model import CleanDocument, CleanRow, CleanTable
from tests.variants.content import Line
from tests.variants.make import Variant

SAME_ROW = 0.7  # likeness, of 2, of rows that may be the same
FLAGGED = ("ditandai", "tidak_terbaca")
TEXTS = (
    "no",
    "sasaran",
    "uraian",
    "indikator",
    "satuan",
    "lokasi",
    "lokasi_sebelum",
    "sumber_dana",
    "catatan",
    "penanggung_jawab",
)


@dataclass
class Verdict:
    """Counts, and a line for each thing that is wrong. ``silent`` are wrong and not flagged."""

    rows: int = 0
    found: int = 0
    extra: int = 0
    numbers: int = 0
    right: int = 0
    flagged: int = 0
    missing: int = 0
    texts: int = 0
    texts_right: int = 0
    codes: int = 0
    codes_right: int = 0
    unmapped: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    crash: str = ""


def judge(v: Variant, document: CleanDocument) -> Verdict:
    """What the document's tables of the variant's kind say, against the variant."""
    verdict = Verdict(rows=len(v.rows))
    tables = [t for t in document.tables if t.kind == v.form.kind]
    other = [t for t in document.tables if t.kind != v.form.kind]
    if other:
        verdict.wrong.append(f"also read as {[t.kind for t in other]}")
    if len(tables) > 1:
        verdict.wrong.append(f"{len(tables)} tables")
    read = [(t, row) for t in tables for row in t.rows]
    pairs = _align(v.rows, [row for _, row in read])
    verdict.found, verdict.extra = len(pairs), len(read) - len(pairs)
    for j, (_, row) in enumerate(read):
        if j not in pairs.values():
            verdict.wrong.append(f"extra row p{row.page}: {_shown(row)}")
    columns = {use.name for t in tables for use in t.columns}
    names = [leaf.name for leaf in v.form.leaves if not leaf.name.startswith("x")]
    verdict.unmapped = [n for n in dict.fromkeys(names) if n not in columns] if tables else []
    for i, line in enumerate(v.rows):
        if i not in pairs:
            verdict.wrong.append(
                f"row {i + 1} lost: {line.level} {line.kode} {line.texts['uraian'][:40]!r}"
            )
        _compare(verdict, v, i, line, read[pairs[i]] if i in pairs else None)
    return verdict


def _shown(row: CleanRow) -> str:
    parts = {
        k: e.text or str(e.value) for k, e in row.entries.items() if e.text or e.value is not None
    }
    return str(parts)[:160]


def _compare(
    verdict: Verdict, v: Variant, i: int, line: Line, found: tuple[CleanTable, CleanRow] | None
) -> None:
    row = found[1] if found else None
    for leaf in v.form.leaves:
        name = leaf.name
        if name.startswith("x"):
            continue
        if leaf.type in ("kinerja", "uang", "persen"):
            _number(verdict, i, name, line, row)
        elif name in TEXTS and line.level not in ("total", "sasaran"):
            printed = line.texts.get(name, "")
            if not printed and not (row and row.text(name)):
                continue
            verdict.texts += 1
            if row and _squash(row.text(name)) == _squash(printed):
                verdict.texts_right += 1
            elif row:
                verdict.wrong.append(
                    f"row {i + 1} {name}: printed {printed!r}, read {row.text(name)!r}"
                )
    if v.form.has("kode") and line.kode:
        verdict.codes += 1
        if row and row.kode == line.kode:
            verdict.codes_right += 1
        elif row:
            verdict.wrong.append(
                f"row {i + 1} kode: printed {line.kode}, read {row.kode} ({row.kode_cetak!r})"
            )


def _number(verdict: Verdict, i: int, name: str, line: Line, row: CleanRow | None) -> None:
    printed = line.texts.get(name, "")
    entry = row.entries.get(name) if row else None
    value = entry.value if entry else None
    expected = line.values.get(name, Decimal(0)) if printed else None
    where = f"row {i + 1} {name}: printed {printed!r}, read {value}"
    if expected is None:
        if value is not None and entry is not None and entry.status not in FLAGGED:
            verdict.silent.append(
                f"{where} (invented from {entry.cell.text if entry.cell else ''!r})"
            )
        return
    verdict.numbers += 1
    dash = printed == "-" and entry is not None and entry.status == "nol_strip"
    if value == expected or (dash and value is None):
        verdict.right += 1
    elif entry is not None and entry.status in FLAGGED:
        verdict.flagged += 1
        verdict.wrong.append(f"{where} flagged {entry.rule}")
    elif value is None:
        verdict.missing += 1
        if row:
            verdict.wrong.append(f"{where} (missing, {entry.status if entry else 'no cell'})")
    else:
        verdict.silent.append(f"{where} from {entry.cell.text if entry and entry.cell else ''!r}")


def _squash(text: str) -> str:
    return re.sub(r"[\s\u2060]", "", text).lower()


def _align(printed: list[Line], read: list[CleanRow]) -> dict[int, int]:
    """Printed row -> read row, in order, so that texts and figures agree best in all."""
    best = [[0.0] * (len(read) + 1) for _ in range(len(printed) + 1)]
    step: dict[tuple[int, int], str] = {}
    for i, line in enumerate(printed, 1):
        for j, row in enumerate(read, 1):
            alike = _likeness(line, row)
            ways = [(best[i - 1][j], "lost"), (best[i][j - 1], "extra")]
            if alike >= SAME_ROW:
                ways.append((best[i - 1][j - 1] + alike, "pair"))
            best[i][j], step[i, j] = max(ways)
    pairs, i, j = {}, len(printed), len(read)
    while i and j:
        if step[i, j] == "pair":
            pairs[i - 1] = j - 1
        i, j = i - (step[i, j] != "extra"), j - (step[i, j] != "lost")
    return pairs


def _likeness(line: Line, row: CleanRow) -> float:
    """0 to 2: how alike the names are, and the share of the printed figures that were read."""
    names = _squash(line.texts["uraian"] + line.texts.get("indikator", ""))[:90]
    found = _squash(row.text("uraian") + row.text("indikator"))[:90]
    entries = row.entries
    same = [n in entries and entries[n].value == value for n, value in line.values.items()]
    return fuzz.ratio(names, found) / 100 + (sum(same) / len(same) if same else 0.0)
