"""What the real documents gave when their pages were last compared by eye.

Documents are named by the start of their SHA-256. Rows may only change with a look at the pages.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cleaning.document import clean
from extractors.document import extract
from extractors.triage import triage
from tables.model import CleanDocument
from tables.spec import OTHER

REAL = Path(__file__).parents[2] / "shared" / "real"
MAX_FLAGGED = 0.02

#: dokumen_id -> (kind, first page, last page, rows) of every table of a known form.
TABLES = {
    "354689fcdfe97203": [("evaluasi_renja", 1, 3, 41)],
    "914245d61cf1ced6": [("rencana_kerja", 1, 2, 35)],
    "01105d631831e6cc": [
        ("evaluasi_renja", 18, 20, 74),
        ("indikator_kinerja", 21, 22, 8),
        ("rencana_kerja", 29, 32, 48),
        ("rencana_kerja", 33, 42, 63),
    ],
    "5689539d370f4f74": [("evaluasi_renja", 1, 2, 26)],
    "5d5dc93ab566c283": [
        ("rencana_kerja", 4, 7, 76),
        ("rencana_kerja", 7, 7, 7),
        ("review_rkpd", 28, 42, 170),
    ],
    "55f923e1ab439d05": [
        ("evaluasi_renja", 21, 31, 65),
        ("indikator_kinerja", 32, 33, 4),
        ("review_rkpd", 38, 47, 41),
        ("usulan", 48, 48, 4),
        ("rencana_kerja", 56, 65, 64),
    ],
    "d6ef5163c7338967": [("rencana_kerja", 1, 7, 75)],
    "3ca712985206f4cc": [("evaluasi_renja", 1, 9, 170)],
    "7c5336ce5d4b4b56": [],  # a budget realisation report: no table of a known kind
    # Scans: recognised, never read.
    "d8b89bb5564f2128": [],
    "b7775b7f2cdef4d8": [],
    "ebb5ef12950bfd14": [],
}
SCANS = {"d8b89bb5564f2128", "b7775b7f2cdef4d8", "ebb5ef12950bfd14"}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project"),
]


def documents() -> list[Path]:
    return sorted(REAL.glob("*.pdf"))


def read(path: Path) -> CleanDocument:
    seen = triage(path)
    return clean(seen, *extract(path, seen))


@pytest.mark.parametrize("path", documents(), ids=lambda p: p.stem[:12])
def test_every_document_gives_its_tables_or_says_why(path: Path) -> None:
    document = read(path)
    forms = [t for t in document.tables if t.kind != OTHER]  # the rest: test_table_coverage.py
    found = [(t.kind, t.pages[0], t.pages[-1], len(t.rows)) for t in forms]
    rules = {f.aturan for f in document.findings}

    assert found == TABLES[document.triage.dokumen_id]
    assert ("perlu_ocr" in rules) is (document.triage.dokumen_id in SCANS)


@pytest.mark.parametrize("path", documents(), ids=lambda p: p.stem[:12])
def test_few_cells_are_doubtful(path: Path) -> None:
    statuses = Counter(
        entry.status
        for table in read(path).tables
        for row in table.rows
        for entry in row.entries.values()
        if entry.cell
    )
    doubtful = statuses["ditandai"] + statuses["tidak_terbaca"]

    assert doubtful <= MAX_FLAGGED * max(statuses.total(), 50)
