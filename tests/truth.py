"""Compares the frames of a document with what its pages print, cell by cell.

Truth files hold the printed text. Their numbers are read here by a small strict reader of their
own, so that a mistake of the project's reader cannot hide.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from tables.spec import specs

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "tests" / "samples"
SAMPLE_PDF = ROOT / "raw_pdfs" / "2023" / "renja-perubahan-2023-setda-kota-serang.pdf"
REAL = ROOT.parent / "shared" / "real"

NUMBERS = ("kinerja", "uang", "persen")
FLAGGED = ("ditandai", "tidak_terbaca")
_NAMES = ("uraian", "indikator", "sasaran", "indikator_sasaran")
_REMARKS = ("catatan", "keterangan")  # one column under two names
_DASHES = ("-", "–")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Truth:
    """One truth file: the rows some pages of a document print.

    ``rows`` map contract column names to printed text.
    """

    name: str
    pdf: Path
    kind: str
    locale: str
    scale: int
    pages: tuple[int, int]
    rows: tuple[dict[str, str], ...]

    def columns(self, *types: str) -> list[str]:
        """The file's columns of these types; columns without a contract name are left out."""
        known = specs()[self.kind].types
        return [name for name in self.rows[0] if known.get(name) in types]


@dataclass
class Comparison:
    """How far the output agrees. ``wrong`` tells every difference in one line.

    ``inferred`` are codes the page does not print but the truth's author worked out.
    ``silent`` are wrong or invented numbers that carry no flag: the worst that can happen.
    """

    rows: int = 0
    rows_found: int = 0
    rows_invented: int = 0
    numbers: int = 0
    numbers_right: int = 0
    texts: int = 0
    texts_right: int = 0
    keys: int = 0
    keys_right: int = 0
    inferred: int = 0
    inferred_right: int = 0
    wrong: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def load(path: Path, folder: Path) -> Truth:
    """The truth file ``path`` with its ``.meta.json``; its document stands in ``folder``."""
    meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = tuple(csv.DictReader(file))
    return Truth(
        path.stem,
        folder / f"{meta['pdf'].removesuffix('.pdf')}.pdf",
        meta["kind"],
        meta["locale"],
        int(meta["scale_rp"]),
        (meta["pages"][0], meta["pages"][1]),
        rows,
    )


def printed_number(text: str, locale: str) -> Decimal | None:
    """The number a cell prints, its unit left off; ``None`` where it prints none.

    Args:
        locale: ``id`` (1.234,5), ``us`` (1,234.5), or ``auto`` where a document mixes both.
    """
    text = text.strip()
    if re.fullmatch(r"[\d.,\s]+%?", text):
        text = re.sub(r"\s", "", text)  # the pieces of a number wrapped in its cell
    match = re.search(r"\d[\d.,]*", text)
    if match is None or text.startswith("#"):
        return None
    digits = match[0].rstrip(".,")
    if locale == "auto":
        locale = "us" if re.fullmatch(r"\d+\.\d{1,2}|\d{1,3}(,\d{3})+(\.\d+)?", digits) else "id"
    if locale == "us" or re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
        value = Decimal(digits.replace(",", ""))
    elif re.fullmatch(r"\d+\.\d{1,2}", digits):  # 55.33 among 1.234,5
        value = Decimal(digits)
    else:
        value = Decimal(digits.replace(".", "").replace(",", "."))
    negative = text.startswith("(") or re.match(r"[-–]\s*\d", text)
    return -value if negative else value


def compare(truth: Truth, frames: Mapping[str, pa.Table]) -> Comparison:
    """Every row and cell of a truth file with the document's frames."""
    first, last = truth.pages
    output = frames[truth.kind].to_pylist() if truth.kind in frames else []
    output = [row for row in output if first <= row["halaman"] <= last]
    flagged = {
        (cell["tabel"], cell["baris"], cell["kolom"])
        for cell in frames["sel"].to_pylist()
        if cell["kind"] == truth.kind and cell["status"] in FLAGGED
    }
    pairs = _align(truth, output)
    result = Comparison(
        rows=len(truth.rows),
        rows_found=len(pairs),
        rows_invented=len(output) - len(pairs),
    )
    for i, printed in enumerate(truth.rows):
        found = output[pairs[i]] if i in pairs else None
        if found is None:
            result.wrong.append(f"{_where(i, printed)}: no such row")
        _numbers(result, truth, i, found, flagged)
        _texts(result, truth, i, found)
        _keys(result, i, printed, found)
    return result


