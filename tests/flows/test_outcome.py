"""Exit codes and words for what became of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import outcome
from flows.inbox import Source
from flows.outcome import Outcome
from tables.errors import EncryptedPdf, OutputError

SOURCE = Source(Path("/in/a.pdf"), "ab" * 32, 10)
SUMMARY = {
    "dokumen_id": SOURCE.dokumen_id,
    "pages": 9,
    "tahun": 2023,
    "reading": "bersih",
    "rows": {"evaluasi_renja": 4},
    "page_kinds": {"exported": 9},
    "rules": {},
    "ocr_pages": 0,
    "ocr_seconds": 0.0,
    "unread": 0,
    "broken": [],
    "seconds": 1.5,
}


def written() -> Outcome:
    return outcome.done(SOURCE, SUMMARY, {"success": True}, [Path("/clean/x.parquet")])


def quarantined() -> Outcome:
    verdict = {"success": False, "failures": [{"expectation": "unique"}]}
    return outcome.done(SOURCE, SUMMARY, verdict, [Path("/q/why.json")])


def scanned(unread: int = 0, success: bool = True, rule: str = "halaman_gagal_ocr") -> Outcome:
    scans = {"ocr_pages": 4 - unread, "ocr_seconds": 31.4, "unread": unread, "pages": 5}
    rules = {f"kritis: {rule}": 1} if unread else {}
    return outcome.done(SOURCE, {**SUMMARY, **scans, "rules": rules}, {"success": success}, [])


def locked() -> Outcome:
    return outcome.failed(SOURCE, EncryptedPdf("a.pdf: needs a password"))


def unwritable() -> Outcome:
    return outcome.failed(SOURCE, OutputError("cannot write /clean"))


def our_fault() -> Outcome:
    return outcome.failed(SOURCE, KeyError("uraian"))


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        ([written(), written()], 0),
        ([written(), quarantined()], 3),
        ([quarantined(), locked(), written()], 4),
        ([scanned()], 0),
        ([scanned(unread=1)], 4),
        ([scanned(unread=1, success=False)], 4),
        ([locked(), our_fault()], 1),
        ([unwritable(), our_fault(), locked(), quarantined()], 5),
        ([outcome.copy_of(locked(), Path("/in/b.pdf"))], 4),
        ([outcome.copy_of(written(), Path("/in/b.pdf"))], 0),
    ],
)
def test_the_worst_document_decides(outcomes: list[Outcome], code: int) -> None:
    assert outcome.exit_code(outcomes) == code


def test_a_scan_that_was_read_is_like_any_other() -> None:
    made = scanned()
    assert (made["status"], made["error"]) == ("written", None)
    assert outcome.row(made)["OCR"] == "4 in 31 s"
    assert outcome.row(written())["OCR"] == ""


def test_pages_that_were_not_read_are_counted() -> None:
    made = scanned(unread=3)
    assert (made["status"], made["error"]["name"]) == ("needs_ocr", "NeedsOcr")
    assert "3 of 5 pages" in made["error"]["message"]
    assert "halaman_gagal_ocr" in made["error"]["remedy"]


def test_without_engines_it_says_how_to_install_them() -> None:
    made = scanned(unread=4, rule="ocr_tidak_terpasang")
    assert made["error"]["name"] == "NeedsOcr"
    assert "pip install" in made["error"]["remedy"]


def test_what_failed_its_suite_is_in_quarantine_also_with_pages_unread() -> None:
    assert scanned(unread=1, success=False)["status"] == "quarantined"


def test_a_quarantined_document_carries_the_reasons() -> None:
    assert quarantined()["failures"] == [{"expectation": "unique"}]


def test_words() -> None:
    cached = {**written(), "cached": True}
    assert outcome.sentence([cached, written(), locked()]) == "2 written, 1 failed (1 unchanged)"
    assert outcome.sentence([]) == "no documents"
    assert outcome.line(cached) == "a.pdf: written, unchanged: evaluasi_renja 4"
    assert outcome.line(locked()) == "a.pdf: EncryptedPdf: a.pdf: needs a password"
    assert outcome.row(cached)["status"] == "unchanged"
    assert "KeyError" in our_fault()["error"]["message"]
