"""Whole documents against their truth: every row, every number, every text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
import truth

from cleaning.document import clean
from cleaning.frames import frames
from extractors.document import extract
from extractors.triage import triage

SAMPLE_TRUTH = sorted(truth.SAMPLES.glob(f"{truth.SAMPLE_PDF.stem}.*.truth.csv"))
REAL_TRUTH = sorted(
    path for path in (truth.REAL / "truth").glob("*.csv") if "-scan__" not in path.name
)


@cache
def document(path: Path) -> dict[str, pa.Table]:
    seen = triage(path)
    return frames(clean(seen, *extract(path, seen)), "test")


def said(made: truth.Comparison) -> str:
    return "\n".join([f"{len(made.wrong)} differences", *made.wrong[:40]])


def test_the_sample_has_truth() -> None:
    assert [path.name.split(".", 1)[1] for path in SAMPLE_TRUTH] == [
        "tabel-2.1.truth.csv",
        "tabel-3.1.truth.csv",
    ]


@pytest.mark.parametrize("path", SAMPLE_TRUTH, ids=lambda path: path.name.split(".", 1)[1])
def test_sample_comes_out_cell_by_cell(path: Path) -> None:
    made = truth.compare(truth.load(path, truth.SAMPLE_PDF.parent), document(truth.SAMPLE_PDF))

    assert not made.wrong, said(made)
    assert (made.rows_found, made.rows_invented) == (made.rows, 0)
    assert made.numbers_right == made.numbers > 400
    assert made.texts_right == made.texts > 200
    assert made.keys_right == made.keys > 100
    # Codes not printed here come from the other table, which prints one of them twice.
    assert made.inferred_right >= 0.85 * made.inferred


@pytest.mark.real
@pytest.mark.skipif(not REAL_TRUTH, reason="the real documents are not beside the checkout")
@pytest.mark.parametrize("path", REAL_TRUTH, ids=lambda path: path.stem)
def test_real_pages_come_out(path: Path) -> None:
    expected = truth.load(path, truth.REAL)

    made = truth.compare(expected, document(expected.pdf))

    assert not made.silent, "\n".join(made.silent)
    assert made.rows_found == made.rows, said(made)
    assert made.numbers_right >= 0.995 * made.numbers, said(made)
    assert made.texts_right >= 0.98 * made.texts, said(made)
    assert made.keys_right >= 0.98 * made.keys, said(made)
