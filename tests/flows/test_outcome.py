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
    "seconds": 1.5,
}


def written() -> Outcome:
    return outcome.done(SOURCE, SUMMARY, {"success": True}, [Path("/clean/x.parquet")])


def quarantined() -> Outcome:
    verdict = {"success": False, "failures": [{"expectation": "unique"}]}
    return outcome.done(SOURCE, SUMMARY, verdict, [Path("/q/why.json")])


def scanned() -> Outcome:
    kinds = {"scanned": 3, "garbage_text": 1, "blank": 1}
    summary = {**SUMMARY, "reading": "perlu_ocr", "rows": {}, "pages": 5, "page_kinds": kinds}
    return outcome.done(SOURCE, summary, {"success": True}, [])


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
        ([scanned()], 4),
        ([locked(), our_fault()], 1),
        ([unwritable(), our_fault(), locked(), quarantined()], 5),
        ([outcome.copy_of(locked(), Path("/in/b.pdf"))], 4),
        ([outcome.copy_of(written(), Path("/in/b.pdf"))], 0),
    ],
)
def test_the_worst_document_decides(outcomes: list[Outcome], code: int) -> None:
    assert outcome.exit_code(outcomes) == code


def test_a_scan_is_counted_page_by_page() -> None:
    made = scanned()
    assert made["status"] == "needs_ocr"
    assert "4 of 5 pages" in made["error"]["message"]
    assert "OCR" in made["error"]["remedy"]


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
