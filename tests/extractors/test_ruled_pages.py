"""Which pages have lines that may be a table's: seen when the page is looked at first."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from typeset import Grid, Page, Rules, write

from extractors.triage import triage

GRID = [["No", "Ternak"], ["1", "Sapi"]]
LINE = (40.0, 20.0, "Rencana Kerja Tahun 2023 disusun dengan memperhatikan evaluasi.")


@pytest.mark.parametrize("rules", ["lines", "thin rects", "pieces", "stroked rects", "dashes"])
def test_a_grid_is_seen_however_it_is_drawn(tmp_path: Path, rules: Rules) -> None:
    for rotated in (False, True):
        grid = Grid(GRID, (60, 100), rules=rules)
        path = write(tmp_path / "a.pdf", Page([grid], [LINE], rotated=rotated))

        assert [page.ruled for page in triage(path).pages] == [True]


def test_a_grid_in_one_path_is_seen(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(50, 700, LINE[2])
    path = canvas.beginPath()
    for n in range(3):
        path.rect(50, 600 + 20 * n, 200, 0.5)
        path.rect(50 + 100 * n, 600, 0.5, 40)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.save()

    assert triage(tmp_path / "a.pdf").pages[0].ruled


def test_running_text_with_a_ruled_head_is_not(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(50, 700, LINE[2])
    canvas.line(50, 780, 500, 780)
    canvas.line(50, 60, 500, 60)
    canvas.setFillColorRGB(0.8, 0.9, 0.8)
    canvas.rect(50, 400, 200, 100, stroke=0, fill=1)
    canvas.save()

    assert not triage(tmp_path / "a.pdf").pages[0].ruled
