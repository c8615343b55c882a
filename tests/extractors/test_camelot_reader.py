"""The second reader's cells, in the coordinates of the first."""

from __future__ import annotations

from pathlib import Path

import pytest
from typeset import HEIGHT, Grid, Page, write

from extractors.agree import SAME, compare
from extractors.camelot_reader import read_cells
from extractors.plumber import read_pages
from tables.model import Cell

GRID = Grid(
    [["Uraian", "Rp"], ["Program", "1.500"], ["Kegiatan", ""]], (100, 60), (14, 14, 14), y=80
)


@pytest.mark.parametrize("rotated", [False, True])
def test_cells_stand_where_the_first_reader_sees_them(tmp_path: Path, rotated: bool) -> None:
    path = write(tmp_path / "table.pdf", Page([GRID], rotated=rotated))

    second = read_cells(path, [1], {1: HEIGHT})
    ((_, (first,)),) = read_pages(path, [1])

    assert sorted(c.text for c in second[1]) == ["1.500", "Kegiatan", "Program", "Rp", "Uraian"]
    amount = next(c for c in second[1] if c.text == "1.500")
    assert amount.box == pytest.approx((140, 94, 200, 108), abs=1.5)
    for cell in (c for c in first.cells if c.parts):
        assert compare(Cell(1, cell.parts[0].box, cell.text), second[1]).confidence == SAME


def test_a_page_without_rules_has_no_cells(tmp_path: Path) -> None:
    path = write(tmp_path / "text.pdf", Page([], [(40, 40, "Bab I")]), Page([GRID]))

    assert read_cells(path, [1], {1: HEIGHT}) == {1: []}
    assert len(read_cells(path, [1, 2], {1: HEIGHT, 2: HEIGHT})[2]) == 5
    assert read_cells(path, [], {}) == {}
