"""Ruled bands to logical rows: merged cells against rules that were not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reading import table_of
from typeset import Cell, Grid, Side

from extractors.bands import rows_of
from tables.model import Column

WIDTHS = (40, 110, 60, 80)
Rows = Sequence[Sequence[Cell | str | None]]
HEADINGS = ("Kode", "Uraian", "Pagu", "Lokasi")


def read(
    tmp_path: Path, rows: Sequence[Sequence[Cell | str | None]], heights: Sequence[float] = (),
    missing: frozenset[Side] = frozenset(),
) -> list[list[str]]:  # fmt: skip
    """Texts of the logical rows by column, ``""`` where there is no cell."""
    table = table_of(tmp_path, Grid(rows, WIDTHS, heights, missing=missing))
    columns = [
        Column(i, a, b, (HEADINGS[i],))
        for i, (a, b) in enumerate(zip(table.xs, table.xs[1:], strict=False))
    ]
    found = rows_of(table, 0, list(range(len(columns))), columns, heading=1)
    return [[r.cells[i].text if i in r.cells else "" for i in range(4)] for r in found]


def test_a_band_is_a_row_and_an_empty_band_is_none(tmp_path: Path) -> None:
    rows: Rows = [
        ["1", "Program", "1.500", "Serang"],
        ["", "", "", ""],
        ["2", "Kegiatan", "500", ""],
    ]

    assert read(tmp_path, rows) == [
        ["1", "Program", "1.500", "Serang"],
        ["2", "Kegiatan", "500", ""],
    ]


def test_a_heading_over_all_columns_goes_to_the_names(tmp_path: Path) -> None:
    heading = Cell("Meningkatnya kualitas pelayanan", across=4)

    assert read(tmp_path, [[heading, None, None, None], ["1", "Program", "1.500", ""]]) == [
        ["", "Meningkatnya kualitas pelayanan", "", ""],
        ["1", "Program", "1.500", ""],
    ]


def test_a_row_without_inner_rules_keeps_its_columns(tmp_path: Path) -> None:
    one = Cell("4.01\tProgram\t\t1.500\t\tSerang", across=4)
    table: Rows = [["1", "Urusan", "9.500", "Serang"], [one, None, None, None]]

    read_rows = read(tmp_path, table)

    assert read_rows[0] == ["1", "Urusan", "9.500", "Serang"]
    assert len(read_rows) == 2
    assert "1.500" in " ".join(read_rows[1])


def test_figures_stand_beside_their_rows_where_rules_are_missing(tmp_path: Path) -> None:
    amounts = Cell("1.500\n700\n800", down=3, tops=(2, 14, 26))
    rows: Rows = [
        ["1", "Program", amounts, "Serang"], ["2", "Kegiatan A", None, ""],
        ["3", "Kegiatan B", None, ""],
    ]  # fmt: skip

    assert [row[2] for row in read(tmp_path, rows)] == ["1.500", "700", "800"]


def test_one_figure_of_a_merged_cell_belongs_to_the_first_of_its_lines(tmp_path: Path) -> None:
    amount = Cell("1.500", down=2, tops=(8,))
    rows: Rows = [["1", Cell("Kegiatan", down=2), amount, "Serang"], ["", None, None, "Cilegon"]]

    assert read(tmp_path, rows) == [["1", "Kegiatan", "1.500", "Serang"], ["", "", "", "Cilegon"]]


def test_a_text_over_several_named_rows_stands_beside_its_own(tmp_path: Path) -> None:
    place = Cell("Serang", down=2, tops=(14,))
    rows: Rows = [["1", "Program", "1.500", place], ["2", "Kegiatan", "700", None]]

    assert [row[3] for row in read(tmp_path, rows)] == ["", "Serang"]


def test_the_label_of_a_group_belongs_to_its_first_row(tmp_path: Path) -> None:
    label = Cell("I", down=3, tops=(14,))
    rows: Rows = [
        [label, "Program", "1.500", ""], [None, "Kegiatan A", "700", ""],
        [None, "Kegiatan B", "800", ""],
    ]  # fmt: skip

    assert [row[0] for row in read(tmp_path, rows)] == ["I", "", ""]


def test_codes_in_a_column_without_rules_stand_beside_their_rows(tmp_path: Path) -> None:
    codes = Cell("4.01\n4.02\n4.03", down=3, tops=(2, 14, 26))
    rows: Rows = [
        [codes, "Program", "1.500", ""], [None, "Kegiatan A", "700", ""],
        [None, "Kegiatan B", "800", ""],
    ]  # fmt: skip

    assert [row[0] for row in read(tmp_path, rows)] == ["4.01", "4.02", "4.03"]


def test_long_codes_in_a_column_without_rules_are_several_codes(tmp_path: Path) -> None:
    """Longer than any row number, and pieces of a broken figure by their looks."""
    codes = Cell("4.01.01.2.01.0001\n4.01.01.2.02\n4.01.01.2.02.0001", down=3, tops=(2, 14, 26))
    rows: Rows = [
        [codes, "Kegiatan A", "1.500", ""], [None, "Kegiatan B", "700", ""],
        [None, "Kegiatan C", "800", ""],
    ]  # fmt: skip

    assert [row[0] for row in read(tmp_path, rows)] == codes.text.split("\n")


def test_a_code_broken_over_lines_beside_two_rows_is_one_code(tmp_path: Path) -> None:
    code = Cell("2.08.01.1.01.0\n1.0001.0002.0003", down=2, tops=(2, 14))
    rows: Rows = [[code, "Kegiatan A", "1.500", ""], [None, "Kegiatan B", "700", ""]]

    assert "".join(read(tmp_path, rows)[0][0].split()) == "2.08.01.1.01.01.0001.0002.0003"


def test_a_band_that_holds_several_rows_is_split_by_its_figures(tmp_path: Path) -> None:
    tops = (2.0, 14.0, 26.0)
    rows: Rows = [
        [
            Cell("1\n2\n3", tops=tops),
            Cell("Kegiatan A\nKegiatan B\nKegiatan C", tops=tops),
            Cell("1.500\n700\n800", tops=tops),
            Cell("10.000\n20.000\n30.000", tops=tops),
        ],
        ["9", "Program", "3.000", "60.000"],
    ]

    found = read(tmp_path, rows, (40, 12))

    assert [row[1:] for row in found] == [
        ["Kegiatan A", "1.500", "10.000"],
        ["Kegiatan B", "700", "20.000"],
        ["Kegiatan C", "800", "30.000"],
        ["Program", "3.000", "60.000"],
    ]


def test_a_wrapped_number_is_not_two_rows(tmp_path: Path) -> None:
    rows: Rows = [["1", "Penyediaan Gaji\ndan Tunjangan", "11.498.170.\n600", "Serang"]]

    assert read(tmp_path, rows, (24,)) == [
        ["1", "Penyediaan Gaji\ndan Tunjangan", "11.498.170.\n600", "Serang"]
    ]


def test_texts_printed_over_each_other_are_doubtful(tmp_path: Path) -> None:
    over = Cell("Monitoring dan Evaluasi\nPengadaan Kendaraan", tops=(2, 3))
    table = table_of(tmp_path, Grid([["1", over, "1.500", ""], ["2", "B", "3", ""]], WIDTHS))
    columns = [Column(i, a, a + 1, ()) for i, a in enumerate(table.xs[:4])]

    first, second = rows_of(table, 0, [0, 1, 2, 3], columns, heading=1)

    assert first.cells[1].doubt == "teks_bertumpuk"
    assert first.cells[2].doubt == second.cells[1].doubt == ""


def test_columns_without_a_table_column_are_left_out(tmp_path: Path) -> None:
    table = table_of(tmp_path, Grid([["1", "Program", "1.500", "hias"]], WIDTHS))
    columns = [Column(i, a, a + 1, ()) for i, a in enumerate(table.xs[:3])]

    (row,) = rows_of(table, 0, [0, 1, 2, -1], columns, heading=1)

    assert [cell.text for cell in row.cells.values()] == ["1", "Program", "1.500"]


def test_two_figures_of_one_column_make_no_other_column_doubtful(tmp_path: Path) -> None:
    grid = Grid([["12", "Advisor", "225,000", "1.00 tahun\n1.00 tahun"]], WIDTHS, (40,))
    table = table_of(tmp_path, grid)
    columns = [Column(i, table.xs[i], table.xs[i + 1], (HEADINGS[i],)) for i in range(4)]

    (row,) = rows_of(table, 0, list(range(4)), columns, heading=1)

    assert {i: c.doubt for i, c in row.cells.items() if c.doubt} == {3: "angka_bertumpuk"}
