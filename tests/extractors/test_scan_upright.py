"""Which way up: every turn of every kind of page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from degrade import make_scan
from typeset import Grid, Page, write

from extractors.scan.engines import engines
from extractors.scan.model import Gray
from extractors.scan.render import render
from extractors.scan.upright import turn_of

SAMPLE = next((Path(__file__).parents[2] / "raw_pdfs" / "2023").glob("*.pdf"))
TURNS = [0, 90, 180, 270]
LINE = "Program Penunjang Urusan Pemerintahan Daerah Kabupaten dan Kota"


def turned_back(pdf: Path, page: int, level: str, turn: int) -> int:
    scan = make_scan(pdf, [page], pdf.with_name("scan.pdf"), level, 150, turn=turn)
    image = render(scan, 1)
    return turn_of(image.gray, image.dpi, engines().first.judge)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("level", ["clean", "heavy"])
def test_page_of_text(tmp_path: Path, level: str, turn: int) -> None:
    texts = [(60.0, 60.0 + 14 * n, LINE) for n in range(25)]
    pdf = write(tmp_path / "page.pdf", Page([], texts))
    assert (turned_back(pdf, 1, level, turn) + turn) % 360 == 0


@pytest.mark.parametrize("turn", TURNS)
def test_table_of_few_words(tmp_path: Path, turn: int) -> None:
    rows = [["Uraian", "Target", "Anggaran"]]
    rows += [[f"Kegiatan {n}", f"{n} Dokumen", f"{n}.442.971.{n}18"] for n in range(1, 9)]
    pdf = write(tmp_path / "page.pdf", Page([Grid(rows, [120, 80, 90])]))
    assert (turned_back(pdf, 1, "medium", turn) + turn) % 360 == 0


@pytest.mark.slow
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("page", "level"), [(1, "light"), (10, "medium"), (12, "bilevel")])
def test_sample(tmp_path: Path, page: int, level: str, turn: int) -> None:
    copy = tmp_path / "sample.pdf"
    copy.write_bytes(SAMPLE.read_bytes())
    assert (turned_back(copy, page, level, turn) + turn) % 360 == 0


def test_blank_page_stays_as_it_is() -> None:
    def never(crops: Sequence[Gray]) -> float:
        raise AssertionError("there is nothing to judge")

    assert turn_of(np.full((1200, 800), 250, np.uint8), 150, never) == 0
