"""All scanned pages of a document: several at once, each stoppable, each read only once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache as once
from functools import partial
from pathlib import Path

from extractors.scan.cache import Cache
from extractors.scan.codec import decode, encode
from extractors.scan.crew import Failure, each
from extractors.scan.layer import vote, words_on
from extractors.scan.model import ScannedPage
from tables.errors import OcrMissing
from tables.model import Finding, PageInfo, Triage

KINDS = ("scanned", "scanned_with_text", "garbage_text")
#: What one page may take: seconds, and bytes of memory of the process that reads it.
TIMEOUT = 300.0  # seconds; a page takes about ten, and many times that where others work as well
MEMORY = 800 * 1024**2
_CAUSES = {
    "time": "melewati batas waktu",
    "memory": "melewati batas memori",
    "died": "prosesnya mati",
    "raised": "gagal",
}
Progress = Callable[[int, int], None]


def scanned(triage: Triage) -> list[PageInfo]:
    """The pages only OCR can read."""
    return [page for page in triage.pages if page.kind in KINDS]


def at_once(workers: int, memory: int) -> int:
    """How many of ``workers`` processes ``memory`` bytes suffice for; at least one."""
    return max(1, min(workers, memory // MEMORY))


def read_scans(
    path: Path,
    triage: Triage,
    workers: int = 2,
    progress: Progress | None = None,
    cache: Path | None = None,
    *,
    timeout: float = TIMEOUT,
    memory: int = 2 * MEMORY,
) -> tuple[dict[int, ScannedPage], list[Finding]]:
    """Read the pages of a document that are scans, by page number.

    A page that cannot be read is a finding (``halaman_gagal_ocr``) and the others go on; without
    the OCR engines there is one finding (``ocr_tidak_terpasang``) and no page.

    Args:
        workers: processes that read pages, also where it is only one; fewer where ``memory``
            does not suffice for so many.
        progress: called with (pages done, scanned pages) after every page.
        cache: folder with pages read before.
        timeout: seconds a page may take.
        memory: bytes of memory these processes may take, shared out among them.
    """
    pages = scanned(triage)
    read: dict[int, ScannedPage] = {}
    failures: dict[int, Finding] = {}
    job = partial(_read_page, path, Cache(cache) if cache else None)
    workers = at_once(workers, memory)
    share = memory // workers
    if "cv2" in sys.modules:
        _one_thread()  # a fork would wait for ever for threads that OpenCV started before it
    for page, outcome in each(job, pages, workers=workers, timeout=timeout, memory=share):
        if isinstance(outcome, bytes):
            read[page.number] = decode(outcome)
        elif isinstance(outcome.error, OcrMissing):
            return {}, [_missing(outcome.error, pages)]
        else:
            failures[page.number] = _failure(page.number, outcome)
        if progress:
            progress(len(read) + len(failures), len(pages))
    if cache:
        Cache(cache).sweep()
    return dict(sorted(read.items())), [failures[number] for number in sorted(failures)]


def _read_page(path: Path, cache: Cache | None, page: PageInfo) -> bytes:
    """The encoded page; its own text layer, where it is legible, has a vote that is not cached."""
    _one_thread()
    known = cache.get(_fingerprint(path, page.number)) if cache else None
    read = known or _read(path, page.number)
    if cache and not known:
        cache.put(read)
    read = replace(read, number=page.number)
    if page.kind == "scanned_with_text":
        read.lines = vote(read.lines, read.map, words_on(path, page.number))
    return encode(read)


@once
def _one_thread() -> None:
    """Pages are what is done at once: libraries that start threads of their own get in the way."""
    os.environ["OMP_THREAD_LIMIT"] = os.environ["OMP_NUM_THREADS"] = "1"
    try:
        import cv2
    except ImportError:
        return  # `_read` says so
    cv2.setNumThreads(1)


def _fingerprint(path: Path, number: int) -> str:
    """Hash of the page's picture."""
    from extractors.scan.render import render

    return render(path, number).sha256


def _read(path: Path, number: int) -> ScannedPage:
    from extractors.scan.page import read_scan

    return read_scan(path, number)


def _failure(number: int, failure: Failure) -> Finding:
    return Finding(
        aturan="halaman_gagal_ocr",
        kelas="ekstraksi",
        tingkat="kritis",
        halaman=number,
        uraian=f"Halaman {number}: OCR {_CAUSES[failure.cause]}; halaman tidak dibaca.",
        bukti={"galat": failure.detail},
    )


def _missing(error: OcrMissing, pages: list[PageInfo]) -> Finding:
    return Finding(
        aturan="ocr_tidak_terpasang",
        kelas="ekstraksi",
        tingkat="kritis",
        halaman=pages[0].number,
        uraian=f"{len(pages)} halaman pindaian tidak dibaca: mesin OCR tidak terpasang.",
        bukti={"galat": error.message, "perbaikan": error.remedy},
    )
