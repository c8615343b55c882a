"""Scanned pages in a whole run: read once, and what cannot be read is told."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import documents as make
import pdfplumber
import pyarrow.parquet as pq
import pypdfium2
import pytest
from bad_pdfs import drawn, picture
from conftest import Bench, Finished

from extractors.scan import pages
from flows import pipeline

HERE = Path(__file__).parent


@dataclass
class Fake:
    """A run whose OCR engines are `fake_ocr`."""

    bench: Bench
    home: Path

    def calls(self) -> list[int]:
        """Pages read since it was asked last."""
        noted = self.home / "calls"
        found = sorted(map(int, noted.read_text().split())) if noted.exists() else []
        noted.unlink(missing_ok=True)
        return found

    def ingest(self, *more: str) -> Finished:
        return self.bench.ingest(*more)


@pytest.fixture(scope="module")
def mixed(excerpt: Callable[[list[int]], bytes]) -> bytes:
    """A title page, a page of Tabel 2.1, and two scans."""
    out = io.BytesIO()
    with (
        contextlib.closing(pypdfium2.PdfDocument(excerpt([0, 9]))) as document,
        contextlib.closing(pypdfium2.PdfDocument(drawn(picture(), picture(width=500)))) as scans,
    ):
        document.import_pages(scans)
        document.save(out)
    return out.getvalue()


@pytest.fixture
def fake(new_bench: Callable[..., Bench], mixed: bytes, tmp_path: Path, api_url: str) -> Fake:
    home = tmp_path / "fake"
    home.mkdir()
    (home / "sitecustomize.py").write_text("import fake_ocr\n")
    bench = new_bench({"mixed.pdf": mixed}, state=tmp_path / "state", api_url=api_url)
    bench.environment.update(FAKE_OCR=str(home), PYTHONPATH=f"{home}:{HERE}")
    return Fake(bench, home)


@pytest.mark.parametrize(("memory", "rounds"), [(2048, 3), (1024, 5)])
def test_every_scanned_page_adds_to_the_time_limit(
    monkeypatch: pytest.MonkeyPatch, memory: int, rounds: int
) -> None:
    """Five scans, two at once where the memory suffices for two."""
    asked: list[float] = []
    monkeypatch.setattr(pipeline, "extend", asked.append)
    monkeypatch.setattr(pages, "read_scans", lambda *_, **__: ({}, []))
    seen = make.triage(("exported", *["scanned"] * 4, "garbage_text"))
    pipeline.read_scans(Path("any.pdf"), seen, 2, memory << 20, None)
    assert asked == [rounds * pages.TIMEOUT]


def rules(bench: Bench) -> list[str]:
    (path,) = (bench.clean / "temuan").rglob("*.parquet")
    return pq.read_table(path, partitioning=None)["aturan"].to_pylist()


def test_a_read_scan_is_like_any_other(fake: Fake) -> None:
    run = fake.ingest()
    made = run.documents["mixed.pdf"]
    assert (run.code, made["status"]) == (0, "written"), run.err
    assert (made["ocr_pages"], made["unread"]) == (2, 0)
    assert made["rows"]["evaluasi_renja"] > 0
    assert fake.calls() == [3, 4]
    assert not {"perlu_ocr", "halaman_gagal_ocr"} & set(rules(fake.bench))


def test_a_page_is_read_once(fake: Fake) -> None:
    fake.ingest()
    fake.calls()
    before = fake.bench.contents()
    assert fake.ingest().documents["mixed.pdf"]["cached"]
    again = fake.ingest("--force")
    assert (again.code, again.documents["mixed.pdf"]["ocr_pages"]) == (0, 2)
    assert fake.calls() == []
    assert fake.bench.contents() == before
    fake.ingest("--force", "--no-cache")
    assert fake.calls() == [3, 4]


def test_a_page_that_fails_is_told_and_tried_again(fake: Fake) -> None:
    (fake.home / "fail").write_text("4")
    run = fake.ingest()
    made = run.documents["mixed.pdf"]
    assert (run.code, made["status"], made["unread"]) == (4, "needs_ocr", 1)
    assert "1 of 4 pages" in made["error"]["message"]
    assert made["rows"]["evaluasi_renja"] > 0
    assert "halaman_gagal_ocr" in rules(fake.bench)
    assert fake.calls() == [3, 4]

    (fake.home / "fail").unlink()
    run = fake.ingest()
    assert (run.code, run.documents["mixed.pdf"]["unread"]) == (0, 0)
    assert fake.calls() == [4]
    assert "halaman_gagal_ocr" not in rules(fake.bench)


def test_without_engines_the_exported_pages_are_done(fake: Fake) -> None:
    (fake.home / "missing").touch()
    run = fake.ingest()
    made = run.documents["mixed.pdf"]
    assert (run.code, made["status"]) == (4, "needs_ocr")
    assert "pip install" in made["error"]["remedy"]
    assert made["rows"]["evaluasi_renja"] > 0
    assert rules(fake.bench).count("ocr_tidak_terpasang") == 1


def test_searchable(fake: Fake) -> None:
    source = next(fake.bench.inbox.rglob("*.pdf"))
    run = fake.bench.run("searchable", source)
    assert run.code == 0, run.err
    copy = source.with_name("mixed-searchable.pdf")
    assert run.out == f"{copy}: text added to 2 of 4 pages\n"
    with pdfplumber.open(copy) as document:
        texts = [page.extract_text() for page in document.pages]
    assert texts[2:] == ["Halaman 3 terbaca", "Halaman 4 terbaca"]
    with pdfplumber.open(source) as document:
        assert texts[:2] == [page.extract_text() for page in document.pages[:2]]
    assert [p.name for p in source.parent.iterdir()] == ["mixed.pdf", copy.name]


def test_searchable_never_replaces_the_original(fake: Fake) -> None:
    source = next(fake.bench.inbox.rglob("*.pdf"))
    before = source.read_bytes()
    run = fake.bench.run("searchable", source, "-o", source.parent / ".." / "2023" / source.name)
    assert run.code == 2
    assert "is the original" in run.err
    assert source.read_bytes() == before


def test_searchable_says_what_it_could_not_read(fake: Fake, tmp_path: Path) -> None:
    (fake.home / "fail").write_text("3")
    source = next(fake.bench.inbox.rglob("*.pdf"))
    run = fake.bench.run("searchable", source, "-o", tmp_path / "copy.pdf")
    assert run.code == 4
    assert "pages 3 are scans" in run.err
    assert (tmp_path / "copy.pdf").exists()

    (fake.home / "missing").touch()
    run = fake.bench.run("searchable", source, "--no-cache", "-o", tmp_path / "none.pdf")
    assert run.code == 4
    assert "pip install" in run.err
    assert not (tmp_path / "none.pdf").exists()


def test_searchable_to_a_place_that_cannot_be_written(fake: Fake) -> None:
    source = next(fake.bench.inbox.rglob("*.pdf"))
    run = fake.bench.run("searchable", source, "-o", source / "below.pdf")
    assert run.code == 5
    assert "cannot write" in run.err
