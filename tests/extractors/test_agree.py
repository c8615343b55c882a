"""Two readings of a cell, and how far they agree."""

from __future__ import annotations

import pytest

from extractors.agree import DIFFERENT, INSIDE, SAME, UNSEEN, agree, compare
from extractors.camelot_reader import SecondCell
from extractors.page import MID_WORD
from tables.model import Box, Cell, Row, Table

PLACE = Box(12, 12, 48, 20)
AROUND = Box(10, 10, 50, 30)
ELSEWHERE = Box(200, 10, 250, 30)


def verdict(ours: str, *others: tuple[Box, str]) -> Cell:
    return compare(Cell(1, PLACE, ours), [SecondCell(box, text) for box, text in others])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("1.500.000", "1.500.000"),
        ("11.498.170.\n600", "11.498.170.600"),
        (f"2000{MID_WORD}\n0", "2000\n0"),
        ("50\t%", "50 %"),
        ("dan Evaluasi Perencanaan", "Perencanaan dan Evaluasi"),
    ],
)
def test_equal_but_for_white_space_and_order_of_words(ours: str, theirs: str) -> None:
    cell = verdict(ours, (AROUND, theirs))

    assert (cell.confidence, cell.second, cell.doubt) == (SAME, None, "")


def test_two_half_cells_are_read_together() -> None:
    left, right = Box(10, 10, 28, 30), Box(28, 10, 50, 30)

    assert verdict("50 %", (left, "50"), (right, "%")).confidence == SAME


def test_ours_is_among_theirs() -> None:
    cell = verdict("1.500.000", (AROUND, "Serang 1.500.000 DAU"))

    assert (cell.confidence, cell.second, cell.doubt) == (INSIDE, None, "")


def test_part_of_another_number_is_no_agreement() -> None:
    cell = verdict("500", (AROUND, "1.500"))

    assert (cell.confidence, cell.doubt) == (DIFFERENT, "bacaan_berbeda")


def test_the_second_reader_saw_other_cells_of_the_page_only() -> None:
    cell = verdict("1.500.000", (ELSEWHERE, "1.500.000"))

    assert (cell.confidence, cell.second, cell.doubt) == (UNSEEN, "", "")


def test_the_second_reader_saw_nothing_at_all() -> None:
    assert (verdict("1.500.000").confidence, verdict("1.500.000").second) == (UNSEEN, "")


def test_another_figure_is_doubtful_and_both_are_kept() -> None:
    cell = verdict("1.500.000", (AROUND, "1.600.000"))

    assert (cell.text, cell.second) == ("1.500.000", "1.600.000")
    assert (cell.confidence, cell.doubt) == (DIFFERENT, "bacaan_berbeda")


def test_another_text_is_kept_but_not_doubtful() -> None:
    cell = verdict("Program Penunjang", (AROUND, "Program Penunjang Urusan"))

    assert cell.doubt == ""
    assert cell.confidence < SAME


def test_every_cell_is_compared_with_its_own_page() -> None:
    cells = {0: Cell(1, PLACE, "10"), 1: Cell(2, PLACE, "20")}
    table = Table("rencana_kerja", "3.1", "", [1, 2], [], [Row(1, AROUND, cells)])

    agree([table], {1: [SecondCell(AROUND, "10")], 2: [SecondCell(AROUND, "21")]})

    found = table.rows[0].cells
    assert [found[0].confidence, found[1].confidence] == [SAME, DIFFERENT]
    assert found[1].second == "21"
