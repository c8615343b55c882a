"""Scans with known truth: exported documents degraded, and real scans as they are.

Degraded PDFs hold the truth's pages alone and are kept in ``.renja/scans``, named by what they
were made of, so that a second run makes none again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpus import REAL, ROOT, SAMPLE
from benchmarks.judge import Judgement, judge
from tests import degrade

SAMPLES = REAL.parent / "samples"
KEPT = ROOT / ".renja" / "scans"
CACHE = KEPT / "read"
AS_IS = "as is"
GROUPS = ("sample", "real", "scans", "all")


@dataclass(frozen=True)
class Document:
    """Some pages of a PDF with their truth.

    Attributes:
        truth: the CSV; its ``.meta.json`` stands beside it.
        group: ``sample``, ``real`` (both exported, to be degraded) or ``scans`` (as they are).
    """

    name: str
    pdf: Path
    truth: Path
    group: str

    @property
    def meta(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.truth.with_suffix(".meta.json").read_text("utf-8"))
        return made

    @property
    def pages(self) -> range:
        first, last = self.meta["pages"]
        return range(first, last + 1)

    def rows(self, shift: int = 0) -> list[dict[str, str]]:
        """The truth's rows, their page numbers less ``shift``."""
        with self.truth.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [
            {**row, "halaman": str(int(row["halaman"]) - shift)} if row.get("halaman") else row
            for row in rows
        ]


@dataclass(frozen=True)
class Condition:
    """How a document is degraded; level ``as is`` leaves the whole PDF alone."""

    level: str = AS_IS
    dpi: int = 0
    seed: int = 0
    turn: int = 0

    def __str__(self) -> str:
        parts = [self.level, *([f"{self.dpi} dpi"] if self.dpi else [])]
        return " ".join([*parts, *([f"turned {self.turn}°"] if self.turn else [])])


@dataclass(frozen=True)
class Run:
    """One document read under one condition. Seconds are those of the whole pipeline."""

    document: Document
    condition: Condition
    judgement: Judgement
    seconds: float
    pages: int


def documents(wanted: str = "all") -> Iterator[Document]:
    """Documents that are there, of a group or with ``wanted`` in their name."""
    for document in [*_samples(), *_real()]:
        if wanted in ("all", document.group) or (wanted not in GROUPS and wanted in document.name):
            yield document


def _samples() -> Iterator[Document]:
    for truth in sorted(SAMPLES.glob("*.truth.csv")):
        meta = json.loads(truth.with_suffix(".meta.json").read_text("utf-8"))
        pdf = SAMPLES / meta["pdf"]
        scan = pdf.stem.endswith("-scan")
        table = truth.name.removesuffix(".truth.csv").rpartition(".tabel-")[2]
        name = f"sample{'-scan' if scan else ''} {table}"
        if pdf.is_file() or SAMPLE.is_file():
            yield Document(name, pdf if scan else SAMPLE, truth, "scans" if scan else "sample")


def _real() -> Iterator[Document]:
    for truth in sorted((REAL / "truth").glob("*.csv")):
        meta = json.loads(truth.with_suffix(".meta.json").read_text("utf-8"))
        pdf = REAL / f"{meta['pdf']}.pdf"
        if pdf.is_file():
            yield Document(truth.stem, pdf, truth, "scans" if "-scan" in pdf.stem else "real")


def degraded(document: Document, condition: Condition) -> Path:
    """The document's truth pages as a scan, made unless it is there already."""
    recipe = hashlib.sha256(document.pdf.read_bytes())
    recipe.update(Path(degrade.__file__).read_bytes())
    recipe.update(repr((document.pages, condition)).encode())
    scan = KEPT / f"{recipe.hexdigest()[:24]}.pdf"
    if not scan.is_file():
        scan.parent.mkdir(parents=True, exist_ok=True)
        made = degrade.make_scan(
            document.pdf, document.pages, scan.with_suffix(".part"), condition.level,
            condition.dpi, seed=condition.seed, turn=condition.turn,
        )  # fmt: skip
        made.rename(scan)
    return scan


def run(
    document: Document,
    condition: Condition,
    workers: int = 1,
    *,
    fresh: bool = False,
    keep: Path | None = None,
) -> Run:
    """Read one document, PDF to Parquet, in this process, and judge what was written.

    Args:
        workers: processes that read pages.
        fresh: read every page, whatever the cache holds.
        keep: folder that gets a copy of what was written, laid out as ``clean/``.

    Raises:
        DocumentError: the PDF cannot be read.
        FileNotFoundError: the scorer is not there.
    """
    from flows.pipeline import read_document

    meta, shift, pdf = document.meta, 0, document.pdf
    if condition.level != AS_IS:
        pdf, shift = degraded(document, condition), document.pages[0] - 1
        meta["pages"] = [1, len(document.pages)]
    meta["sha256"] = hashlib.sha256(pdf.read_bytes()).hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "clean"
        made = read_document(
            str(pdf), str(clean), "benchmark", workers, cache=None if fresh else str(CACHE)
        )
        if keep is not None:
            shutil.copytree(clean, keep, dirs_exist_ok=True)
        found = judge(clean, document.rows(shift), meta)
    return Run(document, condition, found, made["seconds"], made["pages"])
