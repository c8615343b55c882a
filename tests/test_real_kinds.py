"""T-C.30 to T-C.32 of real documents against the text of their pages, read another way.

Documents are named by the start of their SHA-256; no text of theirs stands here.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from cleaning.document import clean
from extractors.document import extract
from extractors.triage import triage
from tables.model import CleanDocument, CleanTable

REAL = Path(__file__).parents[2] / "shared" / "real"
PDFS = {
    "5d5dc93ab566c283": "disnak-renja-bab2-2016.pdf",
    "55f923e1ab439d05": "dp3akb-sumut-renja-2023.pdf",
    "01105d631831e6cc": "bkpp2-renja-perubahan-2016.pdf",
}
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?!\d)")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project"),
]


@cache
def read(name: str) -> CleanDocument:
    seen = triage(REAL / PDFS[name])
    assert seen.dokumen_id == name
    return clean(seen, *extract(REAL / PDFS[name], seen))


def table(name: str, kind: str) -> CleanTable:
    (one,) = [t for t in read(name).tables if t.kind == kind]
    return one


@pytest.mark.parametrize(("name", "amounts"), [("5d5dc93ab566c283", 279), ("55f923e1ab439d05", 82)])
def test_every_amount_of_a_review_is_read(name: str, amounts: int) -> None:
    review = table(name, "review_rkpd")
    text = "\n".join(p.text for p in read(name).triage.pages if p.number in review.pages)
    printed = Counter(int(match.replace(".", "")) for match in _AMOUNT.findall(text))

    found = Counter(
        int(value)
        for row in review.rows
        for half in ("awal", "analisis")
        if (value := row.value(f"{half}_pagu")) is not None
    )
    assert found == printed
    assert found.total() == amounts


def test_a_review_keeps_its_halves_apart() -> None:
    """The right half plans a tenth more than the left in every row of figures."""
    rows = table("55f923e1ab439d05", "review_rkpd").rows
    pairs = [(row.value("awal_pagu"), row.value("analisis_pagu")) for row in rows]

    assert all(left and right == left * Decimal("1.1") for left, right in pairs)


@pytest.mark.parametrize(
    ("name", "years", "rows"),
    [
        ("01105d631831e6cc", ["min2", "min1", "n", "plus1"], 8),
        ("55f923e1ab439d05", ["min4", "min3", "min2", "min1", "n"], 4),
    ],
)
def test_targets_of_single_years(name: str, years: list[str], rows: int) -> None:
    one = table(name, "indikator_kinerja")
    names = [use.name for use in one.columns if use.name.startswith("target_renstra")]

    assert names == [f"target_renstra_{year}" for year in years]
    assert len(one.rows) == rows
    assert all(row.value(column) is not None for row in one.rows for column in names)
    assert not [f for f in one.findings if f.kelas == "ekstraksi"]


def test_proposals_have_a_size_with_its_unit() -> None:
    rows = table("55f923e1ab439d05", "usulan").rows

    assert [str(row.value("volume")) for row in rows] == ["11", "300", "3", "2"]
    assert [row.text("satuan") for row in rows] == ["unit", "unit", "unit", "desa"]
