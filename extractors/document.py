"""A PDF's tables, read twice: locate, read with both readers at once, stitch, agree."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from extractors.agree import agree
from extractors.camelot_reader import SecondCell, read_cells
from extractors.locate import candidates
from extractors.page import PageTable
from extractors.plumber import read_pages
from extractors.stitch import stitch
from tables.model import Finding, Table, Triage

Progress = Callable[[int, int], None]
OCR_KINDS = ("scanned", "scanned_with_text", "garbage_text")


def extract(
    path: Path, triage: Triage, progress: Progress | None = None, workers: int = 2
) -> tuple[list[Table], list[Finding]]:
    """Tables of known kinds with what was noticed on the way.

    Args:
        progress: called with (pages read, pages to read) after every page.
        workers: 2 runs the second reader in a process of its own beside the first; 1 runs both
            after each other.
    """
    pages = [c.page for c in candidates(triage.pages)]
    findings = _scans(triage)
    if not pages:
        return [], findings
    heights = {p.number: p.height for p in triage.pages}
    with _second_reader(path, pages, heights, workers) as second:
        read: dict[int, list[PageTable]] = {}
        for number, found in read_pages(path, pages):
            read[number] = found
            if progress:
                progress(len(read), len(pages))
        tables = stitch(read)
        cells, finding = second.result()
    agree(tables, cells)
    return tables, [*findings, *finding]


class _second_reader:
    """Camelot at work in a child process while the first reader reads."""

    def __init__(
        self, path: Path, pages: list[int], heights: dict[int, float], workers: int
    ) -> None:
        self._call = (path, pages, heights)
        self._pool: ProcessPoolExecutor | None = None
        self._future: Future[dict[int, list[SecondCell]]] | None = None
        self._parallel = workers > 1

    def __enter__(self) -> _second_reader:
        if self._parallel:
            # A fork before the first reader opens anything: nothing to import twice.
            context = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(1, mp_context=context)
            self._future = self._pool.submit(read_cells, *self._call)
        return self

    def result(self) -> tuple[dict[int, list[SecondCell]], list[Finding]]:
        """Its cells; where it fails the first reading stands alone, and a finding says so."""
        try:
            return (self._future.result() if self._future else read_cells(*self._call)), []
        except Exception as error:  # a reader's crash must not lose the other's reading
            return {}, [
                Finding(
                    aturan="pembaca_kedua_gagal",
                    kelas="ekstraksi",
                    tingkat="sedang",
                    uraian="Pembaca kedua gagal; angka hanya dibaca satu kali.",
                    bukti={"galat": f"{type(error).__name__}: {error}"},
                )
            ]

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _scans(triage: Triage) -> list[Finding]:
    """One finding naming the pages that need OCR."""
    pages = [p.number for p in triage.pages if p.kind in OCR_KINDS]
    if not pages:
        return []
    return [
        Finding(
            aturan="perlu_ocr",
            kelas="ekstraksi",
            tingkat="kritis",
            halaman=pages[0],
            uraian=f"{len(pages)} dari {len(triage.pages)} halaman adalah pindaian dan perlu OCR; "
            "tidak dibaca.",
            bukti={"halaman": pages},
        )
    ]
