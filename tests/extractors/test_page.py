"""Texts to the cells they belong to, however they overflow."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import table_of, tables_of, texts
from typeset import Cell, Grid, Page

from extractors.fragments import Fragment
from extractors.page import compose
from tables.model import Box

LONG = "Penyusunan Dokumen Perencanaan Perangkat Daerah"


def test_every_text_stands_in_its_cell(tmp_path: Path) -> None:
    grid = Grid([["Uraian", "K", "Rp"], ["Program A", "100", "1.500.000"]], (120, 40, 60))

    assert texts(table_of(tmp_path, grid)) == [
        ["Uraian", "K", "Rp"],
        ["Program A", "100", "1.500.000"],
    ]


def test_lines_of_a_cell_are_kept_as_lines(tmp_path: Path) -> None:
    grid = Grid([["Sub\nKegiatan", "11.498.170.\n600"], ["x", "y"]], (60, 60), (24, 12))

    assert texts(table_of(tmp_path, grid))[0] == ["Sub\nKegiatan", "11.498.170.\n600"]


def test_a_fake_bold_is_read_once(tmp_path: Path) -> None:
    grid = Grid([[Cell("TOTAL", twice=True), Cell("125.000", twice=True)]], (60, 60))

    assert texts(table_of(tmp_path, grid)) == [["TOTAL", "125.000"]]


@pytest.mark.parametrize("tagged", [False, True])
def test_text_running_over_its_right_neighbour_stays_apart(tmp_path: Path, tagged: bool) -> None:
    # The sheet showed it clipped; the file holds all of it, printed over the next cell's text.
    grid = Grid(
        [[LONG, "12", "1.500"], ["Pengadaan", "3", "2.500"], ["Mebel", "4", "100"]],
        (100, 60, 60),
        tagged=tagged,
    )

    assert texts(table_of(tmp_path, grid)) == [
        [LONG, "12", "1.500"], ["Pengadaan", "3", "2.500"], ["Mebel", "4", "100"]
    ]  # fmt: skip


@pytest.mark.parametrize("tagged", [False, True])
def test_text_running_into_the_row_below_comes_back(tmp_path: Path, tagged: bool) -> None:
    clipped = Cell("Peningkatan\nSarana\nKantor", tops=(1, 8, 15))
    grid = Grid(
        [[clipped, "12", "1.500"], ["Pengadaan", "3", "2.500"], ["Mebel", "4", "100"]],
        (100, 60, 60),
        (14, 14, 14),
        tagged=tagged,
    )

    assert [row[0].split("\n") for row in texts(table_of(tmp_path, grid))] == [
        ["Peningkatan", "Sarana", "Kantor"], ["Pengadaan"], ["Mebel"]
    ]  # fmt: skip


def test_amounts_on_a_lower_baseline_than_their_row(tmp_path: Path) -> None:
    low = Cell("1.500", tops=(5.5,))
    grid = Grid([["Program", low], ["Kegiatan", Cell("2.500", tops=(5.5,))]], (80, 60), (12, 12))

    assert texts(table_of(tmp_path, grid)) == [["Program", "1.500"], ["Kegiatan", "2.500"]]


@pytest.mark.parametrize(
    ("printed", "read"),
    [("50\t%", "50 %"), ("12 Dokumen", "12 Dokumen"), ("-", "-")],
)
def test_value_and_unit_on_one_line(tmp_path: Path, printed: str, read: str) -> None:
    assert texts(table_of(tmp_path, Grid([["x", printed]], (80, 60)))) == [["x", read]]


def test_value_and_unit_at_two_tab_stops_are_halves(tmp_path: Path) -> None:
    # The unit wraps beside its value, so that lines alone would mix them up.
    grid = Grid([["Uraian", "20000\teks\n\tem\n\tplar"]], (80, 80), (32,))
    ((_, text),) = texts(table_of(tmp_path, grid))

    assert text.split("\t")[0] == "20000"


@pytest.mark.parametrize("top", [386.9, 388.0, 389.5, 391.0, 392.9])
def test_a_value_below_its_unit_comes_first_wherever_it_stands(top: float) -> None:
    value = Fragment("82", Box(520.1, top + 4.8, 528.1, top + 12.8), 8, 0)
    unit = Fragment("orang", Box(544.3, top, 563.1, top + 8), 8, 1)

    assert compose([unit, value]) == "82\torang"


def test_a_number_broken_inside_carries_the_mark(tmp_path: Path) -> None:
    # Word writes a blank where it breaks a line between words, none inside a number.
    words = [[f"kata \nlain {n}", f"Uraian \npanjang {n}"] for n in range(4)]
    grid = Grid([["2000\n0", "5 \nkali"], *words], (60, 60), [24] * 5, tagged=True)

    assert texts(table_of(tmp_path, grid))[0] == ["2000~\n0", "5\nkali"]


def test_untagged_lines_carry_no_mark(tmp_path: Path) -> None:
    grid = Grid([["2000\n0", "5\nkali"]], (60, 60), (24,))

    assert texts(table_of(tmp_path, grid)) == [["2000\n0", "5\nkali"]]


def test_lines_above_a_table_are_its_title(tmp_path: Path) -> None:
    page = Page(
        [Grid([["a", "b"]], (50, 50)), Grid([["c", "d"]], (50, 50), y=150)],
        [(40, 30, "Tabel 2.1"), (40, 40, "Evaluasi"), (40, 130, "Tabel 3.1")],
    )

    first, second = tables_of(tmp_path, page)[1]

    assert first.above == ["Tabel 2.1", "Evaluasi"]
    assert second.above == ["Tabel 3.1"]


def test_a_turned_page_is_read_as_displayed(tmp_path: Path) -> None:
    grid = Grid([["Uraian", "Rp"], ["Program", "1.500"]], (100, 60))
    upright, turned = (
        tables_of(tmp_path, Page([grid], rotated=rotated))[1][0] for rotated in (False, True)
    )

    assert texts(turned) == texts(upright)
    assert [round(x) for x in turned.xs] == [round(x) for x in upright.xs]
    assert [round(y) for y in turned.ys] == [round(y) for y in upright.ys]
    assert turned.box.width > turned.box.height  # landscape, as the reader sees it
