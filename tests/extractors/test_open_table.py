"""Tables without vertical rules: columns from the white between texts, rows from their lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reading import rows, stitched, tables_of, texts
from typeset import Cell, Grid, Page, Side

OPEN: frozenset[Side] = frozenset({"left", "right", "inner vertical"})
NO_RULES: frozenset[Side] = OPEN | {"inner horizontal"}
WIDTHS = (40, 150, 90, 90, 70)
Line = Sequence[Cell | str | None]
HEADER: Line = ["No", "Program/Kegiatan", "Pagu murni", "Pagu perubahan", "Sumber dana"]
BODY: list[Line] = [
    ["1", "Program Penunjang", "1.500.000", "1.700.000", "DAU"],
    ["2", "Kegiatan Perencanaan", "700.000", "800.000", "DAU"],
    ["3", "Kegiatan Keuangan", "800.000", "900.000", "PAD"],
]


def page(*lines: Line, missing: frozenset[Side] = NO_RULES) -> Page:
    """A header between two rules, and a body below it that is ruled at its end only."""
    head = Grid([HEADER], WIDTHS, (16,), missing=missing)
    heights = [max(_height(cell) for cell in line) for line in lines]
    body = Grid(lines, WIDTHS, heights, y=76, missing=missing)
    return Page([head, body])


def _height(cell: Cell | str | None) -> float:
    return 4.0 + 8.5 * (cell.count("\n") + 1) if isinstance(cell, str) else 12.5


def test_columns_and_rows_are_found_without_vertical_rules(tmp_path: Path) -> None:
    (table,) = tables_of(tmp_path, page(*BODY))[1]

    assert texts(table) == [list(HEADER), *([*line] for line in BODY)]


def test_it_is_a_table_like_any_other(tmp_path: Path) -> None:
    table = stitched(tmp_path, page(*BODY))

    assert table.kind == "rencana_kerja"
    assert [column.header for column in table.columns] == [(text,) for text in HEADER]
    assert rows(table) == BODY


def test_a_second_line_of_a_name_stays_with_its_row(tmp_path: Path) -> None:
    wrapped: Line = ["2", "Kegiatan Perencanaan\ndan Evaluasi", "700.000", "800.000", "DAU"]

    (table,) = tables_of(tmp_path, page(BODY[0], wrapped, BODY[2]))[1]

    assert [row[1] for row in texts(table)[1:]] == [
        "Program Penunjang", "Kegiatan Perencanaan\ndan Evaluasi", "Kegiatan Keuangan"
    ]  # fmt: skip


def test_an_empty_cell_leaves_its_column_in_place(tmp_path: Path) -> None:
    gap: Line = ["2", "Kegiatan Perencanaan", "", "800.000", "DAU"]

    assert rows(stitched(tmp_path, page(BODY[0], gap, BODY[2])))[1] == gap


def test_two_rules_around_a_line_of_text_are_no_table(tmp_path: Path) -> None:
    frame = Grid([[Cell("BAB III TUJUAN DAN SASARAN", across=5), *[None] * 4]], WIDTHS, (16,),
                 missing=NO_RULES)  # fmt: skip
    lines = [(40.0, 90.0 + 10 * n, "Rencana kerja disusun setiap tahun.") for n in range(5)]

    assert tables_of(tmp_path, Page([frame], lines))[1] == []
