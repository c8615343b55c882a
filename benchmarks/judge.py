"""Judges every figure of a clean folder against the printed text of a truth file.

What a number reads as, which rows belong together and what counts as silent is decided by the
acceptance check itself, ``score.py`` beside the real documents; here each cell keeps its evidence.
"""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

from benchmarks.corpus import REAL

SCORE = REAL.parent / "score.py"
Verdict = Literal["right", "flagged", "null", "silent", "no row"]
_FLAGGED = ("ditandai", "tidak_terbaca")
_DASHES = ("-", "–")


@dataclass(frozen=True)
class Judged:
    """One figure of the truth, or one invented where the truth prints none.

    Attributes:
        page: of the document that was read.
        row: how the truth names the row, shortened.
        printed: the truth's text.
        wanted: what it means in the column's unit; None where no number is printed.
        got: what was written.
        damaged: the first engine's text means another number than the printed one.
        cell: its record in ``sel``, with the candidates of its finding as ``kemungkinan``; None
            where there is none.
    """

    page: int
    row: str
    column: str
    printed: str
    wanted: Decimal | None
    got: Decimal | None
    damaged: bool
    verdict: Verdict
    cell: dict[str, Any] | None


@dataclass
class Judgement:
    """One document against its truth. ``figures`` are the printed ones and any invented one.

    ``cells`` are those of the whole output with something printed, ``flagged`` among them.
    """

    rows: int = 0
    rows_found: int = 0
    rows_extra: int = 0
    texts: int = 0
    texts_right: int = 0
    cells: int = 0
    flagged: int = 0
    figures: list[Judged] = field(default_factory=list)

    def count(self, *verdicts: Verdict, printed: bool = False) -> int:
        """Figures with one of these verdicts; ``printed``: without the invented ones."""
        return sum(
            f.verdict in verdicts and (f.wanted is not None or not printed) for f in self.figures
        )

    @property
    def numbers(self) -> int:
        return sum(f.wanted is not None for f in self.figures)

    def add(self, other: Judgement) -> None:
        """Take the counts and figures of another document as well."""
        for name in ("rows", "rows_found", "rows_extra", "texts", "texts_right", "cells"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.flagged += other.flagged
        self.figures += other.figures


@cache
def scorer() -> Any:
    """The module ``score.py``.

    Raises:
        FileNotFoundError: it is not there.
    """
    if not SCORE.is_file():
        raise FileNotFoundError(f"no scorer at {SCORE}")
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(clean: Path, truth: list[dict[str, str]], meta: dict[str, Any]) -> Judgement:
    """Compare the output of one document with its truth.

    Args:
        clean: a folder as ``renja ingest`` fills it.
        truth: printed texts by column; ``halaman`` counts in the document that was read.
        meta: as beside a truth file; ``sha256`` of the document that was read.
    """
    score = scorer()
    scales = _scales(truth[0], meta)
    numeric = list(scales)
    rows = [{**row, "_n": _values(row, scales, meta)} for row in truth]
    output, cells = score.load(clean, meta["kind"], meta["sha256"])
    result = Judgement(rows=len(rows))
    records: dict[tuple[str, int, str], dict[str, Any]] = {}
    if not cells.empty:
        result.cells = int((cells.status != "kosong").sum())
        result.flagged = int(cells.status.isin(_FLAGGED).sum())
        for cell in cells[cells.kind == meta["kind"]].to_dict("records"):
            records[str(cell["tabel"]), int(cell["baris"]), cell["kolom"]] = cell
        for place, values in _candidates(clean, meta).items():
            records.get(place, {})["kemungkinan"] = values
    if not output.empty:
        first, last = meta["pages"]
        output = output[output.halaman.between(first, last)].sort_values(["tabel", "baris"])
    found = output.to_dict("records")
    pairs = score.align(rows, found, numeric)
    result.rows_found, result.rows_extra = len(pairs), len(found) - len(set(pairs.values()))
    for index, row in enumerate(rows):
        got = found[pairs[index]] if index in pairs else None
        _judge_texts(result, row, got)
        for name in numeric:
            key = (str(got["tabel"]), int(got["baris"]), name) if got else None
            cell = records.get(key) if key else None
            judged = _judge_figure(row, got, name, cell, scale=scales[name], meta=meta)
            if judged is not None:
                result.figures.append(judged)
    return result


def numbers(row: dict[str, str], meta: dict[str, Any]) -> list[Decimal]:
    """The numbers a truth row prints, in column order."""
    return list(_values(row, _scales(row, meta), meta).values())


def _scales(row: dict[str, str], meta: dict[str, Any]) -> dict[str, Decimal]:
    """The numeric columns of a truth file, in order, with the scale of each."""
    skipped = scorer().NOT_NUM
    return {n: _scale(n, meta) for n in row if n not in skipped and not n.startswith("x_")}


def _scale(name: str, meta: dict[str, Any]) -> Decimal:
    """Rupiah in the printed unit. ``capaian_…_rp`` are percents of money: never scaled.

    This is the contract; the acceptance check scales every ``_rp``.
    """
    money = name.endswith("_rp") or name.startswith(("pagu", "perubahan"))
    scaled = money and not name.startswith("capaian")
    return Decimal(str(meta.get("scale_rp", 1))) if scaled else Decimal(1)


def _read(text: str, scale: Decimal, meta: dict[str, Any]) -> Decimal | None:
    value = scorer().number(text, meta.get("locale", "id"))
    return None if value is None else value * scale


def _values(
    row: dict[str, str], scales: dict[str, Decimal], meta: dict[str, Any]
) -> dict[str, Decimal]:
    """The row's numbers; a dash is none, as null and 0 both are right for it."""
    values = {
        name: _read(row[name], scale, meta)
        for name, scale in scales.items()
        if row[name].strip() not in _DASHES
    }
    return {name: value for name, value in values.items() if value is not None}


def _candidates(clean: Path, meta: dict[str, Any]) -> dict[tuple[str, int, str], list[str]]:
    """What the findings say each doubtful cell may be."""
    found = {}
    for path in clean.glob(f"temuan/**/{meta['sha256'][:16]}.parquet"):
        for finding in pq.read_table(path).to_pylist():
            values = json.loads(finding["bukti"] or "{}").get("kemungkinan")
            if values and finding["kind"] == meta["kind"] and finding["baris"]:
                key = (str(finding["tabel"]), int(finding["baris"]), finding["kolom"] or "")
                found[key] = values
    return found


def _judge_figure(
    row: dict[str, Any],
    found: dict[str, Any] | None,
    name: str,
    cell: dict[str, Any] | None,
    *,
    scale: Decimal,
    meta: dict[str, Any],
) -> Judged | None:
    wanted: Decimal | None = row["_n"].get(name)
    got = _decimal(found.get(name)) if found else None
    verdict: Verdict
    if wanted is not None and got == wanted:
        verdict = "right"
    elif wanted is None and not got:
        return None
    elif found is None:
        verdict = "no row"
    elif got is None:
        verdict = "null"
    else:
        verdict = "flagged" if cell and cell["status"] in _FLAGGED else "silent"
    raw = _raw_value(cell, scale, meta)
    where = row.get("halaman") or (found or {}).get("halaman") or 0
    title = row.get("uraian") or row.get("indikator") or ""
    return Judged(
        int(where), re.sub(r"\s+", " ", title)[:30], name, row[name], wanted, got,
        cell is not None and raw != wanted, verdict, cell,
    )  # fmt: skip


def _raw_value(cell: dict[str, Any] | None, scale: Decimal, meta: dict[str, Any]) -> Decimal | None:
    text = (cell or {}).get("teks")
    return _read(text, scale, meta) if isinstance(text, str) else None


def _decimal(value: Any) -> Decimal | None:
    number = None if value is None else Decimal(str(value))
    return None if number is None or number.is_nan() else number


def _judge_texts(result: Judgement, row: dict[str, Any], found: dict[str, Any] | None) -> None:
    """White space and hyphens are no difference: narrow columns break words."""
    score = scorer()
    for name in score.TEXT:
        wanted = _squash(row.get(name))
        result.texts += bool(wanted)
        result.texts_right += (
            bool(wanted) and found is not None and wanted == _squash(found.get(name))
        )


def _squash(text: Any) -> str:
    return re.sub(r"[\s\u00ad-]", "", text) if isinstance(text, str) else ""