def _numbers(
    result: Comparison, truth: Truth, i: int, found: Row | None, flagged: set[tuple[Any, ...]]
) -> None:
    printed, types = truth.rows[i], specs()[truth.kind].types
    for name in truth.columns(*NUMBERS):
        want = printed_number(printed[name], truth.locale)
        if want is not None:
            result.numbers += 1
            # Only money is in the header's scale; the percent of a Rp column is a percent.
            want *= truth.scale if types[name] == "uang" else 1
        if found is None:
            continue
        got = found[name]
        if got == want or (printed[name].strip() in _DASHES and got == 0):
            result.numbers_right += want is not None
            continue
        line = f"{_where(i, printed)} {name}: printed {printed[name]!r}, read {got}"
        result.wrong.append(line)
        if got is not None and (found["tabel"], found["baris"], name) not in flagged:
            result.silent.append(line)


def _texts(result: Comparison, truth: Truth, i: int, found: Row | None) -> None:
    """White space is no difference: narrow columns break words without a hyphen."""
    printed = truth.rows[i]
    for name in truth.columns("teks"):
        want = squash(printed[name])
        result.texts += bool(want)
        if found is None:
            continue
        got = squash(found[name])
        if not got and name in _REMARKS:
            got = squash("".join(found[other] or "" for other in _REMARKS))
        if got == want:
            result.texts_right += bool(want)
        elif want:
            result.wrong.append(
                f"{_where(i, printed)} {name}: printed {printed[name]!r}, read {found[name]!r}"
            )


def _keys(result: Comparison, i: int, printed: Row, found: Row | None) -> None:
    """Level, and code as printed; a code the page does not print is only counted."""
    code = printed.get("kode_cetak", printed.get("kode"))
    wanted = {"level": printed.get("level"), "kode_cetak": code}
    if code and "kode_cetak" in printed:
        wanted["kode"] = printed["kode"]
    for name, want in wanted.items():
        if not want:
            continue
        result.keys += 1
        got = found[name] if found else None
        # The code's parts stand in cells of their own: what is put between them is not printed.
        if got == want or (name == "kode_cetak" and _parts(got) == _parts(want)):
            result.keys_right += 1
        elif found:
            result.wrong.append(f"{_where(i, printed)} {name}: {want!r}, read {got!r}")
    if not code and printed.get("kode"):
        result.inferred += 1
        result.inferred_right += found is not None and found["kode"] == printed["kode"]


def _parts(code: str | None) -> list[str]:
    return re.split(r"[.\s]+", (code or "").strip(" ."))


def squash(text: str | None) -> str:
    """Text without white space and soft hyphens."""
    return re.sub(r"[\s\u00ad]", "", text or "")


def _where(i: int, printed: Row) -> str:
    name = next((printed[n] for n in _NAMES if printed.get(n)), "")
    return f"row {i + 1} ({name[:30]})"


def _align(truth: Truth, output: Sequence[Row]) -> dict[int, int]:
    """Truth row -> output row, in order, with the highest total likeness."""
    n, m = len(truth.rows), len(output)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    alike = [[_likeness(truth, want, got) for got in output] for want in truth.rows]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            take = alike[i][j] + best[i + 1][j + 1] if alike[i][j] > 0 else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], take)
    pairs, i, j = {}, 0, 0
    while i < n and j < m:
        if alike[i][j] > 0 and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(truth: Truth, want: Row, got: Row) -> float:
    """How surely two rows are the same one: above 0 only where a name or a number agrees."""
    total = 0.0
    pairs = [(squash(want.get(name)).lower(), squash(got.get(name)).lower()) for name in _NAMES]
    code = want.get("kode_cetak", want.get("kode"))
    pairs.append(("".join(_parts(code)), "".join(_parts(got["kode_cetak"]))))
    for a, b in pairs:
        if a and b:
            total += 3 if a == b else 2 if a[:20] == b[:20] else -1
        elif a or b:
            total -= 0.5
    for name in truth.columns(*NUMBERS):
        value = printed_number(want[name], truth.locale)
        if value is not None and got[name] is not None:
            value *= truth.scale if specs()[truth.kind].types[name] == "uang" else 1
            total += 0.5 if value == got[name] else -0.05
    return total
