"""Both readers at work on one PDF, in processes of their own (PDF libraries and threads clash)."""

from __future__ import annotations

import gc
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path

from extractors.camelot_reader import SecondCell, read_cells
from extractors.page import PageTable
from extractors.plumber import FirstReader
from tables.model import Finding

BATCH = 5  # pages the second reader takes at once: opening the document costs as much as a page

Cells = dict[int, list[SecondCell]]


@cache
def _reader(path: Path) -> FirstReader:
    """This process's open document; it lives as long as the process."""
    return FirstReader(path)


def _begin() -> None:
    """A page is a hundred thousand small objects that die together: look for dead ones rarely."""
    gc.freeze()
    gc.set_threshold(50_000)


def _first(path: Path, page: int) -> list[PageTable]:
    return _reader(path).read(page)


class Readers:
    """Reads pages of one document with either reader.

    With one worker everything happens in this process, when it is asked for.
    """

    def __init__(self, path: Path, heights: dict[int, float], workers: int) -> None:
        self._path, self._heights = path, heights
        self._pages: dict[int, Future[list[PageTable]]] = {}
        self._waiting: list[int] = []
        self._seconds: list[Future[Cells]] = []
        # Forked while nothing is open yet, so that nothing is imported twice.
        context = multiprocessing.get_context("fork")
        self._pool = ProcessPoolExecutor(workers, context, _begin) if workers > 1 else None
        self._alone = FirstReader(path) if workers <= 1 else None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self._alone:
            self._alone.close()

    def expect(self, page: int) -> None:
        """The first reading of a page will be wanted soon."""
        if self._pool and page not in self._pages:
            self._pages[page] = self._pool.submit(_first, self._path, page)

    def first(self, page: int) -> list[PageTable]:
        """The first reading of a page."""
        if self._alone:
            return self._alone.read(page)
        self.expect(page)
        return self._pages.pop(page).result()

    def start_second(self, page: int) -> None:
        """Read a page with the second reader as well."""
        self._waiting.append(page)
        if self._pool and len(self._waiting) >= BATCH:
            self._submit(self._pool)

    def second(self) -> tuple[Cells, list[Finding]]:
        """The second readings; where it fails the first stand alone, and a finding says so."""
        try:
            if self._pool is None:
                return read_cells(self._path, self._waiting, self._heights), []
            if self._waiting:
                self._submit(self._pool)
            return {page: c for f in self._seconds for page, c in f.result().items()}, []
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

    def _submit(self, pool: ProcessPoolExecutor) -> None:
        batch, self._waiting = self._waiting, []
        self._seconds.append(pool.submit(read_cells, self._path, batch, self._heights))
